"""What was counted and given besides, what departed from the rules, and what was entered in error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from msc_dose.courses.events.allowed import EventNumber, Identifier, InfusionNumber, Of, Remark, Text
from msc_dose.courses.events.fields import Valid
from msc_dose.quantity.amount import Amount


@dataclass(frozen=True, slots=True)
class Counted(Valid):
    """A platelet count (10⁹/L) of the day it occurred; `bleeding` is None where it is not reported."""

    count: Annotated[Amount, Of("platelet_count")]
    bleeding: bool | None = None
    note: Remark = ""


@dataclass(frozen=True, slots=True)
class RescueGiven(Valid):
    """Rescue treatment from the day it occurred to `until` (that day alone where None)."""

    treatment: Text
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deviation(Valid):
    """Something was done otherwise than a rule says, in words; it is told, never hidden."""

    text: Text
    reason: Text
    infusion: InfusionNumber | None = None


@dataclass(frozen=True, slots=True)
class EnteredInError(Valid):
    """Event `event` was entered in error: it counts as if it had never been, and both stay visible.

    `second` is a second person, asked for where product or dose is concerned.
    """

    event: EventNumber
    reason: Text
    second: Identifier | None = None
