"""The targets of a series of which something has happened: known ahead, or each from the date before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from msc_dose.recheck.dates import Window, shift_within, window_of
from msc_dose.recheck.document import Node
from msc_dose.recheck.facts import Rebase
from msc_dose.recheck.gaps import Gaps
from msc_dose.recheck.series import Series, series_from, steps_of_gaps


@dataclass(frozen=True, slots=True)
class Ahead:
    """Targets that follow from the start, and after a rebase from the day that it names."""

    series: Series
    start: date
    windows: list[Window]

    def after(self, rebased: tuple[Rebase, ...]) -> list[date]:
        """The targets of all infusions after every rebase in order."""
        targets = self.series.targets_from(1, self.start)
        for rebase in rebased:
            later = range(rebase.first - 1, len(targets))
            if rebase.counts:
                anew = self.series.targets_from(rebase.anchor, rebase.day)
                targets[rebase.first - 1 :] = [anew[place - rebase.anchor + 1] for place in later]
            else:
                days = (rebase.day - targets[rebase.anchor - 1]).days
                targets[rebase.first - 1 :] = [shift_within(rebase.node, targets[n], days) for n in later]
        return targets


@dataclass(slots=True)
class Chained:
    """Targets that count from the date of the infusion before; asked for in order of the infusions."""

    gaps: Gaps
    start: date
    windows: list[Window]
    rebased: tuple[Rebase, ...] = ()
    _found: list[date] = field(default_factory=list)

    def next(self, before: date | None) -> date:
        """The next target; `before` is the date of the infusion before, None where it has none."""
        number = len(self._found) + 1
        target = self._counted(number, before) if number > 1 else self.start
        for rebase in self.rebased:
            target = self._rebased(rebase, number, target)
        self._found.append(target)
        return target

    def _counted(self, number: int, before: date | None) -> date:
        """The gap after the date of the infusion before; after its target, where it has no date."""
        return self.gaps.target(number - 2, before or self._found[-1])

    def _rebased(self, rebase: Rebase, number: int, target: date) -> date:
        """The target after one rebase, which is of one infusion only: those after it follow by themselves."""
        if rebase.first != number:
            return target
        if rebase.counts:
            day = rebase.day
            for index in range(rebase.anchor - 1, number - 1):
                day = self.gaps.target(index, day)
            return day
        anchor = target if rebase.anchor == number else self._found[rebase.anchor - 1]
        return shift_within(rebase.node, target, (rebase.day - anchor).days)


def targets_of(document: Node) -> Ahead | Chained:
    """The targets that a document's schedule asks for, before anything has happened."""
    schedule, window = document.at("schedule"), window_of(document)
    if schedule.at("kind").text() != "gaps":
        series, start = series_from(schedule, document.at("start"))
        return Ahead(series, start, [window] * len(series.counted))
    gaps, start = Gaps.of(document), document.at("start").day()
    windows = [window, *(gap.window for gap in gaps.gaps)]
    if gaps.from_dates:
        return Chained(gaps, start, windows)
    return Ahead(steps_of_gaps(schedule, [gap.days for gap in gaps.gaps]), start, windows)
