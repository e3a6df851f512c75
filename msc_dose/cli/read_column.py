"""`msc-dose read KIND --file FILE`: a column of texts, one answer a line, in the order of the file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable

from msc_dose.cli import output
from msc_dose.cli.site import echo
from msc_dose.cli.stated import in_style, read_document
from msc_dose.files.column import column_of_csv, lines_of
from msc_dose.notation.conventions import Conventions
from msc_dose.notation.reader import read
from msc_dose.problems import Refusal

DONE, REFUSED = 0, 3


def read_column(given: argparse.Namespace, conventions: Conventions, as_json: bool) -> int:
    """Answer every text of the file on a line of its own; the exit status is 3 where one was refused.

    A file that is no such column is refused as a whole: by Refusal, or in JSON by one line too.
    """
    try:
        texts = _texts(given)
    except Refusal as refusal:
        if not as_json:
            raise
        output.write(sys.stdout, _one_line(output.refusal_document(refusal)))
        return REFUSED
    status = DONE
    for line, text in texts:
        status = max(status, _answered(line, text, given, conventions, as_json))
    return status


def _texts(given: argparse.Namespace) -> Iterable[tuple[int, str | Refusal]]:
    """Each text, or the refusal of its row, with the line of the file on which it stands."""
    if given.column is not None:
        return column_of_csv(given.file, given.column)
    return lines_of(given.file)


def _answered(
    line: int, text: str | Refusal, given: argparse.Namespace, conventions: Conventions, as_json: bool
) -> int:
    """Write the answer to one text; its exit status."""
    content: dict[str, object] = {"line": line, "read": None if isinstance(text, Refusal) else text}
    status = DONE
    try:
        if isinstance(text, Refusal):
            raise text
        found = read(text, given.kind, "text", conventions)
        content |= read_document(found, conventions, given.style)
        answer = "; ".join([in_style(found, given.style), *echo(found, conventions)])
    except Refusal as refusal:
        content |= output.refusal_document(refusal)
        answer, status = _refused(refusal), REFUSED
    output.write(sys.stdout, _one_line(content) if as_json else f"{line}: {answer}")
    return status


def _refused(refusal: Refusal) -> str:
    codes = ", ".join(dict.fromkeys(refusal.codes))
    offers = " | ".join(reading.text for reading in refusal.readings)
    return (
        f"REFUSED {codes}; could mean {offers}"
        if offers
        else f"REFUSED {codes}: {refusal.problems[0].message}"
    )


def _one_line(content: dict[str, object]) -> str:
    encoding = (sys.stdout.encoding if sys.stdout else None) or "ascii"
    return json.dumps(content, ensure_ascii=encoding.lower().replace("-", "") != "utf8", allow_nan=False)
