"""One course as the screen shows it: with the checks of its doses, its containers, counts and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.folding.fold import course_of
from msc_dose.problems import Refusal
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock import HeldContainer, reserved_for
from msc_dose.store.verifications import verification_of
from msc_dose.tui.course.changes import Changes, changes_of
from msc_dose.tui.course.counts import Counts, counts_in
from msc_dose.tui.desk import Desk
from msc_dose.verification.states import Verification


@dataclass(frozen=True, slots=True)
class Seen:
    """A course at a moment by its own clocks (`local`); `checked` and `reserved` go by number of infusion.

    A dose that cannot be checked at all, such as one thawed before it was planned, has no check.
    """

    course: Course
    local: datetime
    checked: Mapping[int, Verification]
    reserved: Mapping[int, tuple[HeldContainer, ...]]
    counts: Counts
    changes: Changes

    def infusion(self, number: int) -> CourseInfusion | None:
        """The infusion of that number; None where there is none."""
        return next((each for each in self.course.infusions if each.number == number), None)

    @property
    def next_number(self) -> int | None:
        """The infusion that one looks for first: in progress, else the next to come, else the last."""
        numbers = [each.number for each in self.course.infusions if each.pending or _running(each)]
        last = self.course.infusions[-1].number if self.course.infusions else None
        return numbers[0] if numbers else last


def _running(infusion: CourseInfusion) -> bool:
    return infusion.state in ("thawed", "checked", "started", "paused")


def seen(desk: Desk, code: str) -> Seen:
    """The course of that code; Refusal `course.unknown`, and those of a course that cannot be read."""
    now = desk.now()
    course = desk.course_of(code)
    checked, reserved = desk.read(lambda statements: _asked(statements, course, now))
    changes = changes_of(course, checked, course_of)
    return Seen(course, now.astimezone(ZoneInfo(course.zone)), checked, reserved, counts_in(course), changes)


def _asked(
    statements: Statements, course: Course, now: datetime
) -> tuple[dict[int, Verification], dict[int, tuple[HeldContainer, ...]]]:
    checked = {}
    for infusion in course.infusions:
        try:
            checked[infusion.number] = verification_of(statements, course, infusion.number, now)
        except Refusal:  # `verify.not-planned`: the timeline says "not checked", and the problems say why
            continue
    numbers = [each.number for each in course.infusions]
    return checked, {number: reserved_for(statements, course.course, number) for number in numbers}
