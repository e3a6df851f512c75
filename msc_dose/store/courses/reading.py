"""Courses as they are read from the record, and the text that keeps an event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache, partial

from msc_dose.courses.course import Course
from msc_dose.courses.events.documents import event_document, event_of
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Opened
from msc_dose.courses.folding.fold import course_of
from msc_dose.problems import Problem, refuse
from msc_dose.store.databases.database import Statements
from msc_dose.store.databases.decoding import decoded


def events_of(statements: Statements, code: str) -> tuple[Event, ...]:
    """The events of a course in the order of recording; Refusal `course.unknown`."""
    rows = statements.all("events_of_course", course=code)
    if not rows:
        message = f"The record has no course {code}."
        raise refuse("course.unknown", "course", message, "msc-dose course list shows them.", code)
    return tuple(_event_of_text(row["document"], f"{code} {row['number']}") for row in rows)


# An event is never changed, and its text says all of it: whoever records entry after entry in a course, or
# comes back to it, need not have the plans in it calculated anew each time.
@lru_cache(maxsize=1024)
def _event_of_text(text: str, key: str) -> Event:
    return event_of(decoded("event", key, partial(json.loads, text)))


def course_on_record(statements: Statements, code: str) -> Course:
    """What the events of a course come to; Refusal `course.unknown`."""
    return course_of(events_of(statements, code))


def codes(statements: Statements) -> tuple[str, ...]:
    """The codes of all courses, in order."""
    return tuple(row["code"] for row in statements.all("course_codes"))


def lengths(statements: Statements, code: str | None = None) -> dict[str, int]:
    """How many events each course has, by code in order; of one course where it is named."""
    return {row["code"]: row["events"] for row in statements.all("course_lengths", code=code or "")}


def event_text(event: Event) -> str:
    """The event as it is kept: the same JSON that a line of a course file holds."""
    document = event_document(event)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    # Half a character can stand in a reason of a plan; written out, every database keeps it.
    return text if text.isprintable() or _encodes(text) else json.dumps(document, allow_nan=False)


def _encodes(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


def running_beside(statements: Statements, opened: Opened) -> Iterator[Problem]:
    """The CHECK `course.running-beside` for each other course of the recipient that is not over."""
    for row in statements.all("courses_of_recipient", recipient=opened.recipient):
        if row["code"] != opened.course and _is_running(course_on_record(statements, row["code"])):
            message = f"{opened.recipient} has the course {row['code']} as well, which is not over."
            fix = "Make sure that both are meant; stop the one that is not."
            yield Problem("course.running-beside", "check", "recipient", message, fix)


def _is_running(course: Course) -> bool:
    return course.stopped is None and any(each.pending for each in course.infusions)
