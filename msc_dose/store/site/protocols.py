"""The protocol files of a site: proposed by one person, approved by another, until a date of review."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal, refuse
from msc_dose.product.plain_text import identifier_problem
from msc_dose.store.chain import SHORT, digest
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.people.signatures import sign
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.site.protocol_files import (
    APPROVED,
    OVERDUE,
    PROPOSED,
    WITHDRAWN,
    Approved,
    Filed,
    approved,
    filed,
    filed_of,
    find,
    row_of,
)
from msc_dose.store.site.reasons import stated_reason

if TYPE_CHECKING:
    from msc_dose.courses.plan import Plan

__all__ = [
    "Approved",
    "Filed",
    "approve",
    "approved",
    "check_plan",
    "filed",
    "find",
    "propose",
    "standing",
    "withdraw",
]

_DEED = "protocol"


def propose(record: Record, proof: Proof, name: str, text: str, review: date) -> str:
    """Put a protocol file forward for approval; its hash. `name` is the id that the file states.

    A file that was withdrawn, or whose date of review has passed, may be proposed again. Raises Refusal
    `people.role`, `protocol.review`, `protocol.on-record`, and those of the signature.
    """
    require(proof.role, _DEED)
    if isinstance(review, datetime) or not isinstance(review, date):
        raise TypeError(f"review is a date, not {type(review).__name__}")
    problem = identifier_problem(name, "protocol")
    if problem is not None:
        raise Refusal([problem])
    fingerprint = digest(text)
    with record.changing(_session(proof), "protocol proposed", f"review {review.isoformat()}") as change:
        today = change.at.date()
        _check_review(review, today)
        values = {
            "proposed_by": proof.person,
            "approved_by": None,
            "approved": None,
            "review": review.isoformat(),
            "withdrawn": None,
        }
        row = change.statements.one("one_protocol", hash=fingerprint)
        if row is None:
            change.insert("protocol", hash=fingerprint, name=name, text=text, **values)
        else:
            _check_again(filed_of(row), today)
            change.update("protocol", row, **values)
        sign(change, proof, "protocol proposed", _entity(fingerprint), text, change.reason)
    return fingerprint


def approve(record: Record, proof: Proof, fingerprint: str) -> tuple[str, ...]:
    """Approve a file that another person proposed; the hashes of those of the same name that it replaces.

    What it replaces is withdrawn in the same change, so that a name means one file at any time. Raises
    Refusal `people.role`, `protocol.not-on-record`, `protocol.not-proposed`, `protocol.same-person`,
    `protocol.review`, and those of the signature.
    """
    require(proof.role, _DEED)
    with record.changing(_session(proof), "protocol approved", f"approves {fingerprint[:SHORT]}") as change:
        row = row_of(change.statements, fingerprint)
        one = filed_of(row)
        _check_approval(one, proof, change.at.date())
        change.update("protocol", row, approved_by=proof.person, approved=change.moment)
        sign(
            change,
            proof,
            "protocol approved",
            _entity(fingerprint),
            one.text,
            f"review {one.review.isoformat()}",
        )
        replaced = [
            other
            for other in change.statements.all("protocols_of_name", name=one.name)
            if other["hash"] != fingerprint and other["approved"] and not other["withdrawn"]
        ]
        for other in replaced:
            change.update("protocol", other, withdrawn=change.moment)
    return tuple(other["hash"] for other in replaced)


def withdraw(record: Record, session: Session, fingerprint: str, reason: str) -> None:
    """Take a file out of use, or a proposal back; courses that it started go on.

    Raises Refusal `people.role`, `protocol.not-on-record`, `protocol.withdrawn-already`, `value.missing`.
    """
    require(session.role, _DEED)
    with record.changing(session, "protocol withdrawn", stated_reason(reason)) as change:
        row = row_of(change.statements, fingerprint)
        if row["withdrawn"]:
            message = f"{row['name']} ({fingerprint[:SHORT]}) was withdrawn on {row['withdrawn'][:10]}."
            raise refuse("protocol.withdrawn-already", "protocol", message, "Nothing is left to do.")
        change.update("protocol", row, withdrawn=change.moment)


def check_plan(statements: Statements, plan: Plan, fingerprint: str | None, on: date) -> None:
    """Refusal `protocol.not-approved` unless the plan's protocol may start a course on this day.

    `fingerprint` is the hash of the text that the plan was made by: that file must be the approved one of
    the plan's protocol. None, for a plan that came as a document, asks only that there is an approved one;
    whether the plan keeps to it, `library.approved.held_to_approved` says.
    """
    if plan.status != "site-approved":
        raise _not_approved(f"The plan's protocol {plan.protocol} is {plan.status}.")
    if fingerprint is None:
        if not any(each.name == plan.protocol for each in approved(statements, on)):
            raise _not_approved(f"The record has no approved protocol {plan.protocol}.")
        return
    row = statements.one("one_protocol", hash=fingerprint)
    if row is None:
        raise _not_approved(f"The file of {plan.protocol} ({fingerprint[:SHORT]}) was never proposed here.")
    one = filed_of(row)
    if one.state(on) != APPROVED:
        raise _not_approved(f"{one.name} ({one.short}) is not in force: {standing(one, on)}.")
    if one.name != plan.protocol:
        raise _not_approved(
            f"The file {one.short} is the protocol {one.name}, the plan is of {plan.protocol}."
        )


def standing(one: Filed, on: date) -> str:
    """Why a file that is not in force is not: `its date of review, 2024-06-30, has passed`."""
    said = {
        PROPOSED: f"proposed by {one.proposed_by}, not approved yet",
        OVERDUE: f"its date of review, {one.review.isoformat()}, has passed",
        WITHDRAWN: f"withdrawn on {one.withdrawn.date().isoformat()}" if one.withdrawn else "",
    }
    return said[one.state(on)]


def _not_approved(message: str) -> Refusal:
    fix = "Plan by a protocol that two people have approved here: msc-dose protocol approved lists them."
    return refuse("protocol.not-approved", "protocol", message, fix)


def _check_review(review: date, today: date) -> None:
    if review <= today:
        message = f"The date of review, {review.isoformat()}, is not in the future."
        raise refuse("protocol.review", "review", message, "Name a later day.", review.isoformat())


def _check_again(one: Filed, today: date) -> None:
    """Only what is no longer in force, and waits for nobody, is proposed again."""
    state = one.state(today)
    if state in (WITHDRAWN, OVERDUE):
        return
    by = one.proposed_by if state == PROPOSED else f"{one.proposed_by} and {one.approved_by}"
    message = f"This very file ({one.short}) is {state} already, by {by}, review {one.review.isoformat()}."
    fix = "Let another person approve it." if state == PROPOSED else "Withdraw it first to set another date."
    raise refuse("protocol.on-record", "protocol", message, fix, one.hash)


def _check_approval(one: Filed, proof: Proof, today: date) -> None:
    if one.withdrawn is not None or one.approved is not None:
        message = f"{one.name} ({one.short}) waits for nobody: it is {one.state(today)}."
        raise refuse("protocol.not-proposed", "protocol", message, "Propose it again.", one.hash)
    if one.proposed_by == proof.person:
        message = f"{proof.person} proposed {one.name} ({one.short}); another person approves it."
        raise refuse("protocol.same-person", "person", message, "Ask a second person.", proof.person)
    _check_review(one.review, today)


def _session(proof: Proof) -> Session:
    return proof.session


def _entity(fingerprint: str) -> str:
    return f"protocol {fingerprint}"
