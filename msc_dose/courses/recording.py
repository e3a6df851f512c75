"""One more event: held to what may be entered now, and to the course that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events import giving, opening, ordering
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.results import EnteredInError
from msc_dose.courses.folding.entries import entries_of
from msc_dose.courses.folding.fold import course_of, folded
from msc_dose.courses.folding.gates import gate_problems
from msc_dose.courses.folding.local_time import at_site
from msc_dose.problems import Refusal, refuse, stop

# Where product or dose is concerned, no single person takes an entry back.
SECOND_PERSON = (
    opening.Planned,
    ordering.Ordered,
    ordering.OrderAmended,
    ordering.OrderCancelled,
    ordering.DoseChanged,
    giving.Cleared,
    giving.Thawed,
    giving.PostThawCount,
    giving.BedsideCheck,
    giving.Started,
    giving.Completed,
    giving.StoppedEarly,
    giving.PartialDecided,
)


def record(
    events: Sequence[Event], occurred: datetime, recorded: datetime, by: str, what: What
) -> tuple[Event, Course]:
    """The next event of a course, and the course after it; nothing is written.

    Gates are held here: an infusion is cleared to thaw only when nothing stands in the way, and every STOP
    is named at once. What was in fact done is never refused for breaking a rule: the course tells it.
    Raises Refusal as `course_of`, those of the gates, and for an entry in error `course.no-such-event`,
    `course.struck-already`, `course.second-person`, `course.rests-on`.
    """
    event = Event(len(events) + 1, occurred, recorded, by, what)
    if isinstance(what, EnteredInError):
        return event, _struck(events, event, what)
    if isinstance(what, giving.Cleared):
        _hold_gates(events, event, what)
    return event, course_of([*events, event])


def _hold_gates(events: Sequence[Event], event: Event, what: giving.Cleared) -> None:
    ledger = folded([entry.event for entry in entries_of(events) if entry.struck_by is None])
    ledger.record(what.infusion, event)
    problems = list(gate_problems(ledger, at_site(event, ledger.zone), what))
    if problems:
        raise Refusal(problems)


def _concerned(events: Sequence[Event], event: Event) -> What:
    """What is struck or counts again: that of the event itself, or of the one that it strikes."""
    while isinstance(event.what, EnteredInError):
        event = events[event.what.event - 1]
    return event.what


def _struck(events: Sequence[Event], event: Event, what: EnteredInError) -> Course:
    if not 1 <= what.event <= len(events):
        message = f"There is no event {what.event}; the course has {len(events)}."
        fix = "Give the number that course show prints before the event."
        raise refuse("course.no-such-event", "event", message, fix, str(what.event))
    struck = entries_of(events)[what.event - 1]
    if struck.struck_by is not None:
        message = f"Event {what.event} is struck already, by event {struck.struck_by}."
        raise refuse("course.struck-already", "event", message, "One is enough.", str(what.event))
    if isinstance(_concerned(events, struck.event), SECOND_PERSON) and what.second is None:
        message = f"Event {what.event} ({struck.event.type}) concerns product or dose."
        raise refuse("course.second-person", "second", message, "Name the second person who agrees.")
    try:
        return course_of([*events, event])
    except Refusal as refusal:
        message = f"Event {what.event} cannot be struck: later entries rest on it."
        first = stop("course.rests-on", "event", message, "Strike those first, the last one first.")
        raise Refusal([first, *refusal.problems]) from refusal
