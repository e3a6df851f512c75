"""One row for each patient: the most urgent of their infusions, and what else is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.scheduling import day_text
from msc_dose.ward.alike import alike
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


def rows_of(courses: Iterable[Course], moments: Mapping[str, datetime]) -> tuple[Row, ...]:
    """The rows in order; `moments` holds now in each course's zone."""
    by_recipient: dict[str, list[Row]] = defaultdict(list)
    for course in courses:
        by_recipient[course.recipient].append(_row(course, moments[course.zone]))
    rows = sorted((_of_patient(each) for each in by_recipient.values()), key=_urgency)
    similar = alike(row.recipient for row in rows if row.stage in TODAY)
    return tuple(
        replace(row, alike=similar[row.recipient]) if row.stage in TODAY and row.recipient in similar else row
        for row in rows
    )


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
        return _without_infusion(course, local)
    first = min(found, key=lambda made: (RANK[made.stage], made.infusion.number))
    asked = [question.text for question in course.questions]
    said = asked.pop(0) if asked and first.stage == WAITING else step(first, course, local)
    infusion = first.infusion
    return Row(
        first.stage,
        word(first, local),
        course.recipient,
        course.course,
        infusion.number,
        infusion.of,
        infusion.dose,
        infusion.date,
        infusion.time,
        infusion.place,
        infusion.needs,
        infusion.expires if first.stage in (ON_CLOCK, RUNNING) else None,
        first.days,
        first.minutes,
        said,
        _notes(course, first, found, asked, local),
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
        if made is not first and made.stage in _URGENT
    ]
    return tuple(notes)


def _without_infusion(course: Course, local: datetime) -> Row:
    """The row of a course that has no infusion to come: not planned, waiting for a decision, or ended."""
    asked = [question.text for question in course.questions]
    if course.stopped is not None:
        notes = tuple(f"decide: {text}" for text in asked)
        return _bare(course, ENDED, "STOPPED", f"stopped: {course.stopped}{_visit(course, local)}", notes)
    if asked:
        notes = tuple(f"decide: {text}" for text in asked[1:])
        return _bare(course, WAITING, "TO DECIDE", asked[0], notes)
    if not course.infusions:
        if course.held_since is not None:
            return _bare(course, HELD, "HELD", held(course), ())
        return _bare(course, WAITING, "NO PLAN", "plan the course", ())
    given = sum(each.was_given for each in course.infusions)
    said = f"{given} of {len(course.infusions)} infusions given{_visit(course, local)}"
    return _bare(course, ENDED, "FINISHED", said, ())


def _bare(course: Course, stage: str, said: str, then: str, notes: tuple[str, ...]) -> Row:
    return Row(stage, said, course.recipient, course.course, next=then, notes=notes)


def _visit(course: Course, local: datetime) -> str:
    """The first visit that is still to come, if any."""
    to_come = [
        (visit.date, visit.kind) for visit in course.visits if visit.date and visit.date >= local.date()
    ]
    if not to_come:
        return ""
    day, kind = min(to_come)
    return f"; next visit: {kind}, {day_text(day)}"
