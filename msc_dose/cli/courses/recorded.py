"""`msc-dose course new` in the record, `import` and `export`: whole courses go into the record and out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.courses.clock import occurred_of
from msc_dose.cli.courses.kept import by_of, use_site_settings
from msc_dose.cli.courses.listing import summary
from msc_dose.cli.signing import add_record, banner, record_of, session_of
from msc_dose.courses.course import Course
from msc_dose.courses.events.opening import Opened
from msc_dose.library.planned_from import protocol_of, stock_of
from msc_dose.problems import Problem

_IMPORT = """  msc-dose course import p-0417.jsonl"""
_EXPORT = """  msc-dose course export C-0417 copy-of-0417.jsonl"""


@dataclass(frozen=True, slots=True)
class Begun:
    """A course that was begun: where it is kept, what stands above it, and what else was found."""

    course: Course
    where: str
    heads: list[str]
    problems: tuple[Problem, ...] = ()


def begun(
    given: argparse.Namespace,
    plan: Callable[[Callable[[str], Any]], Any],
    opened_of: Callable[[argparse.Namespace], Opened],
) -> Begun:
    """Begin a course in the record by whoever has signed in."""
    from msc_dose.library.record import begin_course

    record = record_of(given)
    use_site_settings(record)
    session = session_of(record, given)
    given.by = by_of(given, session.person)
    given.zone = given.zone or record.zone
    given.training = given.training or record.training
    opened = opened_of(given)
    given.stock = stock_of(record, given.stock)
    if given.stock is None:
        given.recipient = None
    made = plan(lambda name: protocol_of(record, name))
    now = record.now().astimezone(ZoneInfo(opened.zone)).replace(microsecond=0)
    occurred = occurred_of(given, opened.zone, now, opened)
    done = begin_course(record, session, opened, made, occurred)
    return Begun(done.course, f"course {opened.course}", banner(record), done.problems)


def run(action: str, words: list[str], as_json: bool) -> int:
    """Import or export a course."""
    return {"import": _import, "export": _export}[action](words, as_json)


def _import(words: list[str], as_json: bool) -> int:
    from msc_dose.library.record import import_course

    said = "Keep a whole course file in the record: every event as it is, and what it did to containers."
    arguments = parser("course import", said, _IMPORT)
    arguments.add_argument("file", metavar="FILE", help="the course file (.jsonl)")
    add_record(arguments)
    given = arguments.parse_args(words)
    record = record_of(given)
    done = import_course(record, session_of(record, given), given.file)
    course, told = done.course, [*done.course.problems, *done.problems]
    if as_json:
        problems = [problem.as_document() for problem in told]
        output.document(summary(course) | {"schema": "msc-dose/course-import/1", "problems": problems})
    else:
        said = f"✓ Imported: course {course.course}, {len(course.entries)} events, from {given.file}"
        output.say("\n".join([*banner(record), said, *output.problem_lines(told)]))
    return 0


def _export(words: list[str], as_json: bool) -> int:
    from msc_dose.files.course_file import save_events
    from msc_dose.store.about import check_may_leave
    from msc_dose.store.courses import events_of

    said = "Write a course of the record into a course file, event for event."
    arguments = parser("course export", said, _EXPORT)
    arguments.add_argument("course", metavar="CODE", help="the course")
    arguments.add_argument("file", metavar="FILE", help="the course file to be made (.jsonl)")
    add_record(arguments)
    given = arguments.parse_args(words)
    record = record_of(given)
    with record.reading() as statements:
        check_may_leave(statements)
        events = events_of(statements, given.course)
    save_events(given.file, events)
    if as_json:
        output.document({"schema": "msc-dose/course-export/1", "file": given.file, "events": len(events)})
    else:
        output.say(f"✓ Exported: course {given.course}, {len(events)} events, to {given.file}")
    return 0
