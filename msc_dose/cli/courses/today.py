"""`msc-dose course today`: the ward's courses on a day."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.calendar import add_calendar, closures_of
from msc_dose.cli.courses.kept import InFile, is_file, use_site_settings
from msc_dose.cli.courses.unreadable import UNREADABLE, unreadable_documents, unreadable_lines
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.cli.table import wrapped
from msc_dose.courses.course import Course
from msc_dose.files.settings import declared_settings
from msc_dose.library.entries import moment_of
from msc_dose.problems import refuse
from msc_dose.scheduling import Closures, days_text
from msc_dose.ward import ward_view

if TYPE_CHECKING:
    from msc_dose.store.all_courses import Unreadable
    from msc_dose.store.verifications import Owed

DONE = 0
_EXAMPLES = """  msc-dose course today training.jsonl t-2.jsonl
  msc-dose course today training.jsonl t-2.jsonl --on 2024-02-28
  msc-dose course today --open mon-fri
  msc-dose course today training.jsonl t-2.jsonl --on "2024-02-28 13:10" --open mon-fri --slots 4 --json"""


@dataclass(slots=True)
class _Found:
    """The courses that are looked at; what the record adds to them, its own time among it."""

    courses: list[Course]
    heads: list[str] = field(default_factory=list)
    now: datetime | None = None
    zone: str | None = None
    unreadable: tuple[Unreadable, ...] = ()
    owed: tuple[Owed, ...] = ()


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the ward: on the clock, late, due, in the window, out of it, next, held; 4 where one is not read.

    Courses of the record are looked at by its own clock and settings, and the co-signatures that it is owed
    stand at the end.
    """
    arguments = parser("course today", "The ward's courses on a day.", _EXAMPLES)
    said = "course files, or codes of the record; none: every course of the record"
    arguments.add_argument("files", metavar="COURSE", nargs="*", help=said)
    add_record(arguments, signing=False)
    arguments.add_argument("--on", metavar="DATE", help="YYYY-MM-DD, or with HH:MM; else now")
    add_calendar(arguments)
    given = arguments.parse_args(words)
    found = _found(given)
    now = _now(given, found)
    view = ward_view(found.courses, now, _closures(given, now.year), _slots(given))
    if as_json:
        output.document({**view.as_document(), **_added(found)})
    else:
        output.say("\n".join([*found.heads, *view.lines(_width()), *_last(found)]))
    return UNREADABLE if found.unreadable else DONE


def _found(given: argparse.Namespace) -> _Found:
    """Every course that is named once, from files and from the record; without names all of the record.

    A file that cannot be read is named, and nothing is shown without it.
    """
    names = _once(given.files)
    files = [name for name in names if is_file(name)]
    codes = None if not names else [name for name in names if not is_file(name)]
    attempts = Attempts()
    read = [attempts.get(partial(_course, file)) for file in files]
    found = _Found([]) if codes == [] else attempts.get(partial(_of_record, given, codes)) or _Found([])
    attempts.settle()
    found.courses[:0] = [course for course in read if course is not None]
    return found


def _course(file: str) -> Course:
    return InFile(file).course


def _of_record(given: argparse.Namespace, named: list[str] | None) -> _Found:
    """Courses of the record, its settings in force from now on."""
    from msc_dose.store.all_courses import all_courses
    from msc_dose.store.verifications import owed

    record = record_of(given)
    use_site_settings(record)
    now = record.now().replace(microsecond=0)
    with record.reading() as statements:
        found = all_courses(statements, named)
        missing = [each for each in owed(statements) if named is None or each.course in named]
    return _Found(list(found.read), banner(record), now, record.zone, found.unreadable, tuple(missing))


def _added(found: _Found) -> dict[str, Any]:
    """What the record adds to the ward, for JSON."""
    if found.now is None:
        return {}
    owed = [{**asdict(each), "days": each.days(found.now)} for each in found.owed]
    return {"owed": owed, "unreadable": unreadable_documents(found.unreadable)}


def _last(found: _Found) -> list[str]:
    """What the record adds to the ward, in lines at its end."""
    lines = []
    for each in found.owed:
        assert found.now is not None
        since = days_text(each.days(found.now))
        lines += wrapped(f"CO-SIGNATURE OWED: {each.course} infusion {each.infusion}, {since}", 2)
    lines += unreadable_lines(found.unreadable)
    return ["", *lines] if lines else []


def _closures(given: argparse.Namespace, year: int) -> Closures:
    """The site's closed days; slots without a list of those taken are for the load alone."""
    slots = None if given.booked is None else given.slots
    return closures_of(argparse.Namespace(**{**vars(given), "slots": slots}), year, year + 1) or Closures()


def _width() -> int:
    """The width of the terminal that is written to, and 80 columns everywhere else."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 80
    return max(80, shutil.get_terminal_size((80, 24)).columns)


def _once(files: list[str]) -> list[str]:
    """The files in the order given; one that is named twice, or by a link as well, is one."""
    found: dict[str, str] = {}
    for file in files:
        found.setdefault(os.path.realpath(file) if is_file(file) else file, file)
    return list(found.values())


def _now(given: argparse.Namespace, found: _Found) -> datetime:
    """The moment that is looked at: the record's own where courses of one are among them."""
    zone = declared_settings().zone or (found.courses[0].zone if found.courses else "UTC")
    now = found.now or datetime.now(ZoneInfo(zone)).replace(microsecond=0)
    if given.on is None or given.on.strip() == now.date().isoformat():
        return now
    return moment_of(given.on, "on", found.zone or zone, day_alone=True)


def _slots(given: argparse.Namespace) -> int | None:
    text = given.slots
    if text is None:
        return declared_settings().slots
    if not text.isdigit() or not 1 <= int(text) <= 1000:
        raise refuse("slots.invalid", "slots", f"{text!r} is no number of slots.", "Give 1 to 1000.", text)
    return int(text)
