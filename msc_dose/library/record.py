"""The record as scripts use it: `md.record.open_record("record.db")`, and what can be kept in it.

What changes anything takes a Session (`sign_in`), what is signed a Proof (`prove`: the passphrase, given
within five minutes). What looks takes the Statements of `with record.reading() as statements:`, one moment's
view. Everything raises Refusal with a code, and keeps nothing then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.opening import Opened, Planned
from msc_dose.courses.plan import Plan
from msc_dose.files.course_file import load_events
from msc_dose.library.approved import (
    held_to_approved,
    proposable,
    protocol_on_record,
    put_site_settings,
    read_site_text,
    site_settings,
)
from msc_dose.library.clearing import held_to_list
from msc_dose.problems import refuse
from msc_dose.store import courses, verifications
from msc_dose.store.audit import Asked, export, rows, verify
from msc_dose.store.care.backups import backup
from msc_dose.store.care.checking import check_record
from msc_dose.store.care.exporting import export_record
from msc_dose.store.care.importing import import_record
from msc_dose.store.chain import Head
from msc_dose.store.courses import Recorded, codes, course_on_record, events_of
from msc_dose.store.people import (
    Person,
    add_person,
    change_passphrase,
    change_role,
    leave,
    people,
    prove,
    reset_passphrase,
    sign_in,
)
from msc_dose.store.people.signatures import Signature, signatures_of
from msc_dose.store.record import Proof, Record, Session, create_record, open_record
from msc_dose.store.site import protocols
from msc_dose.store.site.patients import patient, patients, put_patient
from msc_dose.store.site.protocol_files import find as find_protocol
from msc_dose.store.site.protocols import approved, withdraw
from msc_dose.store.site.settings import put_setting, setting
from msc_dose.store.stock import (
    HeldContainer,
    available,
    correct_position,
    exceptional_release,
    exceptional_releases,
    find,
    import_containers,
    listed,
    reserve,
    reserved_for,
    retract_step,
    take_step,
    unreserve,
)
from msc_dose.store.verifications import cosign, declare_urgent, owed, verification_of, waiting
from msc_dose.verification.comparison import Reentry

verify_audit, export_audit, audit_rows = verify, export, rows
verify_dose = verifications.verify

__all__ = [
    "Asked",
    "Head",
    "HeldContainer",
    "Person",
    "Proof",
    "Record",
    "Recorded",
    "Reentry",
    "Session",
    "Signature",
    "add_person",
    "append_event",
    "approve",
    "approved",
    "audit_rows",
    "available",
    "backup",
    "begin_course",
    "change_passphrase",
    "change_role",
    "check_record",
    "codes",
    "correct_position",
    "cosign",
    "course_on_record",
    "create_record",
    "declare_urgent",
    "events_of",
    "exceptional_release",
    "exceptional_releases",
    "export_audit",
    "export_record",
    "find",
    "held_to_approved",
    "import_containers",
    "import_course",
    "import_record",
    "leave",
    "listed",
    "open_record",
    "owed",
    "patient",
    "patients",
    "people",
    "proposable",
    "propose",
    "protocol_on_record",
    "prove",
    "put_patient",
    "put_setting",
    "put_site_settings",
    "read_site_text",
    "reserve",
    "reserved_for",
    "reset_passphrase",
    "retract_step",
    "setting",
    "sign_in",
    "signatures_of",
    "site_settings",
    "take_step",
    "unreserve",
    "verification_of",
    "verify_audit",
    "verify_dose",
    "waiting",
    "withdraw",
    "worksheet",
]


def propose(record: Record, proof: Proof, text: str, review: date) -> str:
    """Put a protocol file forward, by its whole text; its hash (SHA-256). `review` is its last day in force.

    The file loads, its status is site-approved and its worked examples agree: Refusals as `proposable`, and
    those of `store.protocols.propose`.
    """
    protocol, _ = proposable(text, "the protocol file")
    return protocols.propose(record, proof, protocol.id, text, review)


def approve(record: Record, proof: Proof, fingerprint: str) -> tuple[str, ...]:
    """Approve a file that another person proposed; the hashes of those of its id that it replaces.

    It is read and its worked examples are calculated again. Raises Refusal as `propose` and
    `store.protocols.approve` (`protocol.same-person`).
    """
    with record.reading() as statements:
        filed = find_protocol(statements, fingerprint)
    proposable(filed.text, f"{filed.name} ({filed.short})")
    return protocols.approve(record, proof, filed.hash)


def begin_course(
    record: Record, session: Session, opened: Opened, plan: Plan, occurred: datetime | None = None
) -> Recorded:
    """Open a course and record its plan, in one change.

    Unless the record is for training, the plan keeps to a protocol that the site has approved in it, rule
    for rule: Refusal `protocol.not-approved`, `protocol.other-rules`; and those of `store.courses`.
    """
    fingerprint = None if record.training else held_to_approved(record, plan)
    return courses.begin_course(record, session, opened, plan, fingerprint, occurred)


def append_event(
    record: Record,
    session: Session,
    code: str,
    what: What,
    expected: int,
    occurred: datetime | None = None,
    second: Proof | None = None,
    reasons: Mapping[str, str] = courses.NO_REASONS,
) -> Recorded:
    """Record one more event of a course of which `expected` events were seen; containers follow with it.

    `second` is the proof of whoever the event names as second person; `reasons` answer CHECKs by code. A
    further plan keeps to an approved protocol, as in `begin_course`; a clearance answers the site's list
    before thaw, where the record keeps one (`course.item-missing`). Raises Refusal as
    `store.courses.append_event`.
    """
    fingerprint = None
    if isinstance(what, Planned) and not record.training:
        fingerprint = held_to_approved(record, what.plan)
    if isinstance(what, Cleared):
        settings = site_settings(record)
        what = held_to_list(what, settings.clearance if settings else ())
    return courses.append_event(record, session, code, what, expected, occurred, second, reasons, fingerprint)


def import_course(record: Record, session: Session, path: str) -> Recorded:
    """Keep a whole course file in the record, event for event, with what it did to containers.

    Raises Refusal as `load_course`, `begin_course`, and `container.held`.
    """
    from msc_dose.courses.folding.fold import course_of

    events = load_events(path)
    plans = () if record.training else course_of(events).plans
    fingerprints = [held_to_approved(record, plan) for plan in plans]
    return courses.import_course(record, session, events, fingerprints)


def worksheet(record: Record, course: str, infusion: int) -> list[str]:
    """The preparation sheet of an infusion on record, 80 columns wide, with the head of the audit.

    Raises Refusal `course.unknown`, `course.no-such-infusion`, `worksheet.dose-changed`,
    `worksheet.other-containers`.
    """
    from msc_dose.exports.recorded_sheet import recorded_sheet

    with record.reading() as statements:
        found = course_on_record(statements, course)
        if not any(each.number == infusion for each in found.infusions):
            message = f"The course has infusions 1 to {len(found.infusions)}; {infusion} is none of them."
            raise refuse("course.no-such-infusion", "infusion", message, "Give one of them.", str(infusion))
        checked = verification_of(statements, found, infusion, record.now())
        held = reserved_for(statements, course, infusion)
        released = [each for each in held if each.exceptional]
        releases = [exceptional_releases(statements, each.identity)[-1] for each in released]
    return recorded_sheet(found, infusion, checked, held, releases, record.head())


def overview(record: Record) -> Mapping[str, Course]:
    """Every course of the record by its code."""
    with record.reading() as statements:
        return {code: course_on_record(statements, code) for code in codes(statements)}
