"""Which containers are drawn from: the fewest, of these the first to expire, of these the least waste.

Plain whole numbers only: `weights` are the contents on one common denominator, in the order in which the
containers expire and then by identity; `classes` number the dates of expiry, first date first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import gcd

from msc_dose.product.allocation.largest import Largest
from msc_dose.product.allocation.sums_dense import (
    LITTLE,
    WORK,
    first_with_sum,
    lowest_from,
    suffix_tables,
    work_of,
)
from msc_dose.product.allocation.sums_sparse import least_sum

NEAR, EXCHANGED = 32, 5  # the last containers that are exchanged where not every choice can be tried


@dataclass(frozen=True, slots=True)
class Selection:
    """The places chosen, in order, their sum, and whether it is proven that no choice is better.

    In draw mode the number of containers and their dates of expiry are always the best there are; `proven`
    speaks of the waste and of the order of identity.
    """

    places: tuple[int, ...]
    total: int
    proven: bool = True


def select_drawn(weights: Sequence[int], classes: Sequence[int], need: int) -> Selection | None:
    """The containers to draw `need` from; `None` where all together hold less."""
    fewest = _fewest(weights, need)
    if fewest is None:
        return None
    groups = _groups(weights, classes)
    counts = _earliest(weights, groups, fewest, need)
    forced, free = [], []
    for group, count in zip(groups, counts, strict=True):
        if count == len(group):
            forced += group
        elif count:
            free.append((_interchangeable(weights, group, count), count))
    left = max(need - sum(weights[i] for i in forced), 0)
    chosen, proven = _least_waste(weights, free, left)
    places = tuple(sorted(forced + chosen))
    return Selection(places, sum(weights[i] for i in places), proven)


def _fewest(weights: Sequence[int], need: int) -> int | None:
    """How many of the fullest containers reach the need."""
    for number, total in enumerate(accumulate(sorted(weights, reverse=True)), start=1):
        if total >= need:
            return number
    return None


def _groups(weights: Sequence[int], classes: Sequence[int]) -> list[list[int]]:
    """The places of each class of expiry, in order."""
    groups: list[list[int]] = []
    for i in range(len(weights)):
        if i == 0 or classes[i] != classes[i - 1]:
            groups.append([])
        groups[-1].append(i)
    return groups


def _earliest(weights: Sequence[int], groups: list[list[int]], fewest: int, need: int) -> list[int]:
    """How many containers of each date: as many of the first date as may be, then of the second …

    One more of a date may be taken as long as the fullest of all that remain, with it, still reach the need.
    """
    remaining = Largest(weights)
    counts, open_places, total = [], fewest, 0
    for group in groups:
        count, going = 0, open_places > 0
        for i in sorted(group, key=lambda i: -weights[i]):
            if not open_places:
                break
            remaining.remove(i)
            if going and total + weights[i] + remaining.total(open_places - 1) >= need:
                count, open_places, total = count + 1, open_places - 1, total + weights[i]
            else:
                going = False
        counts.append(count)
    return counts


def _interchangeable(weights: Sequence[int], group: list[int], count: int) -> list[int]:
    """The places of a class without those of which as many with the same content come first."""
    seen: dict[int, int] = {}
    kept = []
    for i in group:
        seen[weights[i]] = seen.get(weights[i], 0) + 1
        if seen[weights[i]] <= count:
            kept.append(i)
    return kept


Free = list[tuple[list[int], int]]  # the places of each class, and how many are taken


def _least_waste(weights: Sequence[int], free: Free, need: int) -> tuple[list[int], bool]:
    """The choice with the lowest sum that reaches the need, and whether that is proven."""
    if not free:
        return [], True
    if len(free) == 1 and free[0][1] == 1:
        return [min((i for i in free[0][0] if weights[i] >= need), key=lambda i: (weights[i], i))], True
    emptiest = [sorted(group, key=lambda i: (weights[i], i))[:count] for group, count in free]
    if sum(weights[i] for places in emptiest for i in places) >= need:
        return [i for places in emptiest for i in places], True
    pools, left = _reduced(weights, free, need)
    counts = [count for _, count in free]
    # From the emptiest choice, one exchange after the other passes the need by less than the fullest.
    longest = left + max(max(pool) for pool in pools)
    work = work_of(pools, counts, longest)
    if work > min(LITTLE, WORK):
        places = [i for group, _ in free for i in group]
        numbered = [number for number, (group, _) in enumerate(free) for _ in group]
        found = least_sum([weights[i] for i in places], numbered, counts, need)
        if found is not None:
            return [places[i] for i in found[1]], True
        if work > WORK:
            return _near(weights, free, need), False
    sums, tables = suffix_tables(pools, counts, longest)
    taken = first_with_sum(pools, counts, tables, lowest_from(sums, left) or 0)
    return [group[i] for (group, _), places in zip(free, taken, strict=True) for i in places], True


def _reduced(weights: Sequence[int], free: Free, need: int) -> tuple[list[list[int]], int]:
    """The weights above the least of their class in their largest common step, and the need likewise."""
    least = [min(weights[i] for i in group) for group, _ in free]
    above = [[weights[i] - low for i in group] for (group, _), low in zip(free, least, strict=True)]
    step = reduce(gcd, (weight for pool in above for weight in pool)) or 1
    left = need - sum(low * count for low, (_, count) in zip(least, free, strict=True))
    return [[weight // step for weight in pool] for pool in above], max(-(-left // step), 0)


def _near(weights: Sequence[int], free: Free, need: int) -> list[int]:
    """A choice that reaches the need closely: all but a few containers are held, the rest is exact.

    Every class begins with its fullest containers; class after class changes to its emptiest while the need
    stays reached. In the class where it would not, the lowest run of neighbours by content that reaches the
    need is taken, and its last few are exchanged for the best of those near them.
    """
    ordered = [sorted(group, key=lambda i: (weights[i], i)) for group, _ in free]
    held = [group[-count:] for group, (_, count) in zip(ordered, free, strict=True)]
    total = sum(weights[i] for places in held for i in places)
    for number, (group, (_, count)) in enumerate(zip(ordered, free, strict=True)):
        others = total - sum(weights[i] for i in held[number])
        emptiest = sum(weights[i] for i in group[:count])
        if others + emptiest >= need:
            held[number], total = group[:count], others + emptiest
            continue
        first = _first_run(weights, group, count, need - others)
        fixed = group[first : first + count][:-EXCHANGED]
        start = max(first + len(fixed) - NEAR // 2, 0)
        pool = sorted(set(group[start : start + NEAR + count]) - set(fixed))[: NEAR + EXCHANGED]
        pool = sorted({*pool, *group[first + len(fixed) : first + count]})
        left = need - others - sum(weights[i] for i in fixed)
        found = least_sum([weights[i] for i in pool], [0] * len(pool), [count - len(fixed)], left)
        chosen = [pool[i] for i in found[1]] if found else group[first + len(fixed) : first + count]
        held[number] = fixed + chosen
        break
    return [i for places in held for i in places]


def _first_run(weights: Sequence[int], group: list[int], count: int, need: int) -> int:
    """Where the lowest run of `count` neighbours begins whose contents reach the need."""
    total = sum(weights[i] for i in group[:count])
    for first in range(len(group) - count):
        if total >= need:
            return first
        total += weights[group[first + count]] - weights[group[first]]
    return len(group) - count
