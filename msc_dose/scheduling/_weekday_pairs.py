"""The pairs of weekdays that a course twice a week may take: `mon-thu`, `tue-fri`."""

from __future__ import annotations

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._limits import DAYS_APART
from msc_dose.scheduling.closures import WEEKDAYS

WeekdayPairs = tuple[tuple[int, int], ...]


def read_pairs(pairs: tuple[str, ...]) -> WeekdayPairs:
    """The pairs as numbers of weekdays, Monday 0, in their order; none means that all are allowed.

    Raises Refusal `schedule.pairs` (field `pairs`) for an unknown weekday, two weekdays that are not 3 or 4
    days apart, and a pair named twice; TypeError for anything but a tuple of strs.
    """
    if not isinstance(pairs, tuple) or not all(isinstance(pair, str) for pair in pairs):
        raise TypeError("pairs must be a tuple of strs, such as ('mon-thu', 'tue-fri')")
    found = tuple(_read_pair(pair) for pair in pairs)
    for pair, text in zip(found, pairs, strict=True):
        if found.count(pair) > 1:
            raise _refused(f"{text} is named more than once.", text)
    return found


def pairs_text(pairs: WeekdayPairs) -> str:
    """The pairs for a person: `Mon/Thu or Tue/Fri`."""
    return " or ".join("/".join(WEEKDAYS[day].capitalize() for day in pair) for pair in pairs)


def _read_pair(text: str) -> tuple[int, int]:
    first, _, second = text.partition("-")
    if first not in WEEKDAYS or second not in WEEKDAYS:
        raise _refused(f"{text!r} is no pair of two weekdays.", text)
    pair = WEEKDAYS.index(first), WEEKDAYS.index(second)
    apart = (pair[1] - pair[0]) % 7
    if apart not in DAYS_APART:
        raise _refused(f"{second.capitalize()} is not 3 or 4 days after {first.capitalize()}.", text)
    return pair


def _refused(message: str, read: str) -> Refusal:
    fix = "Write each pair once, first and second weekday, such as mon-thu or tue-fri."
    return refuse("schedule.pairs", "pairs", message, fix, read)
