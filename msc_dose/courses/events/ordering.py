"""What is ordered, by whom and on which weight; and what may change it."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.quantity.amount import Amount


@dataclass(frozen=True, slots=True)
class Ordered:
    """The prescriber's order: its text verbatim, its number, and who transcribed it where another did.

    `dosing_weight` (kg) is the weight on which it was calculated, where the order says so.
    """

    text: str
    prescriber: str
    order_number: str
    transcribed_by: str | None = None
    dosing_weight: Amount | None = None


@dataclass(frozen=True, slots=True)
class OrderAmended:
    """An order was changed: its number, its text verbatim as it reads now, and why."""

    order_number: str
    text: str
    prescriber: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """An order was withdrawn, and why. Nothing is cleared to thaw on it."""

    order_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A body weight (kg) of the day it occurred; `method` is `measured`, `stated` or `estimated`."""

    weight: Amount
    method: str = "measured"


@dataclass(frozen=True, slots=True)
class DoseChanged:
    """The dose of infusion `from_infusion` and all later ones is another, by an order, with a reason.

    `ordered` is the dose (cells/kg, cells/m² or cells) and `dosing_weight` (kg) the weight; at least one
    is given, and what is not given stays. Infusions already given keep theirs.
    """

    from_infusion: int
    reason: str
    prescriber: str
    order_number: str
    ordered: Amount | None = None
    dosing_weight: Amount | None = None
