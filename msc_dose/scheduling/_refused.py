"""The words of a refused date: every day in the way, the rule, and what could be done instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import ONE_DAY, day_text, days_text
from msc_dose.scheduling.closures import Closures

if TYPE_CHECKING:
    from msc_dose.scheduling.windows import Window

SEARCHED_DAYS = 31  # how far outside a window a refusal looks for an open day to offer


def blocking_text(blocking: Iterable[tuple[date, str]]) -> str:
    """Every day in the way with its reason, in the order of the calendar."""
    return "; ".join(f"{day_text(day)} ({reason})" for day, reason in sorted(blocking))


def no_open_day(
    *,
    what: str,
    target: date,
    window: Window,
    closures: Closures,
    not_before: date | None,
    too_soon: str | None,
    blocking: list[tuple[date, str]],
) -> Refusal:
    """The Refusal `schedule.no-open-day` for one target; `blocking` holds the whole window."""
    earliest, latest = window.around(target)
    limit = f", not before {day_text(not_before)} (earlier days are {too_soon})" if not_before else ""
    return refuse(
        "schedule.no-open-day",
        "closures",
        f"{what[:1].upper()}{what[1:]} has no day. Its target is {day_text(target)}, its window {window}: "
        f"{day_text(earliest)} to {day_text(latest)}. Not possible: {blocking_text(blocking)}. "
        f"Rule: the open day nearest to the target inside its window, ties later{limit}.",
        _offer(target, window, closures, not_before),
        target.isoformat(),
    )


def _offer(target: date, window: Window, closures: Closures, not_before: date | None) -> str:
    """The nearest open days outside the window that keep the gap, and what could be widened."""
    earliest, latest = window.around(target)
    outside = (
        (earliest - ONE_DAY * step for step in range(1, SEARCHED_DAYS + 1)),
        (latest + ONE_DAY * step for step in range(1, SEARCHED_DAYS + 1)),
    )
    offers = [
        f"{day_text(day)} ({_distance_text(day, target)})"
        for days in outside
        if (day := _first_possible(days, closures, not_before)) is not None
    ]
    gap = ", shorten the minimum gap" if not_before and not_before > earliest else ""
    ways = f"Widen the window{gap}, open one of the days named, or choose another start."
    if not offers:
        return f"{ways} No day within {SEARCHED_DAYS} days outside the window is possible either."
    return f"{ways} The nearest open days outside the window: {' and '.join(offers)}."


def _distance_text(day: date, target: date) -> str:
    return f"{days_text(abs((day - target).days))} {'before' if day < target else 'after'} the target"


def _first_possible(days: Iterable[date], closures: Closures, not_before: date | None) -> date | None:
    possible = (day for day in days if closures.why_closed(day) is None)
    return next((day for day in possible if not_before is None or day >= not_before), None)
