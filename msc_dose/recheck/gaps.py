"""Infusions so many days after the one before: each slot follows from the day before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.dates import Slot, around, shift, within_calendar
from msc_dose.recheck.document import LONGEST_GAP, MOST, Node, malformed


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from the infusion before, and the days permitted before and after the target."""

    days: int
    before: int
    after: int
    node: Node


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a schedule in order, and whether they count from dates taken or from targets."""

    gaps: tuple[Gap, ...]
    from_dates: bool

    @classmethod
    def of(cls, inputs: Node) -> Gaps:
        """The gaps that the inputs state; one without its own window has the window of the inputs."""
        schedule = inputs.at("schedule").only("kind", "gaps", "count_from")
        from_dates = schedule.at("count_from").choice("previous-date", "previous-target") == "previous-date"
        gaps = tuple(_gap(node, inputs.at("window")) for node in schedule.at("gaps").items())
        if not 1 <= len(gaps) < MOST:
            raise malformed(schedule.at("gaps").path, f"Here belong 1 to {MOST - 1} gaps.", str(len(gaps)))
        return cls(gaps, from_dates)

    def origin(self, slot: Slot, taken: date | None) -> date:
        """The day from which the next infusion counts; without a date taken, the target."""
        return taken if self.from_dates and taken is not None else slot.target

    def after(self, index: int, origin: date) -> Slot:
        """The slot of the infusion after the gap of this index, from 0."""
        gap = self.gaps[index]
        return around(within_calendar(gap.node, shift(origin, gap.days)), gap.before, gap.after)


def _gap(node: Node, window: Node) -> Gap:
    node.only("days", "before", "after")
    days = node.at("days").whole(1, LONGEST_GAP)
    if node.at("before").is_null() and node.at("after").is_null():
        before, after = (window.at(side).whole(0, MOST) for side in ("before", "after"))
        return Gap(days, before, after, node)
    # Less than the gap: a window must not reach back to the infusion before.
    return Gap(days, node.at("before").whole(0, min(days - 1, MOST)), node.at("after").whole(0, MOST), node)
