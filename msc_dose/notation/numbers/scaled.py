"""One number with its power of ten: the values it can have, and what makes them unsafe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from msc_dose.notation.conventions import Conventions
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.factors import Multiplier, Ten, end_of_digits, expression
from msc_dose.notation.numbers.magnitude import POINT_IS_DECIMAL, Magnitude, Setting, end_of, magnitude
from msc_dose.notation.numbers.multiplier import multiplier
from msc_dose.notation.numbers.powers import power_of
from msc_dose.notation.numbers.words import ENGLISH
from msc_dose.problems import refuse
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.kinds import Kind

_WEIGHT_DECIMALS = 3
# No patient has thousands of these, so that their point is the decimal point.
_NO_THOUSANDS = ("body_weight", "body_surface")
_RAISED_POINTS = ("·", "⋅", "∙", "˙", "٫")
AS_WRITTEN = "as written"


@dataclass(frozen=True, slots=True)
class Value:
    """One value a number can have, with the reason for taking it so."""

    number: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Scaled:
    """Digits and the factor behind them; `doubts` are hazards and `offers` values found by later looks."""

    digits: Magnitude
    factor: Multiplier
    doubts: tuple[Hazard, ...] = ()
    offers: tuple[Value, ...] = ()

    @property
    def end(self) -> int:
        """Where what follows the number begins."""
        return self.factor.end

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value the number can have, the intended one of a slip first."""
        own = tuple(
            Value(EXACT.multiply(value, by), because(self._said(why), reason))
            for value, why in self.digits.values
            for by, reason in self.factor.factors
        )
        return (*self.offers, *own)

    def _said(self, why: str) -> str:
        """That a point is the decimal mark goes without saying where nothing else was possible."""
        return "" if self.digits.hazard is None and why == POINT_IS_DECIMAL else why

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """What makes the number unsafe."""
        own = (self.digits.hazard,) if self.digits.hazard else ()
        return (*own, *self.factor.hazards, *self.doubts)

    @property
    def bare(self) -> str | None:
        """The run of digits where neither power nor word follows it."""
        return None if self.factor.stated else self.digits.text

    def sharing(self, factor: Multiplier) -> Scaled:
        """The same digits with the power that a range or a ± states once for both."""
        return replace(self, factor=replace(factor, hazards=(), end=self.factor.end))


def scaled(text: str, at: int, kind: Kind, field: str, conventions: Conventions) -> Scaled:
    """The number that begins here.

    Raises Refusal `number.malformed`, `number.leading-zeros`, `number.too-long`, `number.exponent`,
    `number.decimals`, `number.out-of-range`, `notation.expression`.
    """
    end = end_of(text, at)
    run = text[at:end]
    if not run:
        raise expression(text, field)
    raised = _raised_point(text, at, end)
    if raised is not None:
        return _with_raised_point(scaled(raised, at, kind, field, conventions))
    dotted = _point_for_times(text, run, end, field) if kind.counts_things else None
    run, factor = dotted or (run, multiplier(text, end, run, field, kind.counts_things))
    weight = kind.name == "body_weight"
    if weight and factor.stated:
        fix = "Write the weight in plain digits."
        raise refuse("number.exponent", field, "A body weight carries no power of ten.", fix, text)
    sure_point = factor.stated and not _foreign_word(text[end : factor.end])
    strict, bare = kind.name in _NO_THOUSANDS, not factor.stated
    setting = Setting(field, strict, sure_point, bare, kind.counts_things, conventions.comma)
    digits = magnitude(run, setting)
    return Scaled(digits, factor, doubts=_too_fine(digits) if weight else ())


def _foreign_word(text: str) -> bool:
    """Whether the multiplier is a laboratory's letter, or a word of a language that groups with points."""
    word = text.strip(" .").lower()
    return word.isascii() and word.isalpha() and word not in ENGLISH


def _raised_point(text: str, at: int, end: int) -> str | None:
    """`2·5 × 10⁶` as a British journal prints 2.5: the text with its point on the line."""
    behind = end_of_digits(text, end + 1)
    ten = text[end + 1 : end + 3] == "10"
    if text[end : end + 1] not in _RAISED_POINTS or behind == end + 1 or ten or not text[at:end].isdigit():
        return None
    return f"{text[:end]}.{text[end + 1 :]}"


def _with_raised_point(found: Scaled) -> Scaled:
    message = "A raised point may be a decimal point or a times sign."
    hazard = Hazard(
        "notation.look-alike", message, "Write the decimal point on the line.", "· taken as a decimal point"
    )
    return replace(found, doubts=(*found.doubts, hazard))


def _point_for_times(text: str, run: str, end: int, field: str) -> tuple[str, Multiplier] | None:
    """`2.10⁶`: the point stands on the line where a times sign belongs."""
    whole, _, ten = run.rpartition(".")
    # 2.10E6 is 2.1 million; only a power that a ten must have makes the point a times sign.
    if (
        ten != "10"
        or not whole.replace(",", "", 1).isdigit()
        or not whole.isascii()
        or text[end : end + 1] in ("e", "E")
    ):
        return None
    found = power_of(Ten(text, end, ".", True, field))
    if found is None:
        return None
    hazard = Hazard(
        "notation.look-alike", "'.' stands where a times sign belongs.", "Write ×.", ". taken as ×"
    )
    return whole, replace(found, hazards=(*found.hazards, hazard))


def _too_fine(digits: Magnitude) -> tuple[Hazard, ...]:
    """A scale shows at most three decimals; a longer number was calculated, or is not a weight."""
    exponent = int(digits.values[0][0].as_tuple().exponent)
    if digits.hazard is not None or -exponent <= _WEIGHT_DECIMALS:
        return ()
    message = f"{digits.text} has more decimals than a scale shows."
    return (Hazard("number.decimals", message, "Give the weight in kg with at most three decimals."),)


def because(*reasons: str) -> str:
    """The reasons as one, each said once."""
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or AS_WRITTEN
