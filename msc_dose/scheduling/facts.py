"""What has become of a series of infusions: the facts from which its later dates are placed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import require_date, require_int
from msc_dose.scheduling._pairs import second_window
from msc_dose.scheduling._weekday_pairs import read_pairs
from msc_dose.scheduling.recurrence import MOST_TARGETS
from msc_dose.scheduling.windows import Window

HOW = ("count", "shift")
STATES = ("given", "fixed", "placed", "dropped", "undecided", "no-day")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a series of dates must know of its schedule.

    `targets_from(number, day)` gives the targets of infusion `number` and all later ones, if `number` had
    its target on `day`. `windows` holds one Window for each infusion. `from_previous_date`: each target
    counts from the date taken for (or the day of) the infusion before. `twice_a_week`: infusions 1 and 2,
    3 and 4 … are the pairs of a week; `pairs` are the weekday pairs allowed, all where it is empty.

    Raises Refusal `schedule.too-many` outside 1 to 400 infusions, `schedule.pairs`; TypeError for a rhythm
    that cannot be: a week with one infusion, weeks with windows of their own, weeks counted from dates taken.
    """

    targets_from: Callable[[int, dt.date], tuple[dt.date, ...]]
    windows: tuple[Window, ...]
    from_previous_date: bool = False
    twice_a_week: bool = False
    pairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold the windows to their number and, twice a week, to one for the first and one for the second."""
        windows = self.windows
        if not isinstance(windows, tuple) or not all(isinstance(window, Window) for window in windows):
            raise TypeError("windows must be a tuple of Windows, one for each infusion")
        if not 1 <= len(windows) <= MOST_TARGETS:
            message = f"A series of {len(windows)} infusions is outside 1 to {MOST_TARGETS}."
            raise refuse("schedule.too-many", "windows", message, "Give one window for each infusion.")
        if self.twice_a_week and (self.from_previous_date or not _alike_by_week(windows)):
            raise TypeError("twice a week takes pairs of infusions whose windows are the same each week")
        if read_pairs(self.pairs) and not self.twice_a_week:
            raise TypeError("pairs of weekdays belong to twice a week")


@dataclass(frozen=True, slots=True)
class Rebase:
    """A person's decision: the infusions from `first` on follow anew, as if `anchor` were meant for `day`.

    `count`: their targets are `targets_from(anchor, day)`. `shift`: their targets move by as many days as
    `day` lies after the target of `anchor`. Decisions apply in their order. `anchor` is `first` or before it.

    Raises Refusal `schedule.facts`, `date.out-of-range`; TypeError.
    """

    first: int
    anchor: int
    day: dt.date
    how: str  # "count" | "shift"

    def __post_init__(self) -> None:
        """Hold the numbers to their order, and `how` to its two words."""
        require_date(self.day, "day")
        if not 1 <= require_int(self.anchor, "anchor") <= require_int(self.first, "first"):
            message = f"Infusion {self.first} cannot follow anew from infusion {self.anchor}."
            raise _refused("rebased", message, "Name the infusion itself or one before it.", str(self.anchor))
        if self.how not in HOW:
            raise _refused(
                "rebased", f"{self.how!r} is none of {', '.join(HOW)}.", "Say one of them.", self.how
            )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a series: numbers count from 1.

    `given` are infusions that took place, on whatever day; `fixed` dates that a person chose for infusions
    to come; `dropped` infusions that take no day any more; `not_before` the first day that an infusion to
    come may take; `undecided_from` the first infusion whose date waits for a person's decision. `given`,
    `fixed` and `dropped` rise by their numbers, and no number is in two of them.

    Raises Refusal `schedule.facts`, `date.out-of-range`; TypeError.
    """

    given: tuple[tuple[int, dt.date], ...] = ()
    fixed: tuple[tuple[int, dt.date], ...] = ()
    dropped: tuple[int, ...] = ()
    rebased: tuple[Rebase, ...] = ()
    not_before: dt.date | None = None
    undecided_from: int | None = None

    def __post_init__(self) -> None:
        """Hold the numbers to rise and to be in one place, the dates to be dates."""
        for day in (day for _, day in (*self.given, *self.fixed)):
            require_date(day, "date")
        if self.not_before is not None:
            require_date(self.not_before, "not_before")
        given, fixed = [[number for number, _ in pairs] for pairs in (self.given, self.fixed)]
        for field, numbers in (("given", given), ("fixed", fixed), ("dropped", self.dropped)):
            _check_rising(field, numbers)
        if self.undecided_from is not None:
            _check_rising("undecided_from", [self.undecided_from])
        if twice := sorted({*given} & {*fixed} | {*given} & {*self.dropped} | {*fixed} & {*self.dropped}):
            message = f"Infusion {twice[0]} is in two of given, fixed and dropped."
            raise _refused("given", message, "Keep what it is now.", str(twice[0]))

    def check_within(self, count: int) -> None:
        """Refusal `schedule.facts` where a number is beyond the `count` infusions of the series."""
        numbers = [number for number, _ in (*self.given, *self.fixed)]
        numbers += [*self.dropped, *(rebase.first for rebase in self.rebased), self.undecided_from or 1]
        if max(numbers) > count:
            message = f"There is no infusion {max(numbers)} in a series of {count}."
            raise _refused("facts", message, f"Name infusions 1 to {count}.", str(max(numbers)))


@dataclass(frozen=True, slots=True)
class Slot:
    """Infusion `number` in a series placed again.

    `state` is `given`, `fixed`, `placed` (by the rule), `dropped`, `undecided` or `no-day`; `date` is None
    for the last three. `target`, `earliest` and `latest` are None only where the target depends on a date
    that is not decided. `why_not` says why there is no date, or what is wrong with a fixed one.
    """

    number: int
    state: str
    target: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    date: dt.date | None
    passed_over: tuple[tuple[dt.date, str], ...] = ()
    why_not: str = ""


def _alike_by_week(windows: tuple[Window, ...]) -> bool:
    firsts, seconds = {windows[0]}, {windows[0], second_window(windows[0])}
    return len(windows) % 2 == 0 and firsts.issuperset(windows[::2]) and seconds.issuperset(windows[1::2])


def _check_rising(field: str, numbers: Iterable[int]) -> None:
    last = 0
    for number in numbers:
        if require_int(number, field) <= last:
            message = f"Infusion {number} stands after {last}: numbers start at 1 and rise."
            raise _refused(field, message, "Name each infusion once, in order.", str(number))
        last = number


def _refused(field: str, message: str, fix: str, read: str) -> Refusal:
    return refuse("schedule.facts", field, message, fix, read)
