"""How near and how far two infusions after one another may be, in days from date to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.dates import shift
from msc_dose.recheck.document import LONGEST_GAP, Node


@dataclass(frozen=True, slots=True)
class Spacing:
    """The least and, where one is stated, the most days from one infusion to the next."""

    least: int
    most: int | None

    @classmethod
    def of(cls, inputs: Node) -> Spacing:
        """The spacing that the inputs state."""
        most = inputs.maybe("maximum_gap")
        least = inputs.at("minimum_gap").whole(1, LONGEST_GAP)
        return cls(least, None if most is None or most.is_null() else most.whole(1, LONGEST_GAP))

    def allows(self, days: int) -> bool:
        """Whether two infusions may be so many days apart."""
        return self.least <= days and (self.most is None or days <= self.most)

    def first_after(self, day: date | None) -> date:
        """The first day on which an infusion may follow one on this day; any day without one."""
        return date.min if day is None else shift(day, self.least)

    def last_after(self, day: date | None) -> date:
        """The last day on which an infusion may follow one on this day; any day without one."""
        return date.max if day is None or self.most is None else shift(day, self.most)

    def last_before(self, day: date) -> date:
        """The last day on which there may be an infusion before one on this day."""
        return shift(day, -self.least)

    def follows(self, day: date, before: date | None) -> bool:
        """Whether an infusion may be on this day after one on the day before it."""
        return self.first_after(before) <= day <= self.last_after(before)
