"""The row of a course without an infusion to come, and the questions of a course."""

from __future__ import annotations

from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.scheduling import day_text
from msc_dose.ward.stages import ENDED, HELD, WAITING
from msc_dose.ward.steps import held
from msc_dose.ward.values import Row


def questions(course: Course, besides: str = "") -> list[str]:
    """What a person must decide, each once; questions of the code `besides` are left out."""
    return list(dict.fromkeys(each.text for each in course.questions if each.code != besides))


def without_infusion(course: Course, local: datetime) -> Row:
    """The row of a course that has no infusion to come: not planned, waiting for a decision, or ended."""
    asked = questions(course)
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
    return Row(stage, said, course.recipient, course.course, next=then, notes=notes, zone=course.zone)


def _visit(course: Course, local: datetime) -> str:
    """The first visit that is still to come, if any."""
    to_come = [
        (visit.date, visit.kind) for visit in course.visits if visit.date and visit.date >= local.date()
    ]
    if not to_come:
        return ""
    day, kind = min(to_come)
    return f"; next visit: {kind}, {day_text(day)}"
