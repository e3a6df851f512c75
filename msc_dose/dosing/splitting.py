"""A dose above the ceiling of one day, split into equal parts over the smallest number of days."""

from __future__ import annotations

from decimal import Decimal

from msc_dose.derivation import Step, Term, term
from msc_dose.dosing.formulas import day_share
from msc_dose.dosing.known import Known, cells_of, worked
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import lowest_terms, plain, quotient
from msc_dose.quantity.writer import briefly

MOST_DAYS = 31
DAYS_RULE = "down to whole days, plus 1: each day stays below the ceiling"


def split_over_days(
    rule: DoseRule, cells: Amount, known: Known
) -> tuple[tuple[Amount, ...], tuple[Step, ...], tuple[Problem, ...]]:
    """The cells of each day, the working, and a NOTE `dose.split-over-days` where there are several.

    Every day stays *below* the daily ceiling: a dose of exactly the ceiling takes two days. The parts are
    equal and exact. Without a ceiling there is one day and no step. Raises Refusal `dose.too-many-days`
    beyond 31 (policy).
    """
    if rule.daily_ceiling is None:
        return (cells,), (), ()
    ceiling, made = cells_of(rule.daily_ceiling, known, rule.counted, rule.source, ", ceiling of a day")
    steps = () if rule.daily_ceiling.kind == "cell_count" else (made,)
    top, bottom = _ratio(cells, ceiling)
    days = top // bottom + 1
    if days > MOST_DAYS:
        message = f"{briefly(cells)} at less than {briefly(ceiling)} a day takes more than {MOST_DAYS} days."
        fix = "Check the dose and the daily ceiling against the order."
        raise refuse("dose.too-many-days", "daily_ceiling", message, fix, str(rule.daily_ceiling))
    share: Amount = day_share(cells, days)
    counted = _days(cells, ceiling, top, bottom, rule)
    inputs = (term("dose", cells), counted.result)
    each = worked(f"{rule.counted} of each day", "dose ÷ days", inputs, share, rule.source)
    return (share,) * days, (*steps, counted, each), _note(rule, cells, ceiling, days)


def _ratio(cells: Amount, ceiling: Amount) -> tuple[int, int]:
    over, under = cells.numerator.as_integer_ratio()
    most, of = ceiling.numerator.as_integer_ratio()
    return over * of * ceiling.denominator, under * cells.denominator * most


def _days(cells: Amount, ceiling: Amount, top: int, bottom: int, rule: DoseRule) -> Step:
    """How many days: the quotient before rounding is cut where it does not end."""
    inputs = (term("dose", cells), term("daily ceiling", ceiling))
    result = Term("number of days", str(top // bottom + 1), "days")
    number, under = lowest_terms(Decimal(top), bottom)
    unrounded = plain(number if under == 1 else quotient(number, under))
    formula = "dose ÷ daily ceiling, down to whole days, plus 1"
    return Step("number of days", formula, inputs, result, unrounded, DAYS_RULE, rule.source)


def _note(rule: DoseRule, cells: Amount, ceiling: Amount, days: int) -> tuple[Problem, ...]:
    if days == 1:
        return ()
    message = (
        f"{briefly(cells)} is not below the ceiling of {briefly(ceiling)} a day: "
        f"it is split over {days} days in equal parts."
    )
    fix = "Plan each day as an infusion of its own."
    return (Problem("dose.split-over-days", "note", "daily_ceiling", message, fix, source=rule.source),)
