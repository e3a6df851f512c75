"""The `[[visit]]` tables of a protocol file, read into the rules of its visits."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from msc_dose.protocols.building_schedule import checked, entries, read_window
from msc_dose.protocols.days_and_gaps import MOST_DAYS
from msc_dose.protocols.keys import Section
from msc_dose.protocols.visits import (
    ANY_DAY,
    MOST_MINUTES,
    MOST_MONTHS,
    MOVES_INFUSION,
    OPEN_DAY,
    OPEN_DAY_BEFORE,
    VisitRule,
)
from msc_dose.scheduling import Window

_KEYS = (
    "days_after_first",
    "months_after_first",
    "days_after_last",
    "months_after_last",
    "days_before_first",
    "days_before_each",
    "days_after_each",
    "minutes_before_each",
    "minutes_after_each",
)
_MOST = {"days": MOST_DAYS, "months": MOST_MONTHS, "minutes": MOST_MINUTES}
_CLOSED_DAYS = {
    "any day": ANY_DAY,
    "open day": OPEN_DAY,
    "open day before": OPEN_DAY_BEFORE,
    "moves the infusion": MOVES_INFUSION,
}


class _Distance(NamedTuple):
    """How far from which infusion, as a VisitRule takes it, and the key that says so."""

    key: str
    days: int | None
    months: int | None
    minutes: int | None
    origin: str


def read_visits(file: Section) -> tuple[VisitRule, ...]:
    """The visits of the file; a table whose distance is a list gives one visit for each number."""
    return tuple(rule for section in file.sections("visit") for rule in _visit(section))


def _visit(section: Section) -> list[VisitRule]:
    kind = section.text("kind")
    distances = _distances(section)
    window = read_window(section, "window") or Window(0, 0)
    detail = section.text("detail", required=False)
    said = section.one_of("closed_days", tuple(_CLOSED_DAYS), required=False)
    closed_days = _CLOSED_DAYS.get(said or "", OPEN_DAY)
    section.finish()
    made = [_made(section, kind, each, window, detail, closed_days) for each in distances]
    return [rule for rule in made if rule is not None]


def _made(
    section: Section, kind: str, at: _Distance, window: Window, detail: str, closed_days: str
) -> VisitRule | None:
    make = partial(
        VisitRule, kind, at.days, window, detail, at.months, at.origin, closed_days, at.minutes
    )  # fmt: skip
    return section.attempt(at.key, make, own=("window",))


def _distances(section: Section) -> list[_Distance]:
    """Days, months or minutes, and from which infusion: the one key of them all that the table has."""
    found = {key: section.take(key, _type(section, key)) for key in _KEYS if section.holds(key)}
    if not found:
        fix = f"Add one of {', '.join(_KEYS)}."
        section.note("protocol.missing-key", _KEYS[0], "When the visit takes place is not stated.", fix)
    distances = [
        _distance(key, number)
        for key, value in found.items()
        if value is not None
        for number in _one_or_more(section, key, value, _MOST[key.partition("_")[0]])
    ]
    if len(found) > 1:
        message = f"{' and '.join(found)} both say when the visit takes place."
        section.note("protocol.conflict", list(found)[1], message, "Write a [[visit]] for each.")
    return distances


def _type(section: Section, key: str) -> type[int | list[object]]:
    """A list where there is one; else only a whole number can stand there."""
    return list if section.holds(key, list) else int


def _distance(key: str, number: int) -> _Distance:
    unit, side, origin = key.split("_")
    signed = -number if side == "before" else number
    if unit == "minutes":
        return _Distance(key, 0, None, signed, origin)
    days, months = (signed, None) if unit == "days" else (None, signed)
    return _Distance(key, days, months, None, origin)


def _one_or_more(section: Section, key: str, value: object, most: int) -> tuple[int, ...]:
    """The whole number that stands under the key, or those of its list, of which there is at least one."""
    if not isinstance(value, list):
        return checked(section, ((key, value),), most) or ()
    if not value:
        section.note("protocol.missing-key", key, "The list is empty.", "State at least one number.")
    return _different(section, key, checked(section, entries(key, value), most) or ())


def _different(section: Section, key: str, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers of a list, each once; one that stands there again is noted at its place."""
    for i, number in enumerate(numbers):
        if number in numbers[:i]:
            message = f"{number} stands in the list before: the visit would be there twice."
            section.note("schedule.visit", f"{key}[{i}]", message, "Name each number once.")
    return tuple(dict.fromkeys(numbers))
