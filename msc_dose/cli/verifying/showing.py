"""`msc-dose verify show`: where the check of a dose stands; its values only where no check can be spoilt."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from msc_dose.cli.verifying.acting import Answer, add_dose, answered, arguments_of, moment_text, number_of
from msc_dose.store.chain import SHORT
from msc_dose.store.record import Record
from msc_dose.store.verifications import exceptional_of, verification_of
from msc_dose.store.verifications.verifying import answers
from msc_dose.verification.outcome import Answered, value_lines
from msc_dose.verification.states import Verification
from msc_dose.verification.wording import said

_EXAMPLES = """  msc-dose verify show C-0417 1
  msc-dose verify show C-0417 1 --json

values are shown once a dose is verified, or where its signature is void; before
that whoever will verify it reads the source order."""
_SAID = {
    "calculated": "calculated, not double-checked",
    "mismatch": "a re-entry differs: both return to the source",
    "disagreed-twice": "in dispute: the owner corrects it by the source order",
    "verified": "verified",
    "void": "void: what was signed is no more what is",
    "urgent": "urgent, not double-checked: a co-signature is owed",
}


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write where the check stands; Refusal `course.unknown`, `course.no-such-infusion`."""
    arguments = arguments_of(action, _EXAMPLES, signing=False)
    add_dose(arguments)
    return answered(arguments.parse_args(words), as_json, _show)


def _show(record: Record, given: argparse.Namespace) -> Answer:
    from msc_dose.store.courses import course_on_record

    number = number_of(given.infusion)
    with record.reading() as statements:
        course = course_on_record(statements, given.course)
        found = verification_of(statements, course, number, record.now())
        may = _may_show(found)
        reasons = answers(statements, given.course, number) if may else ()
        exceptional = exceptional_of(statements, course, number, named=may)
    return list(_lines(record, found, reasons, exceptional)), _document(found, reasons, exceptional)


def _may_show(found: Verification) -> bool:
    """Whether nobody enters blind any more what was signed: it is checked, or has changed since."""
    return found.state in ("verified", "void") and not found.owed


def _lines(
    record: Record, found: Verification, reasons: Sequence[Answered], exceptional: Sequence[str]
) -> Iterator[str]:
    yield f"DOSE of course {found.course}, infusion {found.infusion}: {_SAID[found.state]}"
    yield from exceptional
    if found.fields:
        yield f"differs in: {', '.join(found.fields)}"
    yield from (f"since then: {each}" for each in found.changes)
    yield from value_lines(found.disagreement)
    for attempt in found.attempts:
        yield f"{moment_text(record, attempt.at)}  {attempt.person}: {_TRIED[attempt.outcome]}"
    for each in found.signatures:
        why = f": {each.reason}" if each.reason else ""
        yield f"{moment_text(record, each.at)}  signed by {each.name} ({each.person}): {each.meaning}{why}"
    if found.owed and found.state != "urgent":
        yield "A co-signature is owed."
    if _may_show(found) and found.signature is not None:
        yield ""
        yield "WHAT WAS SIGNED"
        yield from _covered(found.signature.document)
        yield from (f"answered: {e.code}: {e.message} – {e.reason} ({e.person})" for e in reasons)


_TRIED = {
    "agrees": "the re-entry agrees",
    "differs": "the re-entry differs",
    "urgent": "declared urgent",
}


def _covered(document: dict[str, Any]) -> Iterator[str]:
    """The facts of a covered document that are there, a line each."""
    for order in document["orders"]:
        yield f"order {order['number']}: “{order['text']}” ({order['prescriber']})"
    for each in document["containers"]:
        cells = said(each["content"]["cells"] or each["content"]["concentration"])
        by = f", by exceptional release: {release}" if (release := each["exceptional_release"]) else ""
        yield f"container {each['identity']}: {cells}, expires {each['expiry']}, for {each['recipient']}{by}"
    for name, value in document.items():
        known = name not in ("schema", "course", "infusion", "orders", "containers")
        facts = {k: v for k, v in value.items() if v and k != "site"} if isinstance(value, dict) else value
        if known and facts:
            yield f"{name.replace('_', ' ')}: {said(facts)}"
    if document["limits"]["site"]:
        yield f"the site's limits: as in the settings {document['limits']['site'][:SHORT]}"


def _document(found: Verification, reasons: Sequence[Answered], exceptional: Sequence[str]) -> dict[str, Any]:
    signature = found.signature if _may_show(found) else None
    return {
        "schema": "msc-dose/verification/1",
        "course": found.course,
        "infusion": found.infusion,
        "state": found.state,
        "owed": found.owed,
        "fields": list(found.fields),
        "exceptional": list(exceptional),
        "changes": list(found.changes),
        "disagreement": [asdict(each) for each in found.disagreement],
        "attempts": [
            {"person": each.person, "outcome": each.outcome, "at": each.at} for each in found.attempts
        ],
        "signatures": [
            {
                name: getattr(each, name)
                for name in ("person", "name", "role", "meaning", "hash", "reason", "at")
            }
            for each in found.signatures
        ],
        "covered": None if signature is None else signature.document,
        "answered": [asdict(each) for each in reasons],
    }
