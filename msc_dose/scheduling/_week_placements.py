"""The two Placements of a week, and in words why each nearer day was not taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msc_dose.scheduling._dates import ONE_DAY, day_text, too_late_text
from msc_dose.scheduling._limits import DAYS_APART
from msc_dose.scheduling._pairs import Rule, Week, offsets, outside, pairs_of
from msc_dose.scheduling._weekday_pairs import pairs_text
from msc_dose.scheduling.windows import Placement, Window

LATER_WEEK = "leaves a later week without its two days"


def placements(week: Week, rule: Rule) -> tuple[Placement, Placement]:
    """The chosen pair of a week as two Placements, with the days before it in the order of each window."""
    assert week.pair is not None  # a week without a pair never comes here
    first, second = week.pair
    passed_first = _passed_over(rule.window, week.first_target, first)
    passed_second = _passed_over(rule.second_window, week.second_target, second)
    return (
        Placement(
            week.first_target,
            *rule.window.around(week.first_target),
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
    """The days that the window tries before the chosen one."""
    for day in window.nearest_first(target):
        if day == chosen:
            return
        yield day


def _why_other_first(day: date, week: Week, rule: Rule) -> str:
    reason = rule.why_not_first(day, week.previous)
    if reason is not None:
        return reason
    with_day = next((pair for pair in pairs_of(week, week.previous, rule) if pair[0] == day), None)
    if with_day is None:
        allowed = f" on {pairs_text(rule.pairs)}" if rule.pairs else ""
        return f"no open day 3 or 4 days after it in the second window{allowed}"
    return _why_other_pair(with_day, week, rule)


def _why_other_pair(other: tuple[date, date], week: Week, rule: Rule) -> str:
    """Why the chosen pair of the week comes before another that could be taken."""
    assert week.pair is not None
    order = offsets(rule.window, (week.second_target - week.first_target).days)
    if order.index(_moved(other, week)) < order.index(_moved(week.pair, week)):
        return LATER_WEEK
    if _outside(other, week, rule) > _outside(week.pair, week, rule):
        return "takes more of the two infusions of the week outside their preferred days"
    return "moves the two infusions of the week further from their targets in all"


def _moved(pair: tuple[date, date], week: Week) -> tuple[int, int]:
    return (pair[0] - week.first_target).days, (pair[1] - week.first_target).days


def _outside(pair: tuple[date, date], week: Week, rule: Rule) -> int:
    return outside(rule.window, (pair[0] - week.first_target).days, (pair[1] - week.second_target).days)


def _why_other_second(day: date, first: date, rule: Rule) -> str:
    reason = rule.why_not_second(day)
    if reason is not None:
        return reason
    if day not in [first + ONE_DAY * apart for apart in DAYS_APART]:
        return f"not 3 or 4 days after the infusion of {day_text(first)}"
    if not rule.allows(first, day):
        return _why_no_pair(first, day, rule)
    return LATER_WEEK


def _why_no_pair(first: date, second: date, rule: Rule) -> str:
    if rule.maximum_gap is not None and (second - first).days > rule.maximum_gap:
        return too_late_text(rule.maximum_gap, "infusion", first)
    return f"with {day_text(first)} it is not {pairs_text(rule.pairs)}"
