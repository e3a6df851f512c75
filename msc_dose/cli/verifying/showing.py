"""`msc-dose verify show`: where the check of a dose stands; its values only where no check can be spoilt."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from msc_dose.cli.verifying.acting import Answer, add_dose, answered, arguments_of, number_of
from msc_dose.store.record import Record
from msc_dose.store.verifications import exceptional_of, verification_of
from msc_dose.store.verifications.verifying import answers
from msc_dose.verification.outcome import Answered
from msc_dose.verification.showing import may_show, standing_lines
from msc_dose.verification.states import Verification

_EXAMPLES = """  msc-dose verify show C-0417 1
  msc-dose verify show C-0417 1 --json

values are shown once a dose is verified, or where its signature is void; before
that whoever will verify it reads the source order."""


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
        may = may_show(found)
        reasons = answers(statements, given.course, number) if may else ()
        exceptional = exceptional_of(statements, course, number, named=may)
    return list(standing_lines(found, reasons, exceptional, record.zone)), _document(
        found, reasons, exceptional
    )


def _document(found: Verification, reasons: Sequence[Answered], exceptional: Sequence[str]) -> dict[str, Any]:
    signature = found.signature if may_show(found) else None
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
