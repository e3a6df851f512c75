"""Schedules without a rhythm: infusions on stated days, or each so many days after the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby, pairwise

from msc_dose.problems import refuse
from msc_dose.scheduling import Closures, Gap, Placement, Window, place_all, place_gaps
from msc_dose.scheduling.facts import Rhythm
from msc_dose.scheduling.gaps import check_gaps
from msc_dose.scheduling.numbering import number_of_offset
from msc_dose.scheduling.offsets import later_targets

MOST_INFUSIONS = 400
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class OnDays:
    """One infusion on each of these days, counted from the first infusion, which is day 0.

    OnDays((0,)) is a single infusion. Raises Refusal `schedule.days`.
    """

    days: tuple[int, ...]

    def __post_init__(self) -> None:
        """Hold 1 to 400 rising days from 0 to 3650."""
        days = self.days
        if not isinstance(days, tuple) or not all(type(day) is int for day in days):
            raise TypeError("days must be a tuple of ints")
        rising = all(one < other for one, other in pairwise(days))
        if not 1 <= len(days) <= MOST_INFUSIONS or days[0] != 0 or not rising or days[-1] > MOST_DAYS:
            message = "The days do not start at day 0 and rise, each named once, to day 3650 at most."
            fix = (
                "Count from the first infusion as day 0 (days 1 and 8 of a source are [0, 7]), or in a "
                "protocol file state day_numbering = 1."
            )
            raise refuse("schedule.days", "days", message, fix, str(list(days[:20])))

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
        return Rhythm(self.targets_from, (window,) * len(self.days))

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return len(self.days)

    def __str__(self) -> str:
        """The schedule in words."""
        return self.in_words(0)

    def in_words(self, numbering: int) -> str:
        """The schedule in words, its days in a day numbering of 0 or 1."""
        if len(self.days) == 1:
            return "1 infusion"
        return f"{len(self.days)} infusions, on {days_in_words(self.days, numbering)}"


@dataclass(frozen=True, slots=True)
class AfterGaps:
    """A first infusion, then one after each gap, counted from the one before.

    `count_from` is `previous-date`, the date of the infusion before (planned, and its actual day once it is
    given), or `previous-target`, its target. Raises Refusal `schedule.gap`, `schedule.too-many`.
    """

    gaps: tuple[Gap, ...]
    count_from: str

    def __post_init__(self) -> None:
        """Hold what can be placed."""
        check_gaps(self.gaps, self.count_from)

    def place(
        self,
        start: date,
        window: Window,
        closures: Closures,
        minimum_gap: int,
        maximum_gap: int | None = None,
    ) -> tuple[Placement, ...]:
        """Target, window and date of each infusion; `window` is for the first and for gaps without their own.

        Raises Refusal `schedule.no-open-day`.
        """
        return place_gaps(
            start, self.gaps, window, closures, minimum_gap, self.count_from, maximum_gap=maximum_gap
        )

    def targets_from(self, number: int, day: date) -> tuple[date, ...]:
        """The targets of infusion `number` and all later ones, if `number` had its target on `day`.

        Counting from dates, later targets hold only as long as each infusion is on its target.
        """
        return later_targets(tuple(accumulate((gap.days for gap in self.gaps), initial=0)), number, day)

    def rhythm(self, window: Window) -> Rhythm:
        """What a series of dates must know of the schedule; a gap's own window stands for its infusion."""
        windows = (window, *(gap.window or window for gap in self.gaps))
        return Rhythm(self.targets_from, windows, from_previous_date=self.count_from == "previous-date")

    @property
    def infusions(self) -> int:
        """How many infusions there are."""
        return len(self.gaps) + 1

    def __str__(self) -> str:
        """The schedule in words."""
        runs = [(gap, len(list(run))) for gap, run in groupby(self.gaps)]
        each = ", then ".join(f"{count} × {gap}" if count > 1 else str(gap) for gap, count in runs)
        counted = {"previous-date": "day", "previous-target": "target"}[self.count_from]
        return f"{self.infusions} infusions, each counted from the {counted} of the one before: {each}"


def days_in_words(days: tuple[int, ...], numbering: int) -> str:
    """`days 0 and 7` of offsets from the first infusion, in a day numbering of 0 or 1."""
    *early, last = (str(number_of_offset(day, numbering)) for day in days)
    return f"days {', '.join(early)} and {last}" if early else f"day {last}"
