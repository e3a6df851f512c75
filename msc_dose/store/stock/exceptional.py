"""Exceptional release: a product that was not released goes all the same, on two people's signatures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.document import content_document
from msc_dose.product.life import EXCEPTIONAL
from msc_dose.product.plain_text import container_key, in_one_writing, note_problem
from msc_dose.store.chain import canonical
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.people.signatures import Signature, sign, signatures_of
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.site.reasons import LONGEST_REASON
from msc_dose.store.stock.rows import HeldContainer, known
from msc_dose.store.stock.steps import add_step, history, life_on_record, project

MEANING = "exceptional release"
JUDGING = ("release", "quarantine", EXCEPTIONAL)
_DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class ExceptionalRelease:
    """Why a container may be used that was not released, and the two who signed for it.

    `fact` is what about the product departs from its release, `notification` the reference under which
    it was reported; `signatures` stand under `shown`, the text that both had before them.
    """

    identity: str
    fact: str
    reason: str
    notification: str
    signatures: tuple[Signature, ...]

    @property
    def shown(self) -> str:
        """The text that was signed."""
        return self.signatures[0].shown


def exceptional_release(
    record: Record,
    session: Session,
    identity: str,
    fact: str,
    reason: str,
    notification: str,
    proofs: tuple[Proof, Proof],
) -> HeldContainer:
    """Release a container by exception, whoever is signed in; the container as it is then.

    Two different people who may do so sign, one of them a director. Until it is quarantined again or
    released as usual it may be reserved and thawed, and every list and print says how.

    Raises one Refusal for `release.same-person`, `release.no-director`, and texts that are no visible
    lines; `people.role`, `container.not-found`, `container.unlawful-step`, those of `sign`; TypeError
    unless there are two Proofs.
    """
    _check(fact, reason, notification, proofs)
    with record.changing(session, "container released exceptionally", reason) as change:
        found = known(change.statements, identity)
        life_on_record(change.statements, identity).check(EXCEPTIONAL, found.identity)
        shown = canonical(_document(found, fact, reason, notification, proofs))
        for proof in proofs:
            sign(change, proof, MEANING, _entity(identity), shown, reason)
        add_step(change, identity, EXCEPTIONAL)
        project(change, identity)
        return known(change.statements, identity)


def exceptional_releases(statements: Statements, identity: str) -> tuple[ExceptionalRelease, ...]:
    """Every exceptional release of a container, in order, those that are not in force any more as well."""
    found: dict[tuple[str, str], list[Signature]] = {}
    for signature in signatures_of(statements, _entity(identity)):
        if signature.meaning == MEANING:
            found.setdefault((signature.at, signature.shown), []).append(signature)
    return tuple(_release(signatures) for signatures in found.values())


def release_in_force(statements: Statements, identity: str) -> ExceptionalRelease | None:
    """The exceptional release by which a container may be used now, if it is used by one."""
    steps = history(statements, identity)
    judged = [step for step, counts in steps if counts and step.name in JUDGING]
    if not judged or judged[-1].name != EXCEPTIONAL:
        return None
    made = [step.number for step, _ in steps if step.name == EXCEPTIONAL]
    releases = exceptional_releases(statements, identity)
    # Two that say the same at one moment, as on a clock that stands still, are shown as one.
    return releases[min(made.index(judged[-1].number), len(releases) - 1)]


def _release(signatures: list[Signature]) -> ExceptionalRelease:
    said = json.loads(signatures[0].shown)
    return ExceptionalRelease(
        said["identity"], said["fact"], said["reason"], said["notification"], tuple(signatures)
    )


def _entity(identity: str) -> str:
    return f"container {container_key(identity)}"


def _document(
    found: HeldContainer, fact: str, reason: str, notification: str, proofs: tuple[Proof, Proof]
) -> dict[str, Any]:
    """What is released and why: the text that both sign."""
    container = found.container
    return {
        "meaning": MEANING,
        "identity": found.identity,
        "state": found.state,
        "recipient": container.recipient,
        "expiry": str(container.expiry),
        "content": content_document(container.content),
        "fact": fact,
        "reason": reason,
        "notification": notification,
        "authorized_by": [proof.person for proof in proofs],
    }


def _check(fact: str, reason: str, notification: str, proofs: tuple[Proof, Proof]) -> None:
    if len(proofs) != 2 or any(not isinstance(proof, Proof) for proof in proofs):
        raise TypeError("an exceptional release takes two Proofs")
    for proof in proofs:
        require(proof.role, MEANING)
    texts = {"fact": fact, "reason": reason, "notification": notification}
    lines = [note_problem(text, name, LONGEST_REASON) for name, text in texts.items()]
    problems: list[Problem] = [problem for problem in lines if problem]
    one, other = (in_one_writing(proof.person) for proof in proofs)
    if one == other:
        message = f"{proofs[0].person} cannot sign for both."
        problems.append(stop("release.same-person", "proofs", message, "Two people sign.", proofs[1].person))
    if all(proof.role != _DIRECTOR for proof in proofs):
        message = "Neither of the two who sign is a director."
        problems.append(stop("release.no-director", "proofs", message, "One of the two is a director."))
    if problems:
        raise Refusal(problems)
