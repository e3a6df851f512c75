"""How the infusions of a protocol follow each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from msc_dose.problems import refuse
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.scheduling import (
    Closures,
    Interval,
    Placement,
    Window,
    pairs_text,
    place_all,
    read_pairs,
    targets,
    twice_a_week,
)
from msc_dose.scheduling.facts import Rhythm
from msc_dose.scheduling.numbering import numbering_text
from msc_dose.scheduling.offsets import later_targets, require_number

_UNITS = {"days": "day", "weeks": "week", "calendar-months": "calendar-month"}
_MONTH_ENDS = {
    "clamp": "",
    "roll-forward": ", in a month without the day on the 1st of the next",
    "omit": ", months without the day left out",
}
_SECOND = 3  # days from the first to the second target of a week


@dataclass(frozen=True, slots=True)
class EveryInterval:
    """`count` infusions, one every `interval`, counted from the first.

    `interval` is `None` where the source leaves its kind open ("once a month"): one of `choices` must
    then be chosen. `month_end` is `clamp`, `roll-forward` or `omit`.
    """

    count: int
    interval: Interval | None = None
    choices: tuple[str, ...] = ()
    month_end: str = "clamp"

    def with_interval(self, name: str) -> EveryInterval:
        """The same with its interval chosen by name; Refusal `interval.unknown` outside the choices."""
        if name not in self.choices:
            message = f"{name!r} is not among the intervals that the protocol leaves open."
            raise refuse("interval.unknown", "interval", message, f"Say {' or '.join(self.choices)}.", name)
        return replace(self, interval=interval_named(name), choices=())

    def place(
        self,
        start: date,
        window: Window,
        closures: Closures,
        minimum_gap: int,
        maximum_gap: int | None = None,
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion; Refusal `schedule.no-open-day`."""
        days = self.targets_from(1, start)
        return place_all(days, window, closures, minimum_gap, maximum_gap=maximum_gap)

    def targets_from(self, number: int, day: date) -> tuple[date, ...]:
        """The targets of infusion `number` and all later ones, if `number` had its target on `day`."""
        if self.interval is None:
            raise TypeError("the interval is chosen before infusions are placed")
        left = self.count - require_number(number, self.count) + 1
        return targets(day, self.interval, left, self.month_end)

    def rhythm(self, window: Window) -> Rhythm:
        """What a series of dates must know of the schedule."""
        return Rhythm(self.targets_from, (window,) * self.count)

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return self.count

    def __str__(self) -> str:
        """The schedule in words."""
        every = str(self.interval).removeprefix("1 ") if self.interval else " or ".join(self.choices)
        months = "calendar month" in every or "calendar-month" in every
        month_end = _MONTH_ENDS[self.month_end] if months else ""
        return f"{self.count} infusions, one every {every}{month_end}" if self.count > 1 else "1 infusion"


@dataclass(frozen=True, slots=True)
class TwiceAWeek:
    """Two infusions in each of `weeks` weeks of seven days from the first, 3 or 4 days apart.

    `pairs` names the weekdays allowed together (`mon-thu`, `tue-fri`), the first one first; none: all that
    are 3 or 4 days apart. Raises Refusal `schedule.pairs`.
    """

    weeks: int
    pairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold pairs of weekdays that are 3 or 4 days apart."""
        read_pairs(self.pairs)

    def place(
        self,
        start: date,
        window: Window,
        closures: Closures,
        minimum_gap: int,
        maximum_gap: int | None = None,
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion; Refusal `schedule.no-open-day`."""
        return twice_a_week(
            start, self.weeks, window, closures, minimum_gap, maximum_gap=maximum_gap, pairs=self.pairs
        )

    def targets_from(self, number: int, day: date) -> tuple[date, ...]:
        """The targets of infusion `number` and all later ones, if `number` had its target on `day`."""
        days = tuple(7 * week + day_of for week in range(self.weeks) for day_of in (0, _SECOND))
        return later_targets(days, number, day)

    def rhythm(self, window: Window) -> Rhythm:
        """What a series of dates must know of the schedule; the second of a week may be a day later."""
        second = replace(window, after=max(window.after, 1))
        return Rhythm(
            self.targets_from, (window, second) * self.weeks, twice_a_week=True, pairs=self.pairs
        )  # fmt: skip

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return 2 * self.weeks

    def __str__(self) -> str:
        """The schedule in words."""
        weeks = "1 week" if self.weeks == 1 else f"{self.weeks} weeks"
        on = f", on {pairs_text(read_pairs(self.pairs))}" if self.pairs else ""
        return f"{self.infusions} infusions, twice a week for {weeks}{on}"


Schedule = EveryInterval | TwiceAWeek | OnDays | AfterGaps | Cycles | NthWeekday


def schedule_in_words(schedule: Schedule, day_numbering: int | None) -> str:
    """The schedule in words; where a numbering is declared, its days are in it, and it is named."""
    if day_numbering is None or not isinstance(schedule, OnDays | Cycles):
        return str(schedule)
    return f"{schedule.in_words(day_numbering)} ({numbering_text(day_numbering)})"


def interval_named(name: str) -> Interval:
    """The interval of a name such as `calendar-month`, `28-days`, `2-weeks`.

    Raises Refusal `interval.unknown`.
    """
    if name == "calendar-month":
        return Interval(1, "calendar-month")
    number, _, unit = name.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 4 and unit in _UNITS):
        fix = "Say calendar-month, or for instance 28-days, 2-weeks, 3-calendar-months."
        raise refuse("interval.unknown", "interval", f"{name!r} names no interval.", fix, name)
    return Interval(int(number), _UNITS[unit])  # type: ignore[arg-type]  # the three values of _UNITS
