"""The words of a refused week: the days in the way, the rule, and the starts or the day that mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from msc_dose.problems import Problem, stop
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, ONE_DAY, day_text
from msc_dose.scheduling._pairs import Rule, Week, best_pair, walk
from msc_dose.scheduling._refused import blocking_text
from msc_dose.scheduling.windows import Window

SEARCHED_DAYS = 7  # how far from the start a refusal looks for one that works
WIDEST_OFFERED = 3  # beyond it, the windows of a week's two infusions overlap


def week_problems(course: tuple[Week, ...], rule: Rule) -> Iterator[Problem]:
    """A problem for each week without a pair; the open weekdays alone fail every week alike: named once."""
    failed = [week for week in course if week.pair is None]
    ways = _ways(course, rule) if failed else []
    same_said = False
    for week in failed:
        closed = _closed_dates(week, rule)
        if closed or not same_said:
            yield _problem(week, len(course), rule, ways)
        same_said = same_said or not closed


def _problem(week: Week, weeks: int, rule: Rule, ways: list[str]) -> Problem:
    first, second = _spans(week, rule)
    return stop(
        "schedule.no-open-day",
        "closures",
        f"Week {week.number} of {weeks} has no two days. Its targets are {day_text(week.day0)} "
        f"(window {_span_text(*first)}) and {day_text(week.second_target)} (window {_span_text(*second)}); "
        f"open: {rule.closures.open_text()}. Not possible: {blocking_text(_blocking(week, rule))}. "
        f"Rule: {rule}.",
        _fix(ways, _reopening(week, rule)),
        week.day0.isoformat(),
    )


def _ways(course: tuple[Week, ...], rule: Rule) -> list[str]:
    """What mends the whole course: another start, or the least window that does."""
    starts = _other_starts(course, rule)
    ways = [f"start on {' or '.join(map(day_text, starts))}"] if starts else []
    wider = range(max(rule.window.before, rule.window.after) + 1, WIDEST_OFFERED + 1)
    windows = (replace(rule, window=Window(days, days)) for days in wider)
    enough = next((each for each in windows if _placed(course[0].day0, len(course), each)), None)
    return [*ways, f"widen the window to {enough.window}"] if enough else ways


def _fix(ways: list[str], reopening: list[date]) -> str:
    opening = f"open {' or '.join(map(day_text, reopening))}" if reopening else "open one of the days named"
    text = ", or ".join([*ways, opening])
    return f"{text[:1].upper()}{text[1:]}."


def _blocking(week: Week, rule: Rule) -> Iterator[tuple[date, str]]:
    """The days of both windows that may not be taken; days of the first window keep the minimum gap."""
    first, second = _spans(week, rule)
    for day in _days(*first):
        if reason := rule.why_not_first(day, week.previous):
            yield day, reason
    for day in _days(max(second[0], first[1] + ONE_DAY), second[1]):
        if reason := rule.closures.why_closed(day):
            yield day, reason


def _closed_dates(week: Week, rule: Rule) -> list[date]:
    """The closed dates of the week whose weekday is open: those that opening one day would free."""
    first, second = _spans(week, rule)
    days = (day for day, _ in rule.closures.closed if first[0] <= day <= second[1])
    return [day for day in days if rule.closures.reopened(day).why_closed(day) is None]


def _reopening(week: Week, rule: Rule) -> list[date]:
    """The closed dates of which one alone, if it were open, would give this week its pair."""
    return [
        day
        for day in _closed_dates(week, rule)
        if best_pair(
            week.day0, week.previous, replace(rule, closures=rule.closures.reopened(day)), rule.offsets()
        )
    ]


def _other_starts(course: tuple[Week, ...], rule: Rule) -> list[date]:
    """The nearest start before and after, within 7 days, which keeps its own date and places every week."""
    start = course[0].day0
    before = (start - ONE_DAY * step for step in range(1, SEARCHED_DAYS + 1))
    after = (start + ONE_DAY * step for step in range(1, SEARCHED_DAYS + 1))
    working = ((day for day in days if _works(day, len(course), rule)) for days in (before, after))
    return [day for days in working for day in islice(days, 1)]


def _works(start: date, weeks: int, rule: Rule) -> bool:
    """Whether a course from this day places every week, and its first infusion on the day itself."""
    course = _placed(start, weeks, rule)
    return course is not None and course[0].pair is not None and course[0].pair[0] == start


def _placed(start: date, weeks: int, rule: Rule) -> tuple[Week, ...] | None:
    """The course from this day, when every week of it has its two days."""
    last = start + ONE_DAY * (7 * weeks + WIDEST_OFFERED + 1)
    if not FIRST_DAY + ONE_DAY * WIDEST_OFFERED <= start <= last <= LAST_DAY:
        return None
    course = tuple(walk(start, weeks, rule))
    return course if all(week.pair for week in course) else None


def _spans(week: Week, rule: Rule) -> tuple[tuple[date, date], tuple[date, date]]:
    """The first and the last day of the two windows of the week."""
    return rule.window.around(week.day0), rule.second_window.around(week.second_target)


def _days(first: date, last: date) -> Iterable[date]:
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def _span_text(first: date, last: date) -> str:
    return day_text(first) if first == last else f"{day_text(first)} to {day_text(last)}"
