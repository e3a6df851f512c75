"""What stands in the way of an infusion at a moment, before anybody asks for its clearance."""

from __future__ import annotations

from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.folding.fold import folded
from msc_dose.courses.folding.gates import gate_problems
from msc_dose.problems import Problem


class Obstacles:
    """What stands in the way of the infusions of one course, whose events are folded once for all of them."""

    def __init__(self, course: Course) -> None:
        """The course with its entries."""
        self._number = len(course.entries) + 1
        self._ledger = folded([entry.event for entry in course.entries if entry.struck_by is None])

    def at(self, infusion: int, at: datetime) -> tuple[Problem, ...]:
        """As `obstacles`."""
        asked = Cleared(infusion, ())
        return tuple(gate_problems(self._ledger, Event(self._number, at, at, "nobody", asked), asked))


def obstacles(course: Course, infusion: int, at: datetime) -> tuple[Problem, ...]:
    """Everything for which clearance to thaw of this infusion would be refused at this moment, each a STOP.

    The site's own list is not among it: its items are answered at the clearance. `at` carries its offset.
    """
    return Obstacles(course).at(infusion, at)
