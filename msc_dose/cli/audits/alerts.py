"""`msc-dose audit alerts`: which CHECKs were shown, how many were overridden, and with which reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.cli.table import columns, wrapped
from msc_dose.store import alerts
from msc_dose.store.audit.telling import moment_text
from msc_dose.store.databases.database import Statements
from msc_dose.store.record import Record

_EXAMPLES = """  msc-dose audit alerts
  msc-dose audit alerts weight.stale
  msc-dose audit alerts --json

A CHECK counts as shown once for each course (or other entity) and message. One
that is nearly always overridden warns nobody: mend its rule, or what it finds."""


def run(words: list[str], as_json: bool) -> int:
    """Write the counts of every code; with CODE each of its alerts."""
    arguments = parser("audit alerts", "What was shown, and overridden with a reason.", _EXAMPLES)
    arguments.add_argument("code", metavar="CODE", nargs="?", help="list each alert of this code")
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    record = record_of(given)
    try:
        with record.reading() as statements:
            if as_json:
                output.document(_document(statements, record, given.code))
            else:
                written = _listing(statements, record, given.code) if given.code else _counts(statements)
                output.say("\n".join([*banner(record), *written]))
    finally:
        record.close()
    return 0


def _counts(statements: Statements) -> Iterator[str]:
    found = alerts.counts(statements)
    if not found:
        yield "No alert was shown yet."
        return
    rows = [(each.code, f"{each.shown:,}", f"{each.overridden:,}") for each in found]
    yield from columns(("code", "shown", "overridden"), rows)
    for each in found:
        if each.reasons:
            yield ""
            yield f"{each.code}, latest reasons:"
            for reason in each.reasons:
                yield from wrapped(f"  - {reason}", 4)


def _listing(statements: Statements, record: Record, code: str) -> Iterator[str]:
    found = alerts.listed(statements, code)
    if not found:
        yield f"No alert {code} was shown yet."
    for each in found:
        done = "overridden" if each.overridden else "shown"
        yield from wrapped(f"{moment_text(each.at, record.zone)}  {each.person}  {done}  {each.entity}", 4)
        yield from wrapped(f"    {each.message}", 4)
        if each.reason:
            yield from wrapped(f"    reason: {each.reason}", 4)


def _document(statements: Statements, record: Record, code: str | None) -> dict[str, object]:
    counts = [asdict(each) for each in alerts.counts(statements) if code in (None, each.code)]
    listed = [asdict(each) for each in alerts.listed(statements, code)] if code else []
    return {
        "schema": "msc-dose/alerts/1",
        "record": record.identifier,
        "counts": counts,
        **({"alerts": listed} if code else {}),
    }
