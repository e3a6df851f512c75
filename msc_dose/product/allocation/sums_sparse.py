"""Sums of chosen weights met in the middle: exact where the weights are few and awkward.

The weights are cut into two halves; the sums of each half are listed, and joined. `BUDGET` bounds the sums
that are listed for one half; where it does not suffice the answer is `None` and nothing is claimed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

BUDGET = 200_000
MOST_WEIGHTS = 600

Sums = dict[int, int]  # a sum, and the highest merit with which it is reached


def listed(weights: Sequence[int], merits: Sequence[int], most: int) -> Sums | None:
    """Every sum up to `most` of any of the weights, each with its highest merit (merits add up)."""
    sums = {0: 0}
    for weight, merit in zip(weights, merits, strict=True):
        for total, value in list(sums.items()):
            if total + weight <= most:
                better = value + merit
                if sums.get(total + weight, better - 1) < better:
                    sums[total + weight] = better
        if len(sums) > BUDGET:
            return None
    return sums


def listed_by_code(
    weights: Sequence[int], classes: Sequence[int], counts: Sequence[int]
) -> dict[tuple[int, ...], Sums] | None:
    """Every sum of at most `counts[g]` weights of each class g, by how many of each class it holds.

    The merit of a sum is the set of its weights as bits, the first weight the highest.
    """
    states: dict[tuple[int, ...], Sums] = {(0,) * len(counts): {0: 0}}
    size = 1
    for i, (weight, group) in enumerate(zip(weights, classes, strict=True)):
        bit = 1 << (len(weights) - 1 - i)
        for code, sums in sorted(states.items(), reverse=True):
            if code[group] == counts[group]:
                continue
            target = states.setdefault((*code[:group], code[group] + 1, *code[group + 1 :]), {})
            size -= len(target)
            for total, value in sums.items():
                if target.get(total + weight, -1) < value | bit:
                    target[total + weight] = value | bit
            size += len(target)
        if size > BUDGET:
            return None
    return states


def least_sum(
    weights: Sequence[int], classes: Sequence[int], counts: Sequence[int], least: int
) -> tuple[int, list[int]] | None:
    """The lowest sum from `least` of exactly `counts[g]` weights of each class g, and the first that make it.

    `None` where the budget does not suffice. The weights stand in order of class, then identity.
    """
    if len(weights) > MOST_WEIGHTS:
        return None
    middle = len(weights) // 2
    early = listed_by_code(weights[:middle], classes[:middle], counts)
    late = listed_by_code(weights[middle:], classes[middle:], counts) if early is not None else None
    if early is None or late is None:
        return None
    shift, best, mask = len(weights) - middle, -1, 0
    for code, sums in early.items():
        others = late.get(tuple(n - m for n, m in zip(counts, code, strict=True)), {})
        for total, bits in _least_pairs(sums, others, least):
            merit = bits[0] << shift | bits[1]
            if best < 0 or total < best or (total == best and merit > mask):
                best, mask = total, merit
    if best < 0:
        return None
    return best, [i for i in range(len(weights)) if mask >> (len(weights) - 1 - i) & 1]


def _least_pairs(sums: Sums, others: Sums, least: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """For each sum, the lowest partner with which it reaches `least`."""
    ordered = sorted(others)
    for total, bits in sums.items():
        place = bisect_left(ordered, least - total)
        if place < len(ordered):
            yield total + ordered[place], (bits, others[ordered[place]])


def nearest_sum(
    weights: Sequence[int], merits: Sequence[int], low: int, need: int, high: int
) -> tuple[int | None, int] | None:
    """The sum from `low` to `high` nearest to `need` (ties lower) and the highest merit that makes it.

    The sum is `None` where there is none; the whole answer where the budget does not suffice.
    """
    middle = len(weights) // 2
    early = listed(weights[:middle], merits[:middle], high)
    late = listed(weights[middle:], merits[middle:], high) if early is not None else None
    if early is None or late is None:
        return None
    ordered, best, merit = sorted(late), None, 0
    middle_of_range = min(max(need, low), high)
    for total, value in early.items():
        place = bisect_left(ordered, middle_of_range - total + 1)
        for index in (place - 1, place):
            if not 0 <= index < len(ordered) or not low <= total + ordered[index] <= high:
                continue
            found, worth = total + ordered[index], value + late[ordered[index]]
            if best is None or (abs(found - need), found, -worth) < (abs(best - need), best, -merit):
                best, merit = found, worth
    return best, merit
