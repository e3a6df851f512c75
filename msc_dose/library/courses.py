"""Courses from files: read, recorded in, shown; the ward of many courses; what differs between two."""

from __future__ import annotations

import os
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.kinds import What
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.recording import record
from msc_dose.files.course_file import append_event, load_events


def load_course(path: str | os.PathLike[str]) -> Course:
    """The course of a course file (JSON Lines, one event a line).

    Raises Refusal for a file that cannot be read or is not what was written (`course.sequence`,
    `course.torn`), and as `course_of`.
    """
    return course_of(load_events(path))


def record_event(
    path: str | os.PathLike[str], what: What, *, by: str, occurred: datetime, recorded: datetime
) -> tuple[Event, Course]:
    """Append one event to a course file; the event with its number, and the course after it.

    `occurred` and `recorded` carry their offset from UTC. Nothing is written where anything is refused:
    an entry of a wrong kind, a gate that is shut, or `course.changed-meanwhile` where somebody else has
    added an event since the file was read.
    """
    events = load_events(path) if os.path.exists(path) else ()
    event, course = record(events, occurred, recorded, by, what)
    append_event(path, event, len(events))
    return event, course
