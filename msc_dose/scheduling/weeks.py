"""Twice a week: the two infusions of each week placed as a pair, at least three days apart.

A week is seven days from the start of the course. Its targets are day 0 and day +3; the second infusion is
3 or 4 days after the first, so that Monday/Thursday, Tuesday/Friday, Thursday/Monday and Friday/Monday all
fit a ward that is open Monday to Friday. The second window reaches at least one day after its target.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import day_text, require_date, require_int, require_minimum_gap
from msc_dose.scheduling._pairs import Rule, Week, best_pair, walk
from msc_dose.scheduling._weeks_refused import week_problems
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.windows import Placement, Window, check_window_and_closures

MOST_WEEKS = 52
WIDEST_WINDOW = 6  # a week has seven days; a wider window would reach into the next
LARGEST_GAP = 3  # two gaps of 4 days do not fit into a week of 7


def twice_a_week(
    start: date, weeks: int, window: Window, closures: Closures, minimum_gap: int = 3
) -> tuple[Placement, ...]:
    """Two Placements for each of `weeks` (1 to 52) weeks, targets day 0 and day +3 of each.

    Of the pairs of open days inside their windows that are 3 or 4 days apart and begin at least
    `minimum_gap` (1 to 3) days after the last date, the one least moved from its targets is taken; ties go
    to the later first day, then to the later second. Each week in turn; no date moves a later target.

    Raises Refusal `schedule.no-open-day` (field `closures`) for each week without a pair, naming the days
    in the way, the rule, and the starts within 7 days or the closed day that would mend it;
    `schedule.too-many`, `schedule.minimum-gap`, `date.out-of-range`; TypeError for wrong types.
    """
    check_window_and_closures(window, closures)
    _check_size(start, weeks, window, minimum_gap)
    rule = Rule(window, closures, minimum_gap)
    course = tuple(walk(start, weeks, rule))
    problems = tuple(week_problems(course, rule))
    if problems:
        raise Refusal(problems)
    return tuple(placement for week in course for placement in _placements(week, rule))


def _check_size(start: date, weeks: int, window: Window, minimum_gap: int) -> None:
    if not 1 <= require_int(weeks, "weeks") <= MOST_WEEKS:
        raise refuse(
            "schedule.too-many",
            "weeks",
            f"A course of {weeks} weeks is outside 1 to {MOST_WEEKS}.",
            f"Ask for at least 1 and at most {MOST_WEEKS} weeks.",
            str(weeks),
        )
    if require_minimum_gap(minimum_gap) > LARGEST_GAP:
        raise refuse(
            "schedule.minimum-gap",
            "minimum_gap",
            f"A minimum gap of {minimum_gap} days does not fit twice a week: a week of 7 days holds two "
            f"gaps, and one of them is 3 days.",
            "Give a minimum gap of at most 3 days, or plan one infusion at a time.",
            str(minimum_gap),
        )
    if max(window.before, window.after) > WIDEST_WINDOW:
        raise refuse(
            "window.invalid",
            "window",
            f"A window of {window} reaches into other weeks of a course twice a week.",
            f"Give at most {WIDEST_WINDOW} days on either side.",
            f"{window.before},{window.after}",
        )
    last_target = require_date(start, "start") + timedelta(days=7 * weeks - 4)
    require_date(start - timedelta(days=window.before), "start")
    require_date(last_target + timedelta(days=max(window.after, 1)), "start")


def _placements(week: Week, rule: Rule) -> tuple[Placement, Placement]:
    """The chosen pair of a week as two Placements, with the nearer days that were not taken."""
    assert week.pair is not None  # twice_a_week refuses before a week without a pair comes here
    first, second = week.pair
    passed_first = _passed_over(rule.window, week.day0, first)
    passed_second = _passed_over(rule.second_window, week.second_target, second)
    return (
        Placement(
            week.day0,
            *rule.window.around(week.day0),
            first,
            tuple((day, _why_other_first(day, week, rule)) for day in passed_first),
        ),
        Placement(
            week.second_target,
            *rule.second_window.around(week.second_target),
            second,
            tuple((day, _why_other_second(day, first, rule)) for day in passed_second),
        ),
    )


def _passed_over(window: Window, target: date, chosen: date) -> Iterator[date]:
    """The days that are nearer to the target than the chosen one, or as near and later."""
    for day in window.nearest_first(target):
        if day == chosen:
            return
        yield day


def _why_other_first(day: date, week: Week, rule: Rule) -> str:
    reason = rule.why_not_first(day, week.previous)
    if reason is not None:
        return reason
    offset = (day - week.day0).days
    with_day = [pair for pair in rule.offsets() if pair[0] == offset]
    if best_pair(week.day0, week.previous, rule, with_day) is None:
        return "no open day 3 or 4 days after it in the second window"
    return "moves the two infusions of the week further from their targets in all"


def _why_other_second(day: date, first: date, rule: Rule) -> str:
    return rule.closures.why_closed(day) or f"not 3 or 4 days after the infusion of {day_text(first)}"
