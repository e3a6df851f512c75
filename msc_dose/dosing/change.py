"""A dose ordered lower or higher than the rule gives, by a percentage and for a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount, describe

DIRECTIONS = ("reduce", "increase")


@dataclass(frozen=True, slots=True)
class Change:
    """A dose ordered `percent` lower (`reduce`) or higher (`increase`) than the rule gives, and why.

    `percent` is of kind `percentage` or `ratio`, more than 0 % and, for a reduction, less than 100 %.
    Raises Refusal `change.reason-missing`, `text.control-character`, `change.direction-unknown`,
    `change.percent`, `unit.wrong-kind`.
    """

    percent: Amount
    direction: str
    reason: str

    def __post_init__(self) -> None:
        """Hold the percentage, the direction and the reason to what they may be."""
        if not isinstance(self.percent, Amount):
            raise TypeError(f"percent is an Amount here, not {type(self.percent).__name__}")
        if not isinstance(self.reason, str):
            raise TypeError(f"a reason is text, not {type(self.reason).__name__}")
        problem = self._wrong()
        if problem:
            raise problem

    def _wrong(self) -> Refusal | None:
        if self.percent.kind not in ("percentage", "ratio"):
            message = f"{describe(self.percent)} stands where a percentage belongs."
            return refuse("unit.wrong-kind", "change", message, "Give a percentage, such as 25 %.")
        if self.direction not in DIRECTIONS:
            message = f"{self.direction!r} is not a direction of change."
            return refuse("change.direction-unknown", "change", message, "Say reduce or increase.")
        if self.percent.value == 0 or (self.direction == "reduce" and self.percent.value >= 100):
            message = f"To {self.direction} a dose by {self.percent} is no change of dose."
            return refuse(
                "change.percent", "change", message, "Give more than 0 %; reduce by less than 100 %."
            )
        if not self.reason.strip():
            message = f"Why the dose is to be {self.verb} is not stated."
            return refuse("change.reason-missing", "reason", message, "Give the reason from the order.")
        if not self.reason.isprintable():
            message = "The reason contains characters that are not visible."
            return refuse("text.control-character", "reason", message, "Type the text again by hand.")
        return None

    @property
    def verb(self) -> str:
        """`reduced` or `increased`."""
        return f"{self.direction}d"

    @property
    def left(self) -> Amount:
        """What percentage of the dose is given in the end, as a `ratio`: 75 % after a reduction by 25 %."""
        hundred, by = Amount("ratio", Decimal(100)), replace(self.percent, kind="ratio", as_written=None)
        return hundred - by if self.direction == "reduce" else hundred + by

    def __str__(self) -> str:
        """The change and its reason."""
        return f"{self.verb} by {self.percent}: {self.reason}"
