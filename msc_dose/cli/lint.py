"""`msc-dose lint FILE…`: dangerous notation in protocols, letters and tables."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import partial

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.site import add_conventions, conventions_of
from msc_dose.cli.table import wrapped
from msc_dose.files.reading import file_text
from msc_dose.notation.lint import Finding, lint

DONE, FOUND = 0, 3
LARGEST_DOCUMENT = 50_000_000
_TABLES = (".csv", ".tsv")
_EXAMPLES = """  msc-dose lint protocol.md
  msc-dose lint *.txt orders.csv --json
  pdftotext paper.pdf - | msc-dose lint - --intervals"""

Found = tuple[str, Finding]


def run(words: list[str], as_json: bool) -> int:
    """Lint the files; the exit status is 3 where anything was found."""
    arguments = parser("lint", "Find doses, counts and weights that can be misread.", _EXAMPLES)
    arguments.add_argument(
        "files", metavar="FILE", nargs="+", help="text, Markdown or CSV; - is standard input"
    )
    arguments.add_argument(
        "--intervals", action="store_true", help='also "once a month" and other intervals in words'
    )
    add_conventions(arguments, pounds=False)
    given = arguments.parse_args(words)
    found = list(_linted(given))
    if as_json:
        findings = [{"file": name, **finding.as_document()} for name, finding in found]
        output.document({"schema": "msc-dose/lint/1", "findings": findings})
    else:
        output.say("\n".join([*_lines(found), _summary(found, given.files)]))
    return FOUND if found else DONE


def _linted(given: argparse.Namespace) -> Iterator[Found]:
    """The findings of every file; where one cannot be read, all that cannot are named and none is linted."""
    attempts, conventions = Attempts(), conventions_of(given)
    texts = [(name, attempts.get(partial(_text, name))) for name in dict.fromkeys(given.files)]
    attempts.settle()
    for name, text in texts:
        table = name.lower().endswith(_TABLES)
        for finding in lint(text or "", given.intervals, conventions, delimited=table):
            yield name, finding


def _text(name: str) -> str:
    return file_text(name, "file", LARGEST_DOCUMENT)


def _lines(found: Iterable[Found]) -> Iterator[str]:
    for name, finding in found:
        shown = " ".join(finding.text.split())
        yield f"{name}:{finding.line}:{finding.column}: {shown} [{finding.code}]"
        if finding.rewrite:
            yield f"  write  {finding.rewrite}"
        for reading in finding.readings:
            yield from wrapped(f"  could mean  {reading.text} – {reading.reason}", indent=14)


def _summary(found: list[Found], files: list[str]) -> str:
    number = len(found)
    documents = "1 file" if len(set(files)) == 1 else f"{len(set(files))} files"
    if not number:
        return f"✓ OK     nothing dangerous or ambiguous found in {documents}"
    return f"{'1 finding' if number == 1 else f'{number} findings'} in {documents}"
