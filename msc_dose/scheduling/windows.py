"""Windows: the days permitted around a target, and the open day among them that is taken."""

from __future__ import annotations

import datetime as dt  # `date` is a field of Placement, so the type keeps its module's name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msc_dose.problems import Refusal, gather, refuse
from msc_dose.scheduling._dates import (
    day_text,
    days_text,
    require_date,
    require_int,
    require_minimum_gap,
    too_soon_text,
)
from msc_dose.scheduling._refused import no_open_day
from msc_dose.scheduling.closures import Closures

WIDEST_WINDOW = 366


@dataclass(frozen=True, slots=True)
class Window:
    """The whole days permitted `before` and `after` a target, 0 to 366; Window(0, 0) is the target itself.

    Raises Refusal `window.invalid`; TypeError for anything but ints.
    """

    before: int
    after: int

    def __post_init__(self) -> None:
        """Refuse negative days and windows of more than a year."""
        for days in (require_int(self.before, "before"), require_int(self.after, "after")):
            if not 0 <= days <= WIDEST_WINDOW:
                raise _invalid(
                    f"A window side of {days_text(days)} is outside 0 to {WIDEST_WINDOW} days.",
                    f"{self.before},{self.after}",
                )

    def __str__(self) -> str:
        """The window in words: `3 days either side`, `2 days before to 5 days after`."""
        if self.before == self.after == 0:
            return "none (the target itself)"
        if self.before == self.after:
            return f"{days_text(self.before)} either side"
        return f"{days_text(self.before)} before to {days_text(self.after)} after"

    def around(self, target: dt.date) -> tuple[dt.date, dt.date]:
        """The earliest and the latest day permitted for this target."""
        require_date(target, "start")
        earliest, latest = target - dt.timedelta(days=self.before), target + dt.timedelta(days=self.after)
        return require_date(earliest, "start"), require_date(latest, "start")

    def nearest_first(self, target: dt.date) -> Iterator[dt.date]:
        """The permitted days in the order in which they are tried: 0, +1, -1, +2, -2 … days."""
        earliest, latest = self.around(target)
        yield target
        for distance in range(1, max(self.before, self.after) + 1):
            step = dt.timedelta(days=distance)
            yield from (day for day in (target + step, target - step) if earliest <= day <= latest)


@dataclass(frozen=True, slots=True)
class Placement:
    """A target, the first and last day permitted for it, the date taken, and the days passed over.

    `passed_over` holds the days nearer to the target (or as near) that are not taken, each with its
    reason, in the order in which they were tried. Raises Refusal `window.invalid` where the date or the
    target lies outside earliest to latest.
    """

    target: dt.date
    earliest: dt.date
    latest: dt.date
    date: dt.date
    passed_over: tuple[tuple[dt.date, str], ...] = ()

    def __post_init__(self) -> None:
        """Hold the date inside its window."""
        for day in (self.target, self.earliest, self.latest, self.date):
            require_date(day, "date")
        if not (self.earliest <= self.target <= self.latest and self.earliest <= self.date <= self.latest):
            raise _invalid(
                f"The date {day_text(self.date)} or its target {day_text(self.target)} lies outside the "
                f"window {day_text(self.earliest)} to {day_text(self.latest)}.",
                self.date.isoformat(),
            )


def place(
    target: dt.date,
    window: Window,
    closures: Closures,
    not_before: dt.date | None = None,
    what: str = "infusion",
    *,
    too_soon: str | None = None,
) -> Placement:
    """The open day nearest to the unadjusted target, inside its window and not before `not_before`.

    Of two days equally near the later is taken. `what` names the thing placed ("infusion 3 of 4") and
    `too_soon` says why days before `not_before` are not taken. Raises Refusal `schedule.no-open-day`
    (field `closures`), which names every day in the way and the nearest open days outside the window.
    """
    check_window_and_closures(window, closures)
    if not_before is not None:
        require_date(not_before, "not_before")
        too_soon = too_soon or f"before {day_text(not_before)}, the first day allowed"
    earliest, latest = window.around(target)
    passed_over: list[tuple[dt.date, str]] = []
    for day in window.nearest_first(target):
        early = too_soon if not_before is not None and day < not_before else None
        reason = closures.why_closed(day) or early
        if reason is None:
            return Placement(target, earliest, latest, day, tuple(passed_over))
        passed_over.append((day, reason))
    raise no_open_day(
        what=what,
        target=target,
        window=window,
        closures=closures,
        not_before=not_before,
        too_soon=too_soon,
        blocking=passed_over,
    )


def place_all(
    targets: Iterable[dt.date],
    window: Window,
    closures: Closures,
    minimum_gap: int = 1,
    what: str = "infusion",
) -> tuple[Placement, ...]:
    """One Placement for each target, in order, each at least `minimum_gap` days after the one before.

    `minimum_gap` is 1 to 3650 days and counts from the date taken, not from the target; the targets stay
    where they are. Raises one Refusal `schedule.no-open-day` that names every target without a day.
    """
    require_minimum_gap(minimum_gap)
    days = tuple(targets)
    placed: list[Placement] = []
    refused: list[Refusal] = []
    for number, target in enumerate(days, start=1):
        previous = placed[-1].date if placed else None
        not_before = previous + dt.timedelta(days=minimum_gap) if previous else None
        too_soon = too_soon_text(minimum_gap, what, previous) if previous else None
        name = f"{what} {number} of {len(days)}"
        try:
            placed.append(place(target, window, closures, not_before, name, too_soon=too_soon))
        except Refusal as refusal:
            refused.append(refusal)
    if refused:
        raise gather(refused)
    return tuple(placed)


def check_window_and_closures(window: Window, closures: Closures) -> None:
    """TypeError unless they are a Window and Closures."""
    if not isinstance(window, Window):
        raise TypeError(f"window must be a Window, not {type(window).__name__}")
    if not isinstance(closures, Closures):
        raise TypeError(f"closures must be Closures, not {type(closures).__name__}")


def _invalid(message: str, read: str) -> Refusal:
    fix = f"Give whole days before and after the target, each from 0 to {WIDEST_WINDOW}."
    return refuse("window.invalid", "window", message, fix, read)
