"""Whether every course of a record can be read, agrees with the stock, and is shown as it is."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.problems import Problem, stop
from msc_dose.store.all_courses import Courses, Progress, Unreadable, all_courses
from msc_dose.store.briefs.checking import brief_differs, differing_briefs, made_anew
from msc_dose.store.databases.database import Statements
from msc_dose.store.record import Record
from msc_dose.store.stock.agreement import disagreements

_FIX = "Keep the record as it is, and report it with the codes; the other courses go on."


def courses_checked(record: Record, progress: Progress) -> tuple[str, tuple[Problem, ...]]:
    """What was found, in words; a STOP for each unreadable course, a CHECK where the stock disagrees.

    A brief that differs from its course is a STOP as well, and is made anew. Codes:
    `record.course-unreadable`, `record.brief-differs`, and those of `disagreements`.
    """
    with record.reading() as statements:
        found = all_courses(statements, progress=progress)
        differing = differing_briefs(statements, found.read)
        problems = (*_problems(statements, found), *map(brief_differs, differing))
    made_anew(record, differing)
    number, wrong = len(found.read), len(found.unreadable)
    said = f"{number:,} read" if number != 1 else "1 read"
    return f"{said}, {wrong:,} cannot be" if wrong else said, problems


def _problems(statements: Statements, found: Courses) -> Iterator[Problem]:
    yield from (_unreadable(each) for each in found.unreadable)
    for course in found.read:
        yield from disagreements(statements, course)


def _unreadable(one: Unreadable) -> Problem:
    message = f"Course {one.course} cannot be read ({one.why}): {one.problems[0].message}"
    return stop("record.course-unreadable", "course", message, _FIX, one.course)
