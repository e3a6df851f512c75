"""Dates as text: YYYY-MM-DD and nothing else."""

from __future__ import annotations

from datetime import date, datetime

from msc_dose.notation.door import admitted, shown
from msc_dose.problems import Reading, Refusal, refuse, stop

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FIX = "Write the date as YYYY-MM-DD, for instance 2027-01-29."
_DIGITS = frozenset("0123456789")


def read_date(text: str, field: str) -> date:
    """The day that the text states as YYYY-MM-DD, from 1900 to 2199.

    Raises Refusal `date.format` (with the readings of a day and month that can be taken two ways),
    `date.invalid` (no such day), `date.out-of-range`, `value.missing`.
    """
    clean = admitted(text, field)
    if not _iso(clean):
        message = f"{shown(clean)!r} is not a date written YYYY-MM-DD."
        raise Refusal([stop("date.format", field, message, _FIX, clean)], _slashed(clean, field))
    year, month, day = (int(part) for part in clean.split("-"))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        message = f"The year {year} is outside {_FIRST_YEAR} to {_LAST_YEAR}."
        raise refuse("date.out-of-range", field, message, "Check the year.", clean)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise refuse(
            "date.invalid", field, f"There is no day {clean}.", "Check month and day.", clean
        ) from error


def read_moment(text: str, field: str) -> date | datetime:
    """The day (YYYY-MM-DD), or the day and time (YYYY-MM-DD HH:MM, or with a T), that the text states.

    The time is the site's own wall clock. Raises the refusals of `read_date`, and `time.format`.
    """
    clean = admitted(text, field).replace("T", " ")
    day, space, clock = clean.partition(" ")
    on = read_date(day, field)
    if not space:
        return on
    hours, _, minutes = clock.partition(":")
    if not (_shape(clock) == "99:99" and int(hours) < 24 and int(minutes) < 60):
        message = f"{shown(clock)!r} is not a time written HH:MM."
        raise refuse("time.format", field, message, "Write it as 2027-01-29 14:30.", clean)
    return datetime(on.year, on.month, on.day, int(hours), int(minutes))  # noqa: DTZ001  # the site's wall clock


def _iso(text: str) -> bool:
    return _shape(text) == "9999-99-99"


def _shape(text: str) -> str:
    """The text with every ASCII digit as 9."""
    return "".join("9" if character in _DIGITS else character for character in text)


def _slashed(text: str, field: str) -> list[Reading]:
    """The days that 03/04/2026, 13.04.2026 or 3-4-2026 may mean: day first, then month first."""
    for mark in "/.-":
        parts = text.split(mark)
        if len(parts) == 3 and all(part and set(part) <= _DIGITS for part in parts) and len(parts[2]) == 4:
            a, b, year = (int(part) for part in parts)
            offers = (
                _offer(year, b, a, "the day first", field),
                _offer(year, a, b, "the month first", field),
            )
            return list({offer.value: offer for offer in reversed(offers) if offer}.values())[::-1]
    return []


def _offer(year: int, month: int, day: int, why: str, field: str) -> Reading | None:
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return None
    return Reading(field, found, "date", found, why)
