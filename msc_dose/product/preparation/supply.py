"""What is wanted of a supply, and what it gives: nominal, a stock, or in unstated containers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msc_dose.derivation import Step
from msc_dose.problems import Problem
from msc_dose.product.container import Content
from msc_dose.product.conversion import FROZEN, TOTAL_AND_VIABILITY, VIABILITY, conversion
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.product.preparation.dispensing import Dispensed
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


def lowest_viability(contents: Sequence[Content], need: Amount) -> Amount | None:
    """The lowest viability after thaw; `None` where it is not known of every container."""
    lowest: Amount | None = None
    for content in contents:
        viability = viability_after_thaw(content, need)
        if viability is None:
            return None
        lowest = viability if lowest is None or viability < lowest else lowest
    return lowest


def viability_after_thaw(content: Content, need: Amount) -> Amount | None:
    """The viability measured after thaw, or taken for that one where the cells were converted by it.

    A viability that says no moment, and that the cells after thaw are multiplied by, is judged like one that
    says it; one measured before freeze is not.
    """
    if content.viability is None or content.viability_moment in (FROZEN, "after thaw"):
        return None if content.viability_moment == FROZEN else content.viability
    case = conversion(content, need).case
    # Cells before freeze become viable cells before freeze by a viability of that moment.
    taken = case == TOTAL_AND_VIABILITY or (case == VIABILITY and need.moment != FROZEN)
    return content.viability if taken else None


def dispense_not_stated() -> Problem:
    """The NOTE that only cells and containers can be told."""
    message = "Whether the calculated volume is drawn or whole containers are given is not stated."
    return Problem("dispense.not-stated", "note", "dispense", message, "Say draw or whole.")
