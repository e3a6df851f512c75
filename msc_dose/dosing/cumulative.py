"""The cells of a whole course, and the limit that its source sets them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msc_dose.derivation import NOT_ROUNDED, Step, Term, term
from msc_dose.dosing.counted import taking_over
from msc_dose.dosing.known import Known, cells_of, exactly, worked
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly


@exactly()
def cumulative(
    rule: DoseRule, doses: Sequence[Amount], weight: Amount | None
) -> tuple[Amount, tuple[Problem, ...]]:
    """The sum of these doses (cells), and a STOP `dose.cumulative-above-limit` where it exceeds the limit.

    The STOP is returned and not raised: what was given is recorded all the same, and whoever plans raises it.
    Exactly the limit is not above it. A dose that does not say what it counts counts what the rule counts.
    Raises Refusal `value.missing` (weight) where the limit is per kg, `count.mixed`, `unit.wrong-kind`.
    """
    total = _total(rule, doses)
    limit = _limit(rule, weight)[0]
    if limit is None or total <= limit:
        return total, ()
    message = f"{briefly(total)} over the course is above the limit of {briefly(limit)}."
    fix = "Ask the prescriber: fewer or smaller infusions."
    problem = Problem(
        "dose.cumulative-above-limit", "stop", "cumulative_limit", message, fix, str(total), rule.source
    )
    return total, (problem,)


def cumulative_steps(rule: DoseRule, doses: Sequence[Amount], weight: Amount | None) -> tuple[Step, ...]:
    """The working of `cumulative`: the sum, the limit where it is per kg, and whether it is kept."""
    total = _total(rule, doses)
    inputs = tuple(term(f"infusion {n}", dose) for n, dose in enumerate(doses, 1))
    name, formula = f"{rule.counted} over the course", "the sum of all infusions"
    made = [worked(name, formula, inputs, total, rule.source)]
    limit, steps = _limit(rule, weight)
    if limit is None:
        return tuple(made)
    result = Term("within the limit", "no" if total > limit else "yes", "")
    inputs = (term("over the course", total), term("limit over the course", limit))
    formula = "the sum is not above the limit"
    verdict = Step(result.name, formula, inputs, result, result.value, NOT_ROUNDED, rule.source)
    return (*made, *steps, verdict)


def _total(rule: DoseRule, doses: Sequence[Amount]) -> Amount:
    total = Amount("cell_count", Decimal(0), 1, *rule.counted)
    for dose in doses:
        total = total + taking_over(dose, rule.counted, "doses", "dose")
    return total


def _limit(rule: DoseRule, weight: Amount | None) -> tuple[Amount | None, tuple[Step, ...]]:
    if rule.cumulative_limit is None:
        return None, ()
    known = Known(weight, None, None)
    cells, made = cells_of(rule.cumulative_limit, known, rule.counted, rule.source, ", over the course")
    return cells, () if rule.cumulative_limit.kind == "cell_count" else (made,)
