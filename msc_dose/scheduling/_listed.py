"""Lists of single days as Closures keep them: checked, sorted, no day twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from unicodedata import category

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, day_text, require_date, require_int

Listed = tuple[tuple[date, str], ...]

MOST_BESIDE = 60  # days between an infusion and a visit that moves it

# What a list of each field says of its days.
_STATES = {"closed": "is closed", "away": "cannot be come on", "full": "is full"}


def read_listed(given: Mapping[date, str] | Iterable[tuple[date, str]], field: str) -> Listed:
    """The days with their reasons, sorted; `field` is `closed`, `away` or `full`.

    Raises Refusal `closures.duplicate-date`, `closures.reason`, `date.out-of-range`; TypeError for wrong
    types.
    """
    if isinstance(given, str):
        raise TypeError(f"{field} must be a mapping or pairs of date and reason, not a str")
    listed: dict[date, str] = {}
    for pair in given.items() if isinstance(given, Mapping) else given:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(f"{field} must be a mapping of dates to reasons or pairs of date and reason")
        day, reason = pair
        if require_date(day, field) in listed:
            raise _twice(day, field, f"as {listed[day]!r} and as {reason!r}")
        listed[day] = _check_reason(day, reason, field)
    return tuple(sorted(listed.items()))


def read_days(given: Iterable[date], field: str) -> tuple[date, ...]:
    """The days, sorted; Refusal `closures.duplicate-date` or `date.out-of-range`, TypeError for no dates."""
    if isinstance(given, str):
        raise TypeError(f"{field} must hold dates, not be a str")
    days = sorted(require_date(day, field) for day in given)
    for day, following in pairwise(days):
        if day == following:
            raise _twice(day, field, "twice the same")
    return tuple(days)


def read_years(given: Iterable[int], field: str) -> tuple[int, ...]:
    """The years, sorted and each once; Refusal `date.out-of-range`, TypeError for anything but ints."""
    years = sorted({require_int(year, field) for year in given})
    for year in years:
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            message = f"The year {year} lies outside {FIRST_DAY.year} to {LAST_DAY.year}."
            raise refuse("date.out-of-range", field, message, "Check the year.", str(year))
    return tuple(years)


def read_beside(given: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """The visits that move an infusion: each so many days from it, and what it is.

    Raises Refusal `closures.beside` for an offset of 0 or beyond 60 days either way, or an empty name;
    TypeError for wrong types.
    """
    pairs: list[tuple[int, str]] = []
    for pair in given:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], str):
            raise TypeError("beside must hold pairs of an int and a str")
        offset, what = require_int(pair[0], "beside"), pair[1]
        if offset == 0 or abs(offset) > MOST_BESIDE or not what.strip():
            message = f"A visit {what!r} cannot stand {offset} days from its infusion and move it."
            fix = f"Give -{MOST_BESIDE} to {MOST_BESIDE} days, not 0, and a name."
            raise refuse("closures.beside", "beside", message, fix, str(offset))
        pairs.append((offset, what))
    return tuple(pairs)


def reason_of(listed: Listed, day: date) -> str | None:
    """The reason that stands beside this day, without outer spaces; None where the day is not listed."""
    if not listed:
        return None
    at = bisect_left(listed, (day,))
    return listed[at][1].strip() if at < len(listed) and listed[at][0] == day else None


def holds(days: tuple[date, ...], day: date) -> bool:
    """Whether the sorted days hold this one."""
    at = bisect_left(days, day)
    return at < len(days) and days[at] == day


def _twice(day: date, field: str, how: str) -> Refusal:
    message = f"{day_text(day)} is listed twice: {how}."
    fix = f"Keep one line for each {'closed day' if field == 'closed' else 'day'}."
    return refuse("closures.duplicate-date", field, message, fix, day.isoformat())


def _check_reason(day: date, reason: str, field: str) -> str:
    if not isinstance(reason, str):
        raise TypeError(f"the reason of {day_text(day)} must be a str, not {type(reason).__name__}")
    # A reason is shown on one line, in the order in which it is written.
    if any(category(character) in ("Cc", "Cf", "Zl", "Zp") for character in reason):
        raise refuse(
            "closures.reason",
            field,
            f"The reason why {day_text(day)} {_STATES[field]} holds a character that is not visible.",
            "Write the reason on one line of plain text.",
            repr(reason),
        )
    return reason
