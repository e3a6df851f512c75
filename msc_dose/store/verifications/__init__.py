"""Verification on the record: blind re-entries, signatures, the urgent path, and what still waits.

"Verified" is kept nowhere: it follows from signatures, attempts and the present facts each time it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from types import MappingProxyType

from msc_dose.courses.course import Course
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.people.signatures import sign
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.verifications.asked import (
    Owed,
    Waiting,
    clearance_problems,
    event_problems,
    exceptional_of,
    owed,
    prepared,
    release_lines,
    verification_of,
    void_problem,
    waiting,
)
from msc_dose.store.verifications.reentering import entered, keep_attempt, raise_stops
from msc_dose.store.verifications.verifying import OnRecord, entity_of, on_record, unanswered
from msc_dose.verification import states
from msc_dose.verification.comparison import Reentry
from msc_dose.verification.outcome import Outcome
from msc_dose.verification.states import CHECK, COSIGN, DECLARED, URGENT, Signed

__all__ = [
    "Owed",
    "Waiting",
    "ask_first",
    "clearance_problems",
    "cosign",
    "declare_urgent",
    "event_problems",
    "exceptional_of",
    "open_checks",
    "owed",
    "prepared",
    "verification_of",
    "verify",
    "waiting",
]
NO_REASONS: Mapping[str, str] = MappingProxyType({})
_BACK_TO_SOURCE = "Both return to the source; it is entered once more, or the owner corrects it."


def verify(
    record: Record,
    proof: Proof,
    course: str,
    infusion: int,
    reentry: Reentry,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Outcome:
    """Hold a blind re-entry by another person against the first entry, and sign where it agrees.

    A first mismatch names the fields alone; a second one over the same facts shows both sides, and ends it:
    only a change opens it again. Both are kept, and returned, not raised. `reasons` answer CHECKs by code.

    Raises Refusal `verify.same-person`, `verify.disagreed`, `verify.verified-already`, `verify.not-to-come`;
    once the re-entry agrees, every STOP (`container.other-recipient`, `verify.other-containers`,
    `verify.order-cancelled`, `verify.weight-stale`, `verify.container-expired`, those of the cells in the
    containers), else `alert.reason-missing` for every CHECK;
    `people.role`, `people.not-active`, `signature.stale`, `course.unknown`, `course.no-such-infusion`.
    """
    with _changing(record, proof, CHECK) as change:
        found = _found(change, course, infusion)
        _check_open(found)
        _check_other_person(found, proof.person)
        return entered(change, proof, found, found.text, reentry, reasons, CHECK)


def cosign(
    record: Record,
    proof: Proof,
    course: str,
    infusion: int,
    reentry: Reentry,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Outcome:
    """The same blind re-entry for a dose that was declared urgent, also once it was given.

    Of product that is in, it is held against what was declared, and a mismatch is told at once with both
    sides. Raises Refusal `verify.nothing-owed`, `verify.void` where the facts have changed before it was
    given, and as `verify`.
    """
    with _changing(record, proof, COSIGN) as change:
        found = _found(change, course, infusion)
        declared = _declared(found, proof.person)
        return entered(change, proof, found, declared.shown, reentry, reasons, COSIGN)


def declare_urgent(record: Record, proof: Proof, course: str, infusion: int, reason: str) -> Outcome:
    """Let exactly this dose be cleared without a second person, who signs later; it is owed until then.

    Raises Refusal `verify.disagreed` where a re-entry differed, `verify.verified-already`,
    `verify.urgent-already`, `verify.not-to-come`, the STOPs of `verify`, and those of a reason.
    """
    why = stated_reason(reason)
    with _changing(record, proof, URGENT, why) as change:
        found = _found(change, course, infusion)
        _check_undeclared(found)
        raise_stops(change, found)
        keep_attempt(change, proof, found, found.case.hash, DECLARED, {})
        entity = entity_of(course, infusion)
        number = sign(change, proof, URGENT, entity, found.text, why)
        return Outcome(
            course, infusion, "urgent", proof.person, signature=number, meaning=URGENT,
            exceptional=tuple(release_lines(found.containers)),
        )  # fmt: skip


def ask_first(
    statements: Statements, course: Course, infusion: int, who: Session, at: datetime, meaning: str = CHECK
) -> None:
    """Raise what would be refused to this person whatever they enter, before they enter anything.

    `meaning` is CHECK, COSIGN or URGENT. Refusals as `verify`, `cosign` and `declare_urgent`, which look
    once more; nothing that is raised here tells a value of the first entry.
    """
    require(who.role, "verify")
    found = on_record(statements, course, infusion, at)
    if meaning == COSIGN:
        _declared(found, who.person)
    elif meaning == URGENT:
        _check_undeclared(found)
    else:
        _check_open(found)
        _check_other_person(found, who.person)
        _check_foundation(found)


def _check_foundation(found: OnRecord) -> None:
    # What is told of a container would name it, and whoever verifies reads it off the container.
    if lacking := [each for each in found.case.lapses if each.field in ("order", "weight")]:
        raise Refusal(lacking)


def open_checks(statements: Statements, course: Course, infusion: int, at: datetime) -> tuple[Problem, ...]:
    """The CHECKs of a dose that nobody has given a reason for: `verify` asks for one each.

    They may tell values: they are for whoever's re-entry agrees.
    """
    return unanswered(statements, on_record(statements, course, infusion, at))


def _changing(record: Record, proof: Proof, action: str, reason: str = "") -> AbstractContextManager[Change]:
    require(proof.role, "verify")
    return record.changing(proof.session, action, reason)


def _found(change: Change, course: str, infusion: int) -> OnRecord:
    """The dose as it stands within this very transaction: nothing that a screen showed is trusted."""
    from msc_dose.store.courses import course_on_record  # which itself asks for verifications

    return on_record(change.statements, course_on_record(change.statements, course), infusion, change.at)


def _check_open(found: OnRecord) -> None:
    case = found.case
    if not case.to_come:
        message = f"Infusion {case.infusion} of {case.course} is not to come: there is nothing to verify."
        fix = "A dose that was declared urgent is co-signed: msc-dose verify cosign."
        raise refuse("verify.not-to-come", "infusion", message, fix)
    _check_not_disagreed(found)
    now = states.verification_of(case)
    if now.state == "verified" and now.signature is not None:
        message = f"The dose is verified already, by {now.signature.person}."
        raise refuse("verify.verified-already", "infusion", message, "Nothing more is asked for.")


def _check_not_disagreed(found: OnRecord) -> None:
    if len(found.case.differing(found.case.hash)) > 1:
        raise _disagreed(found, "Two re-entries differed from it.")


def _disagreed(found: OnRecord, why: str) -> Refusal:
    case = found.case
    message = f"The dose of {case.course}, infusion {case.infusion}, is in dispute. {why}"
    return refuse("verify.disagreed", "infusion", message, _BACK_TO_SOURCE)


def _check_undeclared(found: OnRecord) -> None:
    _check_open(found)
    now = states.verification_of(found.case)
    if now.state == "mismatch":
        raise _disagreed(found, "A re-entry differed from it.")
    if now.state == "urgent":
        message = "It is declared urgent already; a co-signature is owed."
        raise refuse("verify.urgent-already", "infusion", message, "Have another person co-sign it.")


def _declared(found: OnRecord, person: str) -> Signed:
    """The declaration that this person may co-sign."""
    case, declared = found.case, found.case.owed
    if declared is None:
        message = f"No co-signature is owed for the dose of {case.course}, infusion {case.infusion}."
        raise refuse("verify.nothing-owed", "infusion", message, "msc-dose verify owed lists them.")
    if case.to_come:
        if declared.hash != case.hash:
            raise Refusal([void_problem(states.verification_of(case))])
        _check_not_disagreed(found)
    _check_other_person(found, person)
    return declared


def _check_other_person(found: OnRecord, person: str) -> None:
    part = found.case.calculated_by(person)
    declared = found.case.owed
    if part is None and declared is not None and declared.person == person:
        part = "declared it urgent"
    if part is not None:
        message = f"{person} {part}: whoever verifies a dose has had no part in it."
        raise refuse("verify.same-person", "person", message, "Ask another person.", person)
