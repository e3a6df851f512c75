"""Courses that were folded for what their briefs leave out: why a date, what was infused, when a visit is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal
from msc_dose.ward.brief import Brief, Seen

if TYPE_CHECKING:
    from msc_dose.courses.course import Course, CourseInfusion, CourseVisit
    from msc_dose.tui.calendar.entries import Entry
    from msc_dose.tui.desk import Desk

READING, UNREADABLE = "reading …", "■ This course cannot be read: Enter opens it and says why."


class Wholes:
    """Folded courses by their codes, for as long as they have as many events as their briefs."""

    def __init__(self) -> None:
        """Nothing is folded yet."""
        self._known: dict[str, Course | None] = {}

    def of(self, seen: Seen) -> Course | None:
        """The course that was seen; None where it is not folded, or was with other events."""
        if not isinstance(seen, Brief):
            return seen
        known = self._known.get(seen.course)
        return known if known is not None and len(known.entries) == seen.events else None

    def infusion(self, entry: Entry) -> CourseInfusion | None:
        """The infusion of an entry, whole."""
        course = self.of(entry.course)
        found = course.infusions if course is not None and entry.infusion is not None else ()
        return next((each for each in found if each.number == entry.number), None)

    def visit(self, entry: Entry) -> CourseVisit | None:
        """The visit of an entry, whole."""
        course, visit = self.of(entry.course), entry.visit
        if course is None or visit is None:
            return None
        told = (visit.kind, visit.date, visit.infusion, visit.detail, visit.target)
        same = (v for v in course.visits if (v.kind, v.date, v.infusion, v.detail, v.target) == told)
        return next(same, None)

    def instead(self, seen: Seen) -> str:
        """What is said where a course is not folded: that it is being read, or cannot be."""
        if self.of(seen) is not None:
            return ""
        failed = seen.course in self._known and self._known[seen.course] is None
        return UNREADABLE if failed else READING

    def missing(self, entries: Iterable[Entry], most: int) -> list[str]:
        """The codes of the courses of the first entries that are not folded: those among `most` courses."""
        looked: dict[str, bool] = {}
        for entry in entries:
            if len(looked) >= most:
                break
            looked.setdefault(entry.course.course, self.instead(entry.course) == READING)
        return [code for code, wanted in looked.items() if wanted]

    def fold(self, desk: Desk, codes: Iterable[str]) -> None:
        """Fold these courses, in a thread; one that cannot be read is told where it stands."""
        for code in codes:
            try:
                self._known[code] = desk.course_of(code)
            except Refusal:
                self._known[code] = None

    def again(self) -> None:
        """Try once more to read those that could not be read."""
        self._known = {code: course for code, course in self._known.items() if course is not None}
