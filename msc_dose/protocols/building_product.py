"""The `[container]`, `[handling]` and `[limits]` tables of a protocol file, read into a ProductPart.

Every key is optional, and "not stated" may stand in its place: what a source does not say stays `None`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar, cast

from msc_dose.product.container import MOMENTS, Content, Dmso, Moment, Recovery
from msc_dose.product.handling import CLOCK_ZEROS, DISPENSE_MODES, DROP_FACTORS, Clock, Handling, RateStep
from msc_dose.product.limits import LIMITED, Limit
from msc_dose.protocols.keys import NOT_STATED, Section
from msc_dose.protocols.protocol import NOTHING_STATED
from msc_dose.quantity.amount import COUNTS, Amount, Counts

T = TypeVar("T")

_CELLS = {"cells": "cell_count", "concentration": "cell_concentration"}
_VOLUMES = ("fill", "nominal", "withdrawable")
_HANDLED = {
    "diluent_per_container": "volume",
    "diluent_volume": "volume",
    "final_volume": "volume",
    "step": "volume",
    "hold_up": "volume",
    "rate": "flow_rate",
    "duration": "duration",
    "highest_rate": "flow_rate",
}
_MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class ProductPart:
    """What a file states of the product: one container's content, its handling, and limits.

    The sources are texts, empty where the file's own source says it.
    """

    content: Content | None = None
    content_source: str = ""
    handling: Handling = NOTHING_STATED
    handling_source: str = ""
    limits: tuple[Limit, ...] = ()


def read_product(file: Section, population: str | None) -> ProductPart:
    """What `[container]`, `[handling]` and `[limits]` of the file state; mistakes are noted.

    `population` is what the file counts; a container that holds another says so itself.
    """
    content, content_source = _content(file, population)
    handling, handling_source = _handling(file)
    return ProductPart(content, content_source, handling, handling_source, read_limits(file))


def _amount(section: Section, key: str, kind: str) -> Amount | None:
    if section.states_nothing(key):
        return None
    return section.amount(key, kind, required=False)


def _content(file: Section, population: str | None) -> tuple[Content | None, str]:
    section = file.section("container", required=False)
    if section is None:
        return None, ""
    fields: dict[str, Any] = {key: _amount(section, key, kind) for key, kind in _CELLS.items()}
    fields = _stating(section, fields, population)
    fields |= {key: _amount(section, key, "volume") for key in _VOLUMES}
    fields["viability"] = _amount(section, "viability", "percentage")
    moment = section.one_of("viability_moment", (*MOMENTS, NOT_STATED), required=False)
    fields["viability_moment"] = cast(Moment | None, moment)
    fields["recovery"] = _part(section, "recovery", ("total", "viable"), Recovery)
    fields["dmso"] = _part(section, "dmso", ("v/v", "w/v"), Dmso)
    source = section.text("source", required=False)
    section.finish()
    return section.attempt("cells", partial(Content, **fields), own=tuple(fields)), source


def _stating(section: Section, fields: dict[str, Any], population: str | None) -> dict[str, Any]:
    """The amounts of cells with what they count named: how and when must be said, "not stated" included."""
    needed = any(fields.values())
    counts = cast(Counts | None, section.one_of("counts", (*COUNTS, NOT_STATED), required=needed))
    moment = section.one_of("moment", (*MOMENTS, NOT_STATED), required=needed)
    own = section.text("population", required=False) or population
    named = None if own == NOT_STATED else own

    def stated(amount: Amount) -> Amount:
        return replace(amount.stating(counts, named), moment=moment)

    return {
        key: section.attempt(key, partial(stated, amount)) if amount else None
        for key, amount in fields.items()
    }


def _part(section: Section, key: str, kinds: tuple[str, ...], make: Callable[[Amount, str], T]) -> T | None:
    """A percentage and what it is of, which must be said with it."""
    if not section.holds(key) or section.states_nothing(key):
        return None
    percent, of = section.amount(key, "percentage"), section.one_of(f"{key}_of", kinds)
    return section.attempt(key, partial(make, percent, of)) if percent and of else None


def _handling(file: Section) -> tuple[Handling, str]:
    section = file.section("handling", required=False)
    if section is None:
        return NOTHING_STATED, ""
    fields: dict[str, Any] = {key: _amount(section, key, kind) for key, kind in _HANDLED.items()}
    fields["dispense"] = section.one_of("dispense", (*DISPENSE_MODES, NOT_STATED), required=False)
    diluent = section.text("diluent", required=False)
    fields["diluent"] = None if diluent in ("", NOT_STATED) else diluent
    fields["rinsed"] = None if section.states_nothing("rinsed") else section.take("rinsed", bool, False)
    fields["split"] = section.whole("split", 1, _MOST_PARTS, required=False) or 1
    fields["drop_factor"] = _drops(section)
    fields["steps"], fields["clock"] = _rate_steps(section), _clock(section)
    source = section.text("source", required=False)
    section.finish()
    made = section.attempt("dispense", partial(Handling, **fields), own=tuple(fields))
    return made or NOTHING_STATED, source


def _drops(section: Section) -> int | None:
    none = section.states_nothing("drop_factor")
    drops = None if none else section.take("drop_factor", int, required=False)
    if drops is not None and drops not in DROP_FACTORS:
        known = ", ".join(map(str, DROP_FACTORS))
        section.note(
            "protocol.unknown-value", "drop_factor", f"{drops} is none of {known}.", "Use one of them."
        )
    return drops


def _rate_steps(section: Section) -> tuple[RateStep, ...]:
    steps = []
    for table in section.sections("rate_step"):
        rate, duration = table.amount("rate", "flow_rate"), _amount(table, "duration", "duration")
        table.finish()
        made = table.attempt("rate", partial(RateStep, rate, duration)) if rate else None
        steps += [made] if made else []
    return tuple(steps)


def _clock(section: Section) -> Clock | None:
    if section.states_nothing("clock"):
        return None
    table = section.section("clock", required=False)
    if table is None:
        return None
    zero, limit = table.one_of("zero", CLOCK_ZEROS), table.amount("limit", "duration")
    source = table.text("source")
    table.finish()
    return table.attempt("limit", partial(Clock, zero, limit, source=source)) if zero and limit else None


def read_limits(file: Section, whose: str = "") -> tuple[Limit, ...]:
    """The limits of the table `[limits]`; `whose` they are where an entry names no origin of its own."""
    section = file.section("limits", required=False)
    if section is None:
        return ()
    found = []
    for what, kind in LIMITED.items():
        table = section.section(what, required=False)
        if table is None:
            continue
        low, high = _amount(table, "low", kind), _amount(table, "high", kind)
        origin = table.text("origin", required=not whose) or whose
        if low is None and high is None:
            table.note("protocol.missing-key", "low", "Neither end is given.", "Give low, high, or both.")
        table.finish()
        made = table.attempt("low", partial(Limit, what, low, high, origin), own=("high",))
        found += [made] if made else []
    section.finish()
    return tuple(found)
