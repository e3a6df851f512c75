"""How the infusions of a protocol follow each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from msc_dose.problems import refuse
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.scheduling import (
    Closures,
    Interval,
    Placement,
    Window,
    place_all,
    targets,
    twice_a_week,
)

_UNITS = {"days": "day", "weeks": "week", "calendar-months": "calendar-month"}


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
        self, start: date, window: Window, closures: Closures, minimum_gap: int
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion; Refusal `schedule.no-open-day`."""
        if self.interval is None:
            raise TypeError("the interval is chosen before infusions are placed")
        days = targets(start, self.interval, self.count, self.month_end)
        return place_all(days, window, closures, minimum_gap)

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return self.count

    def __str__(self) -> str:
        """The schedule in words."""
        every = str(self.interval).removeprefix("1 ") if self.interval else " or ".join(self.choices)
        return f"{self.count} infusions, one every {every}" if self.count > 1 else "1 infusion"


@dataclass(frozen=True, slots=True)
class TwiceAWeek:
    """Two infusions in each of `weeks` weeks of seven days from the first, 3 or 4 days apart."""

    weeks: int

    def place(
        self, start: date, window: Window, closures: Closures, minimum_gap: int
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion; Refusal `schedule.no-open-day`."""
        return twice_a_week(start, self.weeks, window, closures, minimum_gap)

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return 2 * self.weeks

    def __str__(self) -> str:
        """The schedule in words."""
        return f"{self.infusions} infusions, twice a week for {self.weeks} weeks"


Schedule = EveryInterval | TwiceAWeek | OnDays | AfterGaps


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
