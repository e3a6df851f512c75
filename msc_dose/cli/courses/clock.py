"""When it is, and when what is recorded occurred: the one place of the command line that reads a clock."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.library.entries import moment_of
from msc_dose.problems import refuse

VARIABLE = "MSC_DOSE_NOW"


def add_moments(arguments: argparse.ArgumentParser) -> None:
    """Add who records, and when it occurred."""
    arguments.add_argument("--by", metavar="CODE", help="who records it (asked for)")
    arguments.add_argument(
        "--occurred", metavar="TIME", help="YYYY-MM-DD HH:MM in the course's zone; now where left out"
    )


def recorded_now(course: Course) -> datetime:
    """The present moment in the zone of the course; see `now_in`."""
    return now_in(course.zone, course.training)


def now_in(zone: str, training: bool) -> datetime:
    """The present moment in a zone, to the second.

    `MSC_DOSE_NOW` (a time with its offset) sets the clock of a training course; any other refuses it:
    Refusal `clock.not-training`.
    """
    said = os.environ.get(VARIABLE)
    if said is None:
        return datetime.now(ZoneInfo(zone)).replace(microsecond=0)
    if not training:
        message = f"{VARIABLE} is set, and this is no training course."
        raise refuse("clock.not-training", VARIABLE, message, f"Unset {VARIABLE}.", said)
    return moment_of(said, VARIABLE, zone)


def occurred_of(given: argparse.Namespace, course: Course, recorded: datetime) -> datetime:
    """When it occurred: as said, else the moment of recording. Refusal `value.missing` without `--by`."""
    if given.by is None:
        raise refuse("value.missing", "by", "Who records it is missing.", "Give --by with your code.")
    return recorded if given.occurred is None else moment_of(given.occurred, "occurred", course.zone)
