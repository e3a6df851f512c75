"""From counts, a baseline and criteria to a response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.response.baseline import Baseline, settled
from msc_dose.response.counts import Count, Day, Rescue, days_between, require_day
from msc_dose.response.criteria import Criteria, check_kind
from msc_dose.response.ctcae import Grading, grade_of
from msc_dose.response.noticing import notices
from msc_dose.response.result import Judged, Response
from msc_dose.response.spells import Seen, Spell, spells
from msc_dose.response.washout import differ, reasons, unused, washout_days, washouts_of, why_not_on

MOST_COUNTS = 20_000


def classify(
    counts: Iterable[Count],
    baseline: Baseline,
    criteria: Criteria,
    *,
    start: Day | None = None,
    rescues: Iterable[Rescue] = (),
    washouts: Mapping[str, int] | None = None,
    grading: Grading | None = None,
    lower_limit: Amount | None = None,
) -> Response:
    """The class of every count, the best confirmed class, and each spell of response with its loss.

    `baseline` is an Amount of the criteria's kind, a Range, or None where the criteria need none. `start`
    is the day of the first treatment: counts up to and with it are not judged. `washouts` are days after
    the last day of a treatment, by its name. Source: the criteria's own; what they leave open is policy
    and stands in the problems (a rescue between two counts: they do not confirm each other).

    Raises Refusal `series.none`, `series.too-many`, `series.mixed-days`, `value.missing`,
    `unit.wrong-kind`, `baseline.range`, `washout.missing`, `washout.out-of-range`, `washout.twice`,
    `grade.lower-limit`.
    """
    ordered = _ordered(counts, criteria, start)
    given, declared = tuple(rescues), washouts_of(washouts or {})
    days = washout_days(given, declared)
    why = reasons(ordered, start, days)
    used = [each for each, reason in zip(ordered, why, strict=True) if not reason]
    compared, told = settled(baseline, criteria, used)
    if grading is not None:
        grading.check_lower_limit(lower_limit)
    judged = tuple(
        _judged(each, reason, criteria, compared, grading, lower_limit)
        for each, reason in zip(ordered, why, strict=True)
    )
    conflicts = [
        group for group in _by_day(ordered) if differ(group) and not why_not_on(group[0].day, start, days)
    ]
    barriers = [*(rescue.first for rescue in given), *(group[0].day for group in conflicts)]
    found = _spells(used, criteria, compared, barriers)
    none = (
        None if any(each.confirmed is not None for each in found) else _no_response(used, criteria, compared)
    )
    response = Response(
        criteria, baseline, start, days, judged, found, none, grading, lower_limit, problems=told
    )
    return notices(response, conflicts, unused(given, declared))


def _ordered(counts: Iterable[Count], criteria: Criteria, start: Day | None) -> list[Count]:
    """The counts in order of day (those of one day as given), of the criteria's kind."""
    given = list(counts)
    if not given:
        raise refuse("series.none", "counts", "There is no count.", "Give at least one.")
    if len(given) > MOST_COUNTS:
        message = f"{len(given):,} counts are more than {MOST_COUNTS:,}."
        raise refuse("series.too-many", "counts", message, "Give the counts of one patient.")
    first = given[0].day
    for each in given:
        if not isinstance(each, Count):
            raise TypeError(f"a count is a Count, not {type(each).__name__}")
        check_kind(each.count, criteria.kind)
    if start is not None:
        require_day(start, "start")
        days_between(start, first)
    return sorted(given, key=lambda each: days_between(first, each.day))


def _by_day(counts: Sequence[Count]) -> Iterable[list[Count]]:
    return (list(group) for _, group in groupby(counts, key=lambda each: each.day))


def _judged(
    count: Count,
    reason: str,
    criteria: Criteria,
    baseline: Amount | None,
    grading: Grading | None,
    lower_limit: Amount | None,
) -> Judged:
    grade = None if grading is None else grade_of(count.count, grading, lower_limit)
    if reason:
        return Judged(count, None, reason, grade=grade)
    one = criteria.at(criteria.rank(count.count, baseline, count.bleeding))
    return Judged(count, one.name, "", one.without_bleeding and count.bleeding is None, grade)


def _seen(counts: Sequence[Count], criteria: Criteria, baseline: Amount | None, worst: int) -> list[Seen]:
    """The counts as the class at place `worst` sees them: those of it or better qualify."""
    ranked = [(each, criteria.rank(each.count, baseline, each.bleeding)) for each in counts]
    return [
        Seen(
            each.day,
            rank <= worst,
            rank <= worst and criteria.at(rank).without_bleeding and each.bleeding is None,
        )
        for each, rank in ranked
    ]


def _spells(
    counts: Sequence[Count], criteria: Criteria, baseline: Amount | None, barriers: Sequence[Day]
) -> tuple[Spell, ...]:
    return tuple(
        spell
        for place, one in enumerate(criteria.classes)
        for spell in spells(
            one.name,
            _seen(counts, criteria, baseline, place),
            barriers,
            one.confirmed_after,
            criteria.loss_after,
        )
    )


def _no_response(
    counts: Sequence[Count], criteria: Criteria, baseline: Amount | None
) -> tuple[Day, Day] | None:
    """The two days that confirm that there is no response; None where not stated or not seen.

    Rescue treatment between the two does not part them: it could only have raised the second.
    """
    last = len(criteria.classes)
    seen = [Seen(each.day, criteria.rank(each.count, baseline, each.bleeding) == last) for each in counts]
    found = spells(criteria.otherwise.name, seen, (), criteria.otherwise.confirmed_after, None)
    first = next(iter(found), None)
    return None if first is None or first.confirmed is None else (first.achieved, first.confirmed)
