"""The working of a date: how the target follows from the start, and why this day was taken."""

from __future__ import annotations

from datetime import date, timedelta

from msc_dose.courses.plan import Inputs
from msc_dose.derivation import Derivation, Step, Term
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.scheduling import Placement, Window, day_text, pairs_text, read_pairs
from msc_dose.scheduling.nth_weekday import nth_weekday_text

NEAREST = "the open day nearest to the target inside its window; of two as near, the later"
_PREFERRED = "the preferred days ({}) come before the others that are permitted"
_PAIR = (
    "of the pairs of open days in the windows of the week's two infusions, 3 or 4 days apart, the one that "
    "moves least in all from both targets; of pairs that move as little the one with the later first day, "
    "then the later second; the next one only where a later week would have no pair"
)
_SECOND = 3  # days from the first to the second target of a week


def infusion_working(number: int, placed: Placement, inputs: Inputs, source: str) -> Derivation:
    """Target and date of infusion `number`, with the days passed over and why."""
    beside = _pairing(number, inputs) if isinstance(inputs.schedule, TwiceAWeek) else ()
    return Derivation((_target(number, placed, inputs, source), date_step(placed, _rule(inputs), beside)))


def target_term(name: str, placed: Placement) -> Term:
    """The target as the result of a step."""
    return Term(name, placed.target.isoformat(), "date")


def _target(number: int, placed: Placement, inputs: Inputs, source: str) -> Step:
    schedule = inputs.schedule
    more: tuple[Term, ...] = ()
    start = Term("start", inputs.start.isoformat(), "date")
    if isinstance(schedule, EveryInterval) and schedule.interval:
        intervals, rounding = number - 1, "none: whole days"
        if schedule.interval.unit == "calendar-month":
            intervals, rounding = _months(number, placed, inputs.start, schedule)
        each = Term(f"intervals before infusion {number}", str(intervals), f"× {schedule.interval}")
        formula = "start + intervals, counted from the start"
    elif isinstance(schedule, OnDays | Cycles):
        each = Term(f"day of infusion {number}", str(schedule.days[number - 1]), "days")
        formula, rounding = "start + day, the first infusion being day 0", "none: whole days"
    elif isinstance(schedule, NthWeekday):
        unit = "calendar month" if schedule.every == 1 else f"{schedule.every} calendar months"
        each = Term(f"intervals before infusion {number}", str(number - 1), f"× {unit}")
        day = nth_weekday_text(schedule.nth, schedule.weekday)
        formula = f"{day} of the month so many intervals after the start's"
        rounding = "none: a day that every month has"
    elif isinstance(schedule, AfterGaps):
        start, each, formula = _gap(number, placed, start, schedule)
        rounding = "none: whole days"
    else:
        week, second = divmod(number - 1, 2)
        each = Term(f"day of infusion {number}", str(7 * week + _SECOND * second), "days")
        more = (
            Term("weeks before its week", str(week), "× 7 days"),
            Term("days after the first of its week", str(_SECOND * second), "days"),
        )
        formula = "start + 7 days × weeks; the second of a week + 3 days"
        rounding = "none: whole days"
    name = f"target of infusion {number}"
    terms = (start, each, *more)
    return Step(name, formula, terms, target_term(name, placed), placed.target.isoformat(), rounding, source)


def _months(number: int, placed: Placement, start: date, schedule: EveryInterval) -> tuple[int, str]:
    """How many intervals of calendar months lead to the target, and what the month end does to it."""
    if schedule.month_end != "omit" or schedule.interval is None:
        return number - 1, f"month end: {schedule.month_end} where the month lacks the day"
    months = 12 * (placed.target.year - start.year) + placed.target.month - start.month
    intervals = months // schedule.interval.every
    out = intervals - (number - 1)
    number_out = f"{out or 'no'} month{'' if out == 1 else 's'}"
    return intervals, f"month end: omit, {number_out} without day {start.day} left out"


def _gap(number: int, placed: Placement, start: Term, schedule: AfterGaps) -> tuple[Term, Term, str]:
    """The day that infusion `number` counts from, the days from there, and the formula."""
    if number == 1:
        return start, Term("gap before infusion 1", "0", "days"), "start + nothing"
    days = schedule.gaps[number - 2].days
    counted = schedule.count_from.replace("previous-", "")
    # Whatever it was, the target stands exactly the gap after it.
    origin = placed.target - timedelta(days=days)
    name = f"{counted} of infusion {number - 1}"
    gap = Term(f"gap before infusion {number}", str(days), "days")
    return Term(name, origin.isoformat(), "date"), gap, f"{counted} of the infusion before + gap"


def _rule(inputs: Inputs) -> str:
    schedule, most = inputs.schedule, inputs.maximum_gap
    said = [nearest_in(inputs.window)]
    if isinstance(schedule, TwiceAWeek):
        preferred, pairs = inputs.window.preferred, pairs_text(read_pairs(schedule.pairs))
        said = [
            _PAIR,
            *([_PREFERRED.format(preferred)] if preferred else []),
            *([f"on {pairs}"] if pairs else []),
        ]
    return "; ".join([*said, *([f"at most {most} days after the infusion before"] if most else [])])


def nearest_in(window: Window) -> str:
    """The rule by which the day is taken, in words."""
    return NEAREST if window.preferred is None else f"{NEAREST}; {_PREFERRED.format(window.preferred)}"


def _pairing(number: int, inputs: Inputs) -> tuple[Term, ...]:
    """What decides beside its own window: the window of the other infusion of the week, the open weekdays."""
    week, second = divmod(number - 1, 2)
    other = number - 1 if second else number + 1
    target = inputs.start + timedelta(days=7 * week + (0 if second else _SECOND))
    # The second of a week may always be a day later: 4 days after the first are as good as 3.
    after = inputs.window.after if second else max(inputs.window.after, 1)
    days = (
        ("target", target),
        ("earliest", target - timedelta(days=inputs.window.before)),
        ("latest", target + timedelta(days=after)),
    )
    return (
        *(Term(f"{name} of infusion {other}", day.isoformat(), "date") for name, day in days),
        Term("open weekdays", inputs.closures.open_text(), ""),
        Term("least days after the infusion before", str(inputs.minimum_gap), "days"),
    )


def date_step(placed: Placement, rule: str, beside: tuple[Term, ...] = ()) -> Step:
    """The day taken inside its window by the rule, with the days passed over and why."""
    window = Window((placed.target - placed.earliest).days, (placed.latest - placed.target).days)
    passed = tuple(Term(f"passed over {day_text(day)}", why, "") for day, why in placed.passed_over)
    inputs = (
        Term("earliest", placed.earliest.isoformat(), "date"),
        Term("latest", placed.latest.isoformat(), "date"),
        *beside,
        *passed,
    )
    name = f"date, window {window}"
    result = Term(name, placed.date.isoformat(), "date")
    source = "scheduling rule of msc_dose"
    rounding = "none: the target is taken" if placed.date == placed.target else "moved to an open day"
    return Step(name, rule, inputs, result, placed.target.isoformat(), rounding, source)
