"""A record in use that a restored one takes the place of: by whom, why, and knowing what is lost."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing

from msc_dose.cli import output
from msc_dose.cli.dbs.head import head_document, head_text
from msc_dose.cli.signing import record_of, session_of
from msc_dose.cli.table import wrapped
from msc_dose.problems import Refusal, refuse
from msc_dose.store.care.importing import file_of
from msc_dose.store.care.replacing import BROKEN, Losing, is_anybodys
from msc_dose.store.care.restoring import Replacing
from msc_dose.store.record import Clock, utc_now


def replacing(given: argparse.Namespace, place: str) -> tuple[Replacing, Clock]:
    """Whoever has signed in to the record that is there, and its clock; nobody where it is broken.

    Raises the Refusals of `record_of` and `session_of`.
    """
    path = file_of(place)
    nobody = Replacing(None, given.reason, lambda lost: _agreed(lost, given.yes))
    if not given.force or path is None or not os.path.lexists(path):
        return nobody, utc_now
    try:
        record = record_of(given)
    except Refusal as refusal:
        if BROKEN.isdisjoint(refusal.codes):
            raise
        return nobody, utc_now
    with closing(record):
        if not is_anybodys(record):
            return nobody, record.clock
        return Replacing(session_of(record, given), given.reason, nobody.agree), record.clock


def lost_text(lost: Losing) -> str:
    """What is replaced, and what of it the backup does not have."""
    if lost.head is None or lost.rows is None:
        return f"{lost.name} could not be opened ({', '.join(lost.broken)}): what is lost, nobody can say."
    if lost.rows == 0:
        return f"{lost.name} had nothing that the backup does not have, up to {head_text(lost.head)}."
    rows = "1 row" if lost.rows == 1 else f"{lost.rows:,} rows"
    are = "is" if lost.rows == 1 else "are"
    return f"{rows} of the audit of {lost.name}, up to {head_text(lost.head)}, {are} not in the backup."


def lost_document(lost: Losing) -> dict[str, object]:
    """The same for JSON."""
    return {
        "name": lost.name,
        "head": head_document(lost.head) if lost.head else None,
        "rows": lost.rows,
        "broken": list(lost.broken),
    }


def _agreed(lost: Losing, yes: bool) -> None:
    """Somebody knows what is lost, and types the record's name; Refusal `record.restore-unconfirmed`."""
    if yes:
        return
    said = lost_text(lost)
    if sys.stdin is not None and sys.stdin.isatty():
        asked = f"▲ CHECK  {said} Type {lost.name} to replace it:"
        output.complain("\n".join(wrapped(asked, 2)))
        if sys.stdin.readline().strip() == lost.name:
            return
    message = f"{lost.name} was not replaced. {said}"
    fix = f"Type {lost.name} when you are asked, or give --yes."
    raise refuse("record.restore-unconfirmed", "yes", message, fix)
