"""The number at the front of a text: one value, a range, or the values it could have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.magnitude import DIGITS, Magnitude, end_of, magnitude
from msc_dose.notation.multiplier import Multiplier, expression, multiplier, skip_spaces
from msc_dose.problems import refuse
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.kinds import Kind

_NOT_FINITE = frozenset(("nan", "inf", "infinity"))
_RELATIONS = {
    "<": "<", ">": ">", "≤": "≤", "≥": "≥", "<=": "≤", ">=": "≥",
    "less than": "<", "below": "<", "under": "<", "up to": "≤", "at most": "≤",
    "greater than": ">", "more than": ">", "above": ">", "over": ">", "at least": "≥",
}  # fmt: skip
_APPROXIMATE = ("~", "≈", "about", "approximately", "approx.", "approx", "circa", "ca.", "ca")
_DASHES = frozenset("-–—−")


@dataclass(frozen=True, slots=True)
class Value:
    """One value a number can have, or a range `low` to `high`, with the reason for taking it so."""

    low: Decimal
    high: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class Number:
    """What stands before the unit: its possible values, what makes them unsafe, and the rest.

    `bare` is the run of digits where neither power nor word follows it; `power` the factor that does.
    """

    values: tuple[Value, ...]
    hazards: tuple[Hazard, ...]
    relation: str | None
    rest: str
    bare: str | None = None
    power: Decimal | None = None


def number(text: str, kind: Kind, field: str) -> Number:
    """Everything before the unit of an admitted text.

    Raises Refusal where no number can be read: `number.missing`, `number.negative`, `number.sign`,
    `number.not-finite`, `number.script`, `number.malformed`, `notation.approximate`,
    `notation.expression` and the refusals of `magnitude` and `multiplier`.
    """
    _refuse_other_scripts(text, field)
    relation, at = _relation(text)
    _refuse_what_is_not_a_number(text, at, field)
    low, low_factor, at = _scaled(text, at, kind, field)
    second = _second_of_range(text, at)
    if second is None:
        _refuse_tolerance(text, at, field)
        return _single(low, low_factor, relation, text[at:])
    high, high_factor, at = _scaled(text, second, kind, field)
    return _range(low, low_factor, high, high_factor, relation, text[at:])


def _refuse_other_scripts(text: str, field: str) -> None:
    for character in text:
        if character.isdecimal() and character not in DIGITS:
            message = f"{character!r} is a digit of another script."
            raise refuse("number.script", field, message, "Use the digits 0 to 9.", text)


def _relation(text: str) -> tuple[str | None, int]:
    lowered = text.lower()
    for words in sorted(_RELATIONS, key=len, reverse=True):
        if lowered.startswith(words):
            return _RELATIONS[words], skip_spaces(text, len(words))
    return None, 0


def _refuse_what_is_not_a_number(text: str, at: int, field: str) -> None:
    rest = text[at:]
    word = _word(rest.lstrip("+-−")).lower()
    if word in _NOT_FINITE:
        raise refuse("number.not-finite", field, f"{word} is not a finite number.", "Give a number.", text)
    if rest[:1] in ("-", "−"):
        raise refuse("number.negative", field, "An amount cannot be negative.", "Check the sign.", text)
    if rest[:1] == "+":
        raise refuse("number.sign", field, "An amount carries no sign.", "Leave the sign out.", text)
    if rest.lower().startswith(_APPROXIMATE):
        fix = "Give the number itself."
        raise refuse("notation.approximate", field, "An approximate amount cannot be dosed.", fix, text)
    if rest[:1] in ("(", "[", "{"):
        raise expression(text, field)
    if rest[:1] not in DIGITS and rest[:1] not in (".", ","):
        fix = "Write the number in digits, then the unit."
        raise refuse("number.missing", field, "The text does not begin with a number.", fix, text)


def _word(text: str) -> str:
    end = 0
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[:end]


def _scaled(text: str, at: int, kind: Kind, field: str) -> tuple[Magnitude, Multiplier, int]:
    end = end_of(text, at)
    run = text[at:end]
    if not run:
        raise expression(text, field)
    factor = multiplier(text, end, run, field, kind.counts_things)
    if kind.name == "body_weight" and factor.stated:
        fix = "Write the weight in plain digits."
        raise refuse("number.exponent", field, "A body weight carries no power of ten.", fix, text)
    weight = kind.name == "body_weight"
    digits = magnitude(run, field, strict_point=weight, powered=factor.stated, counts=kind.counts_things)
    if weight and len(run.partition(".")[2]) > 3:
        fix = "Give the weight in kg with at most three decimals."
        raise refuse("number.decimals", field, f"{run} has more decimals than a scale shows.", fix, text)
    return digits, factor, factor.end


def _second_of_range(text: str, at: int) -> int | None:
    """Where the second number of a range begins, if a dash or `to` stands before one."""
    at = skip_spaces(text, at)
    if text[at : at + 1] and text[at] in _DASHES:
        begin = skip_spaces(text, at + 1)
    elif text[at : at + 3].lower() == "to ":
        begin = skip_spaces(text, at + 3)
    else:
        return None
    return begin if text[begin : begin + 1] in DIGITS else None


def _refuse_tolerance(text: str, at: int, field: str) -> None:
    at = skip_spaces(text, at)
    if text[at : at + 1] == "±" or text[at : at + 3] == "+/-":
        fix = "Give the number itself."
        raise refuse("notation.tolerance", field, "An amount with ± is not one amount.", fix, text)


def _single(digits: Magnitude, factor: Multiplier, relation: str | None, rest: str) -> Number:
    values = tuple(
        Value(EXACT.multiply(value, by), None, _because(why, because))
        for value, why in digits.values
        for by, because in factor.factors
    )
    hazards = [hazard for hazard in (digits.hazard, factor.hazard) if hazard]
    if relation:
        hazards.append(
            Hazard("notation.bound", f"{relation} gives a bound, not an amount.", "Give the number itself.")
        )
    bare = None if factor.stated else digits.text
    return Number(values, tuple(hazards), relation, rest, bare, factor.factors[0][0])


def _range(
    low: Magnitude,
    low_factor: Multiplier,
    high: Magnitude,
    high_factor: Multiplier,
    relation: str | None,
    rest: str,
) -> Number:
    """A range; where only its second number carries a power of ten, the power belongs to both."""
    pairs = [
        ((by, because), (by, because)) if not low_factor.stated else (own, (by, because))
        for by, because in high_factor.factors
        for own in low_factor.factors
    ]
    values = tuple(
        Value(EXACT.multiply(a, own), EXACT.multiply(b, by), _because(why_a, why_b, because))
        for a, why_a in low.values
        for b, why_b in high.values
        for (own, _), (by, because) in pairs
    )
    found = (low.hazard, high.hazard, low_factor.hazard, high_factor.hazard)
    hazards = dict.fromkeys(hazard for hazard in found if hazard)
    a_range = Hazard("notation.range", "This is a range, not one amount.", "Choose one value.")
    return Number(values, (*hazards, a_range), relation, rest)


def _because(*reasons: str) -> str:
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "as written"
