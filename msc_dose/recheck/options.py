"""Whole containers of one kind: what 1, 2, 3 … of them give, and which number is nearest to the dose."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.exact import Exact
from msc_dose.recheck.preparation import Need

MOST_CONTAINERS = 2_000


@dataclass(frozen=True, slots=True)
class Option:
    """So many containers, what they give, and whether that is allowed."""

    containers: int
    cells: Exact
    inside: bool


def options(each: Exact, need: Need) -> list[Option]:
    """Every number of containers from one to the first that gives more than the dose."""
    last = (need.cells / each).floor() + 1
    return [
        Option(number, each * Exact(number), need.allows(each * Exact(number)))
        for number in range(1, last + 1)
    ]


def nearest_option(found: list[Option], need: Need) -> Option | None:
    """The allowed option nearest to the dose, the lower of two equally near; None where none is allowed."""
    best: Option | None = None
    for option in found:
        if option.inside and (best is None or apart(option.cells, need) < apart(best.cells, need)):
            best = option
    return best


def apart(cells: Exact, need: Need) -> Exact:
    """How far so many cells are from the dose."""
    return need.cells - cells if cells < need.cells else cells - need.cells
