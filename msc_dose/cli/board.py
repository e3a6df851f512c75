"""The ward as lines, where the screens cannot be shown."""

from __future__ import annotations

import os
import sys

from msc_dose.cli import output
from msc_dose.problems import Refusal

USAGE = 2
_HOW = """msc-dose shows its screens in a UTF-8 terminal, and this is none."""
_BOARD = """This is the ward as lines; msc-dose course today --help says what else it can show."""
_WITHOUT = """Everything works without one too:
  msc-dose --help
  msc-dose plan PROTOCOL --weight … --start …"""
_MAKE = """There is no record yet, so there is no ward to show either:
  msc-dose db init --zone ZONE --administrator CODE --name NAME    makes a record
  msc-dose demo    makes a training record in which everything can be tried"""


def can_show_screens() -> bool:
    """A terminal on both sides, one that moves its cursor, and an encoding that has the signs."""
    if sys.stdin is None or sys.stdout is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return utf8 and os.environ.get("TERM", "") not in ("", "dumb")


def show(place: str | None, as_json: bool) -> int:
    """Write the ward of the record to standard output, and on standard error that it stands for the screens.

    Without a record it says how one is made. Raises the refusals of a record that cannot be opened.
    """
    from msc_dose.cli.courses import today

    try:
        status = today.run("today", [] if place is None else ["--db", place], as_json)
    except Refusal as refusal:
        if "record.missing" not in refusal.codes:
            raise
        output.complain(f"{_HOW}\n{_WITHOUT}\n{_MAKE}")
        return USAGE
    output.complain(f"{_HOW}\n{_BOARD}")
    return status
