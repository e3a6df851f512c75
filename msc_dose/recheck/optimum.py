"""The best choice of containers for one infusion among those at hand, and what is wrong with another one."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.recheck.document import describe
from msc_dose.recheck.exact import Exact, total
from msc_dose.recheck.fewest import Best, Candidate, best_draw
from msc_dose.recheck.nearest_sum import TooMany, best_whole
from msc_dose.recheck.preparation import Need

Names = tuple[str, ...]


def best(candidates: list[Candidate], need: Need, whole: bool) -> Names | None:
    """The identities in order of use; empty where nothing serves, None where the proof is out of reach."""
    if not whole:
        found = best_draw(candidates, need.cells)
        return () if found is None else found.identities
    if lacking(candidates, need):
        return ()
    try:
        return best_whole(candidates, need) or ()
    except TooMany:
        return None


def lacking(candidates: list[Candidate], need: Need) -> bool:
    """Whether all together hold less than the dose, and no limit says that whole containers may give less."""
    return need.lacks(total([candidate.cells for candidate in candidates]))


def not_best(chosen: Names, candidates: list[Candidate], need: Need, whole: bool, marked: bool) -> str:
    """What is wrong with a choice, in words; empty where it is the best, or nothing shows that it is not.

    A choice that is `marked` as not proven is held to the rules that hold for it: the fewest containers and
    the earliest expiries, or the limits of whole containers.
    """
    among = {candidate.identity: candidate for candidate in candidates}
    if whole:
        return _not_best_whole(chosen, among, need, marked)
    found = best_draw(candidates, need.cells)
    if found is None:
        return "finds too few cells in all containers that may be used"
    ranks = tuple(among[name].rank for name in chosen)
    if len(chosen) != found.count:
        return f"needs {found.count}"
    if tuple(sorted(ranks)) != found.ranks:
        return "finds others that expire first"
    if found.identities is not None and not marked:
        return "" if found.identities == chosen else f"chooses {few(found.identities)}"
    return _not_best_drawn(chosen, among, need, found, marked)


def _not_best_drawn(chosen: Names, among: dict[str, Candidate], need: Need, found: Best, marked: bool) -> str:
    """Where not every sum can be looked at: no single exchange wastes less and is still enough."""
    ranks = tuple(among[name].rank for name in chosen)
    given = total([among[name].cells for name in chosen])
    if given < need.cells:
        return "finds too few cells in them"
    if ranks != found.ranks:
        return "takes first what expires first"
    for name, other in [] if marked else _exchanges(chosen, among):
        less = among[other].cells < among[name].cells
        if less and need.cells <= given - among[name].cells + among[other].cells:
            return f"wastes less with {describe(other)} in the place of {describe(name)}"
    return ""


def _exchanges(chosen: Names, among: dict[str, Candidate]) -> Iterator[tuple[str, str]]:
    for name in chosen:
        for other, candidate in among.items():
            if other not in chosen and candidate.rank == among[name].rank:
                yield name, other


def _not_best_whole(chosen: Names, among: dict[str, Candidate], need: Need, marked: bool) -> str:
    given = total([among[name].cells for name in chosen])
    if not need.allows(given):
        return "finds their cells outside the limits"
    if marked:
        return ""
    try:
        found = best_whole(list(among.values()), need)
    except TooMany:
        return _nearer_by_one(chosen, among, need, given)
    if found is None:
        return "finds no containers that give a dose within the limits"
    return "" if found == chosen else f"chooses {few(found)}"


def _nearer_by_one(chosen: Names, among: dict[str, Candidate], need: Need, given: Exact) -> str:
    """Where not every sum can be looked at: adding one does not come nearer to the dose."""
    for name, candidate in among.items():
        more = given + candidate.cells
        if name not in chosen and more <= need.cells and need.allows(more):
            return f"comes nearer to the dose with {describe(name)}"
    return ""


def few(names: list[str] | Names) -> str:
    """The first names of a list."""
    shown = ", ".join(describe(name) for name in names[:5])
    return shown + (" …" if len(names) > 5 else "")
