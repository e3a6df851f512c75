"""One row for each patient: the most urgent of their infusions, and what else is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.scheduling import day_text
from msc_dose.ward.alike import alike
from msc_dose.ward.bare_rows import questions, without_infusion
from msc_dose.ward.stages import (
    DUE,
    ENDED,
    HELD,
    IN_WINDOW,
    LATE,
    ON_CLOCK,
    OUT,
    RANK,
    RUNNING,
    TODAY,
    WAITING,
)
from msc_dose.ward.staging import Staged, staged
from msc_dose.ward.steps import held, new_order, step, word
from msc_dose.ward.values import Row

_URGENT = (*TODAY, IN_WINDOW, OUT)
_NEVER = 9_999_999
_MAKE_UP = "course.make-up"


def rows_of(courses: Iterable[Course], moments: Mapping[str, datetime], ward: datetime) -> tuple[Row, ...]:
    """The rows in order; `moments` holds now in each course's zone, `ward` as the ward's clocks show it."""
    by_recipient: dict[str, list[Row]] = defaultdict(list)
    for course in courses:
        row = _row(course, moments[course.zone])
        by_recipient[course.recipient].append(_elsewhere(row, moments[course.zone], ward))
    rows = sorted((_of_patient(each) for each in by_recipient.values()), key=_urgency)
    similar = alike(row.recipient for row in rows if row.stage in TODAY)
    return tuple(
        replace(row, alike=similar[row.recipient]) if row.stage in TODAY and row.recipient in similar else row
        for row in rows
    )


def _elsewhere(row: Row, local: datetime, ward: datetime) -> Row:
    """The row; where the clocks of its course show another time than the ward's, it says which."""
    if row.stage == ENDED or local.utcoffset() == ward.utcoffset():
        return row
    there = f"{row.zone}: {day_text(local.date())} {local:%H:%M} there"
    return replace(row, notes=(there, *row.notes))


def _of_patient(rows: list[Row]) -> Row:
    """The most urgent row of a patient's courses; the others that are open stand in its notes."""
    first, *others = sorted(rows, key=_urgency)
    more = tuple(
        f"also course {row.course}{_infusion(row)}: {row.word}: {row.next}"
        for row in others
        if row.stage != ENDED
    )
    return replace(first, notes=(*first.notes, *more)) if more else first


def _infusion(row: Row) -> str:
    return "" if row.number is None else f", infusion {row.number}/{row.of}"


def _urgency(row: Row) -> tuple[int, int, str, str]:
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


def _row(course: Course, local: datetime) -> Row:
    found = [made for each in course.infusions if (made := staged(course, each, local)) is not None]
    if not found:
        return without_infusion(course, local)
    first = min(found, key=lambda made: (RANK[made.stage], made.infusion.number))
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
        _notes(course, first, found, asked, local),
        zone=course.zone,
    )


def _notes(
    course: Course, first: Staged, found: list[Staged], asked: list[str], local: datetime
) -> tuple[str, ...]:
    """What else is open for the course: an order, what is not on record, decisions, other infusions."""
    infusion = first.infusion
    notes = ["training: no patient"] if course.training else []
    codes = {question.code for question in course.questions}
    if infusion.pending and infusion.new_dose and "course.new-order" not in codes:
        notes.append(new_order(infusion))
    if infusion.pending and course.requires:
        notes.append(f"not on record: {', '.join(course.requires)}")
    if first.stage != HELD and course.held_since is not None:
        notes.append(held(course))
    notes += [f"decide: {text}" for text in asked]
    notes += [
        f"also infusion {made.infusion.number}: {word(made, local)}: {step(made, course, local)}"
        for made in found
        if made is not first and (made.stage in _URGENT or made.infusion.make_up_by is not None)
    ]
    return tuple(notes)
