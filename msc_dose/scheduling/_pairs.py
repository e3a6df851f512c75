"""The rule of twice a week: which two days of a week may be taken, and in which order pairs are tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from msc_dose.scheduling._dates import ONE_DAY, too_soon_text
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.windows import Window

DAYS_APART = (3, 4)  # the second infusion after the first of its week
SECOND_TARGET = 3  # days from the start of the week


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for every week of a course: the windows, the closures and the gap to the week before."""

    window: Window
    closures: Closures
    minimum_gap: int

    @property
    def second_window(self) -> Window:
        """The second infusion may always be a day late: 4 days after the first is allowed by the rule."""
        return Window(self.window.before, max(self.window.after, 1))

    def __str__(self) -> str:
        """The rule as a refusal states it."""
        text = "twice a week: the second infusion is 3 or 4 days after the first of its week"
        if self.minimum_gap == 3:
            return f"{text}, so every gap is at least 3 days"
        return f"{text}, and the first at least {self.minimum_gap} after the infusion before"

    def why_not_first(self, day: date, previous: date | None) -> str | None:
        """Why no week may begin on this day, given the date before it; None where it may."""
        if previous is not None and (day - previous).days < self.minimum_gap:
            return self.closures.why_closed(day) or too_soon_text(self.minimum_gap, "infusion", previous)
        return self.closures.why_closed(day)

    def offsets(self) -> list[tuple[int, int]]:
        """Every pair of days from the week's start, best first: least moved in all, ties to later days."""
        second = range(SECOND_TARGET - self.window.before, SECOND_TARGET + self.second_window.after + 1)
        pairs = [
            (first, first + apart)
            for first in range(-self.window.before, self.window.after + 1)
            for apart in DAYS_APART
            if first + apart in second
        ]
        return sorted(pairs, key=_least_moved_then_latest)


def _least_moved_then_latest(offsets: tuple[int, int]) -> tuple[int, int, int]:
    first, second = offsets
    return abs(first) + abs(second - SECOND_TARGET), -first, -second


@dataclass(frozen=True, slots=True)
class Week:
    """A week: its number from 1, its first day, the date taken before it, and its pair if there is one."""

    number: int
    day0: date
    previous: date | None
    pair: tuple[date, date] | None

    @property
    def second_target(self) -> date:
        """The target of the week's second infusion."""
        return self.day0 + timedelta(days=SECOND_TARGET)


def walk(start: date, weeks: int, rule: Rule) -> Iterator[Week]:
    """The weeks in turn; a week without a pair does not stop the next, which keeps to the last date taken."""
    offsets = rule.offsets()
    previous: date | None = None
    for index in range(weeks):
        day0 = start + timedelta(days=7 * index)
        pair = best_pair(day0, previous, rule, offsets)
        yield Week(index + 1, day0, previous, pair)
        previous = pair[1] if pair else previous


def best_pair(
    day0: date, previous: date | None, rule: Rule, offsets: list[tuple[int, int]]
) -> tuple[date, date] | None:
    """The first pair in the order of `offsets` whose two days may be taken."""
    for first, second in offsets:
        pair = day0 + ONE_DAY * first, day0 + ONE_DAY * second
        if rule.why_not_first(pair[0], previous) is None and rule.closures.why_closed(pair[1]) is None:
            return pair
    return None
