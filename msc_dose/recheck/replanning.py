"""The calendar of a series of which something has happened: state, window and date of every infusion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from msc_dose.recheck.dates import Slot, shift
from msc_dose.recheck.document import Node
from msc_dose.recheck.facts import Facts
from msc_dose.recheck.open_days import OpenDays, nearest
from msc_dose.recheck.pairs import Pairs, pair_slots
from msc_dose.recheck.spacing import Spacing
from msc_dose.recheck.targets import Ahead, Chained, targets_of
from msc_dose.recheck.visits import visit_rules

NO_DAY, PLACED = "no-day", "placed"


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

    def last_day(self, number: int) -> date:
        """The last day that leaves the gap to the next infusion whose date is known."""
        known = self.next_known[number]
        return date.max if known is None else shift(known, -self.spacing.least)

    def add(self, slot: Slot | None) -> None:
        """The next infusion by itself: as it is known, or on the best day of its slot."""
        state = self.facts.state(self.number)
        if state is not None or slot is None:
            self.keep(state or "undecided", slot, self.facts.known(self.number))
            return
        last = min(self.spacing.last_after(self.last), self.last_day(self.number))
        self.place(slot, self.open_days.infusion(slot, self.first_day(), last))

    def place(self, slot: Slot, day: date | None) -> None:
        """The next infusion on a day that was found for it, or with none."""
        self.keep(NO_DAY if day is None else PLACED, slot, day)

    def keep(self, state: str, slot: Slot | None, day: date | None) -> None:
        """The row of the next infusion."""
        self.rows.append(Row(state, slot, day))
        self.last = self.last if day is None else day


def _chain(series: _Rows, targets: Chained) -> None:
    """Each target from the date before it; after one that is undecided there are none."""
    targets.rebased, undecided = series.facts.rebased, False
    for window in targets.windows:
        before = series.rows[-1].date if series.rows else None
        series.add(None if undecided else window.around(targets.next(before)))
        undecided = undecided or series.rows[-1].state == "undecided"


def _weeks(series: _Rows, targets: Ahead, pairs: Pairs) -> None:
    """Two infusions a week, of which either may have a date already."""
    days = targets.after(series.facts.rebased)
    for first, second, window in zip(days[::2], days[1::2], targets.windows[::2], strict=True):
        _week(series, pairs, *pair_slots(first, second, window))


def _week(series: _Rows, pairs: Pairs, first: Slot, second: Slot) -> None:
    facts, numbers = series.facts, (series.number, series.number + 1)
    to_place, known = [facts.state(number) is None for number in numbers], [*map(facts.known, numbers)]
    if all(to_place):
        for slot, day in zip((first, second), _pair(series, pairs, first, second), strict=True):
            series.place(slot, day)
        return
    # At least one of the two is not to be placed; where it has a date, the other goes by that.
    for slot, placed, other, later in zip((first, second), to_place, known[::-1], (False, True), strict=True):
        if placed and other is not None:
            _other(series, pairs, slot, other, later)
        else:
            series.add(slot)


def _pair(series: _Rows, pairs: Pairs, first: Slot, second: Slot) -> tuple[date | None, date | None]:
    """The best pair of a week that may follow what is before it, and be followed by what is known."""
    earliest, latest = series.first_day(), series.spacing.last_after(series.last)
    end = series.last_day(series.number + 1)
    allowed = (
        pair for pair in pairs.of_week(first, second) if earliest <= pair[0] <= latest and pair[1] <= end
    )
    return next(allowed, (None, None))


def _other(series: _Rows, pairs: Pairs, slot: Slot, known: date, later: bool) -> None:
    """The infusion of a week whose other one has a date: 3 or 4 days from it."""
    first = series.first_day()
    last = min(series.spacing.last_after(series.last), series.last_day(series.number))
    days = [day for day in pairs.other_of_week(slot, known, later) if first <= day <= last]
    series.place(slot, nearest(slot, days))
