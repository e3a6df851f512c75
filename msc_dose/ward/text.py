"""The ward as a board of text: a table of patients, tomorrow, and the load of the days to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.ward.columns import board
from msc_dose.ward.stages import COUNTED, ENDED, SIGNS, STAGES, TODAY
from msc_dose.ward.values import Day, Load, Row, Thaw, Ward

NOTHING = "Nothing is due: no course is open."
_HEADS = ("", "Stage", "Patient", "Course", "No.", "DOSE", "Next step")
_MOST_ENDED = 8
_DAY_COLUMNS = 11  # `Mon 23-Nov` and a space


def lines_of(ward: Ward, width: int = 80) -> list[str]:
    """The board in lines of at most `width` columns, blocks apart by an empty line."""
    ended = [row for row in ward.rows if row.stage == ENDED]
    blocks = (
        [_heading(ward), *ward.notes],
        _table(ward, width),
        _ended(ended),
        [*_days(ward)],
        [*_load(ward.load, width)],
    )
    made: list[str] = []
    for block in blocks:
        if block:
            made += [*([""] if made else []), *(line for text in block for line in fitted_whole(text, width))]
    return made


def _heading(ward: Ward) -> str:
    counts = Counter(row.stage for row in ward.rows)
    told = [f"{counts[stage]} {COUNTED[stage]}" for stage in STAGES if counts[stage] and stage != ENDED]
    return f"WARD  {day_text(ward.day)} {ward.at:%H:%M}  {', '.join(told)}".rstrip()


def _table(ward: Ward, width: int) -> list[str]:
    if ward.idle:
        return [NOTHING]
    rows = [row for row in ward.rows if row.stage != ENDED]
    said = [] if any(row.stage in TODAY for row in rows) else ["Nothing is due today."]
    return [*said, *board(_HEADS, [_cells(row) for row in rows], [_beneath(row) for row in rows], width)]


def _cells(row: Row) -> tuple[str, ...]:
    number = "-" if row.number is None else f"{row.number}/{row.of}"
    dose = "-" if row.dose is None else briefly(row.dose)
    return SIGNS[row.stage], row.word, row.recipient, row.course, number, dose, f"{row.next}{_where(row)}"


def _where(row: Row) -> str:
    """Place and needs, behind what is next to do."""
    where = [each for each in (row.place, *row.needs) if each]
    return f" ({', '.join(where)})" if where else ""


def _beneath(row: Row) -> list[str]:
    """What stands under a row: codes that are easily taken for this one, and what else is open."""
    alert = [f"NAME ALERT: today also {', '.join(row.alike)}"] if row.alike else []
    return [*alert, *row.notes]


def _ended(rows: Sequence[Row]) -> list[str]:
    """The courses that ended; of more than eight only those of which something is still open."""
    told = [row for row in rows if row.notes or len(rows) <= _MOST_ENDED]
    counted = [_number(len(rows), "course")] if len(told) < len(rows) else []
    said = "; ".join([*counted, *map(_ending, told)])
    return [f"Ended: {said}"] if rows else []


def _ending(row: Row) -> str:
    notes = f" ({'; '.join(row.notes)})" if row.notes else ""
    return f"{row.recipient} {row.course} {row.word.lower()}, {row.next}{notes}"


def _days(ward: Ward) -> Iterator[str]:
    yield _day("Tomorrow", ward.tomorrow)
    if ward.next_open is not None and ward.next_open != ward.tomorrow:
        yield _day("Next open day", ward.next_open)


def _day(name: str, day: Day) -> str:
    closed = f", no infusions ({day.closed})" if day.closed else ""
    return f"{name} {day_text(day.day)}{closed}: {'. '.join(_brings(day)) or 'nothing'}."


def _brings(day: Day) -> Iterator[str]:
    if day.thaws:
        yield f"{_number(len(day.thaws), 'thaw')}: {'; '.join(map(_thaw, day.thaws))}"
    for kind in dict.fromkeys(each.kind for each in day.visits):
        who = [each.recipient for each in day.visits if each.kind == kind]
        yield f"{_number(len(who), kind)}: {', '.join(who)}"
    for one, other in day.alike:
        yield f"NAME ALERT: {one} and {other}"


def _thaw(each: Thaw) -> str:
    time = f" {each.time}" if each.time else ""
    return f"{each.recipient} {each.number}/{each.of}{time} {briefly(each.dose)}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _load(loads: Sequence[Load], width: int) -> Iterator[str]:
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
            number = _number(load.infusions, "infusion")
            yield f"CLOSED: {day_text(load.day)} ({load.closed}), and {number} on it."


def _short_day(load: Load) -> str:
    return day_text(load.day).rpartition("-")[0]


def _count(load: Load) -> str:
    """`3 of 4`, `5 of 4 !`; a closed day `C`, and with infusions on it `C 1`."""
    if load.closed:
        return f"C {load.infusions}" if load.infusions else "C"
    count = str(load.infusions) if load.slots is None else f"{load.infusions} of {load.slots}"
    return f"{count} !" if load.over else count
