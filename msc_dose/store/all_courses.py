"""Every course of the record, read one by one: one that cannot be read hides none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msc_dose.problems import Problem, Refusal

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.store.databases.database import Statements

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A course whose events do not come to a course: its code, whose it is, and why not."""

    course: str
    recipient: str
    problems: tuple[Problem, ...]

    @property
    def why(self) -> str:
        """Why it cannot be read, by the codes, each once."""
        return ", ".join(dict.fromkeys(problem.code for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Courses:
    """The courses that can be read, in order of their codes, and those that cannot."""

    read: tuple[Course, ...]
    unreadable: tuple[Unreadable, ...]


def all_courses(
    statements: Statements,
    named: Iterable[str] | None = None,
    progress: Progress = lambda done, total: None,
) -> Courses:
    """The courses of these codes, else every course of the record; `progress` is told how many are read.

    Raises Refusal `course.unknown` for a code that is named and not there.
    """
    from msc_dose.store.courses import codes

    read: list[Course] = []
    unreadable: list[Unreadable] = []
    wanted = codes(statements) if named is None else tuple(named)
    for done, code in enumerate(wanted, 1):
        found = course_told(statements, code)
        if isinstance(found, Unreadable):
            unreadable.append(found)
        else:
            read.append(found)
        progress(done, len(wanted))
    return Courses(tuple(read), tuple(unreadable))


def course_told(statements: Statements, code: str) -> Course | Unreadable:
    """The course of that code, or why it cannot be read; Refusal `course.unknown`."""
    from msc_dose.store.courses import course_on_record

    try:
        return course_on_record(statements, code)
    except Refusal as refusal:
        row = statements.one("one_course", code=code)
        if row is None:
            raise
        return Unreadable(code, row["recipient"], refusal.problems)
