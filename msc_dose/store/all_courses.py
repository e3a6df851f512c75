"""Every course of the record, read one by one: one that cannot be read hides none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msc_dose.courses.course import Course
from msc_dose.problems import Problem, Refusal
from msc_dose.store.courses import codes, course_on_record
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
    read: list[Course] = []
    unreadable: list[Unreadable] = []
    wanted = codes(statements) if named is None else tuple(named)
    for done, code in enumerate(wanted, 1):
        try:
            read.append(course_on_record(statements, code))
        except Refusal as refusal:
            row = statements.one("one_course", code=code)
            if row is None:
                raise
            unreadable.append(Unreadable(code, row["recipient"], refusal.problems))
        progress(done, len(wanted))
    return Courses(tuple(read), tuple(unreadable))
