"""What the working of a target counts, and from which day."""

from __future__ import annotations

from datetime import date

from msc_dose.recheck.dates import Slot, listed_days
from msc_dose.recheck.document import Node
from msc_dose.recheck.gaps import Gaps


def countings(inputs: Node, slots: list[Slot], dates: list[date]) -> list[tuple[date, int]]:
    """For each target the day that it counts from and what is counted.

    Counted are intervals from the start, or days from it where the schedule is twice a week or on stated
    days; after a gap, the days of the gap from the infusion before.
    """
    start, schedule = inputs.at("start").day(), inputs.at("schedule")
    kind = schedule.at("kind").text()
    if kind == "gaps":
        return [(start, 0), *_after_gaps(Gaps.of(inputs), slots, dates)]
    if kind == "days":
        return [(start, day) for day in listed_days(schedule)]
    twice = kind == "twice-a-week"
    return [(start, 7 * (i // 2) + 3 * (i % 2) if twice else i) for i in range(len(slots))]


def _after_gaps(gaps: Gaps, slots: list[Slot], dates: list[date]) -> list[tuple[date, int]]:
    """The infusion before and the gap, for every infusion but the first."""
    before = [*dates, *[None] * len(slots)]
    return [
        (gaps.origin(slot, taken), gap.days)
        for gap, slot, taken in zip(gaps.gaps, slots, before, strict=False)
    ]
