"""The ward as a board of text: a table of patients, tomorrow, and the load of the days to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.ward.columns import board
from msc_dose.ward.days_text import day_lines, load_lines, number_of
from msc_dose.ward.stages import COUNTED, ENDED, SIGNS, STAGES, TODAY

if TYPE_CHECKING:
    from msc_dose.ward.values import Row, Ward

NOTHING = "Nothing is due: no course is open."
ONLY_VISITS = "No infusion is due: no course is open."
_HEADS = ("", "Stage", "Patient", "Course", "No.", "DOSE", "Next step")
_MOST_ENDED = 8
_MOST_ALIKE = 3  # codes named in one alert: a longer list is not read
LEAST_WIDTH = 40  # columns: in fewer, codes and doses have no room


def lines_of(ward: Ward, width: int = 80) -> list[str]:
    """The board in lines of at most `width` columns (40 at least), blocks apart by an empty line."""
    width = max(LEAST_WIDTH, width)
    ended = [row for row in ward.rows if row.stage == ENDED]
    blocks = (
        [_heading(ward), *ward.notes],
        _table(ward, width),
        _ended(ended),
        [*day_lines(ward)],
        [*load_lines(ward.load, width)],
    )
    made: list[str] = []
    for block in blocks:
        if block:
            made += [*([""] if made else []), *(line for text in block for line in fitted_whole(text, width))]
    return made


def _heading(ward: Ward) -> str:
    counts = ward.counts()
    told = [f"{counts[stage]} {COUNTED[stage]}" for stage in STAGES if counts[stage] and stage != ENDED]
    zone = f"{ward.at: (%z)}" if len({row.zone for row in ward.rows}) > 1 else ""
    return f"WARD  {day_text(ward.day)} {ward.at:%H:%M}{zone}  {', '.join(told)}".rstrip()


def _table(ward: Ward, width: int) -> list[str]:
    if ward.idle:
        return [ONLY_VISITS if ward.this_day.visits else NOTHING]
    rows = [row for row in ward.rows if row.stage != ENDED]
    return [
        *_nothing_due(ward),
        *board(_HEADS, [_cells(row) for row in rows], [_beneath(row) for row in rows], width),
    ]


def _nothing_due(ward: Ward) -> list[str]:
    """That nothing is due today; of a day with visits, only that no infusion is."""
    if any(stage in TODAY for row in ward.rows for stage in row.stages):
        return []
    return [f"{'No infusion' if ward.this_day.visits else 'Nothing'} is due today."]


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
    return [*([f"NAME ALERT: today also {_alike(row.alike)}"] if row.alike else []), *row.notes]


def _alike(codes: Sequence[str]) -> str:
    more = len(codes) - _MOST_ALIKE
    return ", ".join(codes[:_MOST_ALIKE]) + (f", and {more} more" if more > 0 else "")


def _ended(rows: Sequence[Row]) -> list[str]:
    """The courses that ended; of more than eight only those of which something is still open."""
    told = [row for row in rows if row.notes or len(rows) <= _MOST_ENDED]
    counted = [number_of(len(rows), "course")] if len(told) < len(rows) else []
    said = "; ".join([*counted, *map(_ending, told)])
    return [f"Ended: {said}"] if rows else []


def _ending(row: Row) -> str:
    notes = f" ({'; '.join(row.notes)})" if row.notes else ""
    return f"{row.recipient} {row.course} {row.word.lower()}, {row.next}{notes}"
