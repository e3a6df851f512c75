"""The working of a visit's date: the day that it counts from, and why this day was taken."""

from __future__ import annotations

from msc_dose.courses.working import date_step, nearest_in, target_term
from msc_dose.derivation import Derivation, Step, Term
from msc_dose.protocols.visits import ANY_DAY, EACH, MOVES_INFUSION, OPEN_DAY_BEFORE, VisitRule
from msc_dose.scheduling import Placement
from msc_dose.scheduling.before import SEARCHED_BACK

_RULES = {
    ANY_DAY: "the target itself, open or closed",
    OPEN_DAY_BEFORE: f"the last open day at or before the target, at most {SEARCHED_BACK} days back",
    MOVES_INFUSION: "the target itself: the infusion takes no day on which this visit cannot be",
}


def visit_working(
    placed: Placement, rule: VisitRule, origin: Placement, source: str, infusion: int | None = None
) -> Derivation:
    """Target and date of a visit, counted from the target of `origin`; from its date where of each infusion.

    `infusion` is the number of its infusion where it is one of each.
    """
    counted, day = f"{rule.origin} infusion's target", origin.target
    if rule.origin == EACH:
        counted, day = f"date of infusion {infusion}", origin.date
    name = f"target of the {rule.kind}{f' of infusion {infusion}' if rule.origin == EACH else ''}"
    unit, number = ("days", rule.days) if rule.months is None else ("calendar months", rule.months)
    months = "month end: clamp where the month lacks the day"
    target = Step(
        name,
        f"{counted} + {unit}",
        (Term(counted, day.isoformat(), "date"), Term(unit, str(number), unit), *_minutes(rule)),
        target_term(name, placed),
        placed.target.isoformat(),
        "none: whole days" if rule.months is None else months,
        source,
    )
    return Derivation((target, date_step(placed, _RULES.get(rule.closed_days) or nearest_in(rule.window))))


def _minutes(rule: VisitRule) -> tuple[Term, ...]:
    if rule.minutes is None:
        return ()
    return (Term("before its start" if rule.minutes < 0 else "after its end", str(abs(rule.minutes)), "min"),)
