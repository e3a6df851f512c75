"""`msc-dose course today`: the ward's courses on a day."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.calendar import add_calendar, closures_of
from msc_dose.cli.courses.kept import is_file, kept, use_site_settings
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.courses.course import Course
from msc_dose.files.settings import declared_settings
from msc_dose.library.entries import moment_of
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.scheduling import Closures
from msc_dose.ward import ward_view

_EXAMPLES = """  msc-dose course today training.jsonl t-2.jsonl
  msc-dose course today training.jsonl t-2.jsonl --on 2024-02-28
  msc-dose course today --open mon-fri
  msc-dose course today training.jsonl t-2.jsonl --on "2024-02-28 13:10" --open mon-fri --slots 4 --json"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the ward: on the clock, late, due, in the window, out of it, next, held."""
    arguments = parser("course today", "The ward's courses on a day.", _EXAMPLES)
    said = "course files, or codes of the record; none: every course of the record"
    arguments.add_argument("files", metavar="COURSE", nargs="*", help=said)
    add_record(arguments)
    arguments.add_argument("--on", metavar="DATE", help="YYYY-MM-DD, or with HH:MM; else now")
    add_calendar(arguments)
    given = arguments.parse_args(words)
    heads, courses, present = ([], _courses(given), None) if given.files else _all_of_record(given)
    now = _now(given, courses, present)
    view = ward_view(courses, now, _closures(given, now.year), _slots(given))
    if as_json:
        output.document(view.as_document())
    else:
        output.say("\n".join([*heads, *view.lines(_width())]))
    return 0


def _all_of_record(given: argparse.Namespace) -> tuple[list[str], list[Course], datetime]:
    """Every course of the record, what stands above them, and the record's own time."""
    from msc_dose.store.courses import codes, course_on_record

    record = record_of(given)
    use_site_settings(record)
    with record.reading() as statements:
        courses = [course_on_record(statements, code) for code in codes(statements)]
    return banner(record), courses, record.now().replace(microsecond=0)


def _closures(given: argparse.Namespace, year: int) -> Closures:
    """The site's closed days; slots without a list of those taken are for the load alone."""
    slots = None if given.booked is None else given.slots
    return closures_of(argparse.Namespace(**{**vars(given), "slots": slots}), year, year + 1) or Closures()


def _width() -> int:
    """The width of the terminal that is written to, and 80 columns everywhere else."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 80
    return max(80, shutil.get_terminal_size((80, 24)).columns)


def _courses(given: argparse.Namespace) -> list[Course]:
    """Every course once; one that cannot be read is named, and nothing is shown without it."""
    courses: list[Course] = []
    problems: list[Problem] = []
    for file in _once(given.files):
        try:
            courses.append(kept(argparse.Namespace(**{**vars(given), "file": file})).course)
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(problems)
    return courses


def _once(files: list[str]) -> list[str]:
    """The files in the order given; one that is named twice, or by a link as well, is one."""
    found: dict[str, str] = {}
    for file in files:
        found.setdefault(os.path.realpath(file) if is_file(file) else file, file)
    return list(found.values())


def _now(given: argparse.Namespace, courses: list[Course], present: datetime | None) -> datetime:
    zone = declared_settings().zone or (courses[0].zone if courses else "UTC")
    now = present or datetime.now(ZoneInfo(zone)).replace(microsecond=0)
    if given.on is None or given.on.strip() == now.date().isoformat():
        return now
    return moment_of(given.on, "on", zone, day_alone=True)


def _slots(given: argparse.Namespace) -> int | None:
    text = given.slots
    if text is None:
        return declared_settings().slots
    if not text.isdigit() or not 1 <= int(text) <= 1000:
        raise refuse("slots.invalid", "slots", f"{text!r} is no number of slots.", "Give 1 to 1000.", text)
    return int(text)
