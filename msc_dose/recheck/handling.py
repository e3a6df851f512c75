"""How the product is dispensed, diluted and given, and the limits of it, as the document states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.recheck.content import text_or_none
from msc_dose.recheck.document import Node
from msc_dose.recheck.exact import Exact
from msc_dose.recheck.number import maybe_some, number, optional, some

MOST_PARTS = 400
LIMITED = {
    "prepared-to-calculated": "%",
    "infused-to-calculated": "%",
    "cells-per-weight": "cells/kg",
    "cells-per-dose": "cells",
    "post-thaw-viability": "%",
    "final-concentration": "cells/mL",
    "final-volume": "mL",
    "nominal-to-measured": "%",
}
_KEYS = (
    "dispense",
    "diluent",
    "diluent_per_container",
    "diluent_volume",
    "final_volume",
    "step",
    "rinsed",
    "hold_up",
    "split",
    "rate",
    "duration",
    "steps",
    "highest_rate",
    "drop_factor",
    "clock",
)


@dataclass(frozen=True, slots=True)
class Clock:
    """How many minutes after which moment the infusion must have ended."""

    zero: str
    limit: Exact
    started: datetime | None


@dataclass(frozen=True, slots=True)
class Handling:
    """Volumes in mL, rates in mL/min, durations in min; None is not stated."""

    dispense: str | None
    diluent_per_container: Exact | None
    diluent_volume: Exact | None
    final_volume: Exact | None
    step: Exact | None
    rinsed: bool | None
    hold_up: Exact | None
    split: int
    rate: Exact | None
    duration: Exact | None
    steps: tuple[tuple[Exact, Exact | None], ...]
    highest_rate: Exact | None
    drop_factor: int | None
    clock: Clock | None

    @classmethod
    def of(cls, node: Node) -> Handling:
        """The handling that the document states."""
        node.only(*_KEYS)
        text_or_none(node.at("diluent"))
        dispense, rinsed, drops = node.at("dispense"), node.at("rinsed"), node.at("drop_factor")
        return cls(
            None if dispense.is_null() else dispense.choice("draw", "whole"),
            optional(node.at("diluent_per_container"), "mL"),
            optional(node.at("diluent_volume"), "mL"),
            maybe_some(node.at("final_volume"), "mL"),
            maybe_some(node.at("step"), "mL"),
            None if rinsed.is_null() else rinsed.flag(),
            optional(node.at("hold_up"), "mL"),
            node.at("split").whole(1, MOST_PARTS),
            maybe_some(node.at("rate"), "mL/min"),
            maybe_some(node.at("duration"), "min"),
            tuple(_rate_step(step) for step in node.at("steps").items()),
            maybe_some(node.at("highest_rate"), "mL/min"),
            None if drops.is_null() else drops.whole(1, 1000),
            _clock(node.at("clock")),
        )

    def measured(self, volume: Exact) -> Exact:
        """The volume that can be drawn: down to the step, else 0.01 mL below 10 mL and 0.1 mL from there."""
        if self.step is not None:
            return volume.down_to(self.step)
        return volume.down_to(Exact(1, 10) if Exact(10) <= volume else Exact(1, 100))

    @property
    def rounding(self) -> str:
        """The rule by which a volume is drawn, in words."""
        if self.step is not None:
            return f"down to {self.step} mL"
        return "down to 0.01 mL below 10 mL, else down to 0.1 mL"


def _rate_step(node: Node) -> tuple[Exact, Exact | None]:
    node.only("rate", "duration")
    return some(node.at("rate"), "mL/min"), maybe_some(node.at("duration"), "min")


def _clock(node: Node) -> Clock | None:
    if node.is_null():
        return None
    node.only("zero", "limit", "started", "source").at("source").text()
    zero = node.at("zero").choice("out of storage", "thaw complete", "dilution complete")
    started = None if node.at("started").is_null() else node.at("started").time()
    return Clock(zero, some(node.at("limit"), "min"), started)


@dataclass(frozen=True, slots=True)
class Limit:
    """The least and the most that is accepted of one result, both included."""

    what: str
    low: Exact | None
    high: Exact | None

    def holds(self, value: Exact) -> bool:
        """Whether the value lies inside."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def limits_of(node: Node) -> tuple[Limit, ...]:
    """The limits that the document sets."""
    return tuple(_limit(limit) for limit in node.items())


def _limit(node: Node) -> Limit:
    node.only("what", "low", "high", "origin").at("origin").text()
    what = node.at("what").choice(*LIMITED)
    return Limit(what, optional(node.at("low"), LIMITED[what]), optional(node.at("high"), LIMITED[what]))


@dataclass(frozen=True, slots=True)
class Exposure:
    """So many grams of DMSO, on this day."""

    day: date
    mass: Exact


def earlier_exposures(node: Node) -> list[Exposure]:
    """The DMSO that the patient had before the course."""
    found = [(entry.only("when", "mass"), entry.at("when").day_or_time()) for entry in node.items()]
    return [
        Exposure(when.date() if isinstance(when, datetime) else when, number(entry.at("mass"), "g"))
        for entry, when in found
    ]
