"""Targets: a series of dates counted from one anchor, in days, weeks or calendar months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count as counting
from itertools import islice
from typing import Literal

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, ONE_DAY, day_text, require_date, require_int

MONTH_END_RULES = ("clamp", "roll-forward", "omit")
UNITS = ("day", "week", "calendar-month")
MOST_TARGETS = 400


@dataclass(frozen=True, slots=True)
class Interval:
    """The step between two targets: `every` (1 to 3650) days, weeks or calendar months.

    "Once a month" is either Interval(1, "calendar-month") or Interval(28, "day"); by the fourth infusion
    they differ by 5 to 8 days, so neither stands for the other. Raises Refusal `schedule.interval`.
    """

    every: int
    unit: Literal["day", "week", "calendar-month"]

    def __post_init__(self) -> None:
        """Refuse a step that leads nowhere, and a unit that is none of the three."""
        require_int(self.every, "every")
        if not isinstance(self.unit, str):
            raise TypeError(f"unit must be a str, not {type(self.unit).__name__}")
        if self.unit not in UNITS:
            raise _interval_refusal(f"The unit {self.unit!r} is none of {', '.join(UNITS)}.", self.unit)
        if not 1 <= self.every <= 3650:
            raise _interval_refusal(f"An interval of {self} is outside 1 to 3650.", str(self.every))

    def __str__(self) -> str:
        """The interval in words: `1 calendar month`, `28 days`."""
        return f"{self.every} {self.unit.replace('-', ' ')}{'' if self.every == 1 else 's'}"


def targets(anchor: date, interval: Interval, count: int, month_end: str = "clamp") -> tuple[date, ...]:
    """`count` (1 to 400) dates, the first the anchor, each counted from the anchor and never from the last.

    `month_end` says what happens where a month lacks the anchor's day: `clamp` takes the last day of that
    month (31 Jan, 28 Feb, 31 Mar), `roll-forward` the 1st of the following month (RFC 7529 SKIP=FORWARD),
    `omit` leaves that month out and counts on (RFC 5545 without SKIP).

    Raises Refusal `schedule.too-many`, `schedule.month-end`, or `date.out-of-range` where the anchor or a
    target lies outside 1900 to 2199; TypeError for wrong types, a datetime among them.
    """
    require_date(anchor, "start")
    if not isinstance(interval, Interval):
        raise TypeError(f"interval must be an Interval, not {type(interval).__name__}")
    _check_count(count)
    _check_month_end(month_end)
    if interval.unit == "calendar-month":
        return tuple(islice(_monthly(anchor, interval.every, month_end), count))
    step = interval.every * (7 if interval.unit == "week" else 1)
    return tuple(days_after(anchor, step * index) for index in range(count))


def days_after(anchor: date, days: int) -> date:
    """The date `days` after the anchor (day 0), or before it where `days` is negative.

    Raises Refusal `date.out-of-range` where either lies outside 1900 to 2199.
    """
    ordinal = require_date(anchor, "start").toordinal() + require_int(days, "days")
    if not FIRST_DAY.toordinal() <= ordinal <= LAST_DAY.toordinal():
        raise _out_of_range(anchor, f"{days} days")
    return date.fromordinal(ordinal)


def months_after(anchor: date, months: int) -> date:
    """The date `months` (0 or more) calendar months after the anchor; where a month lacks its day, the last.

    Raises Refusal `date.out-of-range` where either lies outside 1900 to 2199, and for negative months.
    """
    require_date(anchor, "start")
    if require_int(months, "months") < 0:
        raise _out_of_range(anchor, f"{months} months")
    return _clamped(anchor, months)


def months_before(anchor: date, months: int) -> date:
    """The date `months` (0 or more) calendar months before the anchor; where a month lacks its day, the last.

    Raises Refusal `date.out-of-range` where either lies outside 1900 to 2199, and for negative months.
    """
    require_date(anchor, "start")
    if require_int(months, "months") < 0:
        raise _out_of_range(anchor, f"{-months} months")
    return _clamped(anchor, -months)


def _clamped(anchor: date, months: int) -> date:
    day = _months_after(anchor, months, "clamp")
    assert day is not None  # only `omit` leaves a month out
    return day


def _monthly(anchor: date, every: int, month_end: str) -> Iterator[date]:
    """The targets without end; the end of the supported range stops whoever asks for too many."""
    for index in counting():
        day = _months_after(anchor, every * index, month_end)
        if day is not None:
            yield day


def _months_after(anchor: date, months: int, month_end: str) -> date | None:
    """The date `months` after the anchor, before it where negative; None where `omit` leaves it out.

    One relativedelta from the anchor: adding month by month would drift to the 28th and stay there.
    """
    from dateutil.relativedelta import relativedelta

    if not FIRST_DAY.year <= anchor.year + (anchor.month - 1 + months) // 12 <= LAST_DAY.year:
        raise _out_of_range(anchor, f"{months} months")
    clamped: date = anchor + relativedelta(months=months)
    if clamped.day == anchor.day or month_end == "clamp":
        return clamped
    return clamped + ONE_DAY if month_end == "roll-forward" else None


def _check_count(count: int) -> None:
    if not 1 <= require_int(count, "count") <= MOST_TARGETS:
        raise refuse(
            "schedule.too-many",
            "count",
            f"A series of {count} dates is outside 1 to {MOST_TARGETS}.",
            f"Ask for at least 1 and at most {MOST_TARGETS} dates.",
            str(count),
        )


def _check_month_end(month_end: str) -> None:
    if not isinstance(month_end, str):
        raise TypeError(f"month_end must be a str, not {type(month_end).__name__}")
    if month_end not in MONTH_END_RULES:
        raise refuse(
            "schedule.month-end",
            "month_end",
            f"The month-end rule {month_end!r} is none of {', '.join(MONTH_END_RULES)}.",
            "Say what happens in a month without the anchor's day: clamp (its last day), roll-forward "
            "(the 1st of the next month) or omit (no date in that month).",
            month_end,
        )


def _interval_refusal(message: str, read: str) -> Refusal:
    fix = "Give a whole number from 1 to 3650 and day, week or calendar-month."
    return refuse("schedule.interval", "interval", message, fix, read)


def _out_of_range(anchor: date, distance: str) -> Refusal:
    return refuse(
        "date.out-of-range",
        "start",
        f"A date {distance} from {day_text(anchor)} lies outside {day_text(FIRST_DAY)} to "
        f"{day_text(LAST_DAY)}.",
        "Check the year of the anchor, the interval and the number of dates.",
        anchor.isoformat(),
    )
