"""How the infusions of a protocol follow each other, and what else is dated from the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from msc_dose.problems import refuse
from msc_dose.protocols.days_and_gaps import MOST_DAYS, AfterGaps, OnDays
from msc_dose.scheduling import (
    Closures,
    Interval,
    Placement,
    Window,
    days_after,
    months_after,
    place_all,
    targets,
    twice_a_week,
)

MOST_MONTHS = 120
ORIGINS = ("first", "last")  # of the infusions whose targets a visit counts from
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


@dataclass(frozen=True, slots=True)
class VisitRule:
    """A dated visit that is no infusion: so many days or calendar months after an infusion's target.

    Exactly one of `days` (0 to 3650) and `months` (0 to 120; a month without the day gives its last day)
    is stated; `origin` is `first` or `last`, the infusion whose target it counts from. Raises Refusal
    `schedule.visit`.
    """

    kind: str
    days: int | None
    window: Window
    detail: str = ""
    months: int | None = None
    origin: str = "first"

    def __post_init__(self) -> None:
        """Hold one distance inside its bounds, from one of the two infusions."""
        for number in (self.days, self.months):
            if number is not None and type(number) is not int:
                raise TypeError(f"days and months must be ints or None, not {type(number).__name__}")
        number, most = (self.days, MOST_DAYS) if self.months is None else (self.months, MOST_MONTHS)
        if (self.days is None) == (self.months is None) or number is None or not 0 <= number <= most:
            message = "A visit is not so many days (0 to 3650) or so many calendar months (0 to 120) later."
            fix = "State either days or months."
            raise refuse("schedule.visit", "visits", message, fix, f"{self.days}, {self.months}")
        if self.origin not in ORIGINS:
            message = f"A visit counts from the first or the last infusion, not from {self.origin!r}."
            raise refuse("schedule.visit", "visits", message, "Say first or last.", str(self.origin))

    def target(self, origin: date) -> date:
        """The visit's target, from the target of the infusion that it counts from."""
        return (
            days_after(origin, self.days or 0) if self.months is None else months_after(origin, self.months)
        )

    @property
    def when(self) -> str:
        """The rule in words: `14 days after the first`, `1 calendar month after the last`."""
        number, unit = (self.days, "day") if self.months is None else (self.months, "calendar month")
        return f"{number} {unit}{'' if number == 1 else 's'} after the {self.origin}"


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
