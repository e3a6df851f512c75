"""`msc-dose audit export`: the whole audit in a file."""

from __future__ import annotations

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.store import audit

_EXAMPLES = """  msc-dose audit export audit.jsonl
  msc-dose audit export audit.csv
  msc-dose audit export audit.jsonl --force --json

.jsonl  JSON Lines, every column exactly; the hash of a row is the SHA-256 of
        its other columns as JSON in UTF-8: keys in the order of the alphabet,
        no spaces between, nothing escaped that need not be
.csv    for a spreadsheet: a text that begins with = + - or @ stands behind an
        apostrophe, so that nothing is calculated; what is hidden is written
        out, such as \\u202e"""


def run(words: list[str], as_json: bool) -> int:
    """Write the audit whole or not at all; never over a file that is there, unless --force."""
    arguments = parser("audit export", "The whole audit in a file, for its owner alone.", _EXAMPLES)
    arguments.add_argument("file", metavar="FILE", help="a new file, .jsonl or .csv")
    arguments.add_argument("--force", action="store_true", help="write over a file that is there")
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    record = record_of(given)
    try:
        with record.reading() as statements:
            head = audit.export(statements, given.file, given.force)
        said = {"record": record.identifier, "file": given.file, "rows": head.sequence, "hash": head.hash}
        if as_json:
            output.document({"schema": "msc-dose/audit-export/1", **said})
        else:
            done = f"✓ OK     {head.sequence:,} rows in {given.file}, head {head.sequence}:{head.short}."
            output.say("\n".join([*banner(record), done]))
    finally:
        record.close()
    return 0
