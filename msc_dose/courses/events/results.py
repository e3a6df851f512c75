"""What was counted and given besides, what departed from the rules, and what was entered in error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.quantity.amount import Amount


@dataclass(frozen=True, slots=True)
class Counted:
    """A platelet count (10⁹/L) of the day it occurred; `bleeding` is None where it is not reported."""

    count: Amount
    bleeding: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RescueGiven:
    """Rescue treatment from the day it occurred to `until` (that day alone where None)."""

    treatment: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something was done otherwise than a rule says, in words; it is told, never hidden."""

    text: str
    reason: str
    infusion: int | None = None


@dataclass(frozen=True, slots=True)
class EnteredInError:
    """Event `event` was entered in error: it counts as if it had never been, and both stay visible.

    `second` is a second person, asked for where product or dose is concerned.
    """

    event: int
    reason: str
    second: str | None = None
