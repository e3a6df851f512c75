"""Schedules as series: the targets of all infusions, counted from the day of any one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice
from itertools import count as count_from

from msc_dose.recheck.dates import WEEKDAYS, shift_within, weekday, year_and_month
from msc_dose.recheck.document import LONGEST_GAP, MOST, Node, malformed, month_length


@dataclass(frozen=True, slots=True)
class Steps:
    """Infusions on fixed days after the first: its days, and what the working of each target counts."""

    node: Node
    days: tuple[int, ...]
    counted: tuple[int, ...]

    def targets_from(self, number: int, day: date) -> list[date]:
        """The targets of infusion `number` (which is `day`) and of all after it."""
        own = self.days[number - 1]
        return [shift_within(self.node, day, later - own) for later in self.days[number - 1 :]]


@dataclass(frozen=True, slots=True)
class Months:
    """Infusions on the same day of every n-th month; `month_end` is for months that lack the day."""

    node: Node
    every: int
    counted: tuple[int, ...]
    month_end: str

    def targets_from(self, number: int, day: date) -> list[date]:
        """The targets of infusion `number` (which is `day`) and of all after it."""
        return [target for _, target in islice(self._targets(day), len(self.counted) - number + 1)]

    def counted_from(self, day: date) -> tuple[int, ...]:
        """How many intervals lead to each target, those among them that have none included."""
        return tuple(intervals for intervals, _ in islice(self._targets(day), len(self.counted)))

    def _targets(self, day: date) -> Iterator[tuple[int, date]]:
        """The day's number in every n-th month after so many intervals, as long as it is asked for."""
        for intervals in count_from(0):
            year, month = year_and_month(self.node, day, intervals * self.every)
            last = date(year, month, month_length(year, month))
            if day.day <= last.day:
                yield intervals, date(year, month, day.day)
            elif self.month_end != "omit":
                yield intervals, last if self.month_end == "clamp" else shift_within(self.node, last, 1)


@dataclass(frozen=True, slots=True)
class NthWeekdays:
    """Infusions on the first to fourth, or last (-1), such weekday (0 is Monday) of every n-th month."""

    node: Node
    nth: int
    weekday: int
    every: int
    counted: tuple[int, ...]

    def targets_from(self, number: int, day: date) -> list[date]:
        """The targets of infusion `number` (which is `day`) and of all after it, each in a later month."""
        more = range(1, len(self.counted) - number + 1)
        return [day, *(self._of(*year_and_month(self.node, day, self.every * n)) for n in more)]

    def has(self, day: date) -> bool:
        """Whether a day is such a weekday of its month."""
        return self._of(day.year, day.month) == day

    def _of(self, year: int, month: int) -> date:
        first = 1 + (self.weekday - date(year, month, 1).weekday()) % 7
        found = range(first, month_length(year, month) + 1, 7)
        return date(year, month, found[self.nth - 1 if self.nth > 0 else -1])


Series = Steps | Months | NthWeekdays


def series_of(schedule: Node) -> Series:
    """The series of a schedule of any kind but gaps."""
    match schedule.at("kind").choice("interval", "twice-a-week", "days", "gaps", "cycles", "nth-weekday"):
        case "interval":
            return _intervals(schedule)
        case "twice-a-week":
            weeks = schedule.only("kind", "weeks", "pairs").at("weeks").whole(1, MOST)
            days = tuple(day for week in range(weeks) for day in (7 * week, 7 * week + 3))
            return Steps(schedule, days, days)
        case "cycles":
            return _cycles(schedule)
        case "nth-weekday":
            return _nth_weekdays(schedule)
    days = tuple(rising_days(schedule.only("kind", "days").at("days"), LONGEST_GAP))
    return Steps(schedule, days, days)


def series_from(schedule: Node, start: Node) -> tuple[Series, date]:
    """The series and the day of its first infusion, which must be a day of the series."""
    series, day = series_of(schedule), start.day()
    if isinstance(series, NthWeekdays) and not series.has(day):
        which = f"{WEEKDAYS[series.weekday]} number {series.nth} of its month"
        raise start.wrong(f"a day that is {which}")
    return series, day


def steps_of_gaps(schedule: Node, gaps: list[int]) -> Steps:
    """The series of gaps that count from targets."""
    return Steps(schedule, tuple(accumulate(gaps, initial=0)), (0, *gaps))


def rising_days(node: Node, last: int) -> list[int]:
    """A list of days: 0 first, and rising up to the last."""
    nodes = node.items()
    if not 1 <= len(nodes) <= MOST:
        raise malformed(node.path, f"Here belong 1 to {MOST} days.", str(len(nodes)))
    days: list[int] = []
    for each in nodes:
        days.append(each.whole(days[-1] + 1, last) if days else each.whole(0, 0))
    return days


def _intervals(schedule: Node) -> Steps | Months:
    schedule.only("kind", "unit", "every", "count", "month_end")
    unit = schedule.at("unit").choice("calendar-month", "week", "day")
    month_end = schedule.at("month_end").choice("clamp", "roll-forward", "omit")
    every = schedule.at("every").whole(1, LONGEST_GAP)
    counted = tuple(range(schedule.at("count").whole(1, MOST)))
    if unit == "calendar-month":
        return Months(schedule, every, counted, month_end)
    days = every * (7 if unit == "week" else 1)
    return Steps(schedule, tuple(days * index for index in counted), counted)


def _cycles(schedule: Node) -> Steps:
    schedule.only("kind", "on", "length", "cycles")
    length, cycles = schedule.at("length").whole(1, LONGEST_GAP), schedule.at("cycles").whole(1, MOST)
    on = rising_days(schedule.at("on"), length - 1)
    if len(on) * cycles > 2 * MOST:
        raise schedule.wrong(f"cycles of at most {2 * MOST} infusions")
    days = tuple(length * cycle + day for cycle in range(cycles) for day in on)
    return Steps(schedule, days, days)


def _nth_weekdays(schedule: Node) -> NthWeekdays:
    schedule.only("kind", "nth", "weekday", "every", "count")
    nth = schedule.at("nth").whole(-1, 4)
    if nth == 0:
        raise schedule.at("nth").wrong("1 to 4, or -1 for the last")
    counted = tuple(range(schedule.at("count").whole(1, MOST)))
    every = schedule.at("every").whole(1, LONGEST_GAP)
    return NthWeekdays(schedule, nth, weekday(schedule.at("weekday")), every, counted)
