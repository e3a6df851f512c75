"""From counts, a baseline and criteria to a response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.response.baseline import Baseline, ends_of, settled
from msc_dose.response.counts import Count, Day, Rescue, days_between, require_day
from msc_dose.response.criteria import Criteria, check_kind
from msc_dose.response.ctcae import Grading, grade_of
from msc_dose.response.noticing import notices
from msc_dose.response.result import Judged, Response
from msc_dose.response.spells import Seen, Spell, spells
from msc_dose.response.washout import differ, reasons, unused, washout_days, washouts_of, why_not_on
from msc_dose.response.within import open_bound, ranks

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
    and stands in the problems (a rescue between two counts: they do not confirm each other, whatever the
    class). A count known as a bound is judged where all of the bound has one class.

    Raises TypeError for other types; Refusal `series.none`, `series.too-many`, `series.mixed-days`,
    `value.missing`, `unit.wrong-kind`, `baseline.range`, `washout.missing`, `washout.out-of-range`,
    `washout.twice`, `grade.lower-limit`.
    """
    require_types(criteria, grading)
    ordered = _ordered(counts, criteria, start)
    given, declared = _rescues(rescues), washouts_of({} if washouts is None else washouts)
    days = washout_days(given, declared)
    ends = ends_of(baseline, criteria)
    known = reasons(ordered, start, days)
    why = [reason or open_bound(each, criteria, ends) for each, reason in zip(ordered, known, strict=True)]
    undecided = [ordered[at] for at, reason in enumerate(known) if why[at] and not reason]
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
    barriers = [
        *(rescue.first for rescue in given),
        *(group[0].day for group in conflicts),
        *(each.day for each in undecided),
    ]
    ranked = [(each, ranks(each, criteria, compared)[0]) for each in used]
    found = _spells(ranked, criteria, barriers)
    none = (
        None
        if any(each.confirmed is not None for each in found)
        else _no_response(ranked, criteria, barriers)
    )
    response = Response(
        criteria, baseline, start, days, judged, found, none, grading, lower_limit, problems=told
    )
    return notices(response, conflicts, undecided, unused(given, declared))


def require_types(criteria: object, grading: object) -> None:
    """TypeError unless the criteria are Criteria and the grading a Grading or None."""
    if not isinstance(criteria, Criteria):
        raise TypeError(f"criteria are Criteria, not {type(criteria).__name__}")
    if grading is not None and not isinstance(grading, Grading):
        raise TypeError(f"a grading is a Grading, not {type(grading).__name__}")


def _rescues(given: Iterable[Rescue]) -> tuple[Rescue, ...]:
    found = tuple(given)
    for each in found:
        if not isinstance(each, Rescue):
            raise TypeError(f"a rescue is a Rescue, not {type(each).__name__}")
    return found


def _ordered(counts: Iterable[Count], criteria: Criteria, start: Day | None) -> list[Count]:
    """The counts in order of day (those of one day as given), of the criteria's kind."""
    given = list(counts)
    if not given:
        raise refuse("series.none", "counts", "There is no count.", "Give at least one.")
    if len(given) > MOST_COUNTS:
        message = f"{len(given):,} counts are more than {MOST_COUNTS:,}."
        raise refuse("series.too-many", "counts", message, "Give the counts of one patient.")
    for each in given:
        if not isinstance(each, Count):
            raise TypeError(f"a count is a Count, not {type(each).__name__}")
        check_kind(each.count, criteria.kind)
    first = given[0].day
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
    one = criteria.at(ranks(count, criteria, baseline)[0])
    return Judged(count, one.name, "", one.without_bleeding and count.bleeding is None, grade)


def _seen(ranked: Sequence[tuple[Count, int]], criteria: Criteria, worst: int) -> list[Seen]:
    """The counts as the class at place `worst` sees them: those of it or better qualify."""
    return [
        Seen(
            each.day,
            rank <= worst,
            rank <= worst and criteria.at(rank).without_bleeding and each.bleeding is None,
        )
        for each, rank in ranked
    ]


def _spells(
    ranked: Sequence[tuple[Count, int]], criteria: Criteria, barriers: Sequence[Day]
) -> tuple[Spell, ...]:
    return tuple(
        spell
        for place, one in enumerate(criteria.classes)
        for spell in spells(
            one.name,
            _seen(ranked, criteria, place),
            barriers,
            one.confirmed_after,
            criteria.loss_after,
        )
    )


def _no_response(
    ranked: Sequence[tuple[Count, int]], criteria: Criteria, barriers: Sequence[Day]
) -> tuple[Day, Day] | None:
    """The two days that confirm that there is no response; None where not stated or not seen."""
    last = len(criteria.classes)
    seen = [Seen(each.day, rank == last) for each, rank in ranked]
    found = spells(criteria.otherwise.name, seen, barriers, criteria.otherwise.confirmed_after, None)
    first = next(iter(found), None)
    return None if first is None or first.confirmed is None else (first.achieved, first.confirmed)
