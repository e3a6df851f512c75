"""Schedules with a rhythm of their own: cycles with days on and off, and the nth weekday of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.protocols.days_and_gaps import days_in_words
from msc_dose.scheduling import Closures, Placement, Window, place_all
from msc_dose.scheduling.cycles import cycle_days
from msc_dose.scheduling.facts import Rhythm
from msc_dose.scheduling.nth_weekday import (
    check_nth_weekday,
    nth_weekday_text,
    nth_weekdays,
    require_nth_weekday,
)
from msc_dose.scheduling.offsets import later_targets, require_number


@dataclass(frozen=True, slots=True)
class Cycles:
    """Infusions on the days `on` of each of `cycles` cycles of `length` days, without a break between them.

    The days count from the first infusion of the cycle, which is day 0: days 1 and 2 of a source are
    (0, 1). Raises Refusal `schedule.cycles`, `schedule.too-many`.
    """

    on: tuple[int, ...]
    length: int
    cycles: int

    def __post_init__(self) -> None:
        """Hold 1 to 400 infusions on rising days inside the cycle."""
        cycle_days(self.on, self.length, self.cycles)

    @property
    def days(self) -> tuple[int, ...]:
        """The days of all infusions, counted from the first, which is day 0."""
        return cycle_days(self.on, self.length, self.cycles)

    def place(
        self,
        start: date,
        window: Window,
        closures: Closures,
        minimum_gap: int,
        maximum_gap: int | None = None,
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion; Refusal `schedule.no-open-day`."""
        return place_all(
            self.targets_from(1, start), window, closures, minimum_gap, maximum_gap=maximum_gap
        )  # fmt: skip

    def targets_from(self, number: int, day: date) -> tuple[date, ...]:
        """The targets of infusion `number` and all later ones, if `number` had its target on `day`."""
        return later_targets(self.days, number, day)

    def rhythm(self, window: Window) -> Rhythm:
        """What a series of dates must know of the schedule."""
        return Rhythm(self.targets_from, (window,) * self.infusions)

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return len(self.on) * self.cycles

    def __str__(self) -> str:
        """The schedule in words."""
        return self.in_words(0)

    def in_words(self, numbering: int) -> str:
        """The schedule in words, its days in a day numbering of 0 or 1."""
        many = f"{self.infusions} infusions" if self.infusions > 1 else "1 infusion"
        cycles = f"each of {self.cycles} cycles" if self.cycles > 1 else "1 cycle"
        days = "1 day" if self.length == 1 else f"{self.length} days"
        return f"{many}, on {days_in_words(self.on, numbering)} of {cycles} of {days}"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """`count` infusions, each on the `nth` `weekday` of every `every`-th calendar month.

    `nth` is 1 to 4, or -1 for the last; `weekday` is `mon` to `sun`. The first infusion is such a day
    itself. Raises Refusal `schedule.nth-weekday`, `schedule.too-many`.
    """

    nth: int
    weekday: str
    every: int
    count: int

    def __post_init__(self) -> None:
        """Hold a weekday that every month has."""
        check_nth_weekday(self.nth, self.weekday, self.every, self.count)

    def place(
        self,
        start: date,
        window: Window,
        closures: Closures,
        minimum_gap: int,
        maximum_gap: int | None = None,
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion.

        Raises Refusal `schedule.start-not-nth-weekday` (offering the two nearest), `schedule.no-open-day`.
        """
        require_nth_weekday(start, self.nth, self.weekday)
        return place_all(
            self.targets_from(1, start), window, closures, minimum_gap, maximum_gap=maximum_gap
        )  # fmt: skip

    def targets_from(self, number: int, day: date) -> tuple[date, ...]:
        """`day`, which need be no such weekday, for infusion `number`; later ones in the months after its."""
        left = self.count - require_number(number, self.count) + 1
        return nth_weekdays(day, self.nth, self.weekday, self.every, left)

    def rhythm(self, window: Window) -> Rhythm:
        """What a series of dates must know of the schedule."""
        return Rhythm(self.targets_from, (window,) * self.count)

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return self.count

    def __str__(self) -> str:
        """The schedule in words."""
        day = nth_weekday_text(self.nth, self.weekday)
        if self.count == 1:
            return f"1 infusion, on {day} of a month"
        months = "of every month" if self.every == 1 else f"every {self.every} calendar months"
        return f"{self.count} infusions, on {day} {months}"
