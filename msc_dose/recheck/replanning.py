"""The calendar of a series of which something has happened: state, window and date of every infusion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from msc_dose.recheck.dates import Slot
from msc_dose.recheck.document import Node
from msc_dose.recheck.facts import Facts
from msc_dose.recheck.open_days import OpenDays, nearest
from msc_dose.recheck.pairs import Pairs, pair_slots
from msc_dose.recheck.spacing import Spacing
from msc_dose.recheck.targets import Ahead, Chained, targets_of
from msc_dose.recheck.visits import visit_rules

NO_DAY, PLACED = "no-day", "placed"
FREE, TIED, PARTED = "free", "tied", "parted"


@dataclass(frozen=True, slots=True)
class Row:
    """One infusion: its state, the days permitted (none while they are undecided), and its date."""

    state: str
    slot: Slot | None
    date: date | None


def replanned(document: Node) -> list[Row]:
    """Every infusion of a series, in order."""
    targets, schedule = targets_of(document), document.at("schedule")
    open_days = OpenDays.of(document, visit_rules(document))
    facts = Facts.of(document.at("facts"), len(targets.windows))
    series = _Rows(facts, open_days, Spacing.of(document), facts.next_known(len(targets.windows)))
    if isinstance(targets, Chained):
        _chain(series, targets)
    elif schedule.at("kind").text() == "twice-a-week":
        _weeks(series, targets, Pairs.of(schedule, open_days, series.spacing))
    else:
        for target, window in zip(targets.after(facts.rebased), targets.windows, strict=True):
            series.add(window.around(target))
    return series.rows


@dataclass(slots=True)
class _Rows:
    """The rows found so far, and the date of the last infusion that has one."""

    facts: Facts
    open_days: OpenDays
    spacing: Spacing
    next_known: list[date | None]
    rows: list[Row] = field(default_factory=list)
    last: date | None = None

    @property
    def number(self) -> int:
        """The number of the infusion whose row is next."""
        return len(self.rows) + 1

    def first_day(self) -> date:
        """The first day that the next infusion may take."""
        return max(self.spacing.first_after(self.last), self.facts.not_before)

    def last_day(self) -> date:
        """The last day that the next infusion may take."""
        return min(self.spacing.last_after(self.last), self.last_before_known())

    def last_before_known(self) -> date:
        """The last day that leaves the gap to the nearest later infusion whose date is known."""
        known = self.next_known[self.number]
        return date.max if known is None else self.spacing.last_before(known)

    def add(self, slot: Slot | None) -> None:
        """The next infusion by itself: as it is known, or on the best day of its slot."""
        state = self.facts.state(self.number)
        if state is not None or slot is None:
            self.keep(state or "undecided", slot, self.facts.known(self.number))
            return
        self.place(slot, self.open_days.infusion(slot, self.first_day(), self.last_day()))

    def place(self, slot: Slot, day: date | None) -> None:
        """The next infusion on a day that was found for it, or with none."""
        self.keep(NO_DAY if day is None else PLACED, slot, day)

    def keep(self, state: str, slot: Slot | None, day: date | None) -> None:
        """The row of the next infusion."""
        self.rows.append(Row(state, slot, day))
        if day is not None:
            self.last = max(day, self.last or day)


def _chain(series: _Rows, targets: Chained) -> None:
    """Each target from the date before it; after one that is undecided there are none."""
    targets.rebased, undecided = series.facts.rebased, False
    for window in targets.windows:
        before = series.rows[-1].date if series.rows else None
        series.add(None if undecided else window.around(targets.next(before)))
        undecided = undecided or series.rows[-1].state == "undecided"


def _weeks(series: _Rows, targets: Ahead, pairs: Pairs) -> None:
    """Two infusions a week, of which either may have a date already, or the second no tie to the first."""
    days = targets.after(series.facts.rebased)
    weeks = [pair_slots(*each) for each in zip(days[::2], days[1::2], targets.windows[::2], strict=True)]
    ties = _ties(series.facts, len(weeks))
    for tie, places in groupby(range(len(weeks)), ties.__getitem__):
        run = [weeks[place] for place in places]
        if tie == FREE:
            _free_weeks(series, pairs, run)
            continue
        for week in run:
            if tie == PARTED:
                _parted_week(series, *week)
            else:
                _week(series, pairs, *week)


def _ties(facts: Facts, weeks: int) -> list[str]:
    """How the two of every week hang together; a rebase from the second of a week parts it."""
    firsts = {rebase.first for rebase in facts.rebased}
    free = [facts.state(number) is None for number in range(1, 2 * weeks + 1)]
    return [
        PARTED if second in firsts else FREE if free[second - 2] and free[second - 1] else TIED
        for second in range(2, 2 * weeks + 1, 2)
    ]


def _free_weeks(series: _Rows, pairs: Pairs, weeks: list[tuple[Slot, Slot]]) -> None:
    """Weeks one after another in which no infusion is known, dropped or undecided."""
    # No infusion among them is known, so that the next one which is known is the same for all.
    latest = series.last_before_known()
    found = pairs.of_weeks(weeks, series.last, series.facts.not_before, latest)
    for week, pair in zip(weeks, found, strict=True):
        for slot, day in zip(week, pair or (None, None), strict=True):
            series.place(slot, day)


def _parted_week(series: _Rows, first: Slot, second: Slot) -> None:
    """A week whose second infusion has a target of its own: each by itself, whatever the other's date."""
    series.add(first)
    series.add(second)


def _week(series: _Rows, pairs: Pairs, first: Slot, second: Slot) -> None:
    """A week of which at least one is not to be placed; where it has a date, the other goes by that."""
    numbers = series.number, series.number + 1
    known = [series.facts.known(number) for number in numbers]
    for number, slot, other in zip(numbers, (first, second), reversed(known), strict=True):
        if other is not None and series.facts.state(number) is None:
            days = pairs.other_of_week(slot, other)
            allowed = [day for day in days if series.first_day() <= day <= series.last_day()]
            series.place(slot, nearest(slot, allowed))
        else:
            series.add(slot)
