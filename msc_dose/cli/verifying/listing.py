"""`msc-dose verify list` and `owed`: what waits for a check, and which co-signatures are missing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from msc_dose.cli.table import columns
from msc_dose.cli.verifying.acting import Answer, answered, arguments_of
from msc_dose.scheduling import day_text, days_text
from msc_dose.store.record import Record
from msc_dose.store.verifications import Owed, Waiting, owed, waiting
from msc_dose.verification.showing import moment_text

_EXAMPLES = {
    "list": """  msc-dose verify list
  msc-dose verify list --course C-0417
  msc-dose verify list --json""",
    "owed": """  msc-dose verify owed
  msc-dose verify owed --json""",
}


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the list; Refusal `course.unknown` for a course that is not there."""
    arguments = arguments_of(action, _EXAMPLES[action], signing=False)
    if action == "list":
        arguments.add_argument("--course", metavar="CODE", help="of this course alone")
    return answered(arguments.parse_args(words), as_json, _list if action == "list" else _owed)


def _list(record: Record, given: argparse.Namespace) -> Answer:
    from msc_dose.store.courses import codes, course_on_record

    with record.reading() as statements:
        named = (given.course,) if given.course is not None else codes(statements)
        courses = (course_on_record(statements, code) for code in named)
        found, missing = waiting(statements, courses, record.now()), owed(statements)
    rows = [_row(each) for each in found]
    heads = ("Date", "Course", "Infusion", "Double check")
    lines = columns(heads, rows) if rows else ["Every dose to come is double-checked."]
    document = {
        "schema": "msc-dose/verify-list/1",
        "waiting": [{**asdict(each), "date": each.date and each.date.isoformat()} for each in found],
        "owed": _documents(record, missing),
    }
    return [*lines, *(["", "CO-SIGNATURES OWED", *_owed_lines(record, missing)] if missing else [])], document


def _row(each: Waiting) -> tuple[str, ...]:
    day = day_text(each.date) if each.date else "to be decided"
    by = f"; {each.exceptional} by EXCEPTIONAL RELEASE" if each.exceptional else ""
    return day, each.course, str(each.infusion), f"{_SAID[each.state]}{by}"


_SAID = {
    "calculated": "not done",
    "mismatch": "one re-entry differs: both return to the source",
    "disagreed-twice": "in dispute: the owner corrects it",
    "void": "void: something changed since",
    "urgent": "urgent: a co-signature is owed",
}


def _owed(record: Record, given: argparse.Namespace) -> Answer:
    with record.reading() as statements:
        missing = owed(statements)
    lines = _owed_lines(record, missing) or ["No co-signature is owed."]
    return lines, {"schema": "msc-dose/verify-owed/1", "owed": _documents(record, missing)}


def _owed_lines(record: Record, missing: Sequence[Owed]) -> list[str]:
    return [
        f"{each.course}, infusion {each.infusion}: urgent by {each.person}, "
        f"{moment_text(each.at, record.zone)}, {days_text(each.days(record.now()))} ago: {each.reason}"
        for each in missing
    ]


def _documents(record: Record, missing: Sequence[Owed]) -> list[dict[str, Any]]:
    return [{**asdict(each), "days": each.days(record.now())} for each in missing]
