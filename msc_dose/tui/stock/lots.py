"""The stock by lot: how many of each population stand where, and which are the first to expire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from msc_dose.product.allocation.expiry import expires, past
from msc_dose.product.container import Container
from msc_dose.product.life import RELEASED, STATES
from msc_dose.store.stock.overview import Alike
from msc_dose.store.stock.rows import USED_UP


@dataclass(frozen=True, slots=True)
class Lot:
    """The containers of one lot (or donation number) that hold the same cells.

    `states` is how many are in each state, in the order of a life; `free` how many are released, held by
    nobody and not expired; `expired` how many are, and are not used up; `first` is one of those that expire
    first among what is left, None where nothing is.
    """

    lot: str
    population: str
    states: tuple[tuple[str, int], ...]
    free: int
    expired: int
    first: Container | None

    @property
    def number(self) -> int:
        """How many containers there are, used up or not."""
        return sum(number for _, number in self.states)


def by_lot(found: Iterable[Alike], now: datetime) -> tuple[Lot, ...]:
    """The lots in order, each of its populations by itself; those that cannot be read as `unreadable`."""
    groups: dict[tuple[str, str], list[Alike]] = {}
    for each in found:
        groups.setdefault((each.lot, _population(each.container)), []).append(each)
    moment = now.replace(tzinfo=None)
    return tuple(_lot(*key, group, moment) for key, group in sorted(groups.items()))


def _population(container: Container | None) -> str:
    if container is None:
        return "unreadable"
    counted = container.content.counted
    return (counted.population or "cells") if counted else "cells"


def _lot(name: str, population: str, group: list[Alike], moment: datetime) -> Lot:
    counts = dict.fromkeys(STATES, 0)
    for each in group:
        counts[each.state] = counts.get(each.state, 0) + each.number
    states = tuple((state, number) for state, number in counts.items() if number)
    left = [(each.container, each) for each in group if each.container and each.state not in USED_UP]
    over = sum(each.number for container, each in left if past(container, moment))
    free = sum(
        each.number for container, each in left if each.state == RELEASED and not past(container, moment)
    )
    first = min((container for container, _ in left), key=expires, default=None)
    return Lot(name, population, states, free, over, first)
