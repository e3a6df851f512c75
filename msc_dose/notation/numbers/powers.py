"""What stands after a ten: its power, in any of the ways in which one is written or lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.factors import (
    LARGEST_POWER,
    SMALLEST_POWER,
    Multiplier,
    Ten,
    end_of_digits,
    exponent_at,
    expression,
    integer,
    negative,
    raised,
    skip_spaces,
    small,
    ten_to,
)
from msc_dose.notation.numbers.magnitude import DIGITS, lost_power
from msc_dose.notation.numbers.words import CARETS, LOOKS_LIKE_CARET, SUPERSCRIPT

_BRACKETS = {"{": "}", "(": ")"}
_ORDINALS = ("th", "rd", "nd", "st")


def power_of(ten: Ten) -> Multiplier | None:
    """Ten to the power that is written after it; None where none is."""
    for way in _WAYS:
        found = way(ten)
        if found is not None:
            return found
    return None


def _plainly(ten: Ten, power: int, end: int) -> Multiplier:
    """`10ⁿ`: a power that one lost character makes out of another is to be confirmed."""
    hazards = negative(power)
    if not hazards and not ten.counts:
        message = "Only cells and platelets are usually written with a power of ten."
        hazards = (Hazard("notation.unusual-power", message, "Write the number in full."),)
    hazards = hazards or small(power)
    return Multiplier(((ten_to(power), ""),), end, hazards)


def _superscript(ten: Ten) -> Multiplier | None:
    end = raised(ten.text, ten.end)
    if end == ten.end:
        return None
    digits = "".join(SUPERSCRIPT[character] for character in ten.text[ten.end : end])
    power, used = integer(digits, 0, ten.field)
    return _plainly(ten, power, end) if used == len(digits) else _powers(ten, power, digits[used:], end)


def _powers(ten: Ten, power: int, rest: str, end: int) -> Multiplier:
    """`10⁵⁻⁶`: a range of powers; `10⁶⁻` has lost something."""
    written = ten.text[ten.end - 2 : end]
    hazard = Hazard(
        "notation.power-range", f"{written} is more than one power.", "Write both ends: 10⁵ to 10⁶."
    )
    factors = [(ten_to(power), f"the first power of {written}")]
    if exponent_at(rest, 0) and rest[0] in "-−":
        other, used = integer(rest, 1, ten.field)
        if used != len(rest):
            raise expression(ten.text, ten.field)
        factors.append((ten_to(other), f"the second power of {written}"))
    return Multiplier(tuple(factors), end, (hazard,))


def _caret(ten: Ten) -> Multiplier | None:
    """`^6`, `**6`, `\\^6`, `^{6}`, `^(6)`."""
    at = skip_spaces(ten.text, ten.end)
    sign = next((caret for caret in CARETS if ten.text.startswith(caret, at)), "")
    return _bracketed_power(ten, skip_spaces(ten.text, at + len(sign))) if sign else None


def _bracketed_power(ten: Ten, at: int) -> Multiplier:
    closing = _BRACKETS.get(ten.text[at : at + 1], "")
    at += len(closing)
    if not ten.text[at : at + 1]:
        raise expression(ten.text, ten.field)
    power, end = integer(ten.text, at, ten.field)
    if not ten.text.startswith(closing, end):
        raise expression(ten.text, ten.field)
    return _plainly(ten, power, end + len(closing))


def _marked_up(ten: Ten) -> Multiplier | None:
    """`<sup>6</sup>` of a page, `の6乗` and `的6次方` of Japanese and Chinese."""
    for before, after in (("<sup>", "</sup>"), ("の", "乗"), ("的", "次方"), ("^", "^")):
        if ten.text.startswith(before, ten.end) and exponent_at(ten.text, ten.end + len(before)):
            power, end = integer(ten.text, ten.end + len(before), ten.field)
            if ten.text.startswith(after, end):
                return _plainly(ten, power, end + len(after))
    return None


def _wrong_caret(ten: Ten) -> Multiplier | None:
    """`10'6`, `10~6`: a sign beside the caret on the keyboard, or what a scanner saw of a raised 6."""
    glyph, end = ten.text[ten.end : ten.end + 1], end_of_digits(ten.text, ten.end + 1)
    if not ten.counts or glyph not in LOOKS_LIKE_CARET or end - ten.end not in (2, 3):
        return None
    found = _plainly(ten, *integer(ten.text, ten.end + 1, ten.field))
    hazard = Hazard(
        "notation.look-alike", f"{glyph!r} stands where a caret belongs.", "Write ^.", f"{glyph} taken as ^"
    )
    return replace(found, hazards=(*found.hazards, hazard))


def _torn(ten: Ten) -> Multiplier | None:
    """`10 ⁶`, `10 E6`: the power torn from its ten."""
    at = skip_spaces(ten.text, ten.end)
    way = None if at == ten.end else _superscript(replace(ten, end=at)) or _e(replace(ten, end=at))
    if way is None:
        return None
    message = "The power is torn from its 10."
    hazard = Hazard("notation.torn-power", message, "Write it without a space.", "the power joined to its 10")
    return replace(way, hazards=(*way.hazards, hazard))


def _e(ten: Ten) -> Multiplier | None:
    """`10E9`: 10⁹ to a person, 10 × 10⁹ to a computer."""
    if ten.text[ten.end : ten.end + 1] not in ("e", "E") or not exponent_at(ten.text, ten.end + 1):
        return None
    power, end = integer(ten.text, ten.end + 1, ten.field)
    hazard = Hazard(
        "notation.ten-e",
        f"10E{power} is 10 to the power of {power} to one reader and ten times that to another.",
        f"Write 10^{power}, or 1e{power}.",
    )
    computer = f"10E{power} as a computer reads it: 10 times 10 to the power of {power}"
    person = f"10E{power} meant as 10 to the power of {power}"
    return Multiplier(((ten_to(power), person), (ten_to(power + 1), computer)), end, (hazard,))


def _ucum(ten: Ten) -> Multiplier | None:
    """`10*9`, which is how UCUM writes 10⁹; after a `*` it may as well be a product."""
    if ten.text[ten.end : ten.end + 1] != "*" or ten.text[ten.end + 1 : ten.end + 2] not in DIGITS:
        return None
    power, end = integer(ten.text, ten.end + 1, ten.field)
    if ten.sign != "*":
        return _plainly(ten, power, end)
    message = f"*10*{power} may be a product or a power."
    hazard = Hazard("notation.expression", message, f"Write × 10^{power}.")
    factors = ((ten_to(power), "10*n as UCUM writes 10ⁿ"), (Decimal(10 * power), "multiplied out"))
    return Multiplier(factors, end, (hazard,))


def _in_brackets(ten: Ten) -> Multiplier | None:
    """`10 (6)`, as abstracts without superscripts print 10⁶."""
    at = skip_spaces(ten.text, ten.end)
    closing = {"(": ")", "[": "]"}.get(ten.text[at : at + 1], "")
    if not ten.counts or not closing or not exponent_at(ten.text, at + 1):
        return None
    power, end = integer(ten.text, at + 1, ten.field)
    if ten.text[end : end + 1] != closing:
        return None
    message = f"10 ({power}) may be a power of ten or a product."
    hazard = Hazard("notation.bracketed-power", message, f"Write 10^{power}.")
    why = f"10 to the power of {power}, printed in brackets for want of superscripts"
    return Multiplier(((ten_to(power), why), (Decimal(10 * power), "multiplied out")), end + 1, (hazard,))


def _in_words(ten: Ten) -> Multiplier | None:
    """`10 to the power of 6`, `10 to the 6th`."""
    at = skip_spaces(ten.text, ten.end)
    for words in ("to the power of ", "to the power ", "to the "):
        if ten.text[at:].lower().startswith(words) and exponent_at(ten.text, at + len(words)):
            power, end = integer(ten.text, at + len(words), ten.field)
            ordinal = next((o for o in _ORDINALS if ten.text.startswith(o, end)), "")
            return _plainly(ten, power, end + len(ordinal))
    return None


def _set_apart(ten: Ten) -> Multiplier | None:
    """`10 6`, `10-6`: the superscript came down in copying, or the raised minus with it."""
    dash = ten.text[ten.end : ten.end + 1] in ("-", "−", "–") and ten.sign != ""
    at = ten.end + 1 if dash else skip_spaces(ten.text, ten.end)
    end = end_of_digits(ten.text, at)
    if not ten.counts or at in (ten.end, end) or end - at > 2 or _goes_on(ten.text, end):
        return None
    power = int(ten.text[at:end])
    if not SMALLEST_POWER <= power <= LARGEST_POWER:
        return None
    why = f"10 to the power of {power}, the superscript lost in copying"
    factors = [(ten_to(power), why)]
    if dash:
        factors.append((ten_to(-power), f"10 to the power of minus {power}, the superscript lost in copying"))
    written = ten.text[ten.end - 2 : end]
    message = f"{written} is a power of ten that lost its superscript."
    hazard = Hazard("notation.lost-superscript", message, f"Write 10^{power}.")
    return Multiplier(tuple(factors), end, (hazard,))


def _goes_on(text: str, at: int) -> bool:
    """Whether digits are part of more than a power: the 10 of `10 10*9`, the 6 of `10 6.5`."""
    following = text[at : at + 1]
    return following in ("*", "^", ".", ",", "e", "E") or following in SUPERSCRIPT


_WAYS: tuple[Callable[[Ten], Multiplier | None], ...] = (
    _superscript,
    _marked_up,
    _caret,
    _e,
    _torn,
    _wrong_caret,
    _ucum,
    _in_brackets,
    _in_words,
    _set_apart,
)


def lost(factor: str, end: int) -> Multiplier | None:
    """`× 106`: ten to the sixth with its superscript lost, or one hundred and six."""
    power = lost_power(factor)
    if power is None:
        return None
    hazard = Hazard(
        "notation.lost-superscript",
        f"{factor} may be 10 to the power of {power} with its superscript lost.",
        f"Write 10^{power} if that is meant.",
    )
    intended = (ten_to(power), f"10 to the power of {power}, the superscript lost in copying")
    return Multiplier((intended, (Decimal(factor), f"{factor} read literally")), end, (hazard,))
