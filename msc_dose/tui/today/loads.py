"""The load of the coming days: how many infusions each day has, of how many, and what they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.safe import safe
from msc_dose.tui.today.listing import Line, Listing
from msc_dose.ward.days_text import number_of

if TYPE_CHECKING:
    from msc_dose.ward import Day, Load, Ward

_NAMES = ("  Day", "Infusions", "Needs", "")
_LABELS = ("", "", "", "")


def listed(loads: Sequence[Load], width: int) -> Listing:
    """The rows for a list of this width."""
    return Listing(_NAMES, _LABELS, [_line(load) for load in loads], width)


def _line(load: Load) -> Line:
    sign = "!" if load.over else "C" if load.closed else " "
    of = "" if load.slots is None else f" of {load.slots}"
    cells = (
        f"{sign} {day_text(load.day)}",
        f"{load.infusions}{of}" if load.infusions or not load.closed else "-",
        ", ".join(f"{count} × {need}" for need, count in load.needs),
        said_of(load),
    )
    wrong = bool(load.over or (load.closed and load.infusions))
    style = "bold $check-ink" if wrong else ""
    return Line(load.day.isoformat(), tuple(map(safe, cells)), style, wrong)


def said_of(load: Load) -> str:
    """Why a day is closed, and by how much it is over."""
    said = []
    if load.closed:
        on_it = f" ({load.infusions} on it)" if load.infusions else ""
        said.append(f"CLOSED: {load.closed.removeprefix('closed: ')}{on_it}")
    if load.over:
        said.append(f"OVER: {load.over} too many")
    return "; ".join(said)


def detail_of(load: Load, ward: Ward) -> Iterator[tuple[str, str]]:
    """Who comes on the day, where the ward knows it; else where to look."""
    said = day_text(load.day), number_of(load.infusions, "infusion"), said_of(load)
    yield "Day", "; ".join(filter(None, said))
    for need, count in load.needs:
        yield "Needs", f"{count} × {need}"
    day = _day(load, ward)
    if day is None:
        yield "Who", "Enter shows the calendar."
        return
    for thaw in day.thaws:
        time = f" {thaw.time}" if thaw.time else ""
        yield "Thaw", f"{thaw.recipient} {thaw.number}/{thaw.of}{time}, DOSE {briefly(thaw.dose)}"
    for visit in day.visits:
        yield "Visit", f"{visit.kind}: {visit.recipient}"
    for one, other in day.alike:
        yield "NAME ALERT", f"{one} and {other}"


def _day(load: Load, ward: Ward) -> Day | None:
    known = (ward.this_day, ward.tomorrow, ward.next_open)
    return next((day for day in known if day is not None and day.day == load.day), None)
