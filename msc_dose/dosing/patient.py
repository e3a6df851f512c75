"""The patient's values: each is held to what it may be when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from msc_dose.dosing.checks import (
    check_age,
    check_basis,
    check_height,
    check_kind,
    check_moment,
    check_word,
    is_after,
    without_basis,
)
from msc_dose.dosing.measures import SURFACES
from msc_dose.problems import Refusal, gather, refuse
from msc_dose.quantity.amount import BASES, Amount

CALCULATED_BASES = ("ideal", "adjusted", "predicted")
SEXES = ("female", "male")
METHODS = ("measured", "stated", "estimated")
BELOW_60_INCHES = ("clamp", "extrapolate")
# The fields that take one of a few words: the words, the code of any other, and what that other is not.
_WORDS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("sex", SEXES, "sex.unknown", "a sex that the formulas know"),
    ("method", METHODS, "weight.method-unknown", "a way of weighing"),
    ("below_60_inches", BELOW_60_INCHES, "height.rule-unknown", "a rule for heights below 60 inches"),
    ("surface_formula", tuple(SURFACES), "surface.formula-unknown", "a formula of body surface here"),
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """An actual body weight in kg, the day or moment it was taken, and how (`METHODS`, or not stated).

    Raises Refusal `unit.wrong-kind`, `weight.basis-differs` for another basis than actual,
    `weight.method-unknown`; TypeError for anything but a date or datetime.
    """

    weight: Amount
    on: date | datetime
    method: str | None = None

    def __post_init__(self) -> None:
        """Hold the weight to its kind and basis, and the method to its names."""
        check_moment(self.on, "earlier")
        check_word(self.method, "earlier", METHODS, "weight.method-unknown", "a way of weighing")
        object.__setattr__(self, "weight", without_basis(self.weight, "actual", "earlier"))


@dataclass(frozen=True, slots=True)
class Patient:
    """A body weight in kg (0.2 to 650), its basis, and what else a dose may need; `None` is "not stated".

    `basis` is `actual`, `ideal`, `adjusted` or `predicted`. Where it is one of the last three, and height
    and sex are given, and the weight's own text names no basis, the dosing weight is *calculated*: `weight`
    is then the actual weight. In every other case the weight is taken as it is given and its basis names it.
    A weight that says its own basis (`60 kg PBW`) states it here, keeps it, and may not say another.

    `height` is in cm (30 to 250), `sex` `female` or `male`, `age` in whole years (0 to 130).
    `below_60_inches` (`clamp`, `extrapolate`) says what the ideal weight does there; `surface_formula` names
    the formula of body surface. `weighed` and `method` say when and how the weight was taken; `actual` is the
    actual weight where `weight` is another; `earlier` holds earlier weights; `ordered_on` is the dosing
    weight on which the order was written.

    Raises one Refusal naming everything wrong: `unit.wrong-kind`, `weight.basis-unknown`,
    `weight.basis-differs`, `weight.actual-twice`, `weight.earlier-is-later`, `weight.method-unknown`,
    `height.implausible`, `height.rule-unknown`, `sex.unknown`, `age.implausible`, `surface.formula-unknown`.
    """

    weight: Amount | None = None
    basis: str | None = None
    height: Amount | None = None
    sex: str | None = None
    age: int | None = None
    below_60_inches: str | None = None
    surface_formula: str | None = None
    weighed: date | datetime | None = None
    method: str | None = None
    actual: Amount | None = None
    earlier: tuple[Weighing, ...] = ()
    ordered_on: Amount | None = None

    def __post_init__(self) -> None:
        """Check every field, and name everything that is wrong at once."""
        checks: tuple[Callable[[], None], ...] = (
            self._take_basis,
            lambda: check_height(self.height),
            lambda: check_age(self.age),
            *(partial(check_word, getattr(self, words[0]), *words) for words in _WORDS),
            self._check_moments,
            self._take_other_weights,
        )
        wrong = []
        for check in checks:
            try:
                check()
            except Refusal as refusal:
                wrong.append(refusal)
        if wrong:
            raise gather(wrong)

    @property
    def calculates_weight(self) -> bool:
        """Whether the dosing weight is calculated from height and sex rather than taken as given."""
        named = self.weight is not None and self.weight.basis is not None
        described = self.height is not None and self.sex is not None
        return self.basis in CALCULATED_BASES and described and not named

    def _take_basis(self) -> None:
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
            if self.basis == "actual":
                object.__setattr__(self, "weight", replace(self.weight, basis=None))

    def _check_moments(self) -> None:
        if self.weighed is not None:
            check_moment(self.weighed, "weighed")
        if not isinstance(self.earlier, tuple) or not all(isinstance(w, Weighing) for w in self.earlier):
            raise TypeError("earlier is a tuple of Weighing")
        for weighing in self.earlier:
            if self.weighed is not None and is_after(weighing.on, self.weighed):
                message = f"An earlier weight is of {weighing.on}; the weight itself is of {self.weighed}."
                fix = "Give the latest weight as the weight, or correct the dates."
                raise refuse("weight.earlier-is-later", "earlier", message, fix, str(weighing.on))

    def _take_other_weights(self) -> None:
        if self.actual is not None:
            object.__setattr__(self, "actual", without_basis(self.actual, "actual", "actual"))
            self._check_one_actual(self.actual)
        if self.ordered_on is not None:
            ordered = without_basis(self.ordered_on, self.basis, "ordered_on")
            object.__setattr__(self, "ordered_on", ordered)

    def _check_one_actual(self, actual: Amount) -> None:
        is_actual = self.basis == "actual" or self.calculates_weight
        if self.weight is None or not is_actual or replace(self.weight, basis=None) == actual:
            return
        message = f"The weight, {self.weight}, is the actual one here, and {actual} is given as actual too."
        fix = "Give one actual weight; a weight of another basis says so (60 kg IBW)."
        raise refuse("weight.actual-twice", "actual", message, fix, str(actual))
