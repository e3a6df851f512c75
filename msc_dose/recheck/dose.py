"""The cells of one infusion, in whole numbers: dose per weight × weight, and never above the maximum."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.document import Node


@dataclass(frozen=True, slots=True)
class Exact:
    """An exact number that is not negative: `digits` divided by ten to the power of `places`.

    It is kept in its shortest form, so that equal numbers are equal values and equal texts.
    """

    digits: int
    places: int

    @classmethod
    def shortest(cls, digits: int, places: int) -> Exact:
        """The number without needless decimal places: 1400 with 3 places is 14 with 1."""
        while places and digits % 10 == 0:
            digits, places = digits // 10, places - 1
        return cls(digits, places)

    @classmethod
    def of(cls, text: str) -> Exact:
        """The number of a plain decimal text such as `70.125`, as `Node.decimal` lets through."""
        whole, _, fraction = text.partition(".")
        return cls.shortest(int(whole + fraction), len(fraction))

    def times(self, other: Exact) -> Exact:
        """The product."""
        return Exact.shortest(self.digits * other.digits, self.places + other.places)

    def exceeds(self, other: Exact) -> bool:
        """Whether this is the greater number."""
        mine: int = self.digits * 10**other.places
        theirs: int = other.digits * 10**self.places
        return mine > theirs

    def __str__(self) -> str:
        """Plain text without exponent or trailing zeros."""
        if not self.places:
            return str(self.digits)
        padded = str(self.digits).rjust(self.places + 1, "0")
        return f"{padded[: -self.places]}.{padded[-self.places :]}"


def amount(node: Node, unit: str) -> Exact:
    """The value of `{"value": …, "unit": …}`, whose unit must be the one named."""
    node.only("value", "unit").at("unit").choice(unit)
    return Exact.of(node.at("value").decimal())


def cells_of_one_infusion(inputs: Node) -> Exact:
    """The cells that the inputs of a plan ask for at each infusion.

    cells = dose per weight (cells/kg) × weight (kg); where they exceed a stated maximum (cells), the maximum.
    """
    rule = inputs.at("dose").only("rule", "dose_per_weight", "maximum")
    rule.at("rule").choice("per-weight")
    cells = amount(rule.at("dose_per_weight"), "cells/kg").times(amount(inputs.at("weight"), "kg"))
    if rule.at("maximum").is_null():
        return cells
    maximum = amount(rule.at("maximum"), "cells")
    return maximum if cells.exceeds(maximum) else cells
