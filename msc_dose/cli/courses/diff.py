"""`msc-dose course diff`: what has moved since the plan, since an entry, or against another course."""

from __future__ import annotations

import argparse

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.courses.kept import add_kept, kept
from msc_dose.courses.course import Course
from msc_dose.courses.difference import difference
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Planned
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.plan import Plan
from msc_dose.files.plans import load_document
from msc_dose.problems import refuse

_EXAMPLES = """  msc-dose course diff training.jsonl
  msc-dose course diff training.jsonl --since 7
  msc-dose course diff training.jsonl --against older-copy.jsonl --json
  msc-dose course diff plan.json --against plan-before.json"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the difference."""
    arguments = parser("course diff", "What has moved, and what stays.", _EXAMPLES)
    add_kept(arguments, "the course, or a plan document (.json)")
    arguments.add_argument("--since", metavar="EVENT", help="since this entry; else since the first plan")
    arguments.add_argument(
        "--against", metavar="FILE", help="the earlier one: a course file or plan document"
    )
    given = arguments.parse_args(words)
    heads: list[str] = []
    if given.file.lower().endswith(".json"):
        found = difference(_other(given), Plan.from_document(load_document(given.file)))
    else:
        where = kept(given)
        found, heads = difference(_before(given, where.events), where.course), where.lines
    if as_json:
        output.document(found.as_document())
    else:
        output.say("\n".join([*heads, *found.lines()]))
    return 0


def _other(given: argparse.Namespace) -> Plan | Course:
    """What is taken as the earlier one: a plan document (.json) or a course file."""
    if given.against is None:
        message = "A plan document is compared with another."
        raise refuse("value.missing", "against", message, "Give --against with a plan or a course file.")
    if given.against.lower().endswith(".json"):
        return Plan.from_document(load_document(given.against))
    return kept(argparse.Namespace(**{**vars(given), "file": given.against})).course


def _before(given: argparse.Namespace, events: tuple[Event, ...]) -> Plan | Course:
    if given.against is not None:
        return _other(given)
    if given.since is None:
        planned = [event.number for event in events if isinstance(event.what, Planned)]
        return course_of(events[: planned[0]] if planned else events[:1])
    if not given.since.isdigit() or not 1 <= int(given.since) <= len(events):
        message = f"{given.since!r} is no entry of this course, which has {len(events)}."
        raise refuse("course.no-such-event", "since", message, "Give a number that course show prints.")
    return course_of(events[: int(given.since)])
