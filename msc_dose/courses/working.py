"""The working of a date: how the target follows from the start, and why this day was taken."""

from __future__ import annotations

from msc_dose.courses.plan import Inputs
from msc_dose.derivation import Derivation, Step, Term
from msc_dose.protocols.schedule import EveryInterval, VisitRule
from msc_dose.scheduling import Placement, Window, day_text

_TAKEN = "the open day nearest to the target inside its window; of two as near, the later"


def infusion_working(number: int, placed: Placement, inputs: Inputs, source: str) -> Derivation:
    """Target and date of infusion `number`, with the days passed over and why."""
    return Derivation((_target(number, placed, inputs, source), _date(placed, _rule(inputs))))


def visit_working(placed: Placement, rule: VisitRule, first: Placement, source: str) -> Derivation:
    """Target and date of a visit counted from the first infusion's target."""
    name = f"target of the {rule.kind}"
    target = Step(
        name,
        "first infusion's target + days",
        (_day("first infusion's target", first), Term("days", str(rule.days), "days")),
        _day(name, placed),
        placed.target.isoformat(),
        "none: whole days",
        source,
    )
    return Derivation((target, _date(placed, _TAKEN)))


def _day(name: str, placed: Placement) -> Term:
    return Term(name, placed.target.isoformat(), "date")


def _target(number: int, placed: Placement, inputs: Inputs, source: str) -> Step:
    schedule = inputs.schedule
    start = Term("start", inputs.start.isoformat(), "date")
    if isinstance(schedule, EveryInterval) and schedule.interval:
        each = Term(f"intervals before infusion {number}", str(number - 1), f"× {schedule.interval}")
        formula, rounding = "start + intervals, counted from the start", "none: whole days"
        if schedule.interval.unit == "calendar-month":
            rounding = f"month end: {schedule.month_end} where the month lacks the day"
    else:
        week, second = divmod(number - 1, 2)
        each = Term(f"day of infusion {number}", str(7 * week + 3 * second), "days")
        formula, rounding = "start + 7 days a week; the second of a week + 3 days", "none: whole days"
    name = f"target of infusion {number}"
    return Step(name, formula, (start, each), _day(name, placed), placed.target.isoformat(), rounding, source)


def _rule(inputs: Inputs) -> str:
    if isinstance(inputs.schedule, EveryInterval):
        return _TAKEN
    return "the two open days of the week, 3 or 4 days apart, that together move least from their targets"


def _date(placed: Placement, rule: str) -> Step:
    window = Window((placed.target - placed.earliest).days, (placed.latest - placed.target).days)
    passed = tuple(Term(f"passed over {day_text(day)}", why, "") for day, why in placed.passed_over)
    inputs = (
        Term("earliest", placed.earliest.isoformat(), "date"),
        Term("latest", placed.latest.isoformat(), "date"),
        *passed,
    )
    name = f"date, window {window}"
    result = Term(name, placed.date.isoformat(), "date")
    source = "scheduling rule of msc_dose"
    rounding = "none: the target is taken" if placed.date == placed.target else "moved to an open day"
    return Step(name, rule, inputs, result, placed.target.isoformat(), rounding, source)
