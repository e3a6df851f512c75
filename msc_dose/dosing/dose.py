"""The calculated dose: cells for this patient, the working, and what a person should know."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import localcontext

from msc_dose.derivation import Derivation, Step, step, term
from msc_dose.dosing.body import Patient
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
    (`weight.basis-not-stated`, `dose.counts-not-stated`). Raises Refusal `value.missing` (weight),
    `dose.implausible`.
    """
    if patient.weight is None:
        fix = "Give the weight with its unit, for instance 60 kg."
        raise Refusal([stop("value.missing", "weight", "The dosing weight is missing.", fix)])
    guard = guard_problem(rule.dose, rule.product)
    if guard and guard.severity == "stop":
        raise Refusal([guard])
    calculated, steps = _calculated(rule, patient, patient.weight)
    cells, more = _limited(rule, calculated)
    problems = [problem for problem in (guard, *_not_stated(rule, patient)) if problem]
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
        message = "Whether this is the actual, ideal, adjusted or predicted weight is not stated."
        found.append(Problem("weight.basis-not-stated", "note", "basis", message, "State the basis."))
    if rule.counts is None:
        message = "Whether viable or all cells are counted is not stated."
        found.append(Problem("dose.counts-not-stated", "note", "counts", message, "State what is counted."))
    return found


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
