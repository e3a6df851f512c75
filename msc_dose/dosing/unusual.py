"""Weights that are unusual for age, sex and height: wide bounds of our own, no growth table.

Every bound is this project's policy. Both ends of a span are ordinary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from msc_dose.dosing.measures import body_mass_index
from msc_dose.dosing.patient import Patient
from msc_dose.dosing.weighing import actual_weight, fraction_of
from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain, quotient

ADULT = 18
MASS_INDEX = (10, 50)
MASS_INDEX_FROM = Amount("height", Decimal(100))
ADULT_SPAN = (Amount("body_weight", Decimal(30)), Amount("body_weight", Decimal(160)))
_LIGHTEST_INFANT = 400


def unusual_weights(patient: Patient, dosed: Amount | None) -> Iterator[Problem]:
    """A CHECK `weight.unusual` for a weight that few people of this age, sex and height have.

    Under 18 years a span by age and sex, the wider one where the sex is not stated. For adults with height a
    body-mass index of 10 to 50 kg/m²; the same where the age is not stated and the height is at least 100 cm.
    For adults without height 30 to 160 kg. A calculated dosing weight is held to the body-mass index too.
    Without age and height nothing is said.
    """
    weight = actual_weight(patient) or patient.weight
    if weight is not None:
        found = _of_child(patient, weight) if _is_child(patient) else _of_adult(patient, weight)
        if found:
            yield found
    if patient.calculates_weight and dosed is not None and dosed != weight:
        found = _by_mass_index(patient, dosed, f"calculated {patient.basis} weight")
        if found:
            yield found


def child_span(age: int, sex: str | None) -> tuple[Amount, Amount]:
    """The weights (kg) that this project expects of a child of this age in whole years: policy.

    Girls from 4.5 + 1.8 × age to 13 + 3 × age + 0.18 × age² kg, boys from 5 + 1.8 × age to 14 + 3 × age +
    0.2 × age² kg, from 0.4 kg in the first year; where the sex is not stated, from the lower to the higher.
    """
    girl = (4_500 + 1_800 * age, 13_000 + 3_000 * age + 180 * age * age)
    boy = (5_000 + 1_800 * age, 14_000 + 3_000 * age + 200 * age * age)
    low, high = {"female": girl, "male": boy}.get(sex or "", (girl[0], boy[1]))
    grams = (_LIGHTEST_INFANT if age == 0 else low, high)
    return Amount("body_weight", Decimal(grams[0]), 1000), Amount("body_weight", Decimal(grams[1]), 1000)


def _is_child(patient: Patient) -> bool:
    return patient.age is not None and patient.age < ADULT


def _of_child(patient: Patient, weight: Amount) -> Problem | None:
    age = patient.age or 0
    span = child_span(age, patient.sex)
    return _outside(weight, span, f"age {age}, sex {patient.sex or 'not stated'}")


def _of_adult(patient: Patient, weight: Amount) -> Problem | None:
    if patient.height is not None:
        return _by_mass_index(patient, weight, "weight")
    return _outside(weight, ADULT_SPAN, f"age {patient.age}") if patient.age is not None else None


def _outside(weight: Amount, span: tuple[Amount, Amount], whose: str) -> Problem | None:
    if span[0] <= replace(weight, basis=None) <= span[1]:
        return None
    expected = f"{span[0]} to {span[1]}"
    return _unusual(weight, f"{weight} is unusual: {expected} is expected ({whose}).", f"policy: {expected}")


def _by_mass_index(patient: Patient, weight: Amount, name: str) -> Problem | None:
    """The problem of an index outside its span; that of a small body of unknown age says nothing."""
    height = patient.height
    if height is None or (patient.age is None and height < MASS_INDEX_FROM):
        return None
    index = body_mass_index(fraction_of(weight), fraction_of(height) / 100)
    if MASS_INDEX[0] <= index <= MASS_INDEX[1]:
        return None
    span = f"a body-mass index of {MASS_INDEX[0]} to {MASS_INDEX[1]} kg/m²"
    message = f"The {name} of {weight} at {height} is a body-mass index of {_shown(index)} kg/m²: unusual."
    return _unusual(weight, message, f"policy: {span}")


def _shown(index: Fraction) -> str:
    return plain(quotient(Decimal(index.numerator), index.denominator, 3))


def _unusual(weight: Amount, message: str, source: str) -> Problem:
    fix = "Check weight, unit, height and age."
    return Problem("weight.unusual", "check", "weight", message, fix, str(weight), source)
