"""Sums of chosen weights as bits of one long number: exact where the distinct sums are few.

A *pool* is the weights of one class of expiry, in identity order. Bit s of a number says that the sum s can
be reached. Every function is exact; the caller keeps the work within `WORK`.
"""

from __future__ import annotations

from collections.abc import Sequence

LITTLE = 1_000_000  # bits that cost less than meeting in the middle of any number of weights
WORK = 400_000_000  # bits kept or moved; a fraction of a second, and less than 100 MB

Pool = Sequence[int]
Table = list[list[list[int]]]  # by pool, then weight, then how many are still to be chosen


def work_of(pools: Sequence[Pool], counts: Sequence[int], longest: int) -> int:
    """How many bits the tables of `suffix_tables` hold."""
    return sum(len(pool) * (count + 1) for pool, count in zip(pools, counts, strict=True)) * (longest + 1)


def suffix_tables(pools: Sequence[Pool], counts: Sequence[int], longest: int) -> tuple[int, Table]:
    """The sums up to `longest` of exactly `counts[g]` weights of each pool g, and how they are reached.

    `table[g][i][j]` holds the sums of j of the weights of pool g from the i-th on, and of the later pools.
    """
    mask, base = (1 << (longest + 1)) - 1, 1
    tables: Table = []
    for pool, count in zip(reversed(pools), reversed(counts), strict=True):
        rows = [[base] + [0] * count]
        for weight in reversed(pool):
            last = rows[-1]
            rows.append([last[0]] + [last[j] | (last[j - 1] << weight) & mask for j in range(1, count + 1)])
        rows.reverse()
        tables.append(rows)
        base = rows[0][count]
    tables.reverse()
    return base, tables


def first_with_sum(
    pools: Sequence[Pool], counts: Sequence[int], tables: Table, total: int
) -> list[list[int]]:
    """The positions in each pool whose weights make exactly `total`: the first that do, in identity order."""
    chosen: list[list[int]] = []
    for pool, count, rows in zip(pools, counts, tables, strict=True):
        taken: list[int] = []
        for i, weight in enumerate(pool):
            left = count - len(taken)
            if left == 0:
                break
            if weight <= total and rows[i + 1][left - 1] >> (total - weight) & 1:
                taken.append(i)
                total -= weight
        chosen.append(taken)
    return chosen


def reachable(weights: Sequence[int], longest: int) -> int:
    """The sums up to `longest` of any of the weights."""
    mask, sums = (1 << (longest + 1)) - 1, 1
    for weight in weights:
        sums |= (sums << weight) & mask
    return sums


def by_count(weights: Sequence[int], count: int, longest: int, start: Sequence[int] = (1,)) -> list[int]:
    """The sums up to `longest` of exactly 0, 1 … `count` weights, beginning from those of `start`."""
    mask = (1 << (longest + 1)) - 1
    sums = [*start, *[0] * (count + 1 - len(start))][: count + 1]
    for weight in weights:
        for j in range(count, 0, -1):
            sums[j] |= (sums[j - 1] << weight) & mask
    return sums


def mirrored(sums: int, total: int) -> int:
    """The sums s that leave a sum of `sums` to `total`: bit s of the result is bit total − s."""
    return int(bin(sums & ((1 << (total + 1)) - 1))[2:].zfill(total + 1)[::-1], 2)


def lowest_from(sums: int, least: int) -> int | None:
    """The lowest sum that is at least `least`."""
    above = sums >> least
    return least + (above & -above).bit_length() - 1 if above else None


def highest_to(sums: int, most: int) -> int | None:
    """The highest sum that is at most `most`."""
    below = sums & ((1 << (most + 1)) - 1)
    return below.bit_length() - 1 if below else None
