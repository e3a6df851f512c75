"""`msc-dose course new` and `next`: a course with its plan, and the block that follows a decision."""

from __future__ import annotations

import argparse
import os
from functools import partial
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.belonging import placed
from msc_dose.cli.calendar import closures_of
from msc_dose.cli.courses.clock import add_moments, occurred_of
from msc_dose.cli.courses.days import days_of
from msc_dose.cli.courses.effect import entered
from msc_dose.cli.courses.kept import add_answers, add_kept, is_file, kept
from msc_dose.cli.courses.recorded import Begun, begun
from msc_dose.cli.plan import Calendar, add_plan_options, planned
from msc_dose.courses.course_document import course_document
from msc_dose.courses.course_text import course_lines
from msc_dose.courses.events.opening import Opened, Planned
from msc_dose.courses.recording import record
from msc_dose.files.course_file import append_event
from msc_dose.files.protocols import load_protocol
from msc_dose.files.settings import declared_settings
from msc_dose.library.clock import now_in
from msc_dose.library.entries import entry_of
from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling import Closures

_NEW = """  msc-dose course new p-0417.jsonl site_sjogren_msc.toml --course C-0417 --recipient P-0417 \\
      --zone Europe/Berlin --by rn-104 --weight "60 kg" --start 2027-01-29 --open mon-fri
  msc-dose course new C-0417 site-sjogren-msc --recipient P-0417 --zone Europe/Berlin \\
      --weight "60 kg" --start 2027-01-29 --open mon-fri
  msc-dose course new t-2.jsonl ryoncil-us-2024 --training --course T-2 --recipient P-T2 \\
      --zone America/New_York --by rn-104 --occurred "2024-03-01 09:00" --weight "35 kg" \\
      --basis actual --counts viable --start 2024-03-04 --open mon-fri"""
_NEW_SAID = """Begin a course with its plan: in a file of its own (.jsonl), or in the record under its code.
In the record, PROTOCOL is the id of a protocol that this site has approved there."""
_NEXT = """  msc-dose course next t-2.jsonl ryoncil-us-2024-weekly --by rn-104 --weight "35 kg" \\
      --basis actual --counts viable --start 2024-04-08"""
_NEXT_SAID = """Plan the next block of a course. Which days are open is what the course has, whatever the
settings file says; a calendar option replaces its part of that, and --away adds days."""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Plan, and record the plan."""
    if action == "next":
        return _next(words, as_json)
    arguments = parser("course new", _NEW_SAID, _NEW, "COURSE PROTOCOL [options]")
    add_kept(arguments, "the course to be begun")
    add = arguments.add_argument
    add("--course", metavar="CODE", help="the code of the course (asked for, in a file)")
    add(
        "--zone", metavar="ZONE", help="the site's time zone, such as Europe/Berlin; else the settings file's"
    )
    add("--training", action="store_true", help="no patient's course: any protocol may be used")
    add("--note", metavar="TEXT", help="a word on the course")
    add_plan_options(arguments)
    add_moments(arguments)
    given = arguments.parse_args(words)
    begin = _in_file if is_file(given.file) else _in_record
    done = begin(given, arguments)
    if as_json:
        document = course_document(done.course)
        document["problems"] = [*document["problems"], *(each.as_document() for each in done.problems)]
        output.document(document)
    else:
        known: list[list[str]] = [[]] if begin is _in_record else []
        lines = [*done.heads, f"✓ Begun: {done.where}", "", *course_lines(done.course, *known)]
        output.say("\n".join([*lines, *output.problem_lines(done.problems)]))
    return 0


def _in_file(given: argparse.Namespace, arguments: argparse.ArgumentParser) -> Begun:
    if os.path.exists(given.file):
        message = f"{given.file} exists already."
        raise refuse("course.exists", "file", message, "Choose another name; a course file is only added to.")
    opened = _opened(given)
    if given.stock is None:
        given.recipient = None  # the course has a recipient; without a stock the product has none
    plan = _planned(given, arguments)
    recorded = now_in(opened.zone, opened.training)
    occurred = occurred_of(given, opened.zone, recorded, opened)
    first, _ = record((), occurred, recorded, given.by, opened)
    second, course = record((first,), occurred, recorded, given.by, Planned(plan))
    append_event(given.file, first, 0)
    append_event(given.file, second, 1)
    return Begun(course, given.file, [])


def _in_record(given: argparse.Namespace, arguments: argparse.ArgumentParser) -> Begun:
    if given.course not in (None, given.file):
        message = f"The course is called {given.file}, and --course says {given.course}."
        raise refuse(
            "course.two-codes", "course", message, "Leave out --course: the record keeps it by code."
        )
    given.course = given.file
    return begun(given, lambda find: _planned(given, arguments, find=find), _opened)


def _opened(given: argparse.Namespace) -> Opened:
    zone = given.zone or declared_settings().zone
    texts = {"course": given.course, "recipient": given.recipient, "zone": zone, "note": given.note}
    said: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    opened = entry_of(Opened, said | {"training": "yes" if given.training else "no"}, "UTC")
    assert isinstance(opened, Opened)
    return opened


def _planned(
    given: argparse.Namespace,
    arguments: argparse.ArgumentParser,
    calendar: Calendar = closures_of,
    find: Any = load_protocol,
) -> Any:
    try:
        return planned(given, calendar, find)
    except Refusal as refusal:
        raise placed(refusal, arguments) from refusal


def _next(words: list[str], as_json: bool) -> int:
    arguments = parser("course next", _NEXT_SAID, _NEXT, "COURSE PROTOCOL [options]")
    add_kept(arguments)
    add_answers(arguments)
    add_plan_options(arguments)
    add_moments(arguments)
    given = arguments.parse_args(words)
    where = kept(given)
    before = where.course
    given.stock = where.stock(given.stock)
    calendar = partial(days_of, present=before.closures or Closures())
    plan = _planned(given, arguments, calendar, where.protocol)
    event, after, found = where.enter(given, Planned(plan, "next"))
    return entered(event, before, after, as_json, where.lines, found)
