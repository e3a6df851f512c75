"""Rules, patients and reference rows for the chapters on how a dose is prescribed."""

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from msc_dose.dosing.body import Patient
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.shapes import Span
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"


def case(number):
    """Inputs and expectation of a reference row."""
    with CASES.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == number)
    return tuple(json.loads(row[key], parse_float=Decimal) for key in ("inputs", "expected"))


def per_kg(number, **facts):
    return Amount("dose_per_weight", Decimal(number), **facts)


def per_m2(number, **facts):
    return Amount("dose_per_surface", Decimal(number), **facts)


def cells(number, **facts):
    return Amount("cell_count", Decimal(number), **facts)


def kg(number):
    return Amount("body_weight", Decimal(number))


def percent(number):
    return Amount("percentage", Decimal(number))


def weighing(number):
    """A patient of this actual weight in kg; `None` for one whose weight is not known."""
    return Patient(kg(number), "actual") if number is not None else Patient()


def between(low, high):
    return Span(low, high)


def fraction(amount):
    return Fraction(amount.numerator) / amount.denominator


def codes(dose):
    return [problem.code for problem in dose.problems]


def refused(code, make, *facts, **more):
    """The one problem of the Refusal with this code that `make` raises."""
    with pytest.raises(Refusal) as caught:
        make(*facts, **more)
    assert caught.value.codes == (code,)
    return caught.value.problems[0]


def dose_of(rule, weight, **asked):
    return calculate_dose(rule, weighing(weight), **asked)
