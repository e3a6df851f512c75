"""The baseline: one amount; or a range, where every count is classified alike by both its ends."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.problems import Problem, Reading, Refusal, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.stated import Range
from msc_dose.quantity.writer import beside_another
from msc_dose.response.counts import Count, named
from msc_dose.response.criteria import Criteria, ResponseClass, baseline_missing, check_kind
from msc_dose.response.within import values

Baseline = Amount | Range | None


def ends_of(baseline: Baseline, criteria: Criteria) -> tuple[Amount | None, ...]:
    """The baselines to compare with: both ends of a range, else the one, or None.

    Raises Refusal `value.missing` (none, where the criteria need one), `unit.wrong-kind`; TypeError for
    other types.
    """
    if baseline is None and criteria.needs_baseline:
        raise baseline_missing()
    if baseline is not None and not isinstance(baseline, Amount | Range):
        raise TypeError(f"a baseline is an Amount or a Range, not {type(baseline).__name__}")
    ends = (baseline.low, baseline.high) if isinstance(baseline, Range) else (baseline,)
    for each in ends:
        check_kind(each, criteria.kind)
    return ends


def settled(
    baseline: Baseline, criteria: Criteria, judged: Sequence[Count]
) -> tuple[Amount | None, tuple[Problem, ...]]:
    """The one baseline to compare with, and a NOTE `baseline.range-alike` where it stands for a range.

    Raises the refusals of `ends_of`, and `baseline.range` with both thresholds where the ends of a range
    classify any judged count differently.
    """
    first, *_ = ends_of(baseline, criteria)
    if not isinstance(baseline, Range) or not criteria.needs_baseline:
        return first, ()
    differing = [each for each in judged if _differs(each, baseline, criteria)]
    if differing:
        raise _two_thresholds(baseline, criteria, differing)
    return first, (_alike(baseline),)


def _differs(count: Count, baseline: Range, criteria: Criteria) -> bool:
    """Whether a baseline somewhere in the range could class this count otherwise than its low end does."""
    depending = [each for one in criteria.classes for each in one.conditions if each.depends]
    low, high = baseline.low, baseline.high
    allowed = values(count.count, [*criteria.limits(low), *criteria.limits(high)])
    if len({each.relation[0] for each in depending}) > 1:
        # A class between two multiples of the baseline may hold in the middle of the range alone.
        return any(
            each.holds(value, low) != each.holds(value, high) for each in depending for value in allowed
        )
    return any(
        len({criteria.rank(value, end, count.bleeding) for end in (low, high)}) > 1 for value in allowed
    )


def threshold(one: ResponseClass, baseline: Amount | None) -> str:
    """The limits of a class in words; of several "at least", and of several "more than", only the highest."""
    highest: dict[str, Amount] = {}
    for condition in one.conditions:
        if condition.relation not in (">=", ">"):
            return one.text(baseline)
        limit = condition.limit_for(baseline)
        highest[condition.relation] = max(limit, highest.get(condition.relation, limit))
    words = {">=": "at least", ">": "more than"}
    return " and ".join(f"{words[relation]} {beside_another(limit)}" for relation, limit in highest.items())


def _thresholds(criteria: Criteria, baseline: Amount) -> str:
    """The classes that depend on the baseline, each with its limit for this one."""
    depending = [each for each in criteria.classes if any(c.depends for c in each.conditions)]
    return ", ".join(f"{each.name} {threshold(each, baseline)}" for each in depending)


def _two_thresholds(baseline: Range, criteria: Criteria, differing: Sequence[Count]) -> Refusal:
    days = ", ".join(named(each.day) for each in differing[:3]) + (" …" if len(differing) > 3 else "")
    limits = [f"{_thresholds(criteria, end)} (baseline {end})" for end in (baseline.low, baseline.high)]
    message = (
        f"The baseline {baseline} is a range: the threshold is {limits[0]}, or {limits[1]}; "
        f"the class on {days} depends on it."
    )
    fix = "Give the one count at the start of the treatment."
    readings = [_reading(criteria, end) for end in (baseline.low, baseline.high)]
    return Refusal([stop("baseline.range", "baseline", message, fix, str(baseline))], readings)


def _reading(criteria: Criteria, end: Amount) -> Reading:
    why = f"the threshold is then {_thresholds(criteria, end)}"
    return Reading("baseline", plain(end.shown_value), end.unit, str(end), why, exact=end.exact)


def _alike(baseline: Range) -> Problem:
    message = (
        f"The baseline is the range {baseline}. Every count that is judged has one class for the whole of it."
    )
    fix = "Give the one count at the start of the treatment as soon as it is known."
    return Problem("baseline.range-alike", "note", "baseline", message, fix, str(baseline))
