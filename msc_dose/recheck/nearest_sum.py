"""Whether a choice of whole containers is the best: nearest to the dose, lower, fewest, first to expire."""

from __future__ import annotations

from msc_dose.recheck.exact import Exact
from msc_dose.recheck.fewest import MOST_SUMS, Candidate, in_order_of_use, in_whole_numbers
from msc_dose.recheck.preparation import Need

Key = tuple[int, tuple[tuple[int, ...], ...], tuple[int, ...]]


class TooMany(Exception):
    """The sums are too many to be all looked at."""


def best_whole(candidates: list[Candidate], need: Need) -> tuple[str, ...] | None:
    """The identities of the best choice, in order of use; None where no choice is allowed.

    Raises TooMany where the proof is out of reach.
    """
    ordered = in_order_of_use(candidates)
    cells, (wanted,) = in_whole_numbers(ordered, need.cells)
    shared = Exact(wanted) / need.cells
    table: dict[int, Key] = {0: (0, (), ())}
    for place, (candidate, content) in enumerate(zip(ordered, cells, strict=True)):
        for given, (count, ranks, places) in list(table.items()):
            # Beyond the dose more is only farther from it, unless a limit asks for more.
            if given < wanted or need.wants_more(Exact(given) / shared):
                key = count + 1, (*ranks, candidate.rank), (*places, place)
                _keep(table, given + content, key)
        if len(table) > MOST_SUMS:
            raise TooMany
    allowed = [given for given in table if given and need.allows(Exact(given) / shared)]
    if not allowed:
        return None
    nearest = min(allowed, key=lambda given: (abs(given - wanted), given))
    return tuple(ordered[place].identity for place in table[nearest][2])


def _keep(table: dict[int, Key], given: int, key: Key) -> None:
    if given not in table or key < table[given]:
        table[given] = key
