"""From usable containers to a choice: exact whole numbers on one denominator, and back to amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import lcm

from msc_dose.problems import refuse
from msc_dose.product.allocation.eligibility import Usable
from msc_dose.product.allocation.expiry import expires
from msc_dose.product.allocation.selecting import Selection, select_drawn
from msc_dose.product.allocation.selecting_whole import select_whole
from msc_dose.product.handling import DISPENSE_MODES
from msc_dose.quantity.amount import Amount, check_alike


@dataclass(frozen=True, slots=True)
class Demand:
    """What an infusion asks for (all cell_count): the need, and for whole containers the limits of the sum.

    `low` and `high` are included; `maximum` is never passed. Raises Refusal `dose.zero`,
    `dispense.not-stated`, `limit.reversed`, `dose.above-maximum` (draw mode); TypeError otherwise.
    """

    need: Amount
    dispense: str
    low: Amount | None = None
    high: Amount | None = None
    maximum: Amount | None = None

    def __post_init__(self) -> None:
        """Hold the need and its limits to numbers of the same cells, and to their order."""
        if not isinstance(self.need, Amount) or self.need.kind != "cell_count":
            raise TypeError("need is an Amount of kind cell_count")
        if self.need.numerator == 0:
            raise refuse("dose.zero", "need", "A dose of nothing is no dose.", "Give the dose as ordered.")
        if self.dispense not in DISPENSE_MODES:
            message = "Whether the dose is drawn or whole containers are given is not stated."
            raise refuse("dispense.not-stated", "dispense", message, "Say draw or whole.", self.dispense)
        for limit in (self.low, self.high, self.maximum):
            if limit is not None:
                check_alike(self.need, limit)
        most = self.most
        if self.low is not None and most is not None and self.low > most:
            message = f"The least allowed, {self.low}, is above the most allowed, {most}."
            raise refuse("limit.reversed", "low", message, "Correct one of the two.")
        if self.dispense == "draw" and self.maximum is not None and self.need > self.maximum:
            message = f"The dose of {self.need} is above the maximum of {self.maximum}."
            raise refuse("dose.above-maximum", "need", message, "Order a dose within the maximum.")

    @property
    def most(self) -> Amount | None:
        """The most that whole containers may hold: the smaller of `high` and `maximum`."""
        given = [limit for limit in (self.high, self.maximum) if limit is not None]
        return min(given) if given else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The places chosen among the usable containers, whether it is proven best, and what all together hold.

    Without `places` nothing serves the demand; `below` and `above` (whole containers) are the sums nearest
    to the limits outside them, and `proven` speaks of their being nearest too.
    """

    places: tuple[int, ...]
    proven: bool
    held: Amount
    below: Amount | None = None
    above: Amount | None = None


def choose(usable: Sequence[Usable], demand: Demand) -> Choice:
    """The containers for a demand, of usable ones in order of use; see the rules of `selecting`."""
    amounts = [demand.need, *(each.cells for each in usable)]
    limits = [limit for limit in (demand.low, demand.most) if limit is not None]
    for each in usable:
        check_alike(demand.need, each.cells)
    pairs = {id(amount): _ratio(amount) for amount in (*amounts, *limits)}
    scale = lcm(*{bottom for _, bottom in pairs.values()})

    def whole(amount: Amount) -> int:
        top, bottom = pairs[id(amount)]
        return top * (scale // bottom)

    def cells(number: int) -> Amount:
        return replace(demand.need, numerator=Decimal(number), denominator=scale, as_written=None)

    weights, need = [whole(each.cells) for each in usable], whole(demand.need)
    classes, held = _classes(usable), cells(sum(weights))
    if demand.dispense == "draw":
        drawn = select_drawn(weights, classes, need)
        return Choice(drawn.places, drawn.proven, held) if drawn else Choice((), True, held)
    low = whole(demand.low) if demand.low is not None else 1
    high = whole(demand.most) if demand.most is not None else None
    if sum(weights) < need and (demand.low is None or sum(weights) < low):
        return Choice((), True, held)  # too little for the dose, and no limit says that less will do
    found, proven = select_whole(weights, classes, low, need, high)
    if found:
        return Choice(found.places, proven, held)
    below, below_proven = select_whole(weights, classes, 1, need, low - 1)
    above: tuple[Selection | None, bool] = (None, True)
    if high is not None:
        above = select_whole(weights, classes, high + 1, need, None)
    sums = [cells(outside.total) if outside else None for outside in (below, above[0])]
    return Choice((), proven and below_proven and above[1], held, *sums)


def _ratio(amount: Amount) -> tuple[int, int]:
    top, bottom = amount.numerator.as_integer_ratio()
    return top, bottom * amount.denominator


def _classes(usable: Sequence[Usable]) -> list[int]:
    """The number of each container's expiry: alike where they expire alike, rising in order of use."""
    numbers, last, number = [], None, -1
    for each in usable:
        own = expires(each.container)
        number += own != last
        last = own
        numbers.append(number)
    return numbers
