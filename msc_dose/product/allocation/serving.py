"""In which order the infusions of a course are served, so that an earlier one does not starve a later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msc_dose.product.allocation.choosing import Demand, choose
from msc_dose.product.allocation.eligibility import Usable
from msc_dose.product.allocation.expiry import expires


@dataclass(frozen=True, slots=True)
class Taken:
    """The identities chosen for one infusion (none: not served), and whether they are proven best then."""

    names: tuple[str, ...] = ()
    proven: bool = True

    def __bool__(self) -> bool:
        """Whether the infusion is served."""
        return bool(self.names)


Chosen = tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """What is taken for each infusion, and the lot or donor that all is of."""

    chosen: Chosen
    group: str | None


def group_of(each: Usable) -> str:
    """The lot or donor: the donation number (13 characters) of ISBT 128, else the lot."""
    return each.container.din or str(each.container.lot)


def served_by_group(
    usable: Sequence[Sequence[Usable]], demands: Sequence[Demand], order: Sequence[int], *, by_group: bool
) -> Served:
    """The containers of each infusion, from the whole stock or from one group of it.

    Groups are tried by the first expiry among the containers usable for any infusion, then by name. The first
    that serves every infusion is taken; else the one that serves most, of equals the first.
    """
    if not by_group:
        return Served(served(usable, demands, order), None)
    apart: dict[str, list[list[Usable]]] = {}
    for i, containers in enumerate(usable):
        for each in containers:
            apart.setdefault(group_of(each), [[] for _ in usable])[i].append(each)
    best = Served(tuple(Taken() for _ in usable), None)
    for name in sorted(apart, key=lambda name: (_first_expiry(apart[name]), name)):
        chosen = served(apart[name], demands, order)
        if best.group is None or _number(chosen) > _number(best.chosen):
            best = Served(chosen, name)
        if all(chosen):
            break
    return best


def served(usable: Sequence[Sequence[Usable]], demands: Sequence[Demand], order: Sequence[int]) -> Chosen:
    """The containers of each infusion, served in this order, each from what is left.

    The first infusion (in order of date) that cannot be served is put before all others and the course is
    served anew; each at most once. Kept is the way in which the earliest infusions are served, an earlier
    one counting more than all later ones; of equal ways the first. Then the infusions put forward in it go
    back to their turn, one after the other as they were put forward, where the same infusions stay served.
    """
    turns, moved = list(order), list[int]()
    best = _Way(_once(usable, demands, turns), tuple(turns), ())
    chosen = best.chosen
    while lacking := [i for i in order if not chosen[i] and i not in moved]:
        moved.append(lacking[0])
        turns = [lacking[0], *(i for i in turns if i != lacking[0])]
        chosen = _once(usable, demands, turns)
        if _served_first(chosen, order) > _served_first(best.chosen, order):
            best = _Way(chosen, tuple(turns), tuple(moved))
    return _put_back(best, usable, demands, order)


@dataclass(frozen=True, slots=True)
class _Way:
    """What is chosen when the infusions are served in these turns, some of them put forward."""

    chosen: Chosen
    turns: tuple[int, ...]
    moved: tuple[int, ...]


def _put_back(
    best: _Way, usable: Sequence[Sequence[Usable]], demands: Sequence[Demand], order: Sequence[int]
) -> Chosen:
    """What is chosen when as many as may be of the infusions put forward are served in their own turn."""
    forward = list(best.moved)
    chosen = best.chosen
    for i in best.moved:
        left = [j for j in forward if j != i]
        turns = [*reversed(left), *(j for j in order if j not in left)]
        found = _once(usable, demands, turns)
        if _served_first(found, order) == _served_first(chosen, order):
            forward, chosen = left, found
    return chosen


def _once(usable: Sequence[Sequence[Usable]], demands: Sequence[Demand], turns: Sequence[int]) -> Chosen:
    taken: set[str] = set()
    chosen = [Taken()] * len(usable)
    for i in turns:
        left = [each for each in usable[i] if each.container.identity not in taken]
        choice = choose(left, demands[i])
        chosen[i] = Taken(tuple(left[place].container.identity for place in choice.places), choice.proven)
        taken.update(chosen[i].names)
    return tuple(chosen)


def _served_first(chosen: Chosen, order: Sequence[int]) -> tuple[bool, ...]:
    return tuple(bool(chosen[i]) for i in order)


def _number(chosen: Chosen) -> int:
    return sum(1 for each in chosen if each)


def _first_expiry(usable: Sequence[Sequence[Usable]]) -> object:
    return min(expires(each.container) for containers in usable for each in containers)
