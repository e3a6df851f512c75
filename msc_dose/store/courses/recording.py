"""A course begun in the record, and one more event of it; who was slower is told, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.events.kinds import NAMES, What
from msc_dose.courses.events.opening import Opened, Planned
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.plan import Plan
from msc_dose.courses.recording import record as recorded_in
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.store import alerts, clearing
from msc_dose.store.briefs.keeping import keep_brief
from msc_dose.store.change import Change
from msc_dose.store.courses.reading import events_of, running_beside
from msc_dose.store.courses.writing import (
    check_unchanged,
    hold_to_training,
    hold_to_zone,
    next_event,
    open_course,
    rechecked,
    struck_by,
    zone_of,
)
from msc_dose.store.people.witnesses import witnessed
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.site.protocols import check_plan
from msc_dose.store.stock import events as stock_events

NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one entry came to: the event, the course after it, and what to look at in the stock."""

    event: Event
    course: Course
    problems: tuple[Problem, ...] = ()


def begin_course(
    record: Record,
    session: Session,
    opened: Opened,
    plan: Plan,
    fingerprint: str | None,
    occurred: datetime | None = None,
) -> Recorded:
    """Open a course and record its plan, in one change.

    `fingerprint` is the SHA-256 of the protocol file that the plan was made by: it is an approved one of
    this record, unless the record is for training. Raises Refusal `course.exists`,
    `course.training-record`, those of `check_plan`, `ensure_patient` and of the events.
    """
    with record.changing(session, "course begun") as change:
        hold_to_training(record, opened)
        hold_to_zone(record, opened)
        _hold_plan(record, change, plan, fingerprint)
        open_course(change, opened)
        first, _ = next_event(change, (), opened, occurred, opened.zone)
        second, course = next_event(change, (first,), Planned(plan), occurred, opened.zone)
        keep_brief(change.statements, course)
        told = [*running_beside(change.statements, opened)]
        alerts.tell(change, f"course {opened.course}", [*course.problems, *told])
    return Recorded(second, course, tuple(told))


def append_event(
    record: Record,
    session: Session,
    code: str,
    what: What,
    expected: int,
    occurred: datetime | None = None,
    second: Proof | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    fingerprint: str | None = None,
) -> Recorded:
    """Record one more event of a course of which `expected` events were seen; containers follow with it.

    `second` is whoever an event names as second person, who has just given their passphrase; `reasons`
    answer CHECKs by their code where a gate asks for them; `fingerprint` is that of the protocol file by
    which a further block was planned.

    Raises Refusal `course.changed-meanwhile` naming who was faster with what, `container.held`, those of
    the gates, of `witnessed`, and of the event.
    """
    try:
        with record.changing(session, f"{NAMES[type(what)]} recorded") as change:
            events = events_of(change.statements, code)
            check_unchanged(events, expected)
            zone = zone_of(events)
            if isinstance(what, Planned):
                _hold_plan(record, change, what.plan, fingerprint)
            if isinstance(what, Cleared):
                _hold_gates(change, events, what, occurred, zone, reasons)
                reasons = NO_REASONS  # every one of them is answered by now
            event, course = next_event(change, events, what, occurred, zone)
            keep_brief(change.statements, course)
            told = [
                *witnessed(change, event, second, code),
                *clearing.unchecked(change.statements, course, event),
            ]
            told += stock_events.apply_event(change, code, event, struck_by(events, what), course)
            clearing.volunteer(change, code, [*course.problems, *told], reasons)
    except clearing.Unanswered as refusal:
        # Nothing of the entry is kept; that its CHECKs were shown is.
        with record.changing(session, "checks shown") as change:
            alerts.tell(change, f"course {code}", refusal.checks)
        raise
    return Recorded(event, course, tuple(told))


def _hold_plan(record: Record, change: Change, plan: Plan, fingerprint: str | None) -> None:
    """Refusal `recheck.disagrees`, or `protocol.not-approved` outside a training record."""
    rechecked(plan)
    if not record.training:
        check_plan(change.statements, plan, fingerprint, record.now().date())


def _hold_gates(
    change: Change,
    events: Sequence[Event],
    what: Cleared,
    occurred: datetime | None,
    zone: str,
    reasons: Mapping[str, str],
) -> None:
    """Every STOP of the course's own gates and of the record's, in one refusal; then the reasons."""
    now = change.at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    course = course_of(events)
    # Clearing lets something happen: it is judged now, whenever it is said to have been.
    stops = list(clearing.stops(change.statements, course, what.infusion, now))
    try:
        recorded_in(events, now, now, change.who.person, what)
    except Refusal as refusal:
        stops[:0] = refusal.problems
    if stops:
        raise Refusal(stops)
    if occurred is not None and occurred.date() != now.date():
        message = f"The infusion would be cleared on {occurred.date()}, and it is {now.date()}."
        fix = "Clear it now; what was thawed meanwhile is recorded without a clearance."
        raise refuse("course.cleared-late", "occurred", message, fix, occurred.isoformat())
    clearing.answer(change, course, what.infusion, reasons)
