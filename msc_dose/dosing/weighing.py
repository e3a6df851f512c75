"""The weight that a dose is calculated on, and the weight on the scales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from msc_dose.derivation import NOT_ROUNDED, Step, Term, step, term
from msc_dose.dosing.measures import adjusted_weight, ideal_weight
from msc_dose.dosing.patient import CALCULATED_BASES, Patient
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import lowest_terms
from msc_dose.quantity.kinds import kind_of

INCH = Decimal("2.54")
SIXTY_INCHES = Decimal("152.4")
AT_SIXTY_INCHES = {"male": Decimal(50), "female": Decimal("45.5")}
PER_INCH = Decimal("2.3")
IDEAL_SOURCE = "Devine (PMC4411565, table 3; worldlycalc.com/ideal-body-weight-calculator)"
ADJUSTED_SOURCE = "ideal + 0.4 × (actual − ideal) (PMC4411565, table 3)"
NOT_ADJUSTED_SOURCE = "policy: the formula holds only for an actual weight above the ideal one"
KEPT = "none: kept as an exact quotient, shown cut to 12 significant digits"


def dosing_weight(patient: Patient) -> tuple[Amount, tuple[Step, ...]]:
    """The weight in kg that a dose per kg is calculated on, without its basis, and how it was found.

    A weight taken as given has no steps. A calculated one is exact: cm ÷ 2.54 stays a quotient and nothing
    is rounded. Ideal: 50 kg (male) or 45.5 kg (female) + 2.3 kg per inch above 60. Adjusted: ideal + 0.4 ×
    (actual − ideal) where the actual weight is above the ideal; else the actual weight, since the source
    defines no adjustment there.

    Raises Refusal `value.missing` (weight, height, sex: all that is missing), `height.below-60-inches` until
    `below_60_inches` is stated, `weight.predicted-not-shipped`, `weight.implausible` where the formula gives
    no body weight. Source: Devine and the adjusted weight as in PMC4411565, table 3.
    """
    if patient.basis not in CALCULATED_BASES:
        weight = patient.weight or (patient.actual if patient.basis == "actual" else None)
        if weight is None:
            raise missing(["weight"])
        return weight, ()
    if patient.weight is not None and not patient.calculates_weight:
        return replace(patient.weight, basis=None), ()
    if patient.basis == "predicted":
        raise _predicted()
    actual = patient.weight or patient.actual
    height, sex = patient.height, patient.sex
    if height is None or sex is None:
        raise _absent(patient)
    ideal, steps = _ideal(height, sex, patient.below_60_inches)
    if patient.basis == "ideal":
        return ideal, steps
    if actual is None:
        raise _absent(patient)
    return _adjusted(ideal, steps, actual)


def actual_weight(patient: Patient) -> Amount | None:
    """The weight on the scales in kg, or `None` where it is not known to be that.

    `actual` where it is given; else `weight` where its basis is actual, or where the dosing weight is
    calculated from it.
    """
    if patient.actual is not None:
        return patient.actual
    return patient.weight if patient.basis == "actual" or patient.calculates_weight else None


def missing(fields: Iterable[str]) -> Refusal:
    """One Refusal with a `value.missing` for each of these fields."""
    return Refusal([_missing(field) for field in fields])


def fraction_of(amount: Amount) -> Fraction:
    """The amount in its canonical unit as an exact fraction."""
    return Fraction(amount.numerator) / amount.denominator


_ASKED = {
    "weight": ("The dosing weight is missing.", "Give the weight with its unit, for instance 60 kg."),
    "height": ("The height is missing.", "Give the height with its unit, for instance 170 cm."),
    "sex": ("The sex that the formula distinguishes is missing.", "Say female or male."),
    "surface_formula": (
        "The formula of body surface is not stated, and they differ.",
        "Say mosteller, dubois, haycock or gehan-george.",
    ),
}


def _missing(field: str) -> Problem:
    return stop("value.missing", field, *_ASKED[field])


def _absent(patient: Patient) -> Refusal:
    wanted = {"height": patient.height, "sex": patient.sex}
    problems = [_missing(field) for field, value in wanted.items() if value is None]
    if patient.basis == "adjusted" and patient.weight is None and patient.actual is None:
        fix = "Give the actual weight with its unit, for instance 60 kg."
        problems.append(stop("value.missing", "weight", "The actual weight is missing.", fix))
    return Refusal(problems)


def _predicted() -> Refusal:
    message = (
        "A predicted weight is not calculated here: its formula's own source "
        "(ARDS Network, N Engl J Med 2000;342:1301) has not been opened."
    )
    fix = "Give the predicted weight itself, as such: 60 kg PBW."
    return refuse("weight.predicted-not-shipped", "basis", message, fix, "predicted")


def _ideal(height: Amount, sex: str, below_60_inches: str | None) -> tuple[Amount, tuple[Step, ...]]:
    base = AT_SIXTY_INCHES[sex]
    below = fraction_of(height) < Fraction(SIXTY_INCHES)
    if below and below_60_inches is None:
        message = f"{height} is below 60 inches (152.4 cm), where sources on the ideal weight differ."
        fix = "Say clamp (the weight at 60 inches) or extrapolate (2.3 kg less per inch)."
        raise refuse("height.below-60-inches", "below_60_inches", message, fix, str(height))
    inputs = (
        Term(f"ideal weight at 60 inches, {sex}", str(base), "kg"),
        Term("weight per inch", str(PER_INCH), "kg"),
        term("height", height),
        Term("one inch", str(INCH), "cm"),
    )
    if below and below_60_inches == "clamp":
        made, formula = Fraction(base), "the weight at 60 inches, below 60 inches (clamp, as stated)"
    else:
        stated = " (below 60 inches: extrapolated, as stated)" if below else ""
        formula = f"weight at 60 inches + weight per inch × (height ÷ inch − 60){stated}"
        made = ideal_weight(Fraction(base), Fraction(PER_INCH), fraction_of(height), Fraction(INCH))
    if made < Fraction(kind_of("body_weight").low or 0):
        message = f"The ideal weight at {height} comes out below any body weight."
        raise refuse(
            "weight.implausible", "height", message, "Give the ideal weight itself, as such: 20 kg IBW."
        )
    ideal = _weight(made)
    return ideal, (step("ideal body weight", formula, inputs, ideal, IDEAL_SOURCE, _rounding(ideal)),)


def _adjusted(ideal: Amount, steps: tuple[Step, ...], actual: Amount) -> tuple[Amount, tuple[Step, ...]]:
    inputs = (term("ideal body weight", ideal), term("actual body weight", actual))
    if actual > ideal:
        formula = "ideal weight + 0.4 × (actual weight − ideal weight)"
        adjusted, source = _weight(adjusted_weight(fraction_of(ideal), fraction_of(actual))), ADJUSTED_SOURCE
    else:
        formula = "the actual weight: it is not above the ideal weight, so nothing is adjusted"
        adjusted, source = actual, NOT_ADJUSTED_SOURCE
    name = "adjusted body weight"
    return adjusted, (*steps, step(name, formula, inputs, adjusted, source, _rounding(adjusted)))


def _weight(kilograms: Fraction) -> Amount:
    return Amount("body_weight", *lowest_terms(Decimal(kilograms.numerator), kilograms.denominator))


def _rounding(amount: Amount) -> str:
    return NOT_ROUNDED if amount.exact else KEPT
