"""An amount rounded once by a named rule, with the unrounded amount beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount, check_alike
from msc_dose.quantity.exact import EXACT, plain

TENTH_OF_A_CELL = Decimal("0.1")
FINE_STEP, COARSE_STEP, COARSE_FROM = Decimal("0.01"), Decimal("0.1"), Decimal(10)
VOLUME_RULE = "down to 0.01 mL below 10 mL, else down to 0.1 mL"


@dataclass(frozen=True, slots=True)
class Rounded:
    """`value` is `unrounded` rounded by `rule`; both are of one kind and count the same."""

    value: Amount
    unrounded: Amount
    rule: str

    def __str__(self) -> str:
        """The rounded amount in words."""
        return str(self.value)


def whole_steps(amount: Amount, step: Decimal) -> tuple[int, bool]:
    """How many whole steps the amount holds, and whether it is exactly that many."""
    if step <= 0:
        raise refuse(
            "number.zero", "step", "A step of rounding is more than nothing.", "Give it, such as 0.1 mL."
        )
    top, bottom = amount.numerator.as_integer_ratio()
    over, under = step.as_integer_ratio()
    steps, rest = divmod(top * under, bottom * amount.denominator * over)
    return steps, rest == 0


def down(amount: Amount, step: Decimal, rule: str = "") -> Rounded:
    """The amount rounded down to a multiple of the step, in the canonical unit."""
    steps, _ = whole_steps(amount, step)
    return _rounded(amount, steps, step, rule or f"down to {plain(step)} {amount.unit}")


def up(amount: Amount, step: Decimal, rule: str = "") -> Rounded:
    """The amount rounded up to a multiple of the step, in the canonical unit."""
    steps, exact = whole_steps(amount, step)
    return _rounded(amount, steps + (not exact), step, rule or f"up to {plain(step)} {amount.unit}")


def measured_volume(volume: Amount, step: Amount | None = None) -> Rounded:
    """A volume that can be drawn: down to the declared step, else by `VOLUME_RULE` (policy)."""
    if step is not None:
        check_alike(volume, step)
        return down(volume, step.value)
    return down(volume, COARSE_STEP if volume.value >= COARSE_FROM else FINE_STEP, VOLUME_RULE)


def _rounded(amount: Amount, steps: int, step: Decimal, rule: str) -> Rounded:
    value = EXACT.multiply(Decimal(steps), step)
    return Rounded(replace(amount, numerator=value, denominator=1, as_written=None), amount, rule)
