"""The counts of a course over time, against the limits of a response, with what was given between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.courses.counted import counts_of, rescues_of, treatment_start
from msc_dose.courses.course import Course
from msc_dose.files.response_criteria import load_criteria
from msc_dose.library.response import course_response
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.response.counts import Count
from msc_dose.response.text import headline
from msc_dose.scheduling import day_text
from msc_dose.tui.safe import safe

CRITERIA = "iwg-2009-itp"
NO_COUNTS = """
No count is on record yet.

The act "count" (a) records a platelet count. Counts then stand here over time, against the limits of a \
response, with infusions and rescue treatment marked.

"""


@dataclass(frozen=True, slots=True)
class Point:
    """A count: its day, its value as it is drawn, as it was said, and its class where it is judged."""

    day: date
    value: Amount
    said: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the criteria, and the class that begins there."""

    value: Amount
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What is drawn and tabled; `said` is the response in words, or why none is judged."""

    points: tuple[Point, ...] = ()
    limits: tuple[Limit, ...] = ()
    given: tuple[tuple[date, int], ...] = ()
    planned: tuple[tuple[date, int], ...] = ()
    rescues: tuple[tuple[date, date, str], ...] = ()
    said: str = ""


def counts_in(course: Course) -> Counts:
    """The counts of a course; nothing is judged before an infusion was given.

    The baseline is the last count until the day of the first infusion; without one the criteria say so.
    Source: the criteria's own remark that the baseline is the count at the start of the treatment.
    """
    counts = [each for each in counts_of(course) if isinstance(each.day, date)]
    start = treatment_start(course)
    first = _baseline(counts, start)
    amount = first.count if first is not None and isinstance(first.count, Amount) else None
    said, classes = _judged(course, amount) if start else ("No response is judged: no infusion was given", ())
    if first is not None and amount is not None:
        said = f"{said}. Baseline {briefly(amount)} of {day_text(_day(first))}"
    points = tuple(
        Point(_day(each), each.limit, each.said, classes[at] if at < len(classes) else "")
        for at, each in enumerate(counts)
    )
    given = tuple((each.date, each.number) for each in course.infusions if each.was_given and each.date)
    planned = tuple((each.date, each.number) for each in course.infusions if each.pending and each.date)
    rescues = tuple(
        (each.first, each.last, each.treatment)
        for each in rescues_of(course)
        if isinstance(each.first, date) and isinstance(each.last, date)
    )
    return Counts(points, _limits(amount) if points else (), given, planned, rescues, said if points else "")


def _day(count: Count) -> date:
    if not isinstance(count.day, date):
        raise TypeError("a count on record has a date")
    return count.day


def _baseline(counts: list[Count], start: date | None) -> Count | None:
    before = [each for each in counts if start is not None and _day(each) <= start]
    return before[-1] if before else None


def _judged(course: Course, baseline: Amount | None) -> tuple[str, tuple[str, ...]]:
    """The response in a line with the class of every count in order; else why it is not judged."""
    try:
        found = course_response(course, baseline, criteria=CRITERIA)
    except Refusal as refusal:
        why = " ".join(f"{each.message} {each.fix}" for each in refusal.problems)
        return f"No response is judged: {why}".rstrip().removesuffix("."), ()
    return f"RESPONSE {headline(found)} ({CRITERIA})", tuple(each.name or "-" for each in found.counts)


def _limits(baseline: Amount | None) -> tuple[Limit, ...]:
    """The limits of the criteria; one that depends on the baseline only where that is known."""
    found = []
    for one in load_criteria(CRITERIA).classes:
        for condition in one.conditions:
            if not condition.depends:
                found.append(Limit(condition.limit_for(None), f"{one.name}: {condition.text()}"))
            elif baseline is not None:
                found.append(Limit(condition.limit_for(baseline), f"{one.name}: {condition.text(baseline)}"))
    return tuple(found)


def table_lines(counts: Counts) -> list[str]:
    """Everything that is drawn, as a table in order of days: counts with their class, infusions, rescue."""
    rows = [(each.day, 0, f"{each.said}{f'  {each.named}' if each.named else ''}") for each in counts.points]
    rows += [(day, 1, f"infusion {number} given") for day, number in counts.given]
    rows += [(day, 1, f"infusion {number} planned") for day, number in counts.planned]
    rows += [(first, 1, _rescue(treatment, first, last)) for first, last, treatment in counts.rescues]
    lines = [f"{day_text(day):<15}  {safe(text)}" for day, _, text in sorted(rows)]
    limits = [f"  {each.text}" for each in counts.limits]
    return [*lines, *(["", "Limits", *limits] if limits else [])]


def _rescue(treatment: str, first: date, last: date) -> str:
    return f"rescue: {treatment}{'' if last == first else f', to {day_text(last)}'}"
