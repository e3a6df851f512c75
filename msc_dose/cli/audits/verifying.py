"""`msc-dose audit verify`: whether the record is what its audit tells."""

from __future__ import annotations

import sys

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner
from msc_dose.library.kept_head import kept_head, of_another
from msc_dose.problems import Problem
from msc_dose.store import audit
from msc_dose.store.chain import Head
from msc_dose.store.databases.place import chosen_place
from msc_dose.store.record import Record

SOUND, BROKEN = 0, 4
_EXAMPLES = """  msc-dose audit verify
  msc-dose audit verify --head kept.json
  msc-dose audit verify --head 1204:9f86d081
  msc-dose audit verify --db record.db --json

Without a head nothing can tell that rows at the end were cut off with all that
they told of, or that everything was written anew with hashes that fit: keep
heads elsewhere (msc-dose audit head FILE); every worksheet shows one."""


def run(words: list[str], as_json: bool) -> int:
    """Write all that is not as the audit tells it; the exit status is 4 where anything is."""
    arguments = parser("audit verify", "Hold every row of the record to its audit.", _EXAMPLES)
    said = "a head that was kept: the file, or SEQUENCE:HASH (its first 8 characters suffice)"
    arguments.add_argument("--head", metavar="HEAD", help=said)
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    head, identifier = (None, None) if given.head is None else kept_head(given.head)
    record = audit.unguarded_record(chosen_place(given.db))
    try:
        return _verify(record, head, identifier, as_json)
    finally:
        record.close()


def _verify(record: Record, head: Head | None, identifier: str | None, as_json: bool) -> int:
    problems = [*of_another(record, identifier), *audit.verify(record, head, _progress)]
    broken = any(problem.severity == "stop" for problem in problems)
    if as_json:
        output.document(_document(record, problems, broken))
        return BROKEN if broken else SOUND
    lines = [*output.problem_lines(problems)]
    if not broken:
        last = record.head()
        lines = [*banner(record), *lines, f"✓ OK     {last.sequence:,} rows of the audit, head {last.short}."]
        lines += [] if head else ["         Not held to a head that was kept: --head."]
    output.say("\n".join(lines))
    return BROKEN if broken else SOUND


def _document(record: Record, problems: list[Problem], broken: bool) -> dict[str, object]:
    last = None if broken else record.head()
    return {
        "schema": "msc-dose/audit-verify/1",
        "record": record.identifier,
        "sound": not broken,
        **({"sequence": last.sequence, "hash": last.hash} if last else {}),
        "problems": [problem.as_document() for problem in problems],
    }


def _progress(done: int, total: int) -> None:
    """How far it is, on a terminal alone and in one line."""
    if sys.stderr is not None and sys.stderr.isatty() and total > 10_000:
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{done:,} of {total:,} rows{end}")
        sys.stderr.flush()
