"""The slots and days of all infusions of a plan, and what the working of their targets counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from msc_dose.recheck.dates import Slot, window_of
from msc_dose.recheck.document import Node
from msc_dose.recheck.gaps import Gaps
from msc_dose.recheck.open_days import OpenDays
from msc_dose.recheck.pairs import Pairs, pair_slots
from msc_dose.recheck.series import Months, Series, series_from
from msc_dose.recheck.spacing import Spacing


@dataclass(frozen=True, slots=True)
class Timetable:
    """The slots and dates of the infusions, and for each target the day it counts from and what is counted.

    The dates end before the first infusion that has no allowed day. Counted are intervals from the start, or
    days from it where the schedule names days; after a gap, the days of the gap from the infusion before.
    """

    slots: list[Slot]
    dates: list[date]
    counted: list[tuple[date, int]]

    def date(self, index: int) -> date | None:
        """The date of the infusion of this index, from 0; None without one."""
        return self.dates[index] if index < len(self.dates) else None


def timetable(inputs: Node, open_days: OpenDays) -> Timetable:
    """The days of all infusions that the inputs of a plan ask for."""
    schedule, spacing = inputs.at("schedule"), Spacing.of(inputs)
    kind = schedule.at("kind").text()
    if kind == "gaps":
        return _after_gaps(inputs, _Dates(open_days, spacing))
    series, start = series_from(schedule, inputs.at("start"))
    numbers = series.counted_from(start) if isinstance(series, Months) else series.counted
    counted = [(start, number) for number in numbers]
    if kind == "twice-a-week":
        return _in_pairs(inputs, series, start, Pairs.of(schedule, open_days, spacing), counted)
    window, dates = window_of(inputs), _Dates(open_days, spacing)
    slots = [window.around(target) for target in series.targets_from(1, start)]
    for slot in slots:
        dates.take(slot)
    return Timetable(slots, dates.taken, counted)


def _after_gaps(inputs: Node, dates: _Dates) -> Timetable:
    gaps, start = Gaps.of(inputs), inputs.at("start").day()
    slots, counted = [window_of(inputs).around(start)], [(start, 0)]
    for index, gap in enumerate(gaps.gaps):
        origin = gaps.origin(slots[-1], dates.take(slots[-1]))
        slots.append(gaps.after(index, origin))
        counted.append((origin, gap.days))
    dates.take(slots[-1])
    return Timetable(slots, dates.taken, counted)


def _in_pairs(
    inputs: Node, series: Series, start: date, pairs: Pairs, counted: list[tuple[date, int]]
) -> Timetable:
    targets, window = series.targets_from(1, start), window_of(inputs)
    weeks = [pair_slots(*days, window) for days in zip(targets[::2], targets[1::2], strict=True)]
    dates = [day for pair in takewhile(bool, pairs.of_weeks(weeks)) for day in pair or ()]
    return Timetable([slot for week in weeks for slot in week], dates, counted)


@dataclass(slots=True)
class _Dates:
    """The dates taken one after another, each the gap after the last; after a slot without a day, none."""

    open_days: OpenDays
    spacing: Spacing
    taken: list[date] = field(default_factory=list)
    ended: bool = False

    def take(self, slot: Slot) -> date | None:
        """The day for this slot."""
        if self.ended:
            return None
        last = self.taken[-1] if self.taken else None
        chosen = self.open_days.infusion(slot, self.spacing.first_after(last), self.spacing.last_after(last))
        self.ended = chosen is None
        self.taken += [] if chosen is None else [chosen]
        return chosen
