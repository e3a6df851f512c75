"""Body surface from height and actual weight, by a stated formula."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from msc_dose.derivation import Step, term
from msc_dose.dosing.measures import SURFACES
from msc_dose.dosing.patient import Patient
from msc_dose.dosing.weighing import actual_weight, missing
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import context, plain
from msc_dose.quantity.kinds import kind_of

SURFACE_DIGITS = 28
SURFACE_STEP = Decimal("0.0001")
SURFACE_RULE = "nearest 0.0001 m², half up"


def body_surface(patient: Patient) -> tuple[Amount, tuple[Step, ...]]:
    """The body surface in m² (0.05 to 5) and its working: one step, the unrounded value beside it.

    Calculated to 28 significant digits on the actual weight (a weight whose basis is not stated is taken,
    and named so), then rounded once: nearest 0.0001 m², half up.

    Raises Refusal `value.missing` (height, weight, surface_formula: all that is missing),
    `weight.actual-missing` where the weight is another than the actual one, `surface.implausible`. Source:
    the four formulas as in globalrph.com/bsa2.htm; the rounding is this project's policy.
    """
    weight = actual_weight(patient) or (patient.weight if patient.basis is None else None)
    height, name = patient.height, patient.surface_formula
    if height is None or weight is None or name is None:
        raise _refusal(patient, weight)
    surface = SURFACES[name]
    with localcontext(context(SURFACE_DIGITS)):
        unrounded = surface.calculate(height.value, weight.value)
        rounded = unrounded.quantize(SURFACE_STEP, ROUND_HALF_UP)
    problem = kind_of("body_surface").outside(rounded, "weight", str(weight))
    if problem:
        raise Refusal([problem])
    amount = Amount("body_surface", rounded)
    stated = "actual" if patient.basis or patient.actual else "basis not stated"
    inputs = (term("height", height), term(f"body weight, {stated}", weight))
    result = term("body surface", amount)
    source = f"{surface.source}; rounding: policy"
    working = Step("body surface", surface.formula, inputs, result, plain(unrounded), SURFACE_RULE, source)
    return amount, (working,)


def _refusal(patient: Patient, weight: Amount | None) -> Refusal:
    """Everything that is missing, with another weight than the actual one named as what it is."""
    wanted = {"height": patient.height, "surface_formula": patient.surface_formula}
    absent = [field for field, value in wanted.items() if value is None]
    problems: tuple[Problem, ...] = missing(absent).problems if absent else ()
    if weight is None and patient.weight is None:
        problems = (*missing(["weight"]).problems, *problems)
    elif weight is None and patient.weight is not None:
        given = replace(patient.weight, basis=None)
        message = f"Body surface is taken on the actual weight; {given} is the {patient.basis} one."
        fix = "Give the actual weight besides."
        problems = (stop("weight.actual-missing", "actual", message, fix, str(given)), *problems)
    return Refusal(problems)
