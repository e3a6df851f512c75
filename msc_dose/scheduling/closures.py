"""Closures: the weekdays on which the ward is open, and the single days on which it is closed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import WEEKDAY_NAMES, day_text, require_date

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, init=False)
class Closures:
    """Which days are open: hashable, comparable, picklable.

    `open` holds the open weekdays in week order, or None where they are not stated and every weekday is
    open; `closed` holds the closed dates with their reasons, sorted.
    """

    open: tuple[str, ...] | None
    closed: tuple[tuple[date, str], ...]

    def __init__(
        self,
        open: str | Iterable[str] | None = None,  # the public word, as in md.Closures(open="mon-fri")
        closed: Mapping[date, str] | Iterable[tuple[date, str]] = (),
    ) -> None:
        """Read the weekdays (`mon-fri`, `mon,tue,thu`, `fri-mon`, in any case) and the closed dates.

        Raises Refusal `closures.open-weekdays` for any other text, a weekday named twice or none at all;
        `closures.duplicate-date`; `closures.reason` for control characters in a reason;
        `date.out-of-range`. TypeError for wrong types.
        """
        object.__setattr__(self, "open", None if open is None else _read_open(open))
        object.__setattr__(self, "closed", _read_closed(closed))

    def why_closed(self, day: date) -> str | None:
        """Why nothing is given on this day, or None where it is open."""
        at = bisect_left(self.closed, (day,))
        if at < len(self.closed) and self.closed[at][0] == day:
            return f"closed: {self.closed[at][1].strip() or 'no reason given'}"
        if self.open is not None and WEEKDAYS[day.weekday()] not in self.open:
            return f"{WEEKDAY_NAMES[day.weekday()]} is not an open weekday"
        return None

    def open_text(self) -> str:
        """The open weekdays for a person: `Mon–Fri`, `Mon, Tue, Fri–Sun`, `every day` where not stated."""
        if self.open is None:
            return "every day"
        return ", ".join(text for run in _runs(self.open) for text in _run_texts(run))

    def reopened(self, day: date) -> Closures:
        """The same closures without the closed date `day`; its weekday is open or not as before."""
        return Closures(self.open, [pair for pair in self.closed if pair[0] != day])


def _read_open(given: str | Iterable[str]) -> tuple[str, ...]:
    items = given.split(",") if isinstance(given, str) else list(given)
    if not all(isinstance(item, str) for item in items):
        raise TypeError("open must be a str or hold only strs, such as 'mon-fri' or ['mon', 'tue']")
    read = ",".join(items)
    weekdays = [weekday for item in items for weekday in _expand(item.lower(), read)]
    if not weekdays:
        raise _open_refusal("No weekday is open, so no infusion can have a date.", read)
    for weekday in WEEKDAYS:
        if weekdays.count(weekday) > 1:
            raise _open_refusal(f"{weekday} is named more than once.", read)
    return tuple(weekday for weekday in WEEKDAYS if weekday in weekdays)


def _expand(item: str, read: str) -> tuple[str, ...]:
    """The weekdays of `tue` or `mon-fri`; a range runs forward and may pass the end of the week."""
    first, dash, last = item.partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        raise _open_refusal(f"{item!r} is neither a weekday nor a range of two weekdays.", read)
    if not dash:
        return (first,)
    if first == last:
        raise _open_refusal(f"{item!r} could mean one day or the whole week.", read)
    start, length = WEEKDAYS.index(first), (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % 7 + 1
    return tuple(WEEKDAYS[(start + step) % 7] for step in range(length))


def _open_refusal(message: str, read: str) -> Refusal:
    fix = "Write the open weekdays like mon-fri, mon,tue,thu or mon-thu,sat, each once and without spaces."
    return refuse("closures.open-weekdays", "open", message, fix, read)


def _read_closed(given: Mapping[date, str] | Iterable[tuple[date, str]]) -> tuple[tuple[date, str], ...]:
    if isinstance(given, str):
        raise TypeError("closed must be a mapping or pairs of date and reason, not a str")
    closed: dict[date, str] = {}
    for pair in given.items() if isinstance(given, Mapping) else given:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError("closed must be a mapping of dates to reasons or pairs of date and reason")
        day, reason = pair
        if require_date(day, "closed") in closed:
            raise refuse(
                "closures.duplicate-date",
                "closed",
                f"{day_text(day)} is listed twice: as {closed[day]!r} and as {reason!r}.",
                "Keep one line for each closed day.",
                day.isoformat(),
            )
        closed[day] = _check_reason(day, reason)
    return tuple(sorted(closed.items()))


def _check_reason(day: date, reason: str) -> str:
    if not isinstance(reason, str):
        raise TypeError(f"the reason of {day_text(day)} must be a str, not {type(reason).__name__}")
    # A reason is shown on one line, in the order in which it is written.
    if any(category(character) in ("Cc", "Cf", "Zl", "Zp") for character in reason):
        raise refuse(
            "closures.reason",
            "closed",
            f"The reason why {day_text(day)} is closed holds a character that is not visible.",
            "Write the reason on one line of plain text.",
            repr(reason),
        )
    return reason


def _runs(weekdays: tuple[str, ...]) -> list[list[str]]:
    """The weekdays in groups that follow each other without a day between."""
    runs: list[list[str]] = []
    for weekday in weekdays:
        if runs and WEEKDAYS.index(weekday) == WEEKDAYS.index(runs[-1][-1]) + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return runs


def _run_texts(run: list[str]) -> list[str]:
    """`Mon–Fri` for three weekdays or more, else each by its name."""
    if len(run) > 2:
        return [f"{run[0].capitalize()}–{run[-1].capitalize()}"]
    return [weekday.capitalize() for weekday in run]
