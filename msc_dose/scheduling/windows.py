"""Windows: the days permitted around a target, and the open day among them that is taken."""

from __future__ import annotations

import datetime as dt  # `date` is a field of Placement, so the type keeps its module's name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msc_dose.problems import Problem, Refusal, gather, refuse
from msc_dose.scheduling._dates import (
    day_text,
    days_text,
    not_any_more_text,
    not_yet_text,
    require_date,
    require_int,
    require_maximum_gap,
    require_minimum_gap,
)
from msc_dose.scheduling._limits import Limits, limits_between
from msc_dose.scheduling._refused import no_open_day
from msc_dose.scheduling.closures import Closures

WIDEST_WINDOW = 366


@dataclass(frozen=True, slots=True)
class Window:
    """The whole days permitted `before` and `after` a target, 0 to 366; Window(0, 0) is the target itself.

    `preferred` is a window inside, without one of its own: its days are taken before the others that are
    permitted. Raises Refusal `window.invalid`; TypeError for other types.
    """

    before: int
    after: int
    preferred: Window | None = None

    def __post_init__(self) -> None:
        """Refuse negative days, windows of more than a year, and preferred days that are not permitted."""
        for days in (require_int(self.before, "before"), require_int(self.after, "after")):
            if not 0 <= days <= WIDEST_WINDOW:
                raise _invalid(
                    f"A window side of {days_text(days)} is outside 0 to {WIDEST_WINDOW} days.",
                    f"{self.before},{self.after}",
                )
        if self.preferred is not None:
            self._check_preferred(self.preferred)

    def _check_preferred(self, preferred: Window) -> None:
        if not isinstance(preferred, Window):
            raise TypeError(f"preferred must be a Window, not {type(preferred).__name__}")
        read = f"{preferred.before},{preferred.after}"
        if preferred.preferred is not None:
            raise _invalid("A preferred window has no preferred window of its own.", read)
        if preferred.before > self.before or preferred.after > self.after:
            permitted = Window(self.before, self.after)
            raise _invalid(f"Preferred days ({preferred}) lie outside the permitted ({permitted}).", read)

    def __str__(self) -> str:
        """The window in words: `5 days before to 7 days after, preferred 1 day either side`."""
        if self.preferred is not None:
            return f"{self._days_text()}, preferred {self.preferred._days_text('the target itself')}"
        return self._days_text()

    def _days_text(self, no_days: str = "none (the target itself)") -> str:
        if self.before == self.after == 0:
            return no_days
        if self.before == self.after:
            return f"{days_text(self.before)} either side"
        return f"{days_text(self.before)} before to {days_text(self.after)} after"

    def around(self, target: dt.date) -> tuple[dt.date, dt.date]:
        """The earliest and the latest day permitted for this target."""
        require_date(target, "start")
        earliest, latest = target - dt.timedelta(days=self.before), target + dt.timedelta(days=self.after)
        return require_date(earliest, "start"), require_date(latest, "start")

    def nearest_first(self, target: dt.date) -> Iterator[dt.date]:
        """The permitted days as they are tried: the preferred ones 0, +1, -1, +2 …, then the others alike."""
        self.around(target)
        if self.preferred is not None:
            yield from self.preferred.nearest_first(target)
        yield from (target + dt.timedelta(days=offset) for offset in self._permitted_only())

    def _permitted_only(self) -> Iterator[int]:
        """The days from the target that are permitted and not preferred, the nearest first."""
        if self.preferred is None:
            yield 0
        for distance in range(1, max(self.before, self.after) + 1):
            if distance <= self.after and not self.prefers(distance):
                yield distance
            if distance <= self.before and not self.prefers(-distance):
                yield -distance

    def prefers(self, offset: int) -> bool:
        """Whether the day so many days after the target (negative: before) is a preferred one, if any are."""
        preferred = self.preferred
        return preferred is not None and -preferred.before <= offset <= preferred.after


