"""The `[[example]]`, `[[conflict]]` and `[[doubt]]` tables of a protocol file."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import cast

from msc_dose.dosing.shapes import SPAN_KINDS
from msc_dose.product.handling import DISPENSE_MODES
from msc_dose.protocols.building_schedule import read_window
from msc_dose.protocols.doubts import Conflict, Doubt, Printed
from msc_dose.protocols.example import Example, Expected, Permitted
from msc_dose.protocols.keys import Section
from msc_dose.quantity.amount import BASES, COUNTS, Amount, Counts
from msc_dose.scheduling import Closures

_OUTCOMES = ("cells", "permitted", "refused")
_MOST_CONTAINERS = 10_000


def read_examples(file: Section) -> tuple[Example, ...]:
    """The worked examples of the file, in order."""
    found = [_example(section) for section in file.sections("example")]
    return tuple(example for example in found if example)


def read_conflicts(file: Section) -> tuple[Conflict, ...]:
    """What sources print differently; each conflict names two sources at least."""
    conflicts = []
    for section in file.sections("conflict"):
        what, follows = section.text("what"), section.text("follows")
        readings = []
        for table in section.sections("reading"):
            readings.append(Printed(table.text("printed"), table.text("source")))
            table.finish()
        section.finish()
        made = section.attempt("reading", partial(Conflict, what, tuple(readings), follows))
        conflicts += [made] if made else []
    return tuple(conflicts)


def read_doubts(file: Section) -> tuple[Doubt, ...]:
    """What a source prints and can hardly mean."""
    doubts = []
    for section in file.sections("doubt"):
        doubts.append(Doubt(section.text("printed"), section.text("source"), section.text("why")))
        section.finish()
    return tuple(doubts)


def _example(section: Section) -> Example | None:
    name, weight = section.text("name"), section.amount("weight", "body_weight", required=False)
    height = section.amount("height", "height", required=False)
    sex = section.one_of("sex", ("female", "male"), required=False)
    basis = section.one_of("basis", BASES, required=bool(weight or height))
    counts = section.one_of("counts", COUNTS)
    start, interval = section.take("start", date), section.text("interval", required=False) or None
    ordered, version = _ordered(section), section.text("version", required=False) or None
    dispense = section.one_of("dispense", DISPENSE_MODES, required=False)
    window, closures, expected = read_window(section, "window"), _closures(section), _expected(section)
    section.finish()
    if section.problems or not (counts and start and closures and expected):
        return None
    return Example(
        name, weight, basis, cast(Counts, counts), start, interval, window, closures, expected, ordered,
        version, height, sex, dispense,
    )  # fmt: skip


def _expected(section: Section) -> Expected | None:
    given = [key for key in _OUTCOMES if section.holds(key)]
    if not given:
        message = "The example says nothing that must come out."
        section.note("protocol.missing-key", "cells", message, "Give cells, permitted, or refused.")
    for key in given[1:]:
        message = f"The example gives {given[0]} already; one outcome is enough."
        section.note("protocol.wrong-type", key, message, f"Leave {key} out, or {given[0]}.")
    volume = section.amount("withdrawal_volume", "volume", required=False)
    count = section.whole("containers_to_thaw", 1, _MOST_CONTAINERS, required=False)
    return Expected(
        section.amount("cells", "cell_count", required=False),
        _permitted(section),
        section.text("refused", required=False) or None,
        _counts(section, "days", ("cell_count",)),
        _dates(section, "dates"),
        count,
        volume,
    )


def _permitted(section: Section) -> Permitted | None:
    table = section.section("permitted", required=False)
    if table is None:
        return None
    low, high = table.amount("low", "cell_count"), table.amount("high", "cell_count")
    table.finish()
    return Permitted(low, high) if low and high else None


def _ordered(section: Section) -> tuple[Amount, ...]:
    """One ordered dose, or a list with one for each infusion."""
    if section.holds("ordered", list):
        return _counts(section, "ordered", SPAN_KINDS)
    one = section.amount_of("ordered", SPAN_KINDS, required=False)
    return (one,) if one else ()


def _counts(section: Section, key: str, kinds: tuple[str, ...]) -> tuple[Amount, ...]:
    if not section.holds(key):
        return ()
    inner, names = section.entries(key)
    found = [inner.amount_of(name, kinds) for name in names]
    return tuple(amount for amount in found if amount)


def _dates(section: Section, key: str) -> tuple[date, ...]:
    days = section.take(key, list, required=False) or []
    if any(type(day) is not date for day in days):
        section.note("protocol.wrong-type", key, "Not every entry is a date.", "Write dates as 2027-01-29.")
    return tuple(day for day in days if type(day) is date)


def _closures(section: Section) -> Closures | None:
    days = section.text("open", required=False) or None
    pairs = [(day, "closed in the example") for day in _dates(section, "closed")]
    return section.attempt("open", lambda: Closures(open=days, closed=pairs))
