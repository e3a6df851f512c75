"""When it is, and when what is recorded occurred: the one place of the command line that reads a clock."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.events.giving import Completed, StoppedEarly
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.opening import Consent, EthicsApproval
from msc_dose.courses.events.results import Counted, RescueGiven
from msc_dose.library.entries import moment_of
from msc_dose.problems import refuse

VARIABLE = "MSC_DOSE_NOW"
OF_A_DAY = (Counted, RescueGiven, Consent, EthicsApproval)  # of these the day may be all that is known


def add_moments(arguments: argparse.ArgumentParser) -> None:
    """Add who records, and when it occurred."""
    arguments.add_argument("--by", metavar="CODE", help="who records it (asked for)")
    said = "YYYY-MM-DD HH:MM in the course's zone; else when the infusion ended, or now"
    arguments.add_argument("--occurred", metavar="TIME", help=said)


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
    return _set_to(said, zone)


def _set_to(said: str, zone: str) -> datetime:
    """The moment that the variable states: one clock for courses of all zones, so its offset may be any."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is not None:
            return moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    return moment_of(said, VARIABLE, zone)


def occurred_of(given: argparse.Namespace, zone: str, recorded: datetime, what: What) -> datetime:
    """When it occurred: as said; else an infusion's end, and for all else the moment of recording.

    Refusal `value.missing` without `--by`, and those of `moment_of`.
    """
    if given.by is None:
        raise refuse("value.missing", "by", "Who records it is missing.", "Give --by with your code.")
    if given.occurred is not None:
        return moment_of(given.occurred, "occurred", zone, day_alone=isinstance(what, OF_A_DAY))
    return what.ended if isinstance(what, Completed | StoppedEarly) else recorded
