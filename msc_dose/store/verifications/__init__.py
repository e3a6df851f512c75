"""Verification on the record: blind re-entries, signatures, the urgent path, and what still waits.

"Verified" is kept nowhere: it follows from signatures, attempts and the present facts each time it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType

from msc_dose.problems import Refusal, refuse
from msc_dose.store.change import Change
from msc_dose.store.people.permissions import require
from msc_dose.store.people.signatures import sign
from msc_dose.store.record import Proof, Record
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.verifications.asked import (
    Owed,
    Waiting,
    clearance_problems,
    event_problems,
    exceptional_of,
    owed,
    release_lines,
    verification_of,
    void_problem,
    waiting,
)
from msc_dose.store.verifications.reentering import entered, keep_attempt, raise_stops
from msc_dose.store.verifications.verifying import OnRecord, entity_of, on_record
from msc_dose.verification import states
from msc_dose.verification.comparison import Reentry
from msc_dose.verification.outcome import Outcome
from msc_dose.verification.states import CHECK, COSIGN, DECLARED, URGENT

__all__ = [
    "Owed",
    "Waiting",
    "clearance_problems",
    "cosign",
    "declare_urgent",
    "event_problems",
    "exceptional_of",
    "owed",
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
        _check_other_person(found, proof)
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
        declared = found.case.owed
        if declared is None:
            message = f"No co-signature is owed for the dose of {course}, infusion {infusion}."
            raise refuse("verify.nothing-owed", "infusion", message, "msc-dose verify owed lists them.")
        if found.case.to_come:
            if declared.hash != found.case.hash:
                raise Refusal([void_problem(states.verification_of(found.case))])
            _check_not_disagreed(found)
        _check_other_person(found, proof)
        return entered(change, proof, found, declared.shown, reentry, reasons, COSIGN)


def declare_urgent(record: Record, proof: Proof, course: str, infusion: int, reason: str) -> Outcome:
    """Let exactly this dose be cleared without a second person, who signs later; it is owed until then.

    Raises Refusal `verify.disagreed` where a re-entry differed, `verify.verified-already`,
    `verify.urgent-already`, `verify.not-to-come`, the STOPs of `verify`, and those of a reason.
    """
    why = stated_reason(reason)
    with _changing(record, proof, URGENT, why) as change:
        found = _found(change, course, infusion)
        _check_open(found)
        now = states.verification_of(found.case)
        if now.state == "mismatch":
            raise _disagreed(found, "A re-entry differed from it.")
        if now.state == "urgent":
            message = "It is declared urgent already; a co-signature is owed."
            raise refuse("verify.urgent-already", "infusion", message, "Have another person co-sign it.")
        raise_stops(change, found)
        keep_attempt(change, proof, found, found.case.hash, DECLARED, {})
        entity = entity_of(course, infusion)
        number = sign(change, proof, URGENT, entity, found.text, why)
        return Outcome(
            course, infusion, "urgent", proof.person, signature=number, meaning=URGENT,
            exceptional=tuple(release_lines(found.containers)),
        )  # fmt: skip


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


def _check_other_person(found: OnRecord, proof: Proof) -> None:
    part = found.case.calculated_by(proof.person)
    declared = found.case.owed
    if part is None and declared is not None and declared.person == proof.person:
        part = "declared it urgent"
    if part is not None:
        message = f"{proof.person} {part}: whoever verifies a dose has had no part in it."
        raise refuse("verify.same-person", "person", message, "Ask another person.", proof.person)
