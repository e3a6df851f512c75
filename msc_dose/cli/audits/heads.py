"""`msc-dose audit head`: the last row's number and hash, on the screen and in a file to be kept elsewhere."""

from __future__ import annotations

import json
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.library.kept_head import SCHEMA
from msc_dose.problems import refuse
from msc_dose.store import audit
from msc_dose.store.audit.exporting import write_file
from msc_dose.store.audit.telling import moment_text
from msc_dose.store.chain import AuditRow, Head
from msc_dose.store.record import Record

_FIELD = "head"
_EXAMPLES = """  msc-dose audit head
  msc-dose audit head kept-2027-01-29.json
  msc-dose audit head --json

Keep it where whoever can change the record cannot: on another disk, in a mail,
on paper. With it msc-dose audit verify --head finds what the record alone
cannot tell."""


def run(words: list[str], as_json: bool) -> int:
    """Write the head; with FILE also into a new file, for its owner alone."""
    arguments = parser("audit head", "The last row of the audit: number, hash, time.", _EXAMPLES)
    arguments.add_argument("file", metavar="FILE", nargs="?", help="a new file to keep the head in")
    arguments.add_argument("--force", action="store_true", help="write over a file that is there")
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    record = record_of(given)
    try:
        _write(record, given.file, given.force, as_json)
    finally:
        record.close()
    return 0


def _write(record: Record, path: str | None, force: bool, as_json: bool) -> None:
    with record.reading() as statements:
        last = audit.head_row(statements)
    if last is None:
        raise refuse("audit.empty", _FIELD, "The audit is empty.", "Run msc-dose audit verify.")
    content = _document(record, last)
    if path is not None:
        write_file(path, [json.dumps(content, indent=2), "\n"], force)
    if as_json:
        output.document(content)
    else:
        output.say("\n".join([*banner(record), *_lines(record, last, path)]))


def _lines(record: Record, last: AuditRow, path: str | None) -> list[str]:
    head = Head(last.sequence, last.hash)
    return [
        f"record  {record.identifier}",
        f"row     {head.sequence}",
        f"time    {moment_text(last.at, record.zone)}",
        f"hash    {head.hash}",
        f"short   {head.sequence}:{head.short}",
        *([f"kept in {path}"] if path is not None else []),
    ]


def _document(record: Record, last: AuditRow) -> dict[str, Any]:
    head = Head(last.sequence, last.hash)
    return {
        "schema": SCHEMA,
        "record": record.identifier,
        "sequence": head.sequence,
        "hash": head.hash,
        "short": head.short,
        "at": last.at,
    }
