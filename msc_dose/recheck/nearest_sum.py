"""Whether a choice of whole containers is the best: nearest to the dose, lower, fewest, first to expire."""

from __future__ import annotations

from msc_dose.recheck.exact import Exact
from msc_dose.recheck.fewest import MOST_SUMS, Candidate, in_whole_numbers
from msc_dose.recheck.preparation import Need

Key = tuple[int, tuple[tuple[int, ...], ...], tuple[str, ...]]


class TooMany(Exception):
    """The sums are too many to be all looked at."""


def best_whole(candidates: list[Candidate], need: Need) -> tuple[str, ...] | None:
    """The identities of the best choice; None where no choice is allowed.

    Raises TooMany where the proof is out of reach.
    """
    cells, (wanted,) = in_whole_numbers(candidates, need.cells)
    shared = Exact(wanted) / need.cells
    table: dict[int, Key] = {0: (0, (), ())}
    for candidate, content in zip(candidates, cells, strict=True):
        for given, key in list(table.items()):
            # Beyond the dose more is only farther from it, unless a limit asks for more.
            if given < wanted or need.wants_more(Exact(given) / shared):
                _keep(table, given + content, _with(key, candidate))
        if len(table) > MOST_SUMS:
            raise TooMany
    allowed = [given for given in table if given and need.allows(Exact(given) / shared)]
    if not allowed:
        return None
    return table[min(allowed, key=lambda given: (abs(given - wanted), given))][2]


def _with(key: Key, candidate: Candidate) -> Key:
    count, ranks, names = key
    return (
        count + 1,
        tuple(sorted((*ranks, candidate.rank))),
        tuple(sorted((*names, candidate.identity))),
    )


def _keep(table: dict[int, Key], given: int, key: Key) -> None:
    if given not in table or key < table[given]:
        table[given] = key
