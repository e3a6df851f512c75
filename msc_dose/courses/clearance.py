"""What stands in the way of an infusion at a moment, before anybody asks for its clearance."""

from __future__ import annotations

from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.folding.fold import folded
from msc_dose.courses.folding.gates import gate_problems
from msc_dose.problems import Problem


def obstacles(course: Course, infusion: int, at: datetime) -> tuple[Problem, ...]:
    """Everything for which clearance to thaw of this infusion would be refused at this moment, each a STOP.

    The site's own list is not among it: its items are answered at the clearance. `at` carries its offset.
    """
    events = [entry.event for entry in course.entries if entry.struck_by is None]
    asked = Cleared(infusion, ())
    event = Event(len(course.entries) + 1, at, at, "nobody", asked)
    return tuple(gate_problems(folded(events), event, asked))
