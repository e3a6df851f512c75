"""The day on which an infusion or a visit takes place: the nearest that is open, in its window, and apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from msc_dose.recheck.dates import Slot, around, infusion_slots, shift
from msc_dose.recheck.document import LONGEST_GAP, MOST, Node
from msc_dose.recheck.gaps import Gaps

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The weekdays on which infusions are given, and the single days that are closed."""

    weekdays: frozenset[str]
    closed: frozenset[date]

    @classmethod
    def of(cls, inputs: Node) -> OpenDays:
        """The open days that the inputs state; where no weekdays are stated, every weekday is open."""
        stated = inputs.at("open")
        weekdays = _WEEKDAYS if stated.is_null() else [node.choice(*_WEEKDAYS) for node in stated.items()]
        closures = [node.only("date", "reason") for node in inputs.at("closed").items()]
        for closure in closures:
            closure.at("reason").text()
        return cls(frozenset(weekdays), frozenset(closure.at("date").day() for closure in closures))

    def among(self, earliest: date, latest: date) -> list[date]:
        """The open days from the earliest to the latest."""
        days = map(date.fromordinal, range(earliest.toordinal(), latest.toordinal() + 1))
        return [day for day in days if _WEEKDAYS[day.weekday()] in self.weekdays and day not in self.closed]


def nearest(slot: Slot, days: Iterable[date]) -> date | None:
    """The day nearest to the target, the later of two that are equally near; None where there is no day."""
    return min(days, key=lambda day: (_distance(day, slot.target), -day.toordinal()), default=None)


def infusion_days(inputs: Node, open_days: OpenDays) -> tuple[list[Slot], list[date]]:
    """The slots and the dates of the infusions; the dates end before the first that has no allowed day."""
    kind = inputs.at("schedule").at("kind").choice("interval", "twice-a-week", "days", "gaps")
    if kind == "gaps":
        return _after_gaps(inputs, open_days)
    slots = infusion_slots(inputs)
    return slots, _infusion_dates(inputs, slots, open_days)


def _after_gaps(inputs: Node, open_days: OpenDays) -> tuple[list[Slot], list[date]]:
    gaps, gap = Gaps.of(inputs), inputs.at("minimum_gap").whole(1, LONGEST_GAP)
    window = inputs.at("window").only("before", "after")
    before, after = (window.at(side).whole(0, MOST) for side in ("before", "after"))
    slots, dates = [around(inputs.at("start").day(), before, after)], _Dates(open_days, gap)
    for index in range(len(gaps.gaps)):
        slots.append(gaps.after(index, gaps.origin(slots[-1], dates.take(slots[-1]))))
    dates.take(slots[-1])
    return slots, dates.taken


def _infusion_dates(inputs: Node, slots: list[Slot], open_days: OpenDays) -> list[date]:
    """The dates of the infusions, in order; the list ends before the first that has no allowed day."""
    gap = inputs.at("minimum_gap").whole(1, LONGEST_GAP)
    if inputs.at("schedule").at("kind").text() == "twice-a-week":
        return _dates_in_pairs(slots, open_days, gap)
    return _dates_one_by_one(slots, open_days, gap)


@dataclass(slots=True)
class _Dates:
    """The dates taken one after another, each the gap after the last; after a slot without a day, none."""

    open_days: OpenDays
    gap: int
    taken: list[date] = field(default_factory=list)
    ended: bool = False

    def take(self, slot: Slot) -> date | None:
        """The day for this slot."""
        if self.ended:
            return None
        chosen = nearest(slot, self.open_days.among(_not_before(slot, self.taken, self.gap), slot.latest))
        self.ended = chosen is None
        self.taken += [] if chosen is None else [chosen]
        return chosen


def _dates_one_by_one(slots: list[Slot], open_days: OpenDays, gap: int) -> list[date]:
    dates = _Dates(open_days, gap)
    for slot in slots:
        dates.take(slot)
    return dates.taken


def _dates_in_pairs(slots: list[Slot], open_days: OpenDays, gap: int) -> list[date]:
    dates: list[date] = []
    for first, second in zip(slots[::2], slots[1::2], strict=True):
        pairs = _allowed_pairs(first, second, open_days, _not_before(first, dates, gap), gap)
        if not pairs:
            break
        ranked = [(_rank(pair, first, second), pair) for pair in pairs]
        dates += min(ranked)[1]
    return dates


def _allowed_pairs(
    first: Slot, second: Slot, open_days: OpenDays, not_before: date, gap: int
) -> list[tuple[date, date]]:
    seconds = set(open_days.among(second.earliest, second.latest))
    return [
        (day, shift(day, apart))
        for day in open_days.among(not_before, first.latest)
        for apart in (3, 4)
        if apart >= gap and shift(day, apart) in seconds
    ]


def _rank(pair: tuple[date, date], first: Slot, second: Slot) -> tuple[int, int, int]:
    off_target = _distance(pair[0], first.target) + _distance(pair[1], second.target)
    return off_target, -pair[0].toordinal(), -pair[1].toordinal()


def _not_before(slot: Slot, dates: list[date], gap: int) -> date:
    return max(slot.earliest, shift(dates[-1], gap)) if dates else slot.earliest


def _distance(day: date, other: date) -> int:
    return abs(day.toordinal() - other.toordinal())
