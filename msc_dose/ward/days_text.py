"""The days of the ward as lines: what is due today besides infusions, what tomorrow brings, and the load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

if TYPE_CHECKING:
    from msc_dose.ward.values import Day, Load, Thaw, Ward

_MOST_ALIKE = 3  # pairs of codes told of one day
_DAY_COLUMNS = 11  # `Mon 23-Nov` and a space


def day_lines(ward: Ward) -> Iterator[str]:
    """The visits of today, and what tomorrow and the next open day bring."""
    if ward.this_day.visits:
        yield f"Today {day_text(ward.day)}: {'; '.join(_visits(ward.this_day))}."
    yield _day("Tomorrow", ward.tomorrow)
    if ward.next_open is not None and ward.next_open != ward.tomorrow:
        yield _day("Next open day", ward.next_open)


def _day(name: str, day: Day) -> str:
    closed = f", no infusions ({day.closed})" if day.closed else ""
    return f"{name} {day_text(day.day)}{closed}: {'. '.join(_brings(day)) or 'nothing'}."


def _brings(day: Day) -> Iterator[str]:
    if day.thaws:
        yield f"{number_of(len(day.thaws), 'thaw')}: {'; '.join(map(_thaw, day.thaws))}"
    yield from _visits(day)
    for one, other in day.alike[:_MOST_ALIKE]:
        yield f"NAME ALERT: {one} and {other}"
    if len(day.alike) > _MOST_ALIKE:
        yield f"and {number_of(len(day.alike) - _MOST_ALIKE, 'more name alert')}"


def _visits(day: Day) -> Iterator[str]:
    for kind in dict.fromkeys(each.kind for each in day.visits):
        who = [each.recipient for each in day.visits if each.kind == kind]
        yield f"{number_of(len(who), kind)}: {', '.join(who)}"


def _thaw(each: Thaw) -> str:
    time = f" {each.time}" if each.time else ""
    time += f" ({each.zone})" if time and each.zone else ""
    return f"{each.recipient} {each.number}/{each.of}{time} {briefly(each.dose)}"


def number_of(count: int, noun: str) -> str:
    """`1 thaw`, `2 thaws`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def load_lines(loads: Sequence[Load], width: int) -> Iterator[str]:
    """The load day by day: seven days, or as many as fit, to a line; closed days carry the letter C."""
    slots = next((load.slots for load in loads), None)
    yield f"Load: infusions{'' if slots is None else ' of slots'} a day; C is a closed day"
    across = max(1, min(7, width // _DAY_COLUMNS))
    for first in range(0, len(loads), across):
        week = loads[first : first + across]
        for cells in ([_short_day(load) for load in week], [_count(load) for load in week]):
            yield "".join(cell.ljust(_DAY_COLUMNS) for cell in cells).rstrip()
    for load in loads:
        if load.needs:
            needs = ", ".join(f"{count} × {need}" for need, count in load.needs)
            yield f"NEEDS: {day_text(load.day)} {needs}"
        if load.over:
            yield f"OVER: {day_text(load.day)} holds {load.infusions} of {load.slots}, {load.over} too many."
        if load.closed and load.infusions:
            number = number_of(load.infusions, "infusion")
            yield f"CLOSED: {day_text(load.day)} ({load.closed}), and {number} on it."


def _short_day(load: Load) -> str:
    return day_text(load.day).rpartition("-")[0]


def _count(load: Load) -> str:
    """`3 of 4`, `5 of 4 !`; a closed day `C`, and with infusions on it `C 1`."""
    if load.closed:
        return f"C {load.infusions}" if load.infusions else "C"
    count = str(load.infusions) if load.slots is None else f"{load.infusions} of {load.slots}"
    return f"{count} !" if load.over else count