@dataclass(frozen=True, slots=True)
class Placement:
    """A target, the first and last day permitted for it, the date taken, and the days passed over.

    `passed_over` holds the days that come before it in the window's order (`nearest_first`) and are not
    taken, each with its reason. Raises Refusal `window.invalid` where the date or the
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
    not_after: dt.date | None = None,
    too_late: str | None = None,
) -> Placement:
    """The open day nearest to the unadjusted target, inside its window, from `not_before` to `not_after`.

    Preferred days come before the others permitted; of two days equally near the later is taken. `what`
    names the thing placed ("infusion 3 of 4"); `too_soon` and `too_late` say why days before and after the
    two limits are not taken. Raises Refusal `schedule.no-open-day` (field `closures`), which names every day
    in the way and the nearest open days outside the window.
    """
    check_window_and_closures(window, closures)
    early, late = too_soon, too_late
    if not_before is not None:
        early = early or not_yet_text(require_date(not_before, "not_before"))
    if not_after is not None:
        late = late or not_any_more_text(require_date(not_after, "not_after"))
    mend = "shorten the minimum gap", "allow a later day" if too_late is None else "lengthen the maximum gap"
    limits = Limits(not_before, not_after, lambda: early or "", lambda: late or "", *mend)
    return place_within(target, window, closures, limits, what)


def place_all(
    targets: Iterable[dt.date],
    window: Window,
    closures: Closures,
    minimum_gap: int = 1,
    what: str = "infusion",
    *,
    maximum_gap: int | None = None,
) -> tuple[Placement, ...]:
    """One Placement for each target, in order, at least `minimum_gap` days after the one before.

    `minimum_gap` is 1 to 3650 days, `maximum_gap` (where there is one) `minimum_gap` to 3650: a day more
    than that after the one before is not taken. Both count from the date taken, not from the target; the
    targets stay where they are. Raises one Refusal `schedule.no-open-day` that names every target without a
    day; `schedule.minimum-gap`, `schedule.maximum-gap`.
    """
    require_minimum_gap(minimum_gap)
    require_maximum_gap(maximum_gap, minimum_gap)
    check_window_and_closures(window, closures)
    days = tuple(targets)
    placed: list[Placement] = []
    refused: list[Refusal] = []
    longest = maximum_gap
    for number, target in enumerate(days, start=1):
        previous = placed[-1].date if placed else None
        limits = limits_between(previous, minimum_gap, longest, what)
        longest = maximum_gap
        try:
            placed.append(place_within(target, window, closures, limits, f"{what} {number} of {len(days)}"))
        except Refusal as refusal:
            refused.append(refusal)
            longest = None  # the gap over an infusion without a day is that infusion's own fault
    if refused:
        raise gather(refused)
    return tuple(placed)


def place_within(
    target: dt.date, window: Window, closures: Closures, limits: Limits, what: str = "infusion"
) -> Placement:
    """The first day of `nearest_first` that is open and keeps the limits; Refusal `schedule.no-open-day`."""
    earliest, latest = window.around(target)
    day, passed_over = first_possible(target, window, closures, limits)
    if day is not None:
        return Placement(target, earliest, latest, day, tuple(passed_over))
    raise no_open_day(
        what=what, target=target, window=window, closures=closures, limits=limits, blocking=passed_over
    )


def first_possible(
    target: dt.date, window: Window, closures: Closures, limits: Limits
) -> tuple[dt.date | None, list[tuple[dt.date, str]]]:
    """The first day of `nearest_first` that may be taken, if any, and those before it with their reasons."""
    passed_over: list[tuple[dt.date, str]] = []
    for day in window.nearest_first(target):
        reason = closures.why_closed(day) or limits.why_not(day)
        if reason is None:
            return day, passed_over
        passed_over.append((day, reason))
    return None, passed_over


def outside_preferred(
    placement: Placement, window: Window, what: str = "infusion", field: str = "window"
) -> Problem | None:
    """A NOTE `schedule.outside-preferred` where the date is permitted and not preferred; else None."""
    if window.preferred is None or window.prefers((placement.date - placement.target).days):
        return None
    message = (
        f"The {what} of {day_text(placement.date)} lies outside the preferred days of its target "
        f"{day_text(placement.target)}, inside the permitted ones (window {window})."
    )
    fix = "Nothing, where it suits; else choose another day."
    return Problem("schedule.outside-preferred", "note", field, message, fix, placement.date.isoformat())


def check_window_and_closures(window: Window, closures: Closures) -> None:
    """TypeError unless they are a Window and Closures."""
    if not isinstance(window, Window):
        raise TypeError(f"window must be a Window, not {type(window).__name__}")
    if not isinstance(closures, Closures):
        raise TypeError(f"closures must be Closures, not {type(closures).__name__}")


def _invalid(message: str, read: str) -> Refusal:
    fix = f"Give whole days before and after the target, each from 0 to {WIDEST_WINDOW}."
    return refuse("window.invalid", "window", message, fix, read)
