"""`msc-dose db check`: whether the record is well."""

from __future__ import annotations

import argparse

from msc_dose.cli import output
from msc_dose.cli.answer import Answer
from msc_dose.cli.dbs.head import head_document, head_of
from msc_dose.cli.dbs.progress import progress
from msc_dose.cli.signing import banner_of
from msc_dose.cli.table import wrapped
from msc_dose.store.care.checking import Checked, Looked, check_record
from msc_dose.store.databases.place import chosen_place

_WIDTH = 10


def check(given: argparse.Namespace) -> tuple[Answer, bool]:
    """Look at everything; whether nothing is wrong."""
    checked = check_record(
        chosen_place(given.db),
        head=head_of(given),
        backups=given.backups,
        progress=progress(),
        of_courses=progress("courses", 200),
    )
    return Answer(_lines(checked), _document(checked)), checked.sound


def _lines(checked: Checked) -> list[str]:
    said = "✓ The record is well" if checked.sound else "■ STOP  The record is not well"
    if checked.sound and any(p.severity == "check" for p in checked.problems):
        said = "▲ CHECK  The record is whole; look at what is marked"
    lines = banner_of(bool(checked.training), checked.identifies is not False)
    lines += wrapped(f"{said}: {checked.place}", 2)
    for each in checked.looked:
        lines += wrapped(f"  {_sign(each)} {each.what:<{_WIDTH}}{each.found}", 4 + _WIDTH)
    return [*lines, *output.problem_lines(checked.problems)]


def _sign(looked: Looked) -> str:
    severities = {problem.severity for problem in looked.problems}
    return "■" if "stop" in severities else "▲" if "check" in severities else "✓"


def _document(checked: Checked) -> dict[str, object]:
    return {
        "schema": "msc-dose/db-check/1",
        "place": checked.place,
        "record": checked.record or None,
        "training": checked.training,
        "head": head_document(checked.head) if checked.head else None,
        "sound": checked.sound,
        "looked": [{"what": each.what, "found": each.found} for each in checked.looked],
        "problems": [problem.as_document() for problem in checked.problems],
    }
