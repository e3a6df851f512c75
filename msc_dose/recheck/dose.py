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


@dataclass(frozen=True, slots=True)
class Dose:
    """The numbers of one infusion: what was ordered and weighed, what follows, and the most that is given."""

    per_weight: Exact
    weight: Exact
    maximum: Exact | None

    @property
    def calculated(self) -> Exact:
        """Dose per weight × weight, in cells."""
        return self.per_weight.times(self.weight)

    @property
    def cells(self) -> Exact:
        """The cells of each infusion: as calculated, and never above the maximum."""
        over = self.maximum is not None and self.calculated.exceeds(self.maximum)
        return self.maximum if over and self.maximum is not None else self.calculated


def dose_of_one_infusion(inputs: Node) -> Dose:
    """The dose that the inputs of a plan ask for at each infusion.

    A body weight outside 0.2 to 650 kg, and a dose or maximum of nothing, are malformed.
    """
    rule = inputs.at("dose").only("rule", "dose_per_weight", "maximum")
    rule.at("rule").choice("per-weight")
    weight = amount(inputs.at("weight"), "kg")
    if _LIGHTEST.exceeds(weight) or weight.exceeds(_HEAVIEST):
        raise inputs.at("weight").at("value").wrong("a body weight from 0.2 to 650 kg")
    maximum = None if rule.at("maximum").is_null() else _some(rule.at("maximum"), "cells")
    return Dose(_some(rule.at("dose_per_weight"), "cells/kg"), weight, maximum)


def _some(node: Node, unit: str) -> Exact:
    found = amount(node, unit)
    if found.digits == 0:
        raise node.at("value").wrong("more than nothing")
    return found


_LIGHTEST, _HEAVIEST = Exact(2, 1), Exact(650, 0)
