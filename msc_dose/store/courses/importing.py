"""A whole course of a course file taken into the record: history, as it was told elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Opened
from msc_dose.courses.folding.fold import course_of
from msc_dose.problems import Problem, refuse
from msc_dose.store import alerts, clearing
from msc_dose.store.briefs.keeping import keep_brief
from msc_dose.store.courses.recording import Recorded
from msc_dose.store.courses.writing import hold_to_training, open_course, struck_by, write_event
from msc_dose.store.record import Record, Session
from msc_dose.store.site.protocols import check_plan
from msc_dose.store.stock import events as stock_events


def import_course(
    record: Record, session: Session, events: Sequence[Event], fingerprints: Sequence[str | None] = ()
) -> Recorded:
    """Keep a whole course of a course file, every event as it is, and what it did to containers.

    What people did elsewhere is kept as history: names that the record does not know are told, and whoever
    imports counts as having calculated. A clearance to thaw that waits for its thaw is no history: it is
    struck in the file first (`course.cleared-elsewhere`).

    `fingerprints` are the hashes of the approved protocols that its plans keep to, in order
    (`library.approved.held_to_approved`); without them it is only asked that there is an approved one.
    Raises Refusal `course.exists`, `course.training-record`, `protocol.not-approved`, `container.held`.
    """
    course = course_of(events)
    opened = events[0].what
    assert isinstance(opened, Opened)
    _check_importable(course)
    with record.changing(session, "course imported") as change:
        hold_to_training(record, opened)
        if not record.training:
            for plan, fingerprint in zip_longest(course.plans, fingerprints):
                check_plan(change.statements, plan, fingerprint, record.now().date())
        open_course(change, opened)
        told: list[Problem] = []
        for number, event in enumerate(events):
            write_event(change, opened.course, event)
            struck = struck_by(events[:number], event.what)
            told += stock_events.apply_event(change, opened.course, event, struck)
        keep_brief(change.statements, course)
        told += clearing.unknown_people(change.statements, events)
        alerts.tell(change, f"course {opened.course}", [*course.problems, *told])
    return Recorded(events[-1], course, tuple(told))


def _check_importable(course: Course) -> None:
    cleared = [each.number for each in course.infusions if each.state == "cleared"]
    if cleared:
        message = (
            f"Infusion {cleared[0]} is cleared to thaw in the file, by gates that are not this record's."
        )
        fix = "Enter the clearance in error in the file, import it, and clear it here."
        raise refuse("course.cleared-elsewhere", "events", message, fix, str(cleared[0]))
