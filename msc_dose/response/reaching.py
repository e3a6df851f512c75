"""Whether every class can be reached: whether any count, with any baseline, is of it.

Exact: between two limits nothing changes, and the order of the limits changes only with baselines at which a
multiple of the baseline meets a stated limit. One count and one baseline of every part tell all.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount
from msc_dose.response.criteria import Condition, Criteria
from msc_dose.response.within import amount_at, exactly, hard_limits, parts

MOST_COMPARED = 400_000


def unreachable(criteria: Criteria) -> tuple[tuple[int, bool], ...]:
    """The places of the classes that no count is ever of, and whether their own limits allow a count.

    Empty also where the limits are too many to be tried out: nothing is refused that is not certain.
    """
    open_places = {place for place, one in enumerate(criteria.classes) if one.conditions}
    possible: set[int] = set()
    tried, most = 0, MOST_COMPARED // max(1, len(_conditions(criteria)))
    if len(_conditions(criteria)) ** 2 > MOST_COMPARED:
        return ()
    for count, baseline in islice(_tried(criteria), most):
        tried += 1
        open_places -= {criteria.rank(count, baseline, bleeding) for bleeding in (False, True)}
        if not open_places:
            return ()
        possible |= {place for place in open_places if criteria.classes[place].meets(count, baseline)}
    return () if tried == most else tuple((each, each in possible) for each in sorted(open_places))


def _tried(criteria: Criteria) -> Iterator[tuple[Amount, Amount | None]]:
    """One count of every part, for one baseline of every part."""
    low, high = hard_limits(criteria.kind)
    like = next((each.limit for each in _conditions(criteria) if isinstance(each.limit, Amount)), None)
    like = like or Amount(criteria.kind, Decimal(1))
    for baseline in _baselines(criteria, like):
        try:
            limits = [exactly(each) for each in criteria.limits(baseline)]
        except Refusal:  # a multiple of this baseline is no amount of the kind: nothing is classed by it
            continue
        for number in parts(low, high, limits):
            yield amount_at(like, number), baseline


def _baselines(criteria: Criteria, like: Amount) -> Iterator[Amount | None]:
    if not criteria.needs_baseline:
        yield None
        return
    stated = [exactly(each.limit) for each in _conditions(criteria) if isinstance(each.limit, Amount)]
    factors = {Fraction(each.limit) for each in _conditions(criteria) if isinstance(each.limit, Decimal)}
    low, high = hard_limits(criteria.kind)
    edges = {*stated, low, *([] if high is None else [high])}
    for number in parts(low, high, {each / factor for each in edges for factor in factors}):
        yield amount_at(like, number)


def _conditions(criteria: Criteria) -> list[Condition]:
    return [each for one in criteria.classes for each in one.conditions]
