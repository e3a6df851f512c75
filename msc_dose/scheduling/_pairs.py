"""The rule of twice a week: which two days of a week may be taken, and in which order pairs are tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from msc_dose.scheduling._dates import ONE_DAY
from msc_dose.scheduling._limits import DAYS_APART, Limits, limits_between
from msc_dose.scheduling._weekday_pairs import WeekdayPairs, pairs_text
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.windows import Window

SECOND_TARGET = 3  # days from the start of the week
Pair = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for every week of a course: the windows, the closures, the gaps, the weekdays allowed.

    `not_before` is the first day allowed, `following` a later date that stands and keeps its minimum gap.
    """

    window: Window
    closures: Closures
    minimum_gap: int
    maximum_gap: int | None = None
    pairs: WeekdayPairs = ()
    not_before: date | None = None
    following: date | None = None

    @property
    def second_window(self) -> Window:
        """The second infusion may always be a day late: 4 days after the first is allowed by the rule."""
        return second_window(self.window)

    def __str__(self) -> str:
        """The rule as a refusal states it."""
        text = "twice a week: the second infusion is 3 or 4 days after the first of its week"
        text += f", on {pairs_text(self.pairs)}" if self.pairs else ""
        if self.minimum_gap == 3:
            text += ", so every gap is at least 3 days"
        else:
            text += f", and the first at least {self.minimum_gap} after the infusion before"
        return text if self.maximum_gap is None else f"{text}, and at most {self.maximum_gap} days"

    def limits(self, previous: date | None) -> Limits:
        """What the date before a week, and the dates that stand, leave to its first infusion."""
        return limits_between(
            previous,
            self.minimum_gap,
            self.maximum_gap,
            not_before=self.not_before,
            following=self.following,
        )

    def why_not_first(self, day: date, previous: date | None) -> str | None:
        """Why no week may begin on this day, given the date before it; None where it may."""
        return self.closures.why_closed(day) or self.limits(previous).why_not(day)

    def why_not_second(self, day: date) -> str | None:
        """Why no second infusion may be on this day, whatever the first; None where it may."""
        return self.closures.why_closed(day) or self.limits(None).why_not(day)

    def allows(self, first: date, second: date) -> bool:
        """Whether the two days are an allowed distance and an allowed pair of weekdays apart."""
        if self.maximum_gap is not None and (second - first).days > self.maximum_gap:
            return False
        return not self.pairs or (first.weekday(), second.weekday()) in self.pairs


@dataclass(frozen=True, slots=True)
class Week:
    """A week: its number from 1, the targets of its two infusions, the date taken before, and its pair."""

    number: int
    first_target: date
    second_target: date
    previous: date | None = None
    pair: Pair | None = None


def course_weeks(start: date, weeks: int) -> tuple[Week, ...]:
    """The weeks of a course: targets on day 0 and day +3 of each seven days from the start."""
    starts = (start + timedelta(days=7 * index) for index in range(weeks))
    return tuple(
        Week(number, day, day + SECOND_TARGET * ONE_DAY) for number, day in enumerate(starts, start=1)
    )


@lru_cache(maxsize=64)
def second_window(window: Window) -> Window:
    """The window of a week's second infusion, which reaches at least one day after its target."""
    return window if window.after else replace(window, after=1)


@lru_cache(maxsize=64)
def offsets(window: Window, distance: int) -> tuple[tuple[int, int], ...]:
    """Every pair of days from the first target, best first; `distance` is from it to the second target.

    Best is: the fewest days that are not preferred (where there is a preferred window), then the least
    moved in all, then the later first day, then the later second.
    """
    second = second_window(window)
    pairs = [
        (first, first + apart)
        for first in range(-window.before, window.after + 1)
        for apart in DAYS_APART
        if -second.before <= first + apart - distance <= second.after
    ]
    return tuple(sorted(pairs, key=lambda pair: _rank(pair[0], pair[1] - distance, window)))


def _rank(first: int, second: int, window: Window) -> tuple[int, int, int, int]:
    return outside(window, first, second), abs(first) + abs(second), -first, -second


def outside(window: Window, *moved: int) -> int:
    """How many of the days, each moved so far from its target, are not preferred; 0 where none are."""
    return 0 if window.preferred is None else sum(not window.prefers(days) for days in moved)


def pairs_of(week: Week, previous: date | None, rule: Rule) -> Iterator[Pair]:
    """The pairs of days that the week may take after this date, the best first."""
    first_limits, second_limits = rule.limits(previous), rule.limits(None)
    why_closed = rule.closures.why_closed
    for first, second in offsets(rule.window, (week.second_target - week.first_target).days):
        pair = week.first_target + ONE_DAY * first, week.first_target + ONE_DAY * second
        if (
            rule.allows(*pair)
            and first_limits.why_not(pair[0]) is None
            and second_limits.why_not(pair[1]) is None
            and why_closed(pair[0]) is None
            and why_closed(pair[1]) is None
        ):
            yield pair


def solve(weeks: Sequence[Week], rule: Rule, previous: date | None = None) -> tuple[Week, ...] | None:
    """Every week with its pair, by the rule of `weeks`; None where no sequence places all."""
    return _Search(weeks, rule).after(0, previous)


def walk(weeks: Sequence[Week], rule: Rule, previous: date | None = None) -> tuple[Week, ...]:
    """The weeks, those without a pair that no choice in the weeks before can place; the next go on."""
    left_out: set[int] = set()
    while True:
        search = _Search(weeks, rule, frozenset(left_out))
        found = search.after(0, previous)
        if found is not None:
            return found
        left_out.add(search.deepest)


@dataclass(slots=True)
class _Search:
    """The pairs of one week after another; `deepest` is the last week that none could be found for."""

    weeks: Sequence[Week]
    rule: Rule
    left_out: frozenset[int] = frozenset()
    deepest: int = -1
    _stuck: set[tuple[int, date | None]] = field(default_factory=set)

    def after(self, index: int, previous: date | None) -> tuple[Week, ...] | None:
        """The weeks from this index on, after this date: the first sequence that places them all."""
        if index == len(self.weeks):
            return ()
        if (index, previous) in self._stuck:
            return None
        week = self.weeks[index]
        choices = iter([None]) if index in self.left_out else pairs_of(week, previous, self.rule)
        for pair in choices:
            rest = self.after(index + 1, previous if pair is None else pair[1])
            if rest is not None:
                return replace(week, previous=previous, pair=pair), *rest
        self._stuck.add((index, previous))
        self.deepest = max(self.deepest, index)
        return None
