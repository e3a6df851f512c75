"""`msc-dose protocol approved`: the protocol files of a record, and who stands for each until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.cli.table import wrapped
from msc_dose.scheduling import day_text, days_text
from msc_dose.store.people.signatures import Signature, signatures_of
from msc_dose.store.record import Record
from msc_dose.store.site.protocol_files import APPROVED, OVERDUE, WITHDRAWN, Filed, filed, find

_EXAMPLES = """  msc-dose protocol approved
  msc-dose protocol approved --all
  msc-dose protocol approved site-sjogren-msc
  msc-dose protocol approved site-sjogren-msc --json"""
_NONE = "No protocol was proposed here yet: msc-dose protocol propose FILE --review DATE"


def run(action: str, words: list[str], as_json: bool) -> int:
    """List what was proposed and approved, or show one with its signatures; JSON has its text too."""
    arguments = parser("protocol approved", "The protocol files of a record.", _EXAMPLES)
    said = "its id, or the beginning of its hash: one file with its signatures"
    arguments.add_argument("protocol", metavar="PROTOCOL", nargs="?", help=said)
    arguments.add_argument("--all", action="store_true", help="also those that were withdrawn")
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    record = record_of(given)
    try:
        with record.reading() as statements:
            chosen = (find(statements, given.protocol),) if given.protocol else filed(statements)
            signed = signatures_of(statements, f"protocol {chosen[0].hash}") if given.protocol else ()
        today, head = record.now().date(), banner(record)
    finally:
        record.close()
    shown = [each for each in chosen if given.all or given.protocol or each.withdrawn is None]
    if as_json:
        output.document(_document(shown, signed, today, texts=bool(given.protocol)))
        return 0
    lines = [line for each in shown for line in _lines(each, today, record)]
    lines += [f"  {_signature(each, record)}" for each in signed]
    output.say("\n".join([*head, *(line for text in lines or [_NONE] for line in wrapped(text, 4))]))
    return 0


def _lines(one: Filed, today: date, record: Record) -> Iterator[str]:
    yield f"{one.name}  {one.short}  {one.state(today)}"
    approved = (
        f"approved by {one.approved_by} on {_day(one.approved, record)}" if one.approved else "not approved"
    )
    yield f"  proposed by {one.proposed_by}, {approved}"
    if one.withdrawn is not None:
        yield f"  withdrawn on {_day(one.withdrawn, record)}"
    else:
        yield f"  review {day_text(one.review)}: {due(one, today)}"


def due(one: Filed, today: date) -> str:
    """How long the file may still start a course, or, of a proposal, wait for approval."""
    days = (one.review - today).days
    if one.approved is None:
        waits = "waits for another person's approval; starts no course until then"
        return waits if days > 0 else "no later day; it cannot be approved: propose it again"
    if days == 0:
        return "due today"
    return f"due in {days_text(days)}" if days > 0 else f"PASSED {days_text(-days)} ago; it starts no course"


def _signature(one: Signature, record: Record) -> str:
    at = datetime.fromisoformat(one.at).astimezone(ZoneInfo(record.zone))
    note = f" ({one.reason})" if one.reason else ""
    who = f"{one.person}, {one.role} ({one.name})"
    return f"signed: {one.meaning}{note}, {who}, {day_text(at.date())} {at:%H:%M}"


def _day(moment: datetime, record: Record) -> str:
    return day_text(moment.astimezone(ZoneInfo(record.zone)).date())


def _document(shown: list[Filed], signed: tuple[Signature, ...], today: date, texts: bool) -> dict[str, Any]:
    rows = [_row(each, today) | ({"text": each.text} if texts else {}) for each in shown]
    content: dict[str, Any] = {"schema": "msc-dose/protocols-on-record/1", "protocols": rows}
    if texts:
        fields = ("meaning", "person", "name", "role", "at", "hash", "reason")
        content["signatures"] = [{field: getattr(each, field) for field in fields} for each in signed]
    return content


def _row(one: Filed, today: date) -> dict[str, Any]:
    state = one.state(today)
    return {
        "protocol": one.name,
        "hash": one.hash,
        "state": state,
        "proposed_by": one.proposed_by,
        "approved_by": one.approved_by,
        "approved": one.approved.isoformat() if one.approved else None,
        "review": one.review.isoformat(),
        "review_in_days": (one.review - today).days if state in (APPROVED, OVERDUE) else None,
        "withdrawn": one.withdrawn.isoformat() if state == WITHDRAWN and one.withdrawn else None,
    }
