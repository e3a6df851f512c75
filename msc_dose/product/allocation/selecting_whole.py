"""Which whole containers: the sum nearest to the need inside its limits, ties lower, then the fewest …

… then those that expire first, then the order of identity. Plain whole numbers only, as in `selecting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import gcd

from msc_dose.product.allocation.selecting import Selection
from msc_dose.product.allocation.sums_dense import (
    LITTLE,
    WORK,
    by_count,
    first_with_sum,
    highest_to,
    lowest_from,
    mirrored,
    reachable,
    suffix_tables,
    work_of,
)
from msc_dose.product.allocation.sums_sparse import MOST_WEIGHTS, nearest_sum

NEAR, EXCHANGED = 30, 6  # the containers among which every choice is tried where not all can be


def select_whole(
    weights: Sequence[int], classes: Sequence[int], low: int, need: int, high: int | None
) -> tuple[Selection | None, bool]:
    """The whole containers whose sum from `low` (at least 1) to `high` is nearest to `need`.

    The second part says whether the answer is proven, also where it is that there is none.
    """
    # From below, one container after the other passes the need by less than the fullest one.
    most = max(need, low) + max(weights, default=0)
    high = most if high is None else min(high, most)
    low = max(low, 1)
    places = _of_use(weights, high)
    if low > high or sum(weights[i] for i in places) < low:
        return None, True
    own, groups = [weights[i] for i in places], [classes[i] for i in places]
    chosen = None
    for within in (min(LITTLE, WORK), None, WORK):  # the cheapest way that is exact; `None` is by the middle
        if chosen is None and within is None:
            chosen = _sparse(own, groups, low, need, high)
        elif chosen is None and within:
            chosen = _dense(own, groups, low, need, high, within)
    if chosen is None:
        return _near(own, groups, places, low, need, high), False
    return _selection(weights, [places[i] for i in chosen], True), True


def _selection(weights: Sequence[int], places: Sequence[int], proven: bool) -> Selection | None:
    if not places:
        return None
    return Selection(tuple(sorted(places)), sum(weights[i] for i in places), proven)


def _of_use(weights: Sequence[int], high: int) -> list[int]:
    """The places that can be part of a sum up to `high`: of equal contents, the first that fit."""
    seen: dict[int, int] = {}
    kept = []
    for i, weight in enumerate(weights):
        seen[weight] = seen.get(weight, 0) + 1
        if seen[weight] * weight <= high:
            kept.append(i)
    return kept


def _dense(
    weights: Sequence[int], classes: Sequence[int], low: int, need: int, high: int, work: int
) -> list[int] | None:
    """The choice by sums as bits; an empty list where there is none, `None` where that is too much work."""
    step = reduce(gcd, weights)
    longest = high // step
    if len(weights) * longest > work:
        return None
    own = [weight // step for weight in weights]
    sums = reachable(own, longest)
    sums = sums >> -(-low // step) << -(-low // step)
    ends = (highest_to(sums, need // step), lowest_from(sums, need // step + 1))
    found = [total for total in ends if total is not None]
    if not found:
        return []
    total = min(found, key=lambda total: (abs(total * step - need), total))
    return _first_expiring(own, classes, total)


def _first_expiring(weights: Sequence[int], classes: Sequence[int], total: int) -> list[int] | None:
    """The fewest weights that make exactly `total`, of these those of the first classes, then the first."""
    fewest = _fewest(weights, total)
    if fewest is None:
        return None
    numbers = sorted(set(classes))
    pools = [[w for w, own in zip(weights, classes, strict=True) if own == number] for number in numbers]
    if len(pools) * fewest * total > WORK:
        return None
    counts = _class_counts(pools, fewest, total)
    if work_of(pools, counts, total) > WORK:
        return None
    _, tables = suffix_tables(pools, counts, total)
    taken = first_with_sum(pools, counts, tables, total)
    starts = [sum(len(pool) for pool in pools[:g]) for g in range(len(pools))]
    return [start + i for start, places in zip(starts, taken, strict=True) for i in places]


def _fewest(weights: Sequence[int], total: int) -> int | None:
    """How few weights make exactly `total`, which some do; `None` where finding that is too much work."""
    count = 2
    while len(weights) * count * total <= 4 * WORK:
        for number, sums in enumerate(by_count(weights, count, total)):
            if sums >> total & 1:
                return number
        count *= 2
    return None


def _class_counts(pools: Sequence[Sequence[int]], fewest: int, total: int) -> list[int]:
    """How many of each class: as many of the first as leave the total within reach, then of the second …"""
    after = [by_count((), fewest, total)]
    for pool in reversed(pools[1:]):
        after.append(by_count(pool, fewest, total, after[-1]))
    after.reverse()
    partial, left, counts = 1, fewest, []
    for pool, later in zip(pools, after, strict=True):
        sums = by_count(pool, left, total, (partial,))
        count = max(n for n in range(left + 1) if sums[n] & mirrored(later[left - n], total))
        partial, left = sums[count], left - count
        counts.append(count)
    return counts


def _sparse(
    weights: Sequence[int], classes: Sequence[int], low: int, need: int, high: int
) -> list[int] | None:
    """The choice by sums met in the middle; an empty list where there is none, `None` beyond the budget."""
    if len(weights) > MOST_WEIGHTS:
        return None
    found = nearest_sum(weights, _merits(classes), low, need, high)
    if found is None:
        return None
    return [i for i in range(len(weights)) if found[1] >> (len(weights) - 1 - i) & 1] if found[0] else []


def _merits(classes: Sequence[int]) -> list[int]:
    """What each container adds to the merit of a choice: fewest first, then first classes, then first places.

    Each part has room for the sum of all the parts below it, so that merits simply add up.
    """
    number = {own: n for n, own in enumerate(sorted(set(classes), reverse=True))}
    room = len(classes).bit_length()
    every = 1 << (len(classes) + room * (len(number) + 1))
    return [
        (1 << (len(classes) + room * number[own])) + (1 << (len(classes) - 1 - i)) - every
        for i, own in enumerate(classes)
    ]


def _near(
    weights: Sequence[int], classes: Sequence[int], places: Sequence[int], low: int, need: int, high: int
) -> Selection | None:
    """A choice close to the need: the first to expire are held, the last ones are the best of a sample.

    Held are the first containers up to six fullest ones below the need; the sample is the next ones, half
    in order of expiry and half spread over the contents.
    """
    aim, held, total = min(max(need, low), high), [], 0
    room = EXCHANGED * max(weights)
    for i, weight in enumerate(weights):
        if total + weight + room <= aim:
            held.append(i)
            total += weight
    rest = sorted(set(range(len(weights))) - set(held))
    by_content = sorted(rest, key=lambda i: (weights[i], i))
    spread = by_content[:: max(len(rest) // (NEAR // 2), 1)][-NEAR // 2 :]
    pool = sorted({*rest[: NEAR // 2], *spread})
    found = _sparse(
        [weights[i] for i in pool],
        [classes[i] for i in pool],
        max(low - total, 0 if held else 1),
        need - total,
        high - total,
    )
    chosen = [pool[i] for i in found or ()]
    return _selection(weights, [*held, *chosen], False) and _placed(weights, places, [*held, *chosen], low)


def _placed(
    weights: Sequence[int], places: Sequence[int], chosen: Sequence[int], low: int
) -> Selection | None:
    """The choice in the caller's numbering, where it reaches the low limit."""
    total = sum(weights[i] for i in chosen)
    return Selection(tuple(sorted(places[i] for i in chosen)), total, False) if total >= low else None
