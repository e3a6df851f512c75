"""What a person answers with a reason before a dose is verified: the CHECKs that concern it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.problems import Problem
from msc_dose.verification.resting import Rests

# How the fold of a course names an entry, and an infusion, in what it tells.
_ENTRY = re.compile(r"Event ([0-9]+) \(")
_INFUSION = re.compile(r"\b[Ii]nfusion ([0-9]+)\b")


def concerning(course: Course, infusion: int, rests: Rests) -> tuple[Problem, ...]:
    """Every CHECK of its dose, of its preparation and of its course, but what is said of other infusions."""
    made = rests.preparation
    found = [
        *rests.dose.problems,
        *(made.problems if made is not None else ()),
        *_of_course(course, infusion),
    ]
    return tuple(dict.fromkeys(problem for problem in found if problem.severity == "check"))


def _of_course(course: Course, infusion: int) -> Iterator[Problem]:
    events = {entry.event.number: entry.event for entry in course.entries}
    for problem in course.problems:
        entry = _ENTRY.match(problem.message)
        named = _infusion_of(events.get(int(entry[1]))) if entry else None
        if named is None:
            numbers = {int(number) for number in _INFUSION.findall(problem.message)}
            if not numbers or infusion in numbers:
                yield problem
        elif named == infusion:
            yield problem


def _infusion_of(event: Event | None) -> int | None:
    """The one infusion that an entry is about; a change of dose is about all later ones too."""
    if event is None or isinstance(event.what, DoseChanged):
        return None
    number: int | None = getattr(event.what, "infusion", None)
    return number
