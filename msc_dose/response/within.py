"""What a count that is known only as a bound may be: one value of every part that limits divide it into.

All values of one part lie on the same side of every limit, so that they share class and grade. None of these
values is ever shown or kept: they only tell whether all of a bound is of one class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from msc_dose.quantity.amount import Amount
from msc_dose.quantity.kinds import kind_of
from msc_dose.quantity.stated import Bound
from msc_dose.response.counts import Count
from msc_dose.response.criteria import Criteria


def ranks(count: Count, criteria: Criteria, baseline: Amount | None) -> list[int]:
    """The places of all classes that the count may be of, best first; one for an exact count.

    Empty where no amount of the kind lies within a bound.
    """
    if isinstance(count.count, Amount):
        return [criteria.rank(count.count, baseline, count.bleeding)]
    found = values(count.count, criteria.limits(baseline))
    return sorted({criteria.rank(each, baseline, count.bleeding) for each in found})


def open_bound(count: Count, criteria: Criteria, baselines: Sequence[Amount | None]) -> str:
    """Why a count known as a bound cannot be judged; empty where every count within it has one class."""
    if isinstance(count.count, Amount):
        return ""
    found = [ranks(count, criteria, each) for each in baselines]
    if all(len(each) == 1 for each in found):
        return ""
    names = [criteria.at(rank).name for rank in sorted({rank for each in found for rank in each})]
    if not names:
        return f"known only as {count.said}, which no count is"
    return f"known only as {count.said}, which may be {', '.join(names[:-1])} or {names[-1]}"


def values(count: Amount | Bound, limits: Iterable[Amount]) -> list[Amount]:
    """The count itself; or one value of every part that the limits divide the bound into."""
    if isinstance(count, Amount):
        return [count]
    edge, low, high = exactly(count.limit), *hard_limits(count.kind)
    upwards = count.relation in (">", "≥")
    if upwards:
        low = max(low, edge)
    else:
        high = edge if high is None else min(high, edge)
    excluded = edge if count.relation in ("<", ">") else None
    found = parts(low, high, (exactly(each) for each in limits))
    return [amount_at(count.limit, each) for each in found if each != excluded]


def parts(low: Fraction, high: Fraction | None, marks: Iterable[Fraction]) -> list[Fraction]:
    """Low, high, every mark between them, and one value between each two; one beyond all without a high."""
    if high is not None and low > high:
        return []
    ends = {low} if high is None else {low, high}
    kept = sorted({*ends, *(mark for mark in marks if low <= mark and (high is None or mark <= high))})
    beyond = [kept[-1] + 1] if high is None else []
    return [*kept, *((first + second) / 2 for first, second in pairwise(kept)), *beyond]


def hard_limits(kind: str) -> tuple[Fraction, Fraction | None]:
    """The least and the most that an amount of this kind can be; None where there is no most."""
    known = kind_of(kind)
    return Fraction(known.low or 0), None if known.high is None else Fraction(known.high)


def exactly(amount: Amount) -> Fraction:
    """The number of an amount, for halving and dividing without a loss."""
    return Fraction(amount.numerator) / amount.denominator


def amount_at(like: Amount, number: Fraction) -> Amount:
    """This number as an amount that counts the same as another."""
    return replace(like, numerator=Decimal(number.numerator), denominator=number.denominator, as_written=None)
