"""The words of a refused week: the days in the way, the rule, and the starts or the day that mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from msc_dose.problems import Problem, stop
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, ONE_DAY, day_text
from msc_dose.scheduling._pairs import Rule, Week, course_weeks, pairs_of, solve
from msc_dose.scheduling._refused import blocking_text
from msc_dose.scheduling.windows import Window

SEARCHED_DAYS = 7  # how far from the start a refusal looks for one that works
WIDEST_OFFERED = 3  # beyond it, the windows of a week's two infusions overlap


def week_problems(course: tuple[Week, ...], rule: Rule) -> Iterator[Problem]:
    """A problem for each week without a pair; the open weekdays alone fail every week alike: named once."""
    failed = [week for week in course if week.pair is None and not _only_too_late(week, course, rule)]
    ways = _ways(course, rule) if failed else []
    same_said = False
    for week in failed:
        closed = _closed_dates(week, rule)
        if closed or not same_said:
            yield _problem(week, len(course), rule, ways)
        same_said = same_said or not closed


def week_text(week: Week, weeks: int, rule: Rule) -> str:
    """Which week has no two days, the days in the way, and the rule."""
    first, second = _spans(week, rule)
    blocking = blocking_text(_blocking(week, rule)) or "no two of its days may be taken together"
    return (
        f"Week {week.number} of {weeks} has no two days. Its targets are {day_text(week.first_target)} "
        f"(window {_span_text(*first)}) and {day_text(week.second_target)} (window {_span_text(*second)}); "
        f"open: {rule.closures.open_text()}. Not possible: {blocking}. Rule: {rule}."
    )


def _only_too_late(week: Week, course: tuple[Week, ...], rule: Rule) -> bool:
    """Whether the week fails for a gap over the week before alone, which has no pair and is named itself."""
    if week.number == course[0].number or course[week.number - course[0].number - 1].pair is not None:
        return False
    return _has_pair(week, replace(rule, maximum_gap=None))


def _has_pair(week: Week, rule: Rule) -> bool:
    return next(pairs_of(week, week.previous, rule), None) is not None


def _problem(week: Week, weeks: int, rule: Rule, ways: list[str]) -> Problem:
    return stop(
        "schedule.no-open-day",
        "closures",
        week_text(week, weeks, rule),
        _fix(ways, _reopening(week, rule), any(_blocking(week, rule))),
        week.first_target.isoformat(),
    )


def _ways(course: tuple[Week, ...], rule: Rule) -> list[str]:
    """What mends the whole course: another start, the least window that does, a rule less."""
    starts = _other_starts(course, rule)
    ways = [f"start on {' or '.join(map(day_text, starts))}"] if starts else []
    start, weeks = course[0].first_target, len(course)
    wider = range(max(rule.window.before, rule.window.after) + 1, WIDEST_OFFERED + 1)
    windows = (replace(rule, window=Window(days, days)) for days in wider)
    enough = next((each for each in windows if _placed(start, weeks, each)), None)
    ways += [f"widen the window to {enough.window}"] if enough else []
    if rule.pairs and _placed(start, weeks, replace(rule, pairs=())):
        ways.append("allow any two weekdays 3 or 4 days apart")
    if rule.maximum_gap is not None and _placed(start, weeks, replace(rule, maximum_gap=None)):
        ways.append("lengthen the maximum gap")
    return ways


def _fix(ways: list[str], reopening: list[date], any_closed: bool) -> str:
    if reopening:
        ways = [*ways, f"open {' or '.join(map(day_text, reopening))}"]
    elif any_closed:
        ways = [*ways, "open one of the days named"]
    text = ", or ".join(ways or ["choose another start or a wider window"])
    return f"{text[:1].upper()}{text[1:]}."


def _blocking(week: Week, rule: Rule) -> Iterator[tuple[date, str]]:
    """The days of both windows that may not be taken; days of the first window keep the minimum gap."""
    first, second = _spans(week, rule)
    for day in _days(*first):
        if reason := rule.why_not_first(day, week.previous):
            yield day, reason
    for day in _days(max(second[0], first[1] + ONE_DAY), second[1]):
        if reason := rule.why_not_second(day):
            yield day, reason


def _closed_dates(week: Week, rule: Rule) -> list[date]:
    """The closed dates of the week whose weekday is open: those that opening one day would free."""
    first, second = _spans(week, rule)
    days = (day for day, _ in rule.closures.closed if first[0] <= day <= second[1])
    return [day for day in days if rule.closures.reopened(day).why_closed(day) is None]


def _reopening(week: Week, rule: Rule) -> list[date]:
    """The closed dates of which one alone, if it were open, would give this week its pair."""
    closures = rule.closures
    days = ((day, replace(rule, closures=closures.reopened(day))) for day in _closed_dates(week, rule))
    return [day for day, opened in days if _has_pair(week, opened)]


def _other_starts(course: tuple[Week, ...], rule: Rule) -> list[date]:
    """The nearest start before and after, within 7 days, which keeps its own date and places every week."""
    start = course[0].first_target
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
    return solve(course_weeks(start, weeks), rule)


def _spans(week: Week, rule: Rule) -> tuple[tuple[date, date], tuple[date, date]]:
    """The first and the last day of the two windows of the week."""
    return rule.window.around(week.first_target), rule.second_window.around(week.second_target)


def _days(first: date, last: date) -> Iterable[date]:
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def _span_text(first: date, last: date) -> str:
    return day_text(first) if first == last else f"{day_text(first)} to {day_text(last)}"
