"""The courses of the record as values: each is folded anew only when its number of events has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from msc_dose.store.all_courses import Unreadable, course_told

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.store.databases.database import Statements

Progress = Callable[[int, int], None]
"""Told how many of how many are read; it may raise `Stopped`."""


class Stopped(Exception):  # nothing went wrong
    """Whoever asked wants no answer any more. What has been read so far is kept."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


class Folded:
    """Courses as they were folded last, by code; events are only ever added, so their number tells."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, Course | Unreadable]] = {}

    def one(self, statements: Statements, code: str) -> Course:
        """The course of that code; Refusal `course.unknown`, and those of a course that cannot be read."""
        from msc_dose.store.courses import course_on_record

        found = self.told(statements, code)
        # What cannot be read is read once more: its refusal is raised as it is.
        return course_on_record(statements, code) if isinstance(found, Unreadable) else found

    def told(self, statements: Statements, code: str) -> Course | Unreadable:
        """The course of that code, or why it cannot be read; Refusal `course.unknown`."""
        from msc_dose.store.courses import lengths

        with self._lock:
            return self._of(statements, code, lengths(statements, code).get(code, 0))

    def _of(self, statements: Statements, code: str, length: int) -> Course | Unreadable:
        known = self._known.get(code)
        if known is None or known[0] != length:
            known = self._known[code] = length, course_told(statements, code)
        return known[1]
