"""What a rule needs to know of the patient, and the cells that a dose is for this patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
from typing import Any

from msc_dose.derivation import NOT_ROUNDED, Step, Term, step, term
from msc_dose.dosing.body import Patient, body_surface, check_basis, dosing_weight
from msc_dose.dosing.counted import Counted, counted_by
from msc_dose.dosing.formulas import cells_for_surface, cells_for_weight
from msc_dose.dosing.shapes import Band, ByWeight, Shape, amounts_of
from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT

KEPT = "none: kept as an exact quotient, shown cut to 12 significant digits"
PER_WEIGHT, PER_SURFACE, FLAT = "dose_per_weight", "dose_per_surface", "cell_count"


@dataclass(frozen=True, slots=True)
class Known:
    """The patient's dosing weight (kg) and body surface (m²), as far as a rule needs them.

    `weight` stands here also where it is known and not needed. `steps` are the working of what is needed.
    """

    weight: Amount | None
    surface: Amount | None
    basis: str | None
    steps: tuple[Step, ...] = ()


def known_of(patient: Patient, shape: Shape, beside: tuple[Amount | None, ...] = ()) -> Known:
    """What this shape and the amounts beside it need to know of the patient.

    Raises Refusal with the codes of `dosing_weight` and `body_surface`, `weight.basis-differs` where a dose
    per kg means another weight than the patient's.
    """
    amounts = [*amounts_of(shape), *(amount for amount in beside if amount is not None)]
    kinds = {amount.kind for amount in amounts}
    steps: tuple[Step, ...] = ()
    surface = None
    weight: Amount | None
    if PER_WEIGHT in kinds or isinstance(shape, ByWeight):
        weight, steps = dosing_weight(patient)
        for amount in amounts:
            check_basis(amount, patient.basis, "The basis of the weight")
    else:
        weight = _weight_if_known(patient)
    if PER_SURFACE in kinds:
        surface, more = body_surface(patient)
        steps = (*steps, *more)
    return Known(weight, surface, patient.basis, steps)


def cells_of(
    amount: Amount, known: Known, counted: Counted, source: str, which: str = ""
) -> tuple[Amount, Step]:
    """The cells that this dose is for the patient, exactly, with the step that says so.

    Cells/kg × kg, cells/m² × m², or the cells themselves. `which` ends the name of the step.
    """
    if amount.kind == PER_WEIGHT:
        name, formula = f"{counted} for this body weight{which}", "dose per body weight × body weight"
        weight = needed_weight(known)
        whose = f"body weight, basis {known.basis or 'not stated'}"
        inputs: tuple[Term, ...] = (
            term(f"dose per body weight, {counted}", amount),
            term(whose, weight),
        )
        cells = times(cells_for_weight, amount, weight)
    elif amount.kind == PER_SURFACE and known.surface is not None:
        name, formula = f"{counted} for this body surface{which}", "dose per body surface × body surface"
        inputs = (
            term(f"dose per body surface, {counted}", amount),
            term("body surface", known.surface),
        )
        cells = times(cells_for_surface, amount, known.surface)
    else:
        name, formula = f"{counted}, the same for every patient{which}", "the number of cells as it stands"
        inputs, cells = (term(f"dose, {counted}", amount),), amount
    return cells, worked(name, formula, inputs, cells, source)


def worked(name: str, formula: str, inputs: tuple[Term, ...], amount: Amount, source: str) -> Step:
    """A step whose result is exact; where its decimals do not end, it says how it is shown."""
    return step(name, formula, inputs, amount, source, NOT_ROUNDED if amount.exact else KEPT)


@contextmanager
def exactly() -> Iterator[None]:
    """Refusal `number.too-long` where what is inside cannot be calculated to the last digit."""
    try:
        yield
    except Inexact:
        message = "The inputs have more digits than can be multiplied exactly."
        raise refuse("number.too-long", "dose", message, "Give the numbers as ordered.") from None


def times(formula: Callable[[Any, Any], Any], dose: Amount, measure: Amount) -> Amount:
    """The cells of a dose per kg or m² by a formula of two factors, exactly."""
    with localcontext(EXACT):
        value: Decimal = formula(dose.numerator, measure.numerator)
    return Amount(FLAT, value, dose.denominator * measure.denominator, *counted_by(dose))


def needed_weight(known: Known) -> Amount:
    """The dosing weight; Refusal `value.missing` where it is not known."""
    if known.weight is None:
        fix = "Give the weight with its unit, for instance 60 kg."
        raise refuse("value.missing", "weight", "The dosing weight is missing.", fix)
    return known.weight


def band_inputs(band: Band) -> list[tuple[str, Amount]]:
    """The ends of a band, named."""
    ends = (
        ("from" if band.above_included else "above", band.above),
        ("up to" if band.up_to_included else "below", band.up_to),
    )
    return [(name, end) for name, end in ends if end is not None]


def _weight_if_known(patient: Patient) -> Amount | None:
    """The weight of a patient whose dose does not depend on it, for the dose per kg that it comes to."""
    try:
        return dosing_weight(patient)[0]
    except Refusal:
        return None
