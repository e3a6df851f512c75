"""The row of a course, and that of a patient: the most urgent of their infusions, and what else is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msc_dose.scheduling import day_text
from msc_dose.ward.bare_rows import questions, without_infusion
from msc_dose.ward.beside import notes_of
from msc_dose.ward.stages import (
    DUE,
    ENDED,
    IN_WINDOW,
    LATE,
    OBSERVE,
    ON_CLOCK,
    OUT,
    RANK,
    RUNNING,
    TODAY,
    WAITING,
)
from msc_dose.ward.staging import OBSERVED_WITHIN, Staged, in_utc, staged
from msc_dose.ward.steps import step, word
from msc_dose.ward.values import Row

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen, SeenInfusion

_BEGUN_STATES = ("thawed", "checked", "started", "paused")
_OBSERVING = OBSERVED_WITHIN + timedelta(days=1)
_BEGUN = (ON_CLOCK, RUNNING, OBSERVE)
_COUNTED_TOO = (LATE, DUE, OUT)  # a patient is counted in these, whichever infusion makes the row
_NEVER = 9_999_999
_MAKE_UP = "course.make-up"


def restless(course: Seen, local: datetime) -> bool:
    """Whether the row of the course may be another one later on the same day, though nothing is recorded."""
    infusions: Sequence[SeenInfusion] = course.infusions
    for each in infusions:
        if each.state in _BEGUN_STATES:
            return True
        if each.time is not None and each.pending and each.date == local.date():
            return True
        if each.ended is not None and not each.observed and in_utc(each.ended, local) > local - _OBSERVING:
            return True
    return False


def elsewhere(row: Row, local: datetime, ward: datetime) -> Row:
    """The row; where the clocks of its course show another time than the ward's, it says which."""
    if row.stage == ENDED or local.utcoffset() == ward.utcoffset():
        return row
    there = f"{row.zone}: {day_text(local.date())} {local:%H:%M} there"
    return replace(row, notes=(there, *row.notes))


def of_patient(rows: list[Row]) -> Row:
    """The most urgent row of a patient's courses; the others that are open stand in its notes."""
    if len(rows) == 1:
        return rows[0]
    first, *others = sorted(rows, key=urgency)
    more = tuple(
        f"also course {row.course}{_infusion(row)}: {row.word}: {row.next}"
        for row in others
        if row.stage != ENDED
    )
    stages = tuple(dict.fromkeys([*first.stages, *(each for row in others for each in _counted(row))]))
    return replace(first, notes=(*first.notes, *more), stages=stages)


def _counted(row: Row) -> tuple[str, ...]:
    """The stages in which a row counts that stands behind another one."""
    return tuple(stage for stage in row.stages if stage in _COUNTED_TOO)


def _infusion(row: Row) -> str:
    return "" if row.number is None else f", infusion {row.number}/{row.of}"


def urgency(row: Row) -> tuple[int, int, str, str]:
    """What orders rows: the stage, then by the stage the clock, the time, the days or the date."""
    date = _NEVER if row.date is None else row.date.toordinal()
    time = row.time or "~"  # untimed after timed
    match row.stage:
        case stage if stage in (ON_CLOCK, RUNNING):
            key = _NEVER if row.minutes is None else row.minutes, ""
        case stage if stage in (LATE, DUE):
            key = date, time
        case stage if stage == IN_WINDOW:
            key = _NEVER if row.days is None else row.days, f"{date:07d}"
        case stage if stage == OUT:
            key = -(row.days or 0), ""
        case _:
            key = date, time
    return RANK[row.stage], *key, row.recipient


def row_of(course: Seen, local: datetime) -> Row:
    """The row of a course by itself, at a moment in its zone."""
    infusions: Sequence[SeenInfusion] = course.infusions
    found = [made for each in infusions if (made := staged(course, each, local)) is not None]
    if not found:
        return without_infusion(course, local)
    first = _first(found)
    infusion = first.infusion
    told = any(made.infusion.make_up_by is not None and made.stage in (*TODAY, WAITING) for made in found)
    asked = questions(course, _MAKE_UP if told else "")
    decides = asked and first.stage == WAITING and infusion.make_up_by is None
    said = asked.pop(0) if decides else step(first, course, local)
    return Row(
        first.stage,
        word(first, local),
        course.recipient,
        course.course,
        infusion.number,
        infusion.of,
        infusion.make_up or infusion.dose,
        infusion.make_up_by or infusion.date,
        infusion.time if infusion.make_up_by is None else None,
        infusion.place,
        infusion.needs,
        infusion.expires if first.stage in (ON_CLOCK, RUNNING) else None,
        first.days,
        first.minutes,
        said,
        notes_of(course, first, found, asked, local),
        zone=course.zone,
        stages=tuple(dict.fromkeys([first.stage, *(m.stage for m in found if m.stage in _COUNTED_TOO)])),
    )


def _first(found: list[Staged]) -> Staged:
    """The most urgent infusion; one that is overdue comes before every later one that is not yet begun."""
    first = min(found, key=lambda made: (RANK[made.stage], made.infusion.number))
    if first.stage in _BEGUN:
        return first
    number = first.infusion.number
    before = [made for made in found if made.stage in (LATE, OUT) and made.infusion.number < number]
    return min(before, key=lambda made: made.infusion.number, default=first)
