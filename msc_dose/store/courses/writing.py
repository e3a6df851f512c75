"""What writing a course takes: its row, its next event, and what both are held to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.opening import Opened
from msc_dose.courses.events.results import EnteredInError
from msc_dose.courses.plan import Plan
from msc_dose.courses.recording import record as recorded_in
from msc_dose.problems import refuse
from msc_dose.store.change import Change
from msc_dose.store.courses.reading import event_text
from msc_dose.store.record import Record
from msc_dose.store.site.patients import ensure_patient


def hold_to_training(record: Record, opened: Opened) -> None:
    """Refusal `course.training-record` unless course and record are both for training, or neither."""
    if opened.training != record.training:
        kind, other = ("a training record", "training") if record.training else ("a site's record", "no")
        message = f"This is {kind}, and the course is {'a' if opened.training else 'no'} training course."
        fix = f"Begin it as {other} training course, or use another record (--db)."
        raise refuse("course.training-record", "training", message, fix)


def hold_to_zone(record: Record, opened: Opened) -> None:
    """Refusal `course.other-zone`."""
    if opened.zone != record.zone:
        message = f"The record is of a site in {record.zone}, and the course says {opened.zone}."
        raise refuse(
            "course.other-zone", "zone", message, f"Leave it out, or say {record.zone}.", opened.zone
        )


def open_course(change: Change, opened: Opened) -> None:
    """Write the course and its recipient; Refusal `course.exists`, and those of `ensure_patient`."""
    if change.statements.one("one_course", code=opened.course):
        message = f"The record has a course {opened.course} already."
        raise refuse("course.exists", "course", message, "Choose another code.", opened.course)
    ensure_patient(change, opened.recipient)
    change.insert("course", code=opened.course, recipient=opened.recipient, training=int(opened.training))


def next_event(
    change: Change, events: Sequence[Event], what: What, occurred: datetime | None, zone: str
) -> tuple[Event, Course]:
    """Write the next event of a course: the event, and the course after it."""
    now = change.at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    event, course = recorded_in(events, occurred or now, now, change.who.person, what)
    write_event(change, course.course, event)
    return event, course


def write_event(change: Change, code: str, event: Event) -> None:
    """Write an event as it is."""
    change.insert(
        "event",
        course=code,
        number=event.number,
        type=event.type,
        recorded=event.recorded.isoformat(),
        person=event.by,
        document=event_text(event),
    )


def check_unchanged(events: Sequence[Event], expected: int) -> None:
    """Refusal `course.changed-meanwhile`, naming what was added meanwhile."""
    if len(events) == expected:
        return
    added = ", ".join(f"event {each.number} ({each.type}, by {each.by})" for each in events[expected:])
    message = f"Somebody added {added or 'nothing'} meanwhile; nothing was written."
    fix = "Look at the course, then enter again."
    raise refuse("course.changed-meanwhile", "course", message, fix, str(expected))


def rechecked(plan: Plan) -> Plan:
    """The plan, calculated a second time from its document; Refusal as `Plan.from_document`.

    What was altered on its way here could be written and never be read again.
    """
    return Plan.from_document(plan.as_document())


def struck_by(events: Sequence[Event], what: What) -> Event | None:
    """The event that an entry in error strikes; None for any other event."""
    return events[what.event - 1] if isinstance(what, EnteredInError) else None


def zone_of(events: Sequence[Event]) -> str:
    """The time zone of a course."""
    opened = events[0].what
    assert isinstance(opened, Opened)
    return opened.zone
