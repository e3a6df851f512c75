"""`msc-dose lint FILE…`: dangerous notation in protocols, letters and tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.table import wrapped
from msc_dose.files.reading import file_text
from msc_dose.notation.conventions import Conventions
from msc_dose.notation.lint import Finding, lint
from msc_dose.problems import gather

DONE, FOUND = 0, 3
LARGEST_DOCUMENT = 50_000_000
_TABLES = (".csv", ".tsv")
_EXAMPLES = """  msc-dose lint protocol.md
  msc-dose lint *.txt orders.csv --json
  pdftotext paper.pdf - | msc-dose lint - --intervals"""

Found = tuple[str, Finding]


def run(words: list[str], as_json: bool) -> int:
    """Lint the files; the exit status is 3 where anything was found, or a file could not be read."""
    given, attempts = _given(words), Attempts()
    conventions, names = conventions_of(given), _each_once(given.files)
    found = [
        (name, finding)
        for name in names
        for finding in attempts.get(partial(_linted, name, given.intervals, conventions)) or ()
    ]
    if as_json:
        output.document(_document(found, attempts, conventions))
    else:
        _say(found, len(names), attempts, conventions)
    return FOUND if found or attempts.refusals else DONE


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("lint", "Find doses, counts and weights that can be misread.", _EXAMPLES)
    arguments.add_argument(
        "files", metavar="FILE", nargs="+", help="text, Markdown or CSV; - is standard input"
    )
    arguments.add_argument(
        "--intervals", action="store_true", help='also "once a month" and other intervals in words'
    )
    add_conventions(arguments, pounds=False)
    given: argparse.Namespace = arguments.parse_args(words)
    return given


def _each_once(files: Iterable[str]) -> list[str]:
    """The files in their order, none twice under one path."""
    once: dict[str, str] = {}
    for name in files:
        once.setdefault(name if name == "-" else os.path.abspath(name), name)
    return list(once.values())


def _linted(name: str, intervals: bool, conventions: Conventions) -> tuple[Finding, ...]:
    text = file_text(name, "file", LARGEST_DOCUMENT)
    return lint(text, intervals, conventions, delimited=name.lower().endswith(_TABLES))


def _document(found: list[Found], attempts: Attempts, conventions: Conventions) -> dict[str, Any]:
    problems = [problem.as_document() for refusal in attempts.refusals for problem in refusal.problems]
    return {
        "schema": "msc-dose/lint/1",
        "findings": [{"file": name, **finding.as_document()} for name, finding in found],
        **({"problems": problems} if problems else {}),
        **({"decimal_mark": conventions.decimal_mark} if conventions.comma else {}),
    }


def _say(found: list[Found], files: int, attempts: Attempts, conventions: Conventions) -> None:
    unread = len(attempts.refusals)
    if files > unread:
        output.say("\n".join([*_lines(found), _summary(len(found), files, unread), *echo(None, conventions)]))
    if unread:
        output.refused(gather(attempts.refusals), as_json=False)


def _lines(found: Iterable[Found]) -> Iterator[str]:
    for name, finding in found:
        shown = " ".join(finding.text.split())
        yield f"{name}:{finding.line}:{finding.column}: {shown} [{finding.code}]"
        if finding.rewrite:
            yield f"  write  {finding.rewrite}"
        for reading in finding.readings:
            yield from wrapped(f"  could mean  {reading.text} – {reading.reason}", indent=14)


def _summary(number: int, files: int, unread: int) -> str:
    documents = _counted(files - unread, "file")
    if unread:
        return f"{_counted(number, 'finding')} in {documents}; {_counted(unread, 'file')} could not be read"
    if not number:
        return f"✓ OK     nothing dangerous or ambiguous found in {documents}"
    return f"{_counted(number, 'finding')} in {documents}"


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
