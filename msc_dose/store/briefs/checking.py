"""Whether the brief of each course is the one that the course would be given now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.store.briefs.keeping import briefed, keep_missing, row_of
from msc_dose.ward.brief_document import FORM

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.store.databases.database import Statements
    from msc_dose.store.record import Record


def differing_briefs(statements: Statements, courses: Iterable[Course]) -> tuple[Course, ...]:
    """The courses whose brief is another than the one that they would be given now.

    A brief that is missing, or of an earlier form, is none that differs: it is never shown.
    """
    return tuple(course for course in courses if _differs(statements, course))


def _differs(statements: Statements, course: Course) -> bool:
    kept = statements.one("one_brief", course=course.course)
    if kept is None or kept["form"] != FORM:
        return False
    brief = briefed(course)
    return brief is None or dict(kept) != row_of(brief)


def brief_differs(course: Course) -> Problem:
    """The STOP `record.brief-differs`."""
    message = f"What the ward is shown of course {course.course} is not what its events come to."
    fix = "It was made anew. Find out who changed the record; look at the course itself, not at the ward."
    return stop("record.brief-differs", "course", message, fix, course.course)


def made_anew(record: Record, courses: tuple[Course, ...]) -> None:
    """Make these briefs anew; where the record cannot be written to they stay, and are found again."""
    if not courses:
        return
    try:
        keep_missing(record, [brief for course in courses if (brief := briefed(course))])
    except Refusal as refusal:
        if not _UNWRITABLE.intersection(refusal.codes):
            raise


_UNWRITABLE = {"record.unwritable", "record.busy"}
