"""How a product is dispensed, diluted and given: stated per product, nothing of it assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msc_dose.quantity.amount import Amount

DISPENSE_MODES = ("draw", "whole")
CLOCK_ZEROS = ("out of storage", "thaw complete", "dilution complete")
DROP_FACTORS = (10, 12, 15, 20, 60)


@dataclass(frozen=True, slots=True)
class RateStep:
    """One step of a stepped infusion: a rate (mL/min) for so long (min); the last step has no end."""

    rate: Amount
    duration: Amount | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a container may be kept: `limit` (min) from `zero` until the infusion has ended.

    `zero` is `out of storage`, `thaw complete` or `dilution complete`; `started` is when that was, once
    known; `source` says who validated the time.
    """

    zero: str
    limit: Amount
    started: datetime | None = None
    source: str = "as ordered"


@dataclass(frozen=True, slots=True)
class Handling:
    """Everything between the freezer and the vein; `None` is "not stated".

    `dispense` is `draw` (the calculated volume, the rest discarded) or `whole` (whole containers). Volumes
    in mL: `diluent_per_container` is added to each container before anything is drawn, `diluent_volume`
    to what was drawn, or it is filled up to `final_volume`; `hold_up` stays in container and line unless
    they are `rinsed`; `step` is the smallest volume that can be measured. `split` is the number of final
    product containers. `rate` (mL/min) or `duration` (min), or `steps`; `highest_rate` is never passed.
    `drop_factor` is drops per mL.
    """

    dispense: str | None = None
    diluent: str | None = None
    diluent_per_container: Amount | None = None
    diluent_volume: Amount | None = None
    final_volume: Amount | None = None
    step: Amount | None = None
    rinsed: bool | None = None
    hold_up: Amount | None = None
    split: int = 1
    rate: Amount | None = None
    duration: Amount | None = None
    steps: tuple[RateStep, ...] = ()
    highest_rate: Amount | None = None
    drop_factor: int | None = None
    clock: Clock | None = None
