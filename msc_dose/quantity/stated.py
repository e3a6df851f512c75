"""What a text can state besides one amount: a range, a bound, an amount with its ±. None is one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount, check_alike
from msc_dose.quantity.exact import plain
from msc_dose.quantity.writer import beside_another

RELATION_WORDS = {"<": "less than", "≤": "at most", ">": "more than", "≥": "at least"}


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, two amounts of one kind that count the same.

    Raises Refusal `notation.range-reversed` where low is above high, `kind.mixed`.
    """

    low: Amount
    high: Amount

    def __post_init__(self) -> None:
        """Hold the two ends to one kind and to their order."""
        check_alike(self.low, self.high)
        if self.low > self.high:
            message = f"{self.low} is more than {self.high}."
            raise refuse("notation.range-reversed", self.kind, message, "Write the smaller end first.")

    @property
    def kind(self) -> str:
        """The kind of both ends."""
        return self.low.kind

    @property
    def unit(self) -> str:
        """The canonical unit of the kind, as JSON writes it."""
        return self.low.unit

    def __str__(self) -> str:
        """Both ends in words, each with its unit."""
        return f"{beside_another(self.low)} to {beside_another(self.high)}"

    def as_document(self) -> dict[str, Any]:
        """The range as a plain mapping: `low`, `high`, `unit`."""
        ends = {"low": plain(self.low.shown_value), "high": plain(self.high.shown_value), "unit": self.unit}
        return {**ends, **_exactness(self.low, self.high)}


@dataclass(frozen=True, slots=True)
class Bound:
    """All amounts on one side of a limit; `relation` is `<`, `≤`, `>` or `≥`."""

    relation: str
    limit: Amount

    def __post_init__(self) -> None:
        """Hold the relation to its four signs; TypeError otherwise."""
        if self.relation not in RELATION_WORDS:
            raise TypeError(f"{self.relation!r} is no relation; there are {', '.join(RELATION_WORDS)}")

    @property
    def kind(self) -> str:
        """The kind of the limit."""
        return self.limit.kind

    @property
    def unit(self) -> str:
        """The canonical unit of the kind, as JSON writes it."""
        return self.limit.unit

    def __str__(self) -> str:
        """The bound in words, for signs such as < are mistaken for one another."""
        return f"{RELATION_WORDS[self.relation]} {beside_another(self.limit)}"

    def as_document(self) -> dict[str, Any]:
        """The bound as a plain mapping: `relation`, `value`, `unit`."""
        limit = {"relation": self.relation, "value": plain(self.limit.shown_value), "unit": self.unit}
        return {**limit, **_exactness(self.limit)}


@dataclass(frozen=True, slots=True)
class PlusMinus:
    """An amount and what is written behind its ±, be it a tolerance or a spread: the text does not say which.

    `either_side` is an amount of the same kind, or a percentage of `middle`.
    """

    middle: Amount
    either_side: Amount

    def __post_init__(self) -> None:
        """Hold the ± to the kind of the amount, or to a percentage of it."""
        if self.either_side.kind != "percentage":
            check_alike(self.middle, self.either_side)

    @property
    def kind(self) -> str:
        """The kind of the amount."""
        return self.middle.kind

    @property
    def unit(self) -> str:
        """The canonical unit of the kind, as JSON writes it."""
        return self.middle.unit

    def __str__(self) -> str:
        """Both in words, each with its unit."""
        return f"{beside_another(self.middle)} ± {beside_another(self.either_side)}"

    def as_document(self) -> dict[str, Any]:
        """A plain mapping: `middle`, `plus_minus`, `unit`, and `plus_minus_unit` where that is another."""
        other = {} if self.either_side.kind == self.kind else {"plus_minus_unit": self.either_side.unit}
        return {
            "middle": plain(self.middle.shown_value),
            "plus_minus": plain(self.either_side.shown_value),
            "unit": self.unit,
            **other,
            **_exactness(self.middle, self.either_side),
        }


def _exactness(*amounts: Amount) -> dict[str, bool]:
    """The mark of numbers that were cut short."""
    return {} if all(amount.exact for amount in amounts) else {"exact": False}


Stated = Amount | Range | Bound | PlusMinus
