"""`msc-dose course list`: the courses of a record, what comes next in each, and those that cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.courses.unreadable import UNREADABLE, unreadable_documents, unreadable_lines
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.cli.table import columns
from msc_dose.courses.course import Course
from msc_dose.scheduling import day_text
from msc_dose.store.all_courses import Courses, all_courses

_EXAMPLES = """  msc-dose course list
  msc-dose course list --json"""
_HEADS = ("Course", "Recipient", "Infusions", "Next", "Waits for a person")
_EMPTY = "The record has no course yet. Begin one: msc-dose course new --help"
_OVER = ("completed", "stopped-early", "not-needed", "missed", "cancelled")
DONE = 0


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the list; the exit status is 4 where a course cannot be read."""
    arguments = parser("course list", "The courses of the record, and what comes next.", _EXAMPLES)
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    record = record_of(given)
    with record.reading() as statements:
        found = all_courses(statements)
    also = _also(found)
    if as_json:
        output.document(_document(found, also))
    else:
        output.say("\n".join([*banner(record), *_lines(found, also)]))
    return UNREADABLE if found.unreadable else DONE


def summary(course: Course) -> dict[str, Any]:
    """A course in short, for JSON."""
    return {
        "course": course.course,
        "recipient": course.recipient,
        "training": course.training,
        "events": len(course.entries),
        "infusions": len(course.infusions),
        "given": sum(each.was_given for each in course.infusions),
        "next": _next(course),
        "questions": len(course.questions),
    }


def _lines(found: Courses, also: dict[str, list[str]]) -> list[str]:
    if not found.read and not found.unreadable:
        return [_EMPTY]
    rows = [_row(each, also.get(each.course, [])) for each in found.read]
    rows += [(each.course, each.recipient, "-", "cannot be read", each.why) for each in found.unreadable]
    return [*columns(_HEADS, sorted(rows)), *unreadable_lines(found.unreadable)]


def _document(found: Courses, also: dict[str, list[str]]) -> dict[str, Any]:
    courses = [summary(each) | {"also": also.get(each.course, [])} for each in found.read]
    unreadable = unreadable_documents(found.unreadable)
    return {"schema": "msc-dose/courses/1", "courses": courses, "unreadable": unreadable}


def _also(found: Courses) -> dict[str, list[str]]:
    """Of each course that goes on the others of its recipient; what cannot be read may go on as well."""
    running: dict[str, list[str]] = defaultdict(list)
    for course in found.read:
        if _goes_on(course):
            running[course.recipient].append(course.course)
    for each in found.unreadable:
        running[each.recipient].append(each.course)
    return {
        code: [other for other in codes if other != code]
        for codes in running.values()
        for code in codes
        if len(codes) > 1
    }


def _goes_on(course: Course) -> bool:
    return course.stopped is None and any(each.state not in _OVER for each in course.infusions)


def _row(course: Course, also: Sequence[str]) -> tuple[str, ...]:
    given = sum(each.was_given for each in course.infusions)
    waits = f"{len(course.questions)} to decide" if course.questions else "-"
    whose = course.recipient + "".join(f", also {code}" for code in also)
    return course.course, whose, f"{given} of {len(course.infusions)}", _next(course), waits


def _next(course: Course) -> str:
    if course.stopped:
        return "stopped"
    if course.held_since:
        return f"held since {day_text(course.held_since)}"
    pending = [each for each in course.infusions if each.pending]
    if not pending:
        return "none to come"
    return day_text(pending[0].date) if pending[0].date else "to be decided"
