"""What stands above a course: whose it is, by which protocol, held or stopped, what is in, which weight."""

from __future__ import annotations

from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.course_text import question_lines
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Planned
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.folding.local_time import local_time
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.course.seen import Seen
from msc_dose.tui.safe import safe


def heading(seen: Seen, whole: bool, width: int) -> list[str]:
    """The lines, wrapped; of a protocol's standing only the first words unless `whole`.

    Cells and weights share a line where both fit into `width` columns.
    """
    course = seen.course
    lines = [f"Course {course.course}   Patient {course.recipient}   {_protocols(course)}"]
    for text in dict.fromkeys(plan.status_text for plan in course.plans if plan.status != "site-approved"):
        first, more, _ = text.partition(";")
        lines.append(text if whole or not more else f"{first}; what is missing: see w")
    said = [] if course.infused is None else [f"INFUSED so far {briefly(course.infused)}"]
    weights = ", ".join(_weights(course))
    said += [weights] if weights else []
    together = "   ".join(said)
    lines += [together] if together and len(together) <= width else said
    return [line for text in lines for line in fitted_whole(safe(text), width, 4)]


def standstill(course: Course) -> str:
    """That the course is held or stopped, and why; empty where it goes on."""
    if course.stopped is not None:
        return safe(f"STOPPED: {course.stopped}")
    if course.held_since is not None:
        return safe(f"= HELD since {day_text(course.held_since)}: {course.held_reason}")
    return ""


def to_decide(course: Course) -> list[str]:
    """What only a person can decide, under its heading; what is required and not on record before it."""
    missing = [f"Not on record, and required: {', '.join(course.requires)}"] if course.requires else []
    return [safe(line) for line in (*missing, *question_lines(course)[1:])]


def _protocols(course: Course) -> str:
    return ", ".join(dict.fromkeys(plan.protocol for plan in course.plans)) or "nothing planned"


def _weights(course: Course) -> list[str]:
    """The dosing weight with the day of its order, and the last weight where that is another."""
    dosing, said = _dosing_weight(course), []
    if dosing is not None:
        amount, when, by = dosing
        said.append(f"DOSING WEIGHT {briefly(amount)} ({by} {_day(when, course)})")
    if course.weights:
        last = course.weights[-1]
        said.append(f"weighed {briefly(last.weight)} {_day(last.taken, course)}")
    return said


def _dosing_weight(course: Course) -> tuple[Amount, datetime, str] | None:
    """The weight on which the doses to come are calculated, when that was said, and where."""
    found: tuple[Amount, datetime, str] | None = None
    for event in _standing(course):
        what = event.what
        if isinstance(what, Planned) and what.plan.inputs.weight is not None:
            found = what.plan.inputs.weight, event.occurred, "plan of"
        elif isinstance(what, DoseChanged) and what.dosing_weight is not None:
            found = what.dosing_weight, event.occurred, f"order {what.order_number},"
    return found


def _standing(course: Course) -> list[Event]:
    return [entry.event for entry in course.entries if entry.struck_by is None]


def _day(moment: datetime, course: Course) -> str:
    return day_text(local_time(moment, course.zone).date())
