"""How a product is dispensed, diluted and given: stated per product, nothing of it assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msc_dose.dosing.body import check_kind
from msc_dose.problems import Problem, Refusal, refuse, require_text, stop
from msc_dose.product.plain_text import note_problem
from msc_dose.quantity.amount import Amount

DISPENSE_MODES = ("draw", "whole")
CLOCK_ZEROS = ("out of storage", "thaw complete", "dilution complete")
DROP_FACTORS = (10, 12, 15, 20, 60)
MOST_PARTS = 50
LONGEST_DILUENT = 60


@dataclass(frozen=True, slots=True)
class RateStep:
    """One step of a stepped infusion: a rate (mL/min) for so long (min); the last step has no end.

    Raises Refusal `unit.wrong-kind`, `number.zero`.
    """

    rate: Amount
    duration: Amount | None = None

    def __post_init__(self) -> None:
        """Hold both to their kinds, and to more than nothing."""
        _check(self.rate, "flow_rate", "rate_steps", positive=True)
        _check(self.duration, "duration", "rate_steps", positive=True)


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a container may be kept: `limit` (min) from `zero` until the infusion has ended.

    `zero` is `out of storage`, `thaw complete` or `dilution complete`; `started` is when that was, once
    known; `source` says who validated the time. Raises Refusal `clock.zero-unknown`, `unit.wrong-kind`,
    `number.zero`.
    """

    zero: str
    limit: Amount
    started: datetime | None = None
    source: str = "as stated"

    def __post_init__(self) -> None:
        """Hold the zero to its three names and the limit to a time."""
        if self.zero not in CLOCK_ZEROS:
            message, fix = f"{self.zero!r} is no zero of a clock.", f"Say {', '.join(CLOCK_ZEROS)}."
            raise refuse("clock.zero-unknown", "keep_from", message, fix, str(self.zero))
        _check(self.limit, "duration", "keep", positive=True)
        if self.started is not None and not isinstance(self.started, datetime):
            raise TypeError(f"started is a date and time, not {type(self.started).__name__}")
        require_text(self.source)


@dataclass(frozen=True, slots=True)
class Handling:
    """Everything between the freezer and the vein; `None` is "not stated".

    `dispense` is `draw` (the calculated volume, the rest discarded) or `whole` (whole containers). Volumes
    in mL: `diluent_per_container` is added to each container before anything is drawn, `diluent_volume`
    to what was drawn, or it is filled up to `final_volume`; `hold_up` stays in container and line, or they
    are `rinsed`; `step` is the smallest volume that can be measured. `split` is the number of final
    product containers. `rate` (mL/min) or `duration` (min), or `steps`; `highest_rate` is never passed.
    `drop_factor` is drops per mL.

    Raises one Refusal naming every mistake: `dispense.unknown`, `split.out-of-range`, `drops.unknown`,
    `volume.twice`, `value.twice` (rinsed, and a hold-up), `rate.twice`, `rate.steps`, `unit.wrong-kind`,
    `number.zero`; for the name of the diluent `value.missing`, `text.too-long`, `text.control-character`.
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

    def __post_init__(self) -> None:
        """Hold every part to its kind, and the parts to one another."""
        if isinstance(self.split, bool) or not isinstance(self.split, int):
            raise TypeError(f"split is a whole number, not {type(self.split).__name__}")
        if self.rinsed is not None and not isinstance(self.rinsed, bool):
            raise TypeError(f"rinsed is True, False or None, not {type(self.rinsed).__name__}")
        found = [*self._kinds(), *self._choices(), *self._contradictions()]
        if found:
            raise Refusal(found)

    def _kinds(self) -> list[Problem]:
        amounts = (
            ("diluent_per_container", self.diluent_per_container, "volume", True),
            ("diluent_volume", self.diluent_volume, "volume", False),
            ("final_volume", self.final_volume, "volume", True),
            ("round_volume", self.step, "volume", True),
            ("hold_up", self.hold_up, "volume", False),
            ("rate", self.rate, "flow_rate", True),
            ("time", self.duration, "duration", True),
            ("highest_rate", self.highest_rate, "flow_rate", True),
        )
        found: list[Problem] = []
        for field, amount, kind, positive in amounts:
            try:
                _check(amount, kind, field, positive)
            except Refusal as refusal:
                found += refusal.problems
        return found

    def _choices(self) -> list[Problem]:
        found = []
        if self.diluent is not None:
            wrong = note_problem(self.diluent, "diluent", LONGEST_DILUENT)
            found += [wrong] if wrong else []
        if self.dispense not in (None, *DISPENSE_MODES):
            message, fix = f"{self.dispense!r} is no way to dispense.", "Say draw or whole."
            found.append(stop("dispense.unknown", "dispense", message, fix, str(self.dispense)))
        if not 1 <= self.split <= MOST_PARTS:
            message = f"{self.split} is no number of final product containers."
            found.append(stop("split.out-of-range", "split", message, f"Give 1 to {MOST_PARTS}."))
        if self.drop_factor not in (None, *DROP_FACTORS):
            message = f"No infusion set gives {self.drop_factor} drops per mL."
            fix = f"Say {', '.join(map(str, DROP_FACTORS))}."
            found.append(stop("drops.unknown", "drops", message, fix, str(self.drop_factor)))
        return found

    def _contradictions(self) -> list[Problem]:
        found = []
        if self.final_volume is not None and self.diluent_volume is not None:
            message = "Both the diluent to add and the volume to fill up to are stated."
            found.append(stop("volume.twice", "final_volume", message, "Give one of the two."))
        if self.rinsed and self.hold_up is not None:
            message = "Container and line are said to be rinsed, and something to stay in them."
            found.append(stop("value.twice", "hold_up", message, "Give one of the two."))
        if self.steps and (self.rate is not None or self.duration is not None):
            message = "Both steps of the rate and one rate or time are stated."
            found.append(stop("rate.twice", "rate_steps", message, "Give one of the two."))
        if any(step.duration is None for step in self.steps[:-1]):
            message = "Only the last step of a rate may be without an end."
            found.append(stop("rate.steps", "rate_steps", message, "Say how long each rate is kept."))
        return found


def _check(amount: Amount | None, kind: str, field: str, positive: bool = False) -> None:
    if amount is None:
        return
    check_kind(amount, kind, field)
    if positive and amount.numerator == 0:
        raise refuse(
            "number.zero", field, f"{amount} is nothing.", "Give more than nothing, or leave it out."
        )
