"""Whether a choice of containers to draw from is the best: fewest, first to expire, least waste, in order.

The proof is by groups of equal expiry. The sequence of expiries is the earliest when as many as possible come
from the first group, then from the second, and so on; whether the rest can still give enough is known from
the largest contents. Within these numbers the smallest sufficient sum is found among all sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from math import lcm

from msc_dose.recheck.exact import Exact

MOST_SUMS = 20_000
Rank = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A container that may be used: its name, what it gives, and its place among the expiries."""

    identity: str
    cells: Exact
    rank: Rank


@dataclass(frozen=True, slots=True)
class Best:
    """The best choice: how many, from which expiries, and which, where the proof was within reach."""

    count: int
    ranks: tuple[Rank, ...]
    identities: tuple[str, ...] | None


def in_order_of_use(candidates: list[Candidate]) -> list[Candidate]:
    """First expiry first; of one expiry in the order of identities."""
    return sorted(candidates, key=lambda candidate: (candidate.rank, candidate.identity))


def in_whole_numbers(candidates: list[Candidate], *others: Exact) -> tuple[list[int], tuple[int, ...]]:
    """The cells of all candidates, and the other numbers, as multiples of one part that divides them all."""
    shared = lcm(*(number.bottom for number in (*(c.cells for c in candidates), *others)))

    def whole(number: Exact) -> int:
        return number.top * (shared // number.bottom)

    return [whole(candidate.cells) for candidate in candidates], tuple(whole(number) for number in others)


def best_draw(candidates: list[Candidate], need: Exact) -> Best | None:
    """The best containers to draw what is needed from; None where all together are not enough."""
    ordered = in_order_of_use(candidates)
    cells, (wanted,) = in_whole_numbers(ordered, need)
    count = _fewest(cells, wanted)
    if count is None:
        return None
    places = list(enumerate(cells))
    groups = [(rank, list(group)) for rank, group in groupby(places, key=lambda pair: ordered[pair[0]].rank)]
    contents = [sorted((cell for _, cell in group), reverse=True) for _, group in groups]
    numbers = _numbers_of_groups(contents, count, wanted)
    ranks = tuple(rank for (rank, _), number in zip(groups, numbers, strict=True) for _ in range(number))
    sums = _sums([(group, number) for (_, group), number in zip(groups, numbers, strict=True) if number])
    if sums is None:
        return Best(count, ranks, None)
    chosen = sums[min(given for given in sums if wanted <= given)]
    return Best(count, ranks, tuple(ordered[place].identity for place in chosen))


def _fewest(cells: list[int], wanted: int) -> int | None:
    given = 0
    for count, largest in enumerate(sorted(cells, reverse=True), 1):
        given += largest
        if wanted <= given:
            return count
    return None


def _numbers_of_groups(groups: list[list[int]], count: int, wanted: int) -> list[int]:
    """How many come from each group, as many as possible from the first; contents largest first."""
    largest_later: list[list[int]] = [[]]
    for group in reversed(groups):
        largest_later.append(nlargest(count, largest_later[-1] + group[:count]))
    numbers: list[int] = []
    given, left = 0, count
    for index, group in enumerate(groups):
        later = largest_later[len(groups) - index - 1]
        number = min(left, len(group))
        while (
            len(later) < left - number or given + sum(group[:number]) + sum(later[: left - number]) < wanted
        ):
            number -= 1
        numbers.append(number)
        given, left = given + sum(group[:number]), left - number
    return numbers


Sums = dict[int, tuple[int, ...]]


def _sums(groups: list[tuple[list[tuple[int, int]], int]]) -> Sums | None:
    """Every sum of so many from each group, with the first places that give it; None for too many sums."""
    found: Sums = {0: ()}
    for group, number in groups:
        of_group = _sums_of_one(group, number)
        if of_group is None or len(found) * len(of_group) > 10 * MOST_SUMS:
            return None
        both: Sums = {}
        for one, places in found.items():
            for other, more in of_group.items():
                _keep_first(both, one + other, places + more)
        if len(both) > MOST_SUMS:
            return None
        found = both
    return found


def _sums_of_one(group: list[tuple[int, int]], number: int) -> Sums | None:
    tables: list[Sums] = [{0: ()}, *({} for _ in range(number))]
    for place, cells in group:
        for size in range(number, 0, -1):
            for given, places in tables[size - 1].items():
                _keep_first(tables[size], given + cells, (*places, place))
        if sum(map(len, tables)) > MOST_SUMS:
            return None
    return tables[number]


def _keep_first(table: Sums, given: int, places: tuple[int, ...]) -> None:
    """Keep the places in order of use that come first among those of one sum."""
    if given not in table or places < table[given]:
        table[given] = places
