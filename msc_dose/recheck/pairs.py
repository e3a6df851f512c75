"""Twice a week: the two days of each week, 3 or 4 days apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.dates import WEEKDAYS, Slot, Window, shift
from msc_dose.recheck.document import Node
from msc_dose.recheck.open_days import OpenDays, beyond_preferred, days_from, distance
from msc_dose.recheck.spacing import Spacing

Pair = tuple[date, date]
_APART = (3, 4)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How the two days of a week are found; `weekdays` are the pairs allowed, empty for all."""

    open_days: OpenDays
    spacing: Spacing
    weekdays: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, schedule: Node, open_days: OpenDays, spacing: Spacing) -> Pairs:
        """The pairs that a schedule allows."""
        said = schedule.maybe("pairs")
        return cls(open_days, spacing, frozenset(map(_weekday_pair, [] if said is None else said.items())))

    def of_week(self, first: Slot, second: Slot) -> list[Pair]:
        """All pairs of a week, the best first: in the preferred days, least moved, then the later."""
        open_days = set(filter(self.open_days.for_infusion, days_from(second.earliest, second.latest)))
        apart = [days for days in _APART if self.spacing.allows(days)]
        found = [
            (day, shift(day, days))
            for day in filter(self.open_days.for_infusion, days_from(first.earliest, first.latest))
            for days in apart
            if shift(day, days) in open_days and self._is_allowed(day, shift(day, days))
        ]
        return sorted(found, key=lambda pair: _rank(pair, first, second))

    def other_of_week(self, slot: Slot, known: date) -> list[date]:
        """The open days of a slot 3 or 4 days from the other infusion of its week, which is known."""
        days = [shift(known, sign * each) for each in _APART for sign in (-1, 1)]
        return [
            day for day in days if slot.earliest <= day <= slot.latest and self.open_days.for_infusion(day)
        ]

    def of_weeks(
        self,
        weeks: list[tuple[Slot, Slot]],
        last: date | None = None,
        earliest: date = date.min,
        latest: date = date.max,
    ) -> list[Pair | None]:
        """The pair of every week in order, None for one that no choice serves together with those before it.

        Of all choices that serve the other weeks it is the best for the first of them, then for the second,
        and so on. The first pair follows `last`, and none has a day before `earliest` or after `latest`.
        """
        found = [
            [pair for pair in self.of_week(*week) if earliest <= pair[0] and pair[1] <= latest]
            for week in weeks
        ]
        served = self._served(found, last)
        chosen = self._in_turn(self._leading_on([found[place] for place in served]), last)
        pairs = dict(zip(served, chosen, strict=True))
        return [pairs.get(place) for place in range(len(weeks))]

    def _served(self, weeks: list[list[Pair]], last: date | None) -> list[int]:
        """The places of the weeks that find a pair after some choice for all those served before."""
        served: list[int] = []
        seconds = None if last is None else [last]
        for place, pairs in enumerate(weeks):
            reached = {pair[1] for pair in pairs if seconds is None or self._follows_one(pair[0], seconds)}
            if reached:
                served.append(place)
                seconds = sorted(reached)
        return served

    def _follows_one(self, day: date, seconds: list[date]) -> bool:
        """Whether a day may follow one of these, which are in order."""
        place = bisect_right(seconds, self.spacing.last_before(day)) - 1
        return place >= 0 and self.spacing.follows(day, seconds[place])

    def _leading_on(self, weeks: list[list[Pair]]) -> list[list[Pair]]:
        """Of each week the pairs after which every later week finds one, looked at from the last week."""
        kept: list[list[Pair]] = []
        firsts: list[date] | None = None
        for pairs in reversed(weeks):
            kept.append([pair for pair in pairs if firsts is None or self._meets(pair[1], firsts)])
            firsts = sorted({pair[0] for pair in kept[-1]})
        return kept[::-1]

    def _meets(self, day: date, firsts: list[date]) -> bool:
        """Whether one of these days, in order, may follow a day."""
        place = bisect_left(firsts, self.spacing.first_after(day))
        return place < len(firsts) and firsts[place] <= self.spacing.last_after(day)

    def _in_turn(self, weeks: list[list[Pair]], last: date | None) -> list[Pair]:
        """The best of every week that may follow what is chosen before it."""
        chosen: list[Pair] = []
        for pairs in weeks:
            chosen.append(next(pair for pair in pairs if self.spacing.follows(pair[0], last)))
            last = chosen[-1][1]
        return chosen

    def _is_allowed(self, first: date, second: date) -> bool:
        return not self.weekdays or (first.weekday(), second.weekday()) in self.weekdays


def pair_slots(first: date, second: date, window: Window) -> tuple[Slot, Slot]:
    """The slots of a week; the second may always be one later, for 4 days apart are as good as 3."""
    return window.around(first), window.reaching(1).around(second)


def _rank(pair: Pair, first: Slot, second: Slot) -> tuple[int, int, int, int]:
    beyond = beyond_preferred(first, pair[0]) + beyond_preferred(second, pair[1])
    moved = distance(pair[0], first.target) + distance(pair[1], second.target)
    return beyond, moved, -pair[0].toordinal(), -pair[1].toordinal()


def _weekday_pair(node: Node) -> tuple[int, int]:
    """A pair of weekdays such as `mon-thu`, 3 or 4 days apart."""
    wanted = {
        f"{name}-{WEEKDAYS[(number + days) % 7]}": (number, (number + days) % 7)
        for number, name in enumerate(WEEKDAYS)
        for days in _APART
    }
    if node.text() not in wanted:
        raise node.wrong("two weekdays 3 or 4 days apart, such as 'mon-thu'")
    return wanted[node.text()]
