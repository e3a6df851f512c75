"""Infusions so many days after the one before: each slot follows from the day before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.dates import Slot, Window, shift_within, window_of
from msc_dose.recheck.document import LONGEST_GAP, MOST, Node, malformed


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from the infusion before, and the window of the target."""

    days: int
    window: Window
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
        window = window_of(inputs)
        gaps = tuple(_gap(node, window) for node in schedule.at("gaps").items())
        if not 1 <= len(gaps) < MOST:
            raise malformed(schedule.at("gaps").path, f"Here belong 1 to {MOST - 1} gaps.", str(len(gaps)))
        return cls(gaps, from_dates)

    def origin(self, slot: Slot, taken: date | None) -> date:
        """The day from which the next infusion counts; without a date taken, the target."""
        return taken if self.from_dates and taken is not None else slot.target

    def target(self, index: int, origin: date) -> date:
        """The target after the gap of this index, from 0."""
        gap = self.gaps[index]
        return shift_within(gap.node, origin, gap.days)

    def after(self, index: int, origin: date) -> Slot:
        """The slot of the infusion after the gap of this index, from 0."""
        return self.gaps[index].window.around(self.target(index, origin))


def _gap(node: Node, window: Window) -> Gap:
    node.only("days", "before", "after", "preferred")
    days = node.at("days").whole(1, LONGEST_GAP)
    inside = node.maybe("preferred")
    if inside is None and node.at("before").is_null() and node.at("after").is_null():
        return Gap(days, window, node)
    # Less than the gap: a window must not reach back to the infusion before.
    return Gap(days, Window.of(node, min(days - 1, MOST)), node)
