"""The shapes in which a dose is prescribed, before minimum, maximum and change: values only.

A `Span` is one amount, or a range both of whose ends are allowed. What it is per follows from the kind of
its amounts: `dose_per_weight` (cells/kg), `dose_per_surface` (cells/m²), `cell_count` (a flat dose).
"""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount

SPAN_KINDS = ("dose_per_weight", "dose_per_surface", "cell_count")


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included; equal where the dose is one amount."""

    low: Amount
    high: Amount

    def __post_init__(self) -> None:
        """Hold both ends to one kind, to more than nothing, and to their order."""
        for end in (self.low, self.high):
            if not isinstance(end, Amount):
                raise TypeError(f"dose is an Amount here, not {type(end).__name__}")
            if end.kind not in SPAN_KINDS:
                message = (
                    f"{end} is no dose: it is not per body weight, per body surface, nor a number of cells."
                )
                raise refuse(
                    "unit.wrong-kind", "dose", message, "Give cells/kg, cells/m² or cells.", str(end)
                )
            if end.value == 0:
                raise refuse(
                    "dose.zero", "dose", "A dose of nothing is no dose.", "Give the dose as ordered."
                )
        if self.low > self.high:
            message = f"The range from {self.low} to {self.high} ends below where it begins."
            raise refuse("dose.range-reversed", "dose", message, "Give the smaller amount first.")

    @classmethod
    def of(cls, amount: Amount) -> Span:
        """The span of one amount."""
        return cls(amount, amount)

    @property
    def single(self) -> bool:
        """Whether the dose is one amount."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Choice:
    """Several doses between which the source leaves the choice (1, 5 or 10 million cells/kg)."""

    options: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The dose of body weights from `above` to `up_to` (kg); `None` is without end.

    `above_included` and `up_to_included` say whether the weight at that end belongs to the band; `volume`
    (mL) is what the source prints beside the dose.
    """

    gives: Span
    above: Amount | None = None
    above_included: bool = False
    up_to: Amount | None = None
    up_to_included: bool = True
    volume: Amount | None = None


@dataclass(frozen=True, slots=True)
class ByWeight:
    """Bands or branches of body weight, lightest first. A weight in a gap between two has no dose."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The dose of one version of a label, by its name (`US 2024`)."""

    name: str
    gives: Span


@dataclass(frozen=True, slots=True)
class ByVersion:
    """Doses that differ by version of the label; the version is to be stated."""

    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Escalating doses: infusion n has step n. More infusions than steps are refused, not repeated."""

    steps: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SiteEntered:
    """The source states no dose that may be copied: the order must state it, in this kind of amount."""

    kind: str = "dose_per_weight"


Shape = Span | Choice | ByWeight | ByVersion | Steps | SiteEntered


@dataclass(frozen=True, slots=True)
class Change:
    """A dose ordered `percent` lower (`reduce`) or higher (`increase`) than the rule gives, and why."""

    percent: Amount
    direction: str
    reason: str
