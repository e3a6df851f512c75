"""Infusions and visits of many courses, sorted under their days."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, chain

from msc_dose.tui.calendar.entries import Entry
from msc_dose.ward.brief import Seen, SeenInfusion, SeenVisit

_ONE_DAY = timedelta(days=1)


class ByDay:
    """What stands on each day, and which windows hold it. `undated` has neither a date nor a target.

    `listed` is everything: first what has no day, then all others in their order; `days` are those on which
    anything stands.
    """

    def __init__(self, courses: Iterable[Seen]) -> None:
        """Sort every infusion and visit under its day."""
        self._by_day: dict[date, list[Entry]] = defaultdict(list)
        self._windows: dict[tuple[int, int], list[Entry]] = defaultdict(list)
        undated: list[Entry] = []
        edges: Counter[date] = Counter()
        for entry in chain.from_iterable(map(entries_of, courses)):
            if entry.day == date.min:
                undated.append(entry)
            else:
                self._by_day[entry.day].append(entry)
                self._count_window(entry, edges)
        for entries in self._by_day.values():
            entries.sort(key=_order)
        self.undated = tuple(undated)
        self.days = sorted(self._by_day)
        self.listed = (*undated, *(entry for day in self.days for entry in self._by_day[day]))
        numbers = (len(self._by_day[day]) for day in self.days)
        self._before = [*accumulate(numbers, initial=len(undated))]
        self.changes = sorted(edges)
        self.open = list(accumulate(edges[day] for day in self.changes))

    def _count_window(self, entry: Entry, edges: Counter[date]) -> None:
        """Where the window of an infusion to come begins and ends; it is kept under each of its months."""
        found = entry.infusion
        if found is None or not found.pending or found.earliest is None or found.latest is None:
            return
        if entry.course.stopped is not None or found.earliest == found.latest:
            return
        month, last = (found.earliest.year, found.earliest.month), (found.latest.year, found.latest.month)
        while month <= last:
            self._windows[month].append(entry)
            month = (month[0] + month[1] // 12, month[1] % 12 + 1)
        edges[found.earliest] += 1
        edges[found.latest + _ONE_DAY] -= 1

    def on(self, day: date) -> Sequence[Entry]:
        """What stands on the day: infusions by their time, then visits."""
        return self._by_day.get(day, ())

    def windows_of(self, day: date) -> Sequence[Entry]:
        """The infusions to come whose window touches the month of the day."""
        return self._windows.get((day.year, day.month), ())

    def place(self, day: date) -> int:
        """The place in `listed` of the first entry of the day, or after it; the last where none is after."""
        return max(0, min(self._before[bisect_left(self.days, day)], len(self.listed) - 1))

    def outwards(self, day: date) -> Iterator[Entry]:
        """What stands on the day, then on the days beside it, ever further away."""
        later = bisect_left(self.days, day)
        earlier = later - 1
        while earlier >= 0 or later < len(self.days):
            if later < len(self.days):
                yield from self._by_day[self.days[later]]
            if earlier >= 0:
                yield from self._by_day[self.days[earlier]]
            earlier, later = earlier - 1, later + 1


def entries_of(course: Seen) -> Iterator[Entry]:
    """The infusions and visits of a course; what has no day stands on its target, else on no day at all."""
    infusions: Sequence[SeenInfusion] = course.infusions
    visits: Sequence[SeenVisit] = course.visits
    for infusion in infusions:
        day = infusion.date or infusion.target
        if day is not None or infusion.pending:
            yield Entry(day or date.min, course, infusion)
    for visit in visits:
        if visit.date is not None:
            yield Entry(visit.date, course, visit=visit)


def _order(entry: Entry) -> tuple[bool, str, str, str, int]:
    """Infusions before visits, timed before untimed, then by patient."""
    infusion = entry.infusion
    time = (infusion.time if infusion else None) or "~"
    return infusion is None, time, entry.course.recipient, entry.course.course, entry.number or 0
