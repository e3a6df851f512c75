"""Gaps: infusions so many days after the one before, each with a window of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from msc_dose.problems import Refusal, gather, refuse
from msc_dose.scheduling._dates import days_text, require_int, require_maximum_gap, require_minimum_gap
from msc_dose.scheduling._limits import limits_between
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.recurrence import MOST_TARGETS, days_after
from msc_dose.scheduling.windows import Placement, Window, check_window_and_closures, place_within

COUNTED_FROM = ("previous-date", "previous-target")
LONGEST_GAP = 3650


@dataclass(frozen=True, slots=True)
class Gap:
    """The `days` (1 to 3650) from one infusion to the next, and the window around that day.

    "14 to 21 days apart" is Gap(14, Window(0, 7)). `window` is None where the gap has none of its own.
    Raises Refusal `schedule.gap`, also for a window that reaches back to the infusion before.
    """

    days: int
    window: Window | None = None

    def __post_init__(self) -> None:
        """Refuse a gap of no days, and a window in which the order of two infusions could turn round."""
        if self.window is not None and not isinstance(self.window, Window):
            raise TypeError(f"window must be a Window, not {type(self.window).__name__}")
        if not 1 <= require_int(self.days, "days") <= LONGEST_GAP:
            message = f"A gap of {days_text(self.days)} is outside 1 to {LONGEST_GAP} days."
            raise _refused(message, "Give the whole days from one infusion to the next.", str(self.days))
        if self.window is not None and self.window.before >= self.days:
            message = f"A window of {self.window} reaches back over the whole gap of {days_text(self.days)}."
            raise _refused(message, f"Give less than {days_text(self.days)} before.", str(self.window.before))

    def __str__(self) -> str:
        """The gap in words: `7 days (window 1 day either side)`."""
        return (
            days_text(self.days) if self.window is None else f"{days_text(self.days)} (window {self.window})"
        )


def place_gaps(
    start: dt.date,
    gaps: Iterable[Gap],
    window: Window,
    closures: Closures,
    minimum_gap: int = 1,
    count_from: str = "previous-date",
    what: str = "infusion",
    *,
    maximum_gap: int | None = None,
) -> tuple[Placement, ...]:
    """One Placement at `start`, and one for each gap, counted from the infusion before.

    `count_from` is `previous-date`, the date taken for the infusion before, so that a moved date moves
    all later targets; or `previous-target`, its unmoved target. `window` is that of the first infusion
    and of each gap without one. `minimum_gap` (1 to 3650 days) and `maximum_gap` (`minimum_gap` to 3650,
    or None) count from the date taken, always.

    Raises Refusal `schedule.no-open-day`: from `previous-date` for the first infusion without a day, since
    the later ones have no target then; from `previous-target` for all of them. Further `schedule.gap`,
    `schedule.too-many`, `schedule.minimum-gap`, `schedule.maximum-gap`, `date.out-of-range`; TypeError for
    wrong types.
    """
    all_gaps = check_gaps(gaps, count_from)
    require_minimum_gap(minimum_gap)
    require_maximum_gap(maximum_gap, minimum_gap)
    check_window_and_closures(window, closures)
    placed: list[Placement] = []
    refused: list[Refusal] = []
    target, longest = start, maximum_gap
    for number, gap in enumerate((None, *all_gaps), start=1):
        previous = placed[-1].date if placed else None
        if gap is not None:
            target = days_after(previous if previous and count_from == "previous-date" else target, gap.days)
        limits = limits_between(previous, minimum_gap, longest, what)
        longest = maximum_gap
        own = gap.window if gap is not None and gap.window is not None else window
        name = f"{what} {number} of {len(all_gaps) + 1}"
        try:
            placed.append(place_within(target, own, closures, limits, name))
        except Refusal as refusal:
            refused.append(refusal)
            longest = None  # the gap over an infusion without a day is that infusion's own fault
            if count_from == "previous-date":
                break
    if refused:
        raise gather(refused)
    return tuple(placed)


def check_gaps(gaps: Iterable[Gap], count_from: str) -> tuple[Gap, ...]:
    """The gaps, 1 to 399 of them; Refusal `schedule.too-many`, `schedule.gap`; TypeError for wrong types."""
    found = tuple(gaps)
    if not all(isinstance(gap, Gap) for gap in found):
        raise TypeError("gaps must hold only Gap values")
    if not 1 <= len(found) < MOST_TARGETS:
        message = f"{len(found)} gaps are outside 1 to {MOST_TARGETS - 1}."
        raise refuse("schedule.too-many", "gaps", message, "Give one gap for each infusion after the first.")
    if not isinstance(count_from, str):
        raise TypeError(f"count_from must be a str, not {type(count_from).__name__}")
    if count_from not in COUNTED_FROM:
        message = f"{count_from!r} is none of {', '.join(COUNTED_FROM)}."
        fix = "Say whether a gap counts from the date taken for the infusion before, or from its target."
        raise refuse("schedule.gap", "count_from", message, fix, count_from)
    return found


def _refused(message: str, fix: str, read: str) -> Refusal:
    return refuse("schedule.gap", "gaps", message, fix, read)
