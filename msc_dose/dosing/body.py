"""The patient as a dose sees them: a body weight, and whose basis it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import BASES, Amount, describe
from msc_dose.quantity.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Patient:
    """A dosing weight in kg (0.2 to 650) and its basis: actual, ideal, adjusted or predicted.

    Either may be `None`, not stated: a plan asks for it, a bare calculation labels its result. The
    weight is taken as it is given; its basis names it and computes nothing. A weight that says its own
    basis (`60 kg PBW`) states it here, and may not say another.

    Raises Refusal `unit.wrong-kind` for an amount of another kind, `weight.basis-unknown`,
    `weight.basis-differs`.
    """

    weight: Amount | None = None
    basis: str | None = None

    def __post_init__(self) -> None:
        """Hold the weight to its kind and the basis to its four names."""
        if self.weight is not None:
            check_kind(self.weight, "body_weight", "weight")
        if self.basis is not None and self.basis not in BASES:
            raise refuse(
                "weight.basis-unknown",
                "basis",
                f"{self.basis!r} is not a basis of weight.",
                f"Say {', '.join(BASES[:-1])} or {BASES[-1]}.",
                str(self.basis),
            )
        if self.weight is not None and self.weight.basis is not None:
            check_basis(self.weight, self.basis, "The basis stated")
            object.__setattr__(self, "basis", self.weight.basis)
            object.__setattr__(self, "weight", replace(self.weight, basis=None))


def check_basis(amount: Amount, basis: str | None, whose: str) -> None:
    """Raise Refusal `weight.basis-differs` where an amount says another basis than the one stated."""
    if basis is None or amount.basis in (None, basis):
        return
    message = f"{whose} is {basis}, but {amount} says {amount.basis}."
    fix = "Give the weight that the dose is ordered for."
    raise refuse("weight.basis-differs", "basis", message, fix)


def check_kind(amount: Amount, kind: str, field: str) -> Amount:
    """The amount itself when it is of this kind; else Refusal `unit.wrong-kind` naming the field."""
    if not isinstance(amount, Amount):
        raise TypeError(f"{field} is an Amount here, not {type(amount).__name__}")
    if amount.kind != kind:
        wanted = kind_of(kind)
        message = f"{describe(amount)} stands where a {wanted.noun} belongs."
        raise refuse(
            "unit.wrong-kind", field, message, f"Give a {wanted.noun} in {wanted.unit}.", str(amount)
        )
    problem = kind_of(kind).outside(amount.value, field, str(amount))
    if problem:
        raise Refusal([problem])
    return amount
