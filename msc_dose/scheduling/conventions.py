"""Conventions: the named rules by which one closed day becomes an open one.

Source of the names and of their reference cases: DavisVaughan/almanac, R/adjustments.R.
"""

from __future__ import annotations

from datetime import date, timedelta

from msc_dose.problems import refuse
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, day_text, require_date
from msc_dose.scheduling.closures import Closures

CONVENTIONS = (
    "following",
    "modified-following",
    "preceding",
    "modified-preceding",
    "nearest",
    "unadjusted",
)
SEARCHED = 366  # days on each side that are searched for an open one


def adjust(day: date, convention: str, closures: Closures) -> date:
    """The open day that the convention takes for `day`: the day itself where it is open.

    `following` and `preceding` take the first open day after or before it. The modified ones turn round
    where that day lies in another month, and keep the day found then. `nearest` takes the closer of the
    two, the later when they are equally near. `unadjusted` keeps the day, open or not.

    Raises Refusal `convention.unknown`; `schedule.no-open-day` where none is open within 366 days;
    `date.out-of-range`. TypeError for wrong types.
    """
    require_date(day, "day")
    if not isinstance(closures, Closures):
        raise TypeError(f"closures must be Closures, not {type(closures).__name__}")
    if convention not in CONVENTIONS:
        message = f"{convention!r} is no convention for closed days."
        raise refuse("convention.unknown", "convention", message, f"Say one of: {', '.join(CONVENTIONS)}.")
    if convention == "unadjusted" or closures.why_closed(day) is None:
        return day
    found = _found(day, convention, closures)
    if found is None:
        message = f"No day within {SEARCHED} days of {day_text(day)} is open by the rule {convention}."
        fix = "Open a day, or choose another convention."
        raise refuse("schedule.no-open-day", "closures", message, fix, day.isoformat())
    return found


def _found(day: date, convention: str, closures: Closures) -> date | None:
    """The first open day in the direction of the convention, or the second direction where it turns."""
    if convention == "nearest":
        near = [each for step in (1, -1) if (each := _first_open(day, step, closures))]
        return min(near, key=lambda each: abs(each - day), default=None)
    step = 1 if convention.endswith("following") else -1
    found = _first_open(day, step, closures)
    if convention.startswith("modified-") and not _in_one_month(found, day):
        return _first_open(day, -step, closures)
    return found


def _in_one_month(found: date | None, day: date) -> bool:
    return found is not None and (found.year, found.month) == (day.year, day.month)


def _first_open(day: date, step: int, closures: Closures) -> date | None:
    """The first open day after (`step` 1) or before (-1) this one, inside the supported range."""
    days = (day + timedelta(days=step * count) for count in range(1, SEARCHED + 1))
    return next(
        (each for each in days if FIRST_DAY <= each <= LAST_DAY and closures.why_closed(each) is None), None
    )
