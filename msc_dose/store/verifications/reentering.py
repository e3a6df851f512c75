"""A re-entry within its change: compared first, then signed, or told as far as it may be."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msc_dose.problems import Problem, Refusal
from msc_dose.store import alerts
from msc_dose.store.chain import canonical, digest
from msc_dose.store.change import Change
from msc_dose.store.people.signatures import sign, standing
from msc_dose.store.record import Proof
from msc_dose.store.verifications.asked import release_lines
from msc_dose.store.verifications.verifying import OnRecord, answers, entity_of, on_record, unanswered
from msc_dose.verification.comparison import Mismatch, Reentry, compare
from msc_dose.verification.outcome import Outcome
from msc_dose.verification.states import AGREES, DIFFERS, disagreements


def entered(
    change: Change,
    proof: Proof,
    found: OnRecord,
    text: str,
    reentry: Reentry,
    reasons: Mapping[str, str],
    meaning: str,
) -> Outcome:
    """Compare, then sign or tell; nothing of the first entry is told before the two are compared."""
    if not isinstance(reentry, Reentry):
        raise TypeError(f"a dose is verified by a Reentry, not by {type(reentry).__name__}")
    standing(change, proof)
    mismatches = compare(json.loads(text), reentry)
    if mismatches:
        return _differs(change, proof, found, reentry, mismatches)
    case = found.case
    entity = entity_of(case.course, case.infusion)
    _answer(change, found, entity, reasons)
    number = sign(change, proof, meaning, entity, text)
    keep_attempt(change, proof, found, digest(text), AGREES, reentry.as_document())
    given = answers(change.statements, case.course, case.infusion)
    return Outcome(
        case.course, case.infusion, "verified", proof.person, signature=number, answered=given,
        meaning=meaning, exceptional=tuple(release_lines(found.containers)),
    )  # fmt: skip


def _answer(change: Change, found: OnRecord, entity: str, reasons: Mapping[str, str]) -> None:
    """Raise what stops, then every CHECK without a reason; keep the reasons given."""
    checks: tuple[Problem, ...] = ()
    if found.case.to_come:
        raise_stops(change, found)
        checks = unanswered(change.statements, found)
    alerts.needing_reasons(checks, reasons)
    for problem in checks:
        alerts.override(change, entity, problem, reasons[problem.code])


def raise_stops(change: Change, found: OnRecord) -> None:
    """One Refusal of everything that nobody overrides, if there is any."""
    stops = found.stops(change.statements)
    if stops:
        raise Refusal(stops)


def _differs(
    change: Change, proof: Proof, found: OnRecord, reentry: Reentry, mismatches: tuple[Mismatch, ...]
) -> Outcome:
    """Keep a re-entry that differs. The first tells the fields' names alone, unless the product is in."""
    case, is_in = found.case, not found.case.to_come
    covers, document = case.hash, case.document
    if is_in and case.owed is not None:
        covers, document = case.owed.hash, case.owed.document
    keep_attempt(change, proof, found, covers, DIFFERS, reentry.as_document())
    fields = tuple(each.field for each in mismatches)
    after = on_record(change.statements, found.course, case.infusion, change.at).case
    differing = after.differing(covers)
    if not is_in and len(differing) == 1:
        return Outcome(case.course, case.infusion, "mismatch", proof.person, fields)
    values = disagreements(after, document, differing)
    state = "urgent" if is_in else "disagreed-twice"
    return Outcome(case.course, case.infusion, state, proof.person, fields, values)


def keep_attempt(
    change: Change,
    proof: Proof,
    found: OnRecord,
    covers: str,
    outcome: str,
    document: Mapping[str, object],
) -> None:
    """Keep what was tried over the document of a hash, and what came of it."""
    change.append(
        "verification",
        course=found.case.course,
        infusion=found.case.infusion,
        person=proof.person,
        covers=covers,
        outcome=outcome,
        document=canonical(document),
        at=change.moment,
    )
