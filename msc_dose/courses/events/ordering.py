"""What is ordered, by whom and on which weight; and what may change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from msc_dose.courses.events.allowed import Identifier, InfusionNumber, Of, OneOf, Text, Weight
from msc_dose.courses.events.fields import Valid
from msc_dose.problems import Problem, stop
from msc_dose.quantity.amount import Amount

OrderedDose = Annotated[Amount, Of("dose_per_weight", "dose_per_surface", "cell_count")]


@dataclass(frozen=True, slots=True)
class Ordered(Valid):
    """The prescriber's order: its text verbatim, its number, and who transcribed it where another did.

    `dosing_weight` (kg) is the weight on which it was calculated, where the order says so.
    """

    text: Text
    prescriber: Identifier
    order_number: Identifier
    transcribed_by: Identifier | None = None
    dosing_weight: Weight | None = None


@dataclass(frozen=True, slots=True)
class OrderAmended(Valid):
    """An order was changed: its number, its text verbatim as it reads now, and why."""

    order_number: Identifier
    text: Text
    prescriber: Identifier
    reason: Text


@dataclass(frozen=True, slots=True)
class OrderCancelled(Valid):
    """An order was withdrawn, and why. Nothing is cleared to thaw on it."""

    order_number: Identifier
    reason: Text


@dataclass(frozen=True, slots=True)
class Weighed(Valid):
    """A body weight (kg) of the day it occurred; `method` is `measured`, `stated` or `estimated`."""

    weight: Weight
    method: Annotated[str, OneOf("measured", "stated", "estimated")] = "measured"


@dataclass(frozen=True, slots=True)
class DoseChanged(Valid):
    """The dose of infusion `from_infusion` and all later ones is another, by an order, with a reason.

    `ordered` is the dose (cells/kg, cells/m² or cells) and `dosing_weight` (kg) the weight; at least one
    is given, and what is not given stays. Infusions already given keep theirs.
    """

    from_infusion: InfusionNumber
    reason: Text
    prescriber: Identifier
    order_number: Identifier
    ordered: OrderedDose | None = None
    dosing_weight: Weight | None = None

    def joint_problems(self) -> Iterable[Problem]:
        """`event.no-change` where neither is given."""
        if self.ordered is None and self.dosing_weight is None:
            message = "Neither another dose nor another dosing weight is given."
            yield stop("event.no-change", "ordered", message, "Give what the order changes.")
