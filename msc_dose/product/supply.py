"""What is wanted of a supply, and what it gives: nominal, a stock, or in unstated containers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msc_dose.derivation import Step
from msc_dose.problems import Problem
from msc_dose.product.container import Content
from msc_dose.product.dispensing import Dispensed
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.rounded import Rounded


@dataclass(frozen=True, slots=True)
class Wanted:
    """The dose in cells, how the product is handled, the limits, dosing weight (kg) and maximum (cells)."""

    need: Amount
    handling: Handling
    limits: tuple[Limit, ...] = ()
    weight: Amount | None = None
    maximum: Amount | None = None


@dataclass(frozen=True, slots=True)
class Supplied:
    """What is thawed and taken; `available` is what the containers used give, `viability` the lowest."""

    dispensed: Dispensed
    cells_to_thaw: Rounded | None
    containers_to_thaw: int | None
    available: Amount | None
    viability: Amount | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def lowest_viability(contents: Sequence[Content]) -> Amount | None:
    """The lowest viability after thaw; `None` where it is not known of every container."""
    lowest: Amount | None = None
    for content in contents:
        if content.viability is None or content.viability_moment != "after thaw":
            return None
        lowest = content.viability if lowest is None or content.viability < lowest else lowest
    return lowest


def dispense_not_stated() -> Problem:
    """The NOTE that only cells and containers can be told."""
    message = "Whether the calculated volume is drawn or whole containers are given is not stated."
    return Problem("dispense.not-stated", "note", "dispense", message, "Say draw or whole.")
