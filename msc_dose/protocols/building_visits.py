"""The `[[visit]]` tables of a protocol file, read into the rules of its visits."""

from __future__ import annotations

from msc_dose.protocols.building_schedule import checked, entries, read_window
from msc_dose.protocols.days_and_gaps import MOST_DAYS
from msc_dose.protocols.keys import Section
from msc_dose.protocols.visits import MOST_MONTHS, ORIGINS, VisitRule
from msc_dose.scheduling import Window


def read_visits(file: Section) -> tuple[VisitRule, ...]:
    """The visits of the file; a table whose distance is a list gives one visit for each number."""
    return tuple(rule for section in file.sections("visit") for rule in _visit(section))


def _visit(section: Section) -> list[VisitRule]:
    kind = section.text("kind")
    distances = _distances(section)
    window = read_window(section, "window") or Window(0, 0)
    detail = section.text("detail", required=False)
    section.finish()
    return [VisitRule(kind, days, window, detail, months, origin) for days, months, origin in distances]


def _distances(section: Section) -> list[tuple[int | None, int | None, str]]:
    """Days or months, and from which infusion: the one key of the four that the table has."""
    keys = [f"{unit}_after_{origin}" for origin in ORIGINS for unit in ("days", "months")]
    found = {key: value for key in keys if (value := section.take(key, object, required=False)) is not None}
    if not found:
        fix = f"Add one of {', '.join(keys)}."
        section.note("protocol.missing-key", keys[0], "When the visit takes place is not stated.", fix)
    distances: list[tuple[int | None, int | None, str]] = []
    for key, value in found.items():
        unit, _, origin = key.split("_")
        for number in _one_or_more(section, key, value, MOST_DAYS if unit == "days" else MOST_MONTHS):
            distances.append((number, None, origin) if unit == "days" else (None, number, origin))
    if len(found) > 1:
        message = f"{' and '.join(found)} both say when the visit takes place."
        section.note("protocol.conflict", list(found)[1], message, "Write a [[visit]] for each.")
    return distances


def _one_or_more(section: Section, key: str, value: object, most: int) -> tuple[int, ...]:
    """The whole number that stands under the key, or those of its list, of which there is at least one."""
    if not isinstance(value, list):
        return checked(section, ((key, value),), most) or ()
    if not value:
        section.note("protocol.missing-key", key, "The list is empty.", "State at least one number.")
    return checked(section, entries(key, value), most) or ()
