"""The counts and rescue treatments of a course, as the criteria of response take them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.results import Counted, RescueGiven
from msc_dose.courses.folding.local_time import local_time
from msc_dose.response.counts import Count, Rescue


def counts_of(course: Course) -> tuple[Count, ...]:
    """Every count on record but those entered in error, each on the day it was taken, in order of days."""
    found = [
        (local_time(event.occurred, course.zone), event.what)
        for event in _standing(course)
        if isinstance(event.what, Counted)
    ]
    found.sort(key=lambda pair: pair[0].date())
    return tuple(Count(on.date(), what.count, what.bleeding, what.note) for on, what in found)


def rescues_of(course: Course) -> tuple[Rescue, ...]:
    """Every rescue treatment on record but those entered in error, from its first day to its last."""
    return tuple(
        Rescue(event.what.treatment, first, event.what.until or first)
        for event in _standing(course)
        for first in [local_time(event.occurred, course.zone).date()]
        if isinstance(event.what, RescueGiven)
    )


def treatment_start(course: Course) -> date | None:
    """The day of the first infusion that was given; None where none was."""
    days = [infusion.date for infusion in course.infusions if infusion.was_given and infusion.date]
    return min(days, default=None)


def _standing(course: Course) -> Iterator[Event]:
    return (entry.event for entry in course.entries if entry.struck_by is None)
