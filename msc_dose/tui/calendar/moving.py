"""A move that is looked at before it is made: everything that would change, or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.difference import Difference, difference
from msc_dose.courses.difference.text import lines_of
from msc_dose.courses.events.dating import Moved
from msc_dose.courses.recording import record
from msc_dose.problems import Problem, Refusal
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.safe import safe

THIS_ONE, ALL_LATER = "this-one", "all-later"
REASON = "your reason"
"""What stands in a preview where the reason will stand that a person gives."""
_NOBODY = "preview"


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Infusion `number` of a course is picked up; `later` says whether all later ones go with it."""

    course: Course
    number: int
    later: str = THIS_ONE

    @property
    def infusion(self) -> CourseInfusion:
        """The infusion as it stands."""
        return next(each for each in self.course.infusions if each.number == self.number)

    @property
    def possible(self) -> bool:
        """Whether the infusion is still to come."""
        return any(each.number == self.number and each.pending for each in self.course.infusions)

    def toggled(self) -> Move:
        """The same move with the later ones, or without them."""
        return replace(self, later=ALL_LATER if self.later == THIS_ONE else THIS_ONE)

    def to(self, day: date, reason: str = REASON) -> Moved:
        """The move as an event. Refusals of a reason that is none."""
        return Moved(self.number, day, self.later, reason)

    def heading(self, day: date) -> list[str]:
        """What is moved, from where to where."""
        found = self.infusion
        whose = f"{safe(self.course.recipient)}, course {safe(self.course.course)}"
        lines = [f"MOVE infusion {found.number}/{found.of} of {whose}", f"DOSE {safe(briefly(found.dose))}"]
        was = day_text(found.date) if found.date else "no date"
        lines.append(f"from {was} to {day_text(day)}" if found.date != day else f"from {was}: choose a day")
        if found.earliest and found.latest:
            lines.append(f"window {day_text(found.earliest)} to {day_text(found.latest)}")
        lines.append("This one alone" if self.later == THIS_ONE else "ALL LATER ones with it")
        return lines


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What a move to a day would change; `problems` are what refuses it, or what it would newly tell."""

    move: Move
    day: date
    changes: Difference | None
    problems: tuple[Problem, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it cannot be recorded."""
        return self.changes is None

    @property
    def nothing(self) -> bool:
        """Whether it would change no date."""
        return self.changes is not None and self.changes.empty

    def lines(self, width: int) -> list[str]:
        """Everything that would change, in lines of that many columns."""
        return [] if self.changes is None else [safe(line) for line in lines_of(self.changes, width)]

    def questions(self) -> Iterator[str]:
        """What a person would have to decide then."""
        yield from (f"TO DECIDE: {safe(text)}" for text in self.asked)


def preview(move: Move, day: date, now: datetime, by: str | None) -> Preview:
    """What the move would come to if it were recorded `now`; nothing is written."""
    before = move.course
    at = now.astimezone(ZoneInfo(before.zone))
    try:
        _, after = record(before.events, at, at, by or _NOBODY, move.to(day))
    except Refusal as refusal:
        return Preview(move, day, None, refusal.problems)
    known, asked = set(before.problems), {question.text for question in before.questions}
    return Preview(
        move,
        day,
        difference(before, after),
        tuple(problem for problem in after.problems if problem not in known),
        tuple(question.text for question in after.questions if question.text not in asked),
    )
