"""A count of a day, a rescue treatment, and days: dates, or numbers of a day, never both in one list."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import refuse, require_text
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.stated import Bound
from msc_dose.quantity.writer import beside_another
from msc_dose.scheduling import FIRST_DAY, LAST_DAY, day_text

Day = date | int
LARGEST_DAY = 36_500
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Count:
    """A count (10⁹/L for platelets) of a day: a date, or the number of a day (14, -3).

    `count` is a Bound where the laboratory says no more (less than 5 × 10⁹/L). `bleeding` is True, False,
    or None where it is not reported, which is not absence. Raises Refusal `date.out-of-range`,
    `day.out-of-range`, `text.control-character` (the note); TypeError for other types.
    """

    day: Day
    count: Amount | Bound
    bleeding: bool | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Hold every part to its type and the day to its range."""
        require_day(self.day, "counts")
        require_visible(self.note, "note")
        if not isinstance(self.count, Amount | Bound):
            raise TypeError(f"a count is an Amount or a Bound, not {type(self.count).__name__}")
        if self.bleeding is not None and not isinstance(self.bleeding, bool):
            raise TypeError(f"bleeding is True, False or None, not {type(self.bleeding).__name__}")

    @property
    def limit(self) -> Amount:
        """The count itself, or the limit of its bound."""
        return self.count.limit if isinstance(self.count, Bound) else self.count

    @property
    def said(self) -> str:
        """The count in words, said once, as a line of many counts wants it: `100000 × 10⁹/L`."""
        single = isinstance(self.count, Amount) and self.count.exact
        return beside_another(self.limit) if single else str(self.count)


@dataclass(frozen=True, slots=True)
class Rescue:
    """A treatment that raises counts by itself, from its `first` day to its `last`, both included.

    Raises Refusal `rescue.reversed`, `rescue.unnamed`, `text.control-character`, `series.mixed-days`, and
    those of a day.
    """

    treatment: str
    first: Day
    last: Day

    def __post_init__(self) -> None:
        """Hold the name to something, and the days to their order."""
        require_visible(self.treatment, "rescues")
        for day in (self.first, self.last):
            require_day(day, "rescues")
        if not self.treatment.strip():
            message = "A rescue treatment has no name."
            raise refuse("rescue.unnamed", "rescues", message, "Name it, as its washout is named.")
        if days_between(self.first, self.last) < 0:
            message = f"{self.treatment} ends on {named(self.last)}, before {named(self.first)}."
            raise refuse("rescue.reversed", "rescues", message, "Exchange or correct the two days.")

    def __str__(self) -> str:
        """The treatment with its days: `rhIL-11 of day 0 to day 10`."""
        until = "" if self.first == self.last else f" to {named(self.last)}"
        return f"{self.treatment} of {named(self.first)}{until}"


def rescues_of(given: Iterable[tuple[str, Day, Day | None]]) -> tuple[Rescue, ...]:
    """Rescue treatments from (treatment, first day, last day or None for that day alone)."""
    return tuple(
        Rescue(treatment, first, first if last is None else last) for treatment, first, last in given
    )


def days_between(first: Day, second: Day) -> int:
    """How many days the second is after the first; Refusal `series.mixed-days` for a date and a number."""
    if isinstance(first, int) and isinstance(second, int):
        return second - first
    if isinstance(first, date) and isinstance(second, date):
        return (second - first).days
    message = (
        f"{named(first)} and {named(second)} cannot be compared: one is a date, one the number of a day."
    )
    raise refuse("series.mixed-days", "counts", message, "Give dates throughout, or numbers throughout.")


def named(day: Day) -> str:
    """The day as a person reads it: `Mon 29-Mar-2027`, `day 14`."""
    return f"day {day}" if isinstance(day, int) else day_text(day)


def require_visible(text: str, field: str) -> None:
    """TypeError unless it is text; Refusal `text.control-character` for what a screen does not show."""
    require_text(text)
    if any(unicodedata.category(character) in _HIDDEN for character in text):
        escaped = (c if unicodedata.category(c) not in _HIDDEN else f"\\u{ord(c):04x}" for c in text[:_SHOWN])
        message = "The text has characters that are not visible."
        fix = "Type the text again by hand."
        raise refuse("text.control-character", field, message, fix, "".join(escaped))


def require_day(day: object, field: str) -> None:
    """TypeError unless it is a date or an int; Refusal `date.out-of-range`, `day.out-of-range`."""
    if isinstance(day, int) and not isinstance(day, bool):
        if abs(day) > LARGEST_DAY:
            message = f"Day {day} is beyond {LARGEST_DAY} days either side of day 0."
            raise refuse("day.out-of-range", field, message, "Check the number of the day.", str(day))
        return
    if type(day) is not date:
        raise TypeError(f"a day is a datetime.date or an int, not {type(day).__name__}")
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"{day_text(day)} lies outside {day_text(FIRST_DAY)} to {day_text(LAST_DAY)}."
        raise refuse("date.out-of-range", field, message, "Check the year.", day.isoformat())
