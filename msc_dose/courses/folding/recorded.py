"""The times of recording: they go forward, or a clock was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msc_dose.courses.course import Entry
from msc_dose.courses.folding.ledger import named
from msc_dose.problems import Problem


def clock_problems(entries: Sequence[Entry]) -> Iterator[Problem]:
    """A CHECK for each event that says it was recorded before the one that stands before it."""
    for one, other in pairwise(entry.event for entry in entries):
        if other.recorded < one.recorded:
            message = f"{named(other)} says it was recorded before event {one.number}: a clock was wrong."
            fix = "Set the clock; a deviation says which times are meant."
            yield Problem("course.clock", "check", "recorded", message, fix)
