"""The words of a refused date: every day in the way, the rule, and what could be done instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, ONE_DAY, day_text, days_text
from msc_dose.scheduling._limits import Limits
from msc_dose.scheduling.closures import Closures

if TYPE_CHECKING:
    from msc_dose.scheduling.windows import Window

SEARCHED_DAYS = 31  # how far outside a window a refusal looks for an open day to offer
Blocking = Iterable[tuple[date, str]]


def blocking_text(blocking: Blocking) -> str:
    """Every day in the way with its reason, in the order of the calendar."""
    return "; ".join(f"{day_text(day)} ({reason})" for day, reason in sorted(blocking))


def no_open_day(
    *, what: str, target: date, window: Window, closures: Closures, limits: Limits, blocking: Blocking
) -> Refusal:
    """The Refusal `schedule.no-open-day` for one target; `blocking` holds the whole window."""
    return refuse(
        "schedule.no-open-day",
        "closures",
        no_open_day_text(what, target, window, limits, blocking),
        _offer(target, window, closures, limits, blocking),
        target.isoformat(),
    )


def no_open_day_text(what: str, target: date, window: Window, limits: Limits, blocking: Blocking) -> str:
    """Which infusion has no day, every day in the way, and the rule."""
    earliest, latest = window.around(target)
    return (
        f"{what[:1].upper()}{what[1:]} has no day. Its target is {day_text(target)}, its window {window}: "
        f"{day_text(earliest)} to {day_text(latest)}. Not possible: {blocking_text(blocking)}. "
        f"Rule: the open day nearest to the target inside its window"
        f"{', preferred days first' if window.preferred else ''}, ties later{_limits_text(limits)}."
    )


def _limits_text(limits: Limits) -> str:
    """The limits as parts of the rule."""
    text = f", {limits.partner_text()}" if limits.partner is not None else ""
    if limits.first is not None and not limits.first_is_next_day:
        text += f", not before {day_text(limits.first)} (earlier days are {limits.early()})"
    if limits.last is not None:
        text += f", not after {day_text(limits.last)} (later days are {limits.late()})"
    return text


def _offer(target: date, window: Window, closures: Closures, limits: Limits, blocking: Blocking) -> str:
    """What could be widened, and the nearest open days outside the window that keep the limits."""
    earliest, latest = window.around(target)
    early = limits.first is not None and limits.first > earliest and not limits.first_is_next_day
    gaps = [limits.mend_early] if early else []
    gaps += [limits.mend_late] if limits.last is not None and limits.last < latest else []
    # Opening a day frees nothing where each is only too early or too late.
    shut = any(closures.why_closed(day) is not None for day, _ in blocking)
    opened = ["open one of the days named"] if shut else []
    ways = ", ".join(["Widen the window", *gaps, *opened, "or choose another start."])
    outside = _outside(target, earliest, latest, closures, limits)
    return f"{ways} {outside}{_too_late(target, window, closures, limits)}"


def _outside(target: date, earliest: date, latest: date, closures: Closures, limits: Limits) -> str:
    sides = ((earliest, -ONE_DAY), (latest, ONE_DAY))
    near = [[end + step * days for days in range(1, SEARCHED_DAYS + 1)] for end, step in sides]
    offers = [_day_offered(day, target) for days in near for day in _first_possible(days, closures, limits)]
    if not offers:
        return f"No day within {SEARCHED_DAYS} days outside the window is possible either."
    return f"The nearest open days outside the window: {' and '.join(offers)}."


def _too_late(target: date, window: Window, closures: Closures, limits: Limits) -> str:
    """The first open day of the window that only the last day allowed takes away."""
    earliest, latest = window.around(target)
    if limits.last is None or limits.last >= latest:
        return ""
    later = limits._replace(last=None)
    first = max(limits.last + ONE_DAY, earliest)
    days = (first + ONE_DAY * step for step in range((latest - first).days + 1))
    found = [_day_offered(day, target) for day in _first_possible(days, closures, later)]
    return f" The first open day of the window that is too late: {found[0]}." if found else ""


def _day_offered(day: date, target: date) -> str:
    if day == target:
        return f"{day_text(day)} (the target itself)"
    side = "before" if day < target else "after"
    return f"{day_text(day)} ({days_text(abs((day - target).days))} {side} the target)"


def _first_possible(days: Iterable[date], closures: Closures, limits: Limits) -> list[date]:
    """The first of these days that is open and keeps the limits, or none."""
    for day in days:
        if FIRST_DAY <= day <= LAST_DAY and closures.why_closed(day) is None and limits.why_not(day) is None:
            return [day]
    return []
