"""The targets and windows of a plan, counted from its start on a calendar of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count as count_from
from itertools import islice

from msc_dose.recheck.document import LAST_YEAR, LONGEST_GAP, MOST, Node, malformed, month_length

_LAST_DAY = date(LAST_YEAR, 12, 31)
MOST_VISIT_DAYS = 365 * 100
MOST_VISIT_MONTHS = 12 * 100


@dataclass(frozen=True, slots=True)
class Slot:
    """The day something ought to happen and the first and last day on which it may."""

    target: date
    earliest: date
    latest: date


def shift(day: date, days: int) -> date:
    """The day that lies so many days later, or earlier if negative."""
    return date.fromordinal(day.toordinal() + days)


def around(target: date, before: int, after: int) -> Slot:
    """The window of so many days before and after a target."""
    return Slot(target, shift(target, -before), shift(target, after))


def infusion_slots(inputs: Node) -> list[Slot]:
    """Target, earliest and latest day of every infusion, in order, of a schedule counted from its start."""
    start = inputs.at("start").day()
    schedule = inputs.at("schedule")
    window = inputs.at("window").only("before", "after")
    before, after = (window.at(side).whole(0, MOST) for side in ("before", "after"))
    kind = schedule.at("kind").choice("interval", "twice-a-week", "days")
    if kind == "twice-a-week":
        return list(_twice_a_week_slots(schedule, start, before, after))
    targets = _listed_targets(schedule, start) if kind == "days" else _interval_targets(schedule, start)
    return [around(target, before, after) for target in targets]


def counts_from_last(visit: Node) -> bool:
    """Whether a visit counts from the target of the last infusion; if nothing is said, from the first."""
    return "from" in visit.mapping() and visit.at("from").choice("first", "last") == "last"


def visit_distance(visit: Node) -> tuple[int, str]:
    """How far after an infusion's target a visit is, and whether in `months` or in `days`."""
    if "months" in visit.mapping():
        visit.only("kind", "months", "from", "before", "after")
        return visit.at("months").whole(0, MOST_VISIT_MONTHS), "months"
    visit.only("kind", "days", "from", "before", "after")
    return visit.at("days").whole(0, MOST_VISIT_DAYS), "days"


def visit_slot(visit: Node, origin: date) -> Slot:
    """The window of one visit, which counts from the target of an infusion."""
    visit.at("kind").text()
    number, unit = visit_distance(visit)
    target = _months_later(visit, origin, number) if unit == "months" else shift(origin, number)
    target = within_calendar(visit, target)
    return around(target, visit.at("before").whole(0, MOST), visit.at("after").whole(0, MOST))


def within_calendar(node: Node, target: date) -> date:
    """The target itself, when it is not past the last day of the calendar; else `document.malformed`."""
    if target > _LAST_DAY:
        raise malformed(node.path, f"This leads past {_LAST_DAY}, the last day that a plan can name.")
    return target


def _months_later(node: Node, origin: date, months: int) -> date:
    """The same day of a later month, or the last day of a month that lacks it."""
    year, month = divmod(origin.year * 12 + origin.month - 1 + months, 12)
    if year > LAST_YEAR:
        raise malformed(node.path, f"This leads past {_LAST_DAY}, the last day that a plan can name.")
    return date(year, month + 1, min(origin.day, month_length(year, month + 1)))


def listed_days(schedule: Node) -> list[int]:
    """The days of a schedule of stated days: 0 first, and rising."""
    nodes = schedule.only("kind", "days").at("days").items()
    if not 1 <= len(nodes) <= MOST:
        raise malformed(schedule.at("days").path, f"Here belong 1 to {MOST} days.", str(len(nodes)))
    days: list[int] = []
    for node in nodes:
        days.append(node.whole(days[-1] + 1, LONGEST_GAP) if days else node.whole(0, 0))
    return days


def _listed_targets(schedule: Node, start: date) -> list[date]:
    return [within_calendar(schedule, shift(start, day)) for day in listed_days(schedule)]


def _twice_a_week_slots(schedule: Node, start: date, before: int, after: int) -> Iterator[Slot]:
    schedule.only("kind", "weeks")
    for week in range(schedule.at("weeks").whole(1, MOST)):
        first = shift(start, 7 * week)
        within_calendar(schedule, shift(first, 3))
        yield around(first, before, after)
        # The second day may always be one later: 4 days after the first is as good as 3.
        yield around(shift(first, 3), before, max(after, 1))


def _interval_targets(schedule: Node, start: date) -> list[date]:
    schedule.only("kind", "unit", "every", "count", "month_end")
    unit = schedule.at("unit").choice("calendar-month", "week", "day")
    month_end = schedule.at("month_end").choice("clamp", "roll-forward", "omit")
    every, count = schedule.at("every").whole(1, LONGEST_GAP), schedule.at("count").whole(1, MOST)
    if unit == "calendar-month":
        return list(islice(_month_targets(schedule, start, every, month_end), count))
    step = every * (7 if unit == "week" else 1)
    return [within_calendar(schedule, shift(start, step * index)) for index in range(count)]


def _month_targets(schedule: Node, start: date, every: int, month_end: str) -> Iterator[date]:
    """The start's day of the month in every n-th month, as long as it is asked for."""
    for months in count_from(start.year * 12 + start.month - 1, every):
        year, month = months // 12, months % 12 + 1
        last = within_calendar(schedule, date(year, month, month_length(year, month)))
        if start.day <= last.day:
            yield date(year, month, start.day)
        elif month_end != "omit":
            yield last if month_end == "clamp" else shift(last, 1)
