"""Twice a week: the two infusions of each week placed as a pair, at least three days apart.

A week is seven days from the start of the course. Its targets are day 0 and day +3; the second infusion is
3 or 4 days after the first, so that Monday/Thursday, Tuesday/Friday, Thursday/Monday and Friday/Monday all
fit a ward that is open Monday to Friday. The second window reaches at least one day after its target.

The rule. A pair of a week is two open days, each inside its window, 3 or 4 days apart and no more than the
maximum gap, on an allowed pair of weekdays where pairs are stated, the first at least the minimum gap and at
most the maximum gap after the last date taken before the week. Pairs of one week are tried in this order:
fewest of the two days outside the preferred window (where there is one), then the least sum of the days by
which the two are moved from their targets, then the later first day, then the later second. Of all sequences
that give every week a pair, the one is taken whose first week has the earliest place in that order, then
whose second week has, and so on; so an earlier week gives up its best pair only where that pair leaves a
later week without any, whatever the weeks between take. Where no sequence places every week, the first week
that no sequence places together with all weeks before it is left without a pair, the rest is sought again
without it (its neighbours then keep their gaps to each other), and so on.
"""

from __future__ import annotations

from datetime import date, timedelta

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import (
    days_text,
    require_date,
    require_int,
    require_maximum_gap,
    require_minimum_gap,
)
from msc_dose.scheduling._limits import DAYS_APART
from msc_dose.scheduling._pairs import Rule, course_weeks, walk
from msc_dose.scheduling._week_placements import placements
from msc_dose.scheduling._weekday_pairs import read_pairs
from msc_dose.scheduling._weeks_refused import week_problems
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.windows import Placement, Window, check_window_and_closures

MOST_WEEKS = 52
WIDEST_WINDOW = 6  # a week has seven days; a wider window would reach into the next
LARGEST_GAP = 3  # two gaps of 4 days do not fit into a week of 7


def twice_a_week(
    start: date,
    weeks: int,
    window: Window,
    closures: Closures,
    minimum_gap: int = 3,
    *,
    maximum_gap: int | None = None,
    pairs: tuple[str, ...] = (),
) -> tuple[Placement, ...]:
    """Two Placements for each of `weeks` (1 to 52) weeks, targets day 0 and day +3 of each.

    `minimum_gap` is 1 to 3 days, `maximum_gap` 3 to 3650 or None; `pairs` are the weekdays allowed, such as
    ("mon-thu", "tue-fri"), none: any 3 or 4 days apart. Each week takes the best pair of its order with
    which every later week still has one (the rule stands above); no date moves a later target.

    Raises Refusal `schedule.no-open-day` (field `closures`) for each week without a pair, naming the days
    in the way, the rule, and what would mend it; `schedule.too-many`, `schedule.minimum-gap`,
    `schedule.maximum-gap`, `schedule.pairs`, `window.invalid`, `date.out-of-range`; TypeError.
    """
    check_window_and_closures(window, closures)
    _check_size(start, weeks, window)
    check_gaps_of_weeks(minimum_gap, maximum_gap)
    rule = Rule(window, closures, minimum_gap, maximum_gap, read_pairs(pairs))
    course = walk(course_weeks(start, weeks), rule)
    if not all(week.pair for week in course):
        raise Refusal(week_problems(course, rule))
    return tuple(placement for week in course for placement in placements(week, rule))


def check_gaps_of_weeks(minimum_gap: int, maximum_gap: int | None) -> None:
    """Refusal `schedule.minimum-gap`, `schedule.maximum-gap` where two infusions a week cannot keep them."""
    if require_minimum_gap(minimum_gap) > LARGEST_GAP:
        raise refuse(
            "schedule.minimum-gap",
            "minimum_gap",
            f"A minimum gap of {minimum_gap} days does not fit twice a week: a week of 7 days holds two "
            f"gaps, and one of them is 3 days.",
            "Give a minimum gap of at most 3 days, or plan one infusion at a time.",
            str(minimum_gap),
        )
    require_maximum_gap(maximum_gap, minimum_gap)
    if maximum_gap is not None and maximum_gap < min(DAYS_APART):
        raise refuse(
            "schedule.maximum-gap",
            "maximum_gap",
            f"A maximum gap of {days_text(maximum_gap)} does not fit twice a week: the second infusion is 3 "
            f"or 4 days after the first.",
            "Give a maximum gap of at least 4 days.",
            str(maximum_gap),
        )


def check_window_of_weeks(window: Window) -> None:
    """Refusal `window.invalid` for a window that reaches into other weeks."""
    if max(window.before, window.after) > WIDEST_WINDOW:
        raise refuse(
            "window.invalid",
            "window",
            f"A window of {window} reaches into other weeks of a course twice a week.",
            f"Give at most {WIDEST_WINDOW} days on either side.",
            f"{window.before},{window.after}",
        )


def _check_size(start: date, weeks: int, window: Window) -> None:
    if not 1 <= require_int(weeks, "weeks") <= MOST_WEEKS:
        raise refuse(
            "schedule.too-many",
            "weeks",
            f"A course of {weeks} weeks is outside 1 to {MOST_WEEKS}.",
            f"Ask for at least 1 and at most {MOST_WEEKS} weeks.",
            str(weeks),
        )
    check_window_of_weeks(window)
    last_target = require_date(start, "start") + timedelta(days=7 * weeks - 4)
    require_date(start - timedelta(days=window.before), "start")
    require_date(last_target + timedelta(days=max(window.after, 1)), "start")
