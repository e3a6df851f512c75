"""Courses in the record: begun, added to, read; who was slower is told, and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.events.documents import event_document, event_of
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.opening import Opened, Planned
from msc_dose.courses.events.results import EnteredInError
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.plan import Plan
from msc_dose.courses.recording import record as recorded_in
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.store import alerts, clearing
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.witnesses import witnessed
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.site.patients import ensure_patient
from msc_dose.store.site.protocols import check_plan
from msc_dose.store.stock import events as stock_events

NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one entry came to: the event, the course after it, and what to look at in the stock."""

    event: Event
    course: Course
    problems: tuple[Problem, ...] = ()


def events_of(statements: Statements, code: str) -> tuple[Event, ...]:
    """The events of a course in the order of recording; Refusal `course.unknown`."""
    rows = statements.all("events_of_course", course=code)
    if not rows:
        message = f"The record has no course {code}."
        raise refuse("course.unknown", "course", message, "msc-dose course list shows them.", code)
    return tuple(event_of(json.loads(row["document"])) for row in rows)


def course_on_record(statements: Statements, code: str) -> Course:
    """What the events of a course come to; Refusal `course.unknown`."""
    return course_of(events_of(statements, code))


def codes(statements: Statements) -> tuple[str, ...]:
    """The codes of all courses, in order."""
    return tuple(row["code"] for row in statements.all("course_codes"))


def event_text(event: Event) -> str:
    """The event as it is kept: the same JSON that a line of a course file holds."""
    document = event_document(event)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    # Half a character can stand in a reason of a plan; written out, every database keeps it.
    return text if text.isprintable() or _encodes(text) else json.dumps(document, allow_nan=False)


def _encodes(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


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
        _hold_to_training(record, opened)
        _hold_to_zone(record, opened)
        if not record.training:
            check_plan(change.statements, plan, fingerprint, record.now().date())
        _open(change, opened)
        first, _ = _next(change, (), opened, occurred, opened.zone)
        second, course = _next(change, (first,), Planned(rechecked(plan)), occurred, opened.zone)
        told = [*clearing.running_beside(change.statements, opened)]
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
    entry = _Entry(code, what, expected, occurred, second, reasons, fingerprint)
    try:
        return _appended(record, session, entry)
    except clearing.Unanswered as refusal:
        with record.changing(session, "checks shown") as change:
            alerts.tell(change, f"course {code}", refusal.checks)
        raise


@dataclass(frozen=True, slots=True)
class _Entry:
    """What `append_event` was given."""

    code: str
    what: What
    expected: int
    occurred: datetime | None
    second: Proof | None
    reasons: Mapping[str, str]
    fingerprint: str | None


def _appended(record: Record, session: Session, entry: _Entry) -> Recorded:
    code, what, occurred, reasons = entry.code, entry.what, entry.occurred, entry.reasons
    with record.changing(session, f"{_name(what)} recorded") as change:
        events = events_of(change.statements, code)
        _check_unchanged(events, entry.expected)
        zone = _zone(events)
        if isinstance(what, Planned):
            rechecked(what.plan)
            if not record.training:
                check_plan(change.statements, what.plan, entry.fingerprint, record.now().date())
        if isinstance(what, Cleared):
            _hold_gates(change, events, what, occurred, zone, reasons)
            reasons = NO_REASONS  # every one of them is answered by now
        event, course = _next(change, events, what, occurred, zone)
        told = [*witnessed(change, event, entry.second, code)]
        told += clearing.unchecked(change.statements, course, event)
        told += stock_events.apply_event(change, code, event, _struck(events, what))
        clearing.volunteer(change, code, [*course.problems, *told], reasons)
    return Recorded(event, course, tuple(told))


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
        _hold_to_training(record, opened)
        if not record.training:
            for plan, fingerprint in zip_longest(course.plans, fingerprints):
                check_plan(change.statements, plan, fingerprint, record.now().date())
        _open(change, opened)
        told: list[Problem] = []
        for number, event in enumerate(events):
            _write(change, opened.course, event)
            struck = _struck(events[:number], event.what)
            told += stock_events.apply_event(change, opened.course, event, struck)
        told += clearing.unknown_people(change.statements, events)
        alerts.tell(change, f"course {opened.course}", [*course.problems, *told])
    return Recorded(events[-1], course, tuple(told))


def rechecked(plan: Plan) -> Plan:
    """The plan, calculated a second time from its document; Refusal as `Plan.from_document`.

    What was altered on its way here could be written and never be read again.
    """
    return Plan.from_document(plan.as_document())


def _check_importable(course: Course) -> None:
    cleared = [each.number for each in course.infusions if each.state == "cleared"]
    if cleared:
        message = (
            f"Infusion {cleared[0]} is cleared to thaw in the file, by gates that are not this record's."
        )
        fix = "Enter the clearance in error in the file, import it, and clear it here."
        raise refuse("course.cleared-elsewhere", "events", message, fix, str(cleared[0]))


def _hold_to_training(record: Record, opened: Opened) -> None:
    if opened.training != record.training:
        kind, other = ("a training record", "training") if record.training else ("a site's record", "no")
        message = f"This is {kind}, and the course is {'a' if opened.training else 'no'} training course."
        fix = f"Begin it as {other} training course, or use another record (--db)."
        raise refuse("course.training-record", "training", message, fix)


def _hold_to_zone(record: Record, opened: Opened) -> None:
    if opened.zone != record.zone:
        message = f"The record is of a site in {record.zone}, and the course says {opened.zone}."
        raise refuse(
            "course.other-zone", "zone", message, f"Leave it out, or say {record.zone}.", opened.zone
        )


def _open(change: Change, opened: Opened) -> None:
    if change.statements.one("one_course", code=opened.course):
        message = f"The record has a course {opened.course} already."
        raise refuse("course.exists", "course", message, "Choose another code.", opened.course)
    ensure_patient(change, opened.recipient)
    change.insert("course", code=opened.course, recipient=opened.recipient, training=int(opened.training))


def _next(
    change: Change, events: Sequence[Event], what: What, occurred: datetime | None, zone: str
) -> tuple[Event, Course]:
    now = change.at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    event, course = recorded_in(events, occurred or now, now, change.who.person, what)
    _write(change, course.course, event)
    return event, course


def _write(change: Change, code: str, event: Event) -> None:
    change.insert(
        "event",
        course=code,
        number=event.number,
        type=event.type,
        recorded=event.recorded.isoformat(),
        person=event.by,
        document=event_text(event),
    )


def _check_unchanged(events: Sequence[Event], expected: int) -> None:
    if len(events) == expected:
        return
    added = ", ".join(f"event {each.number} ({each.type}, by {each.by})" for each in events[expected:])
    message = f"Somebody added {added or 'nothing'} meanwhile; nothing was written."
    fix = "Look at the course, then enter again."
    raise refuse("course.changed-meanwhile", "course", message, fix, str(expected))


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


def _struck(events: Sequence[Event], what: What) -> Event | None:
    return events[what.event - 1] if isinstance(what, EnteredInError) else None


def _zone(events: Sequence[Event]) -> str:
    opened = events[0].what
    assert isinstance(opened, Opened)
    return opened.zone


def _name(what: What) -> str:
    from msc_dose.courses.events.kinds import NAMES

    return NAMES[type(what)]
