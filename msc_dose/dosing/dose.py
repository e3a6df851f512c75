"""The calculated dose: cells for this patient, the working, and what a person should know."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import localcontext

from msc_dose.derivation import Derivation, Step, step, term
from msc_dose.dosing.body import Patient, check_basis
from msc_dose.dosing.formulas import cells_for_weight, within_maximum
from msc_dose.dosing.guards import guard_problem
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.writer import briefly


@dataclass(frozen=True, slots=True)
class Dose:
    """A calculated dose: `cells` (an exact cell_count), its `derivation`, and its `problems`.

    The problems of a dose that exists are of severity `check` or `note`; a `stop` raises instead.
    """

    cells: Amount
    derivation: Derivation
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """The dose in words."""
        return str(self.cells)


def calculate_dose(rule: DoseRule, patient: Patient) -> Dose:
    """The dose of one infusion by this rule for this patient, exactly.

    Cells/kg times kg; where a maximum is given and exceeded, the maximum, with a NOTE
    `dose.above-maximum`. A weight basis or way of counting that is not stated is a NOTE
    (`weight.basis-not-stated`, `dose.counts-not-stated`); so is an amount that was converted or read by a
    declaration of the site (`amount.as-written`). Raises Refusal `value.missing` (weight),
    `weight.basis-differs`, `dose.implausible`.
    """
    if patient.weight is None:
        fix = "Give the weight with its unit, for instance 60 kg."
        raise Refusal([stop("value.missing", "weight", "The dosing weight is missing.", fix)])
    check_basis(rule.dose, patient.basis, "The basis of the weight")
    guard = guard_problem(rule.dose, rule.product)
    if guard and guard.severity == "stop":
        raise Refusal([guard])
    calculated, steps = _calculated(rule, patient, patient.weight)
    cells, more = _limited(rule, calculated)
    problems = [problem for problem in (guard, *_not_stated(rule, patient)) if problem]
    problems += as_written(("weight", patient.weight), ("dose", rule.dose), ("maximum", rule.maximum))
    if cells != calculated:
        problems.append(_above(rule, calculated, cells))
    return Dose(cells, Derivation((*steps, *more)), tuple(problems))


def what_is_counted(rule: DoseRule) -> str:
    """What the rule counts, in words: `viable MSC`, `all cells`, `cells (viability not stated)`."""
    cells = rule.dose.population or "cells"
    return f"{rule.counts} {cells}" if rule.counts else f"{cells} (viable or all: not stated)"


def _calculated(rule: DoseRule, patient: Patient, weight: Amount) -> tuple[Amount, tuple[Step, ...]]:
    with localcontext(EXACT):
        value = cells_for_weight(rule.dose.numerator, weight.numerator)
    denominator = rule.dose.denominator * weight.denominator
    cells = Amount("cell_count", value, denominator, rule.counts, rule.dose.population)
    inputs = (
        term(f"dose per body weight, {what_is_counted(rule)}", rule.dose),
        term(f"body weight, basis {patient.basis or 'not stated'}", weight),
    )
    name = f"{what_is_counted(rule)} for this body weight"
    return cells, (step(name, "dose per body weight × body weight", inputs, cells, rule.source),)


def _limited(rule: DoseRule, calculated: Amount) -> tuple[Amount, tuple[Step, ...]]:
    if rule.maximum is None:
        return calculated, ()
    cells = within_maximum(calculated, rule.maximum)
    inputs = (term("calculated", calculated), term("maximum per infusion", rule.maximum))
    name = f"{what_is_counted(rule)}, not above the maximum"
    return cells, (step(name, "the smaller of calculated and maximum", inputs, cells, rule.source),)


def _not_stated(rule: DoseRule, patient: Patient) -> list[Problem]:
    found = []
    if patient.basis is None:
        found.append(_basis_not_stated(rule))
    if rule.counts is None:
        message = "Whether viable or all cells are counted is not stated."
        found.append(Problem("dose.counts-not-stated", "note", "counts", message, "State what is counted."))
    return found


def _basis_not_stated(rule: DoseRule) -> Problem:
    message = "Whether this is the actual, ideal, adjusted or predicted weight is not stated."
    if rule.dose.basis is None:
        return Problem("weight.basis-not-stated", "note", "basis", message, "State the basis.")
    message = f"The dose is per kg of {rule.dose.basis} body weight; whose weight this is is not stated."
    return Problem("weight.basis-not-stated", "check", "basis", message, "State the basis.")


def as_written(*amounts: tuple[str, Amount | None]) -> list[Problem]:
    """A NOTE for each amount whose text said another number or mark than the amount shows."""
    return [
        Problem(
            "amount.as-written",
            "note",
            name,
            f"{amount} is what {amount.as_written!r} says, converted or read as the site declares.",
            "Check it against the order.",
            amount.as_written,
        )
        for name, amount in amounts
        if amount is not None and amount.as_written
    ]


def _above(rule: DoseRule, calculated: Amount, cells: Amount) -> Problem:
    message = f"{briefly(calculated)} would exceed the maximum; {briefly(cells)} is the dose."
    return Problem(
        "dose.above-maximum",
        "note",
        "maximum",
        message,
        "Check the maximum against the order.",
        source=rule.source,
    )
