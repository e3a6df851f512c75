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
    """Target, earliest and latest day of every infusion, in order."""
    start = inputs.at("start").day()
    schedule = inputs.at("schedule")
    window = inputs.at("window").only("before", "after")
    before, after = (window.at(side).whole(0, MOST) for side in ("before", "after"))
    if schedule.at("kind").choice("interval", "twice-a-week") == "twice-a-week":
        return list(_twice_a_week_slots(schedule, start, before, after))
    return [around(target, before, after) for target in _interval_targets(schedule, start)]


def visit_slot(visit: Node, first_target: date) -> Slot:
    """The window of one visit, whose days count from the first infusion's target."""
    visit.only("kind", "days", "before", "after").at("kind").text()
    days = visit.at("days").whole(0, MOST_VISIT_DAYS)
    target = _within_calendar(visit, shift(first_target, days))
    return around(target, visit.at("before").whole(0, MOST), visit.at("after").whole(0, MOST))


def _within_calendar(node: Node, target: date) -> date:
    if target > _LAST_DAY:
        raise malformed(node.path, f"This leads past {_LAST_DAY}, the last day that a plan can name.")
    return target


def _twice_a_week_slots(schedule: Node, start: date, before: int, after: int) -> Iterator[Slot]:
    schedule.only("kind", "weeks")
    for week in range(schedule.at("weeks").whole(1, MOST)):
        first = shift(start, 7 * week)
        _within_calendar(schedule, shift(first, 3))
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
    return [_within_calendar(schedule, shift(start, step * index)) for index in range(count)]


def _month_targets(schedule: Node, start: date, every: int, month_end: str) -> Iterator[date]:
    """The start's day of the month in every n-th month, as long as it is asked for."""
    for months in count_from(start.year * 12 + start.month - 1, every):
        year, month = months // 12, months % 12 + 1
        last = _within_calendar(schedule, date(year, month, month_length(year, month)))
        if start.day <= last.day:
            yield date(year, month, start.day)
        elif month_end != "omit":
            yield last if month_end == "clamp" else shift(last, 1)
