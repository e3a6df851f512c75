"""When what is recorded occurred, as the command line is told it."""

from __future__ import annotations

import argparse
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events.kinds import What
from msc_dose.library.clock import now_in, occurred
from msc_dose.problems import refuse


def add_moments(arguments: argparse.ArgumentParser) -> None:
    """Add who records, and when it occurred."""
    arguments.add_argument("--by", metavar="CODE", help="who records it (asked for)")
    said = "YYYY-MM-DD HH:MM in the course's zone; else when the infusion ended, or now"
    arguments.add_argument("--occurred", metavar="TIME", help=said)


def recorded_now(course: Course) -> datetime:
    """The present moment in the zone of the course; see `now_in`."""
    return now_in(course.zone, course.training)


def occurred_of(given: argparse.Namespace, zone: str, recorded: datetime, what: What) -> datetime:
    """When it occurred: as said; else an infusion's end, and for all else the moment of recording.

    Refusal `value.missing` without `--by`, and those of `moment_of`.
    """
    if given.by is None:
        raise refuse("value.missing", "by", "Who records it is missing.", "Give --by with your code.")
    return occurred(given.occurred, what, zone, recorded)
