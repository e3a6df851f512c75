"""`msc-dose demo`: a training record of its own with sample data, and the screens over it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.screens import Screens, Wanted, opened
from msc_dose.cli.table import wrapped
from msc_dose.library.banner import TRAINING
from msc_dose.library.demo import (
    NURSE,
    PEOPLE,
    WELCOME,
    Demo,
    checked_place,
    make_demo,
    open_demo,
    passphrase_of,
)
from msc_dose.problems import refuse
from msc_dose.scheduling import day_text

_EXAMPLES = """  msc-dose demo
  msc-dose demo --tour
  msc-dose demo --again"""
_WORD = "again"


def run(words: list[str], as_json: bool, screens: Screens) -> int:
    """Make the demo where it is not there yet, say who is in it, and open the screens as its nurse.

    Raises Refusal `demo.not-confirmed`, and those of `checked_place` and `make_demo`.
    """
    given = _given(words)
    path = checked_place(given.db)
    if given.again and os.path.lexists(path):
        _confirm(path)
    demo = make_demo(path, given.again, _progress())
    if demo.aside:
        output.complain(f"What stood there was not surely a demo; it is kept as {demo.aside}")
    record = open_demo(path)
    now = record.now()
    record.close()
    if as_json:
        output.document(_document(demo))
        return 0
    output.say("\n".join(_said(demo, demo.moment.date() != now.date())))
    return opened(Wanted(path, tour=given.tour, welcome=WELCOME), as_json, screens)


def _given(words: list[str]) -> argparse.Namespace:
    said = "Sample data in a training record of its own: the case, and a ward around it."
    arguments = parser("demo", said, _EXAMPLES)
    said = "where the demo's file is; else demo.db in this user's own folder. Never another record"
    arguments.add_argument("--db", metavar="PLACE", help=said)
    said = "make it anew, dated from now; asks first, for what was entered in it is lost"
    arguments.add_argument("--again", action="store_true", help=said)
    arguments.add_argument("--tour", action="store_true", help="begin with the tour of the screens")
    given: argparse.Namespace = arguments.parse_args(words)
    return given


def _confirm(path: str) -> None:
    """Refusal `demo.not-confirmed` unless the word is typed."""
    output.complain(f"The demo at {path} is made anew; what was entered in it is lost.\nType {_WORD}:")
    typed = sys.stdin.readline() if sys.stdin is not None else ""
    if typed.strip() != _WORD:
        message = f"{_WORD!r} was not typed; the demo is as it was."
        raise refuse("demo.not-confirmed", "again", message, f"Type {_WORD}, or pipe it in.")


def _progress() -> Callable[[int, int], None]:
    """How far it is, where somebody looks on."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda done, total: None

    def tell(done: int, total: int) -> None:
        sys.stderr.write(f"\rThe demo is made: {done} of {total} entries" + ("\n" if done == total else ""))
        sys.stderr.flush()

    return tell


def _said(demo: Demo, old: bool) -> list[str]:
    day = f"{day_text(demo.moment.date())} {demo.moment:%H:%M}"
    lines = [TRAINING, f"{'Made' if demo.made else 'Opened'}: {demo.path}, dated from {day}"]
    if old:
        lines += wrapped("  It is of another day: msc-dose demo --again dates it anew.", 2)
    lines += ["", "code    role           passphrase"]
    lines += [f"{code:<7} {role:<14} {passphrase_of(code)}" for code, role in PEOPLE.items()]
    return [*lines, "", f"{NURSE} is signed in.", *wrapped(f"With other commands: --db {demo.path}", 2), ""]


def _document(demo: Demo) -> dict[str, object]:
    people = [
        {"code": code, "role": role, "passphrase": passphrase_of(code)} for code, role in PEOPLE.items()
    ]
    return {
        "schema": "msc-dose/demo/1",
        "training": True,
        "place": demo.path,
        "made": demo.made,
        "moment": demo.moment.isoformat(),
        "signed_in": NURSE,
        "people": people,
    }
