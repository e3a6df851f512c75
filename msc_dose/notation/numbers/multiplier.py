"""What follows the digits: a power of ten in any of its writings, or a word such as "million"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.factors import (
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
from msc_dose.notation.numbers.powers import lost, power_of
from msc_dose.notation.numbers.words import (
    AMBIGUOUS,
    CARETS,
    LABORATORY,
    LOOKS_LIKE_TIMES,
    MULTIPLIER_SIGNS,
    MULTIPLIERS,
    TIMES,
)

_LOOKS_LIKE_TEN = ("1O", "1o", "lO", "l0", "IO", "I0", "|0")


def multiplier(text: str, start: int, run: str, field: str, counts: bool) -> Multiplier:
    """The power of ten after the digits `run`, whose end is `start`.

    `counts` says that things are counted, for which words and lost superscripts are looked for.
    Raises Refusal `notation.expression`, `number.out-of-range`.
    """
    at = skip_spaces(text, start)
    found = (
        _e_notation(text, start, run, field, counts)
        or _own_power(text, start, at, run, field, counts)
        or _after_times(text, at, field, counts)
    )
    if found is None and counts:
        found = _without_times(text, start, at, field) or _spaced_e(text, start, at, run, field)
        return found or _sign(text, at) or _word(text, start, at)
    return found or _none(start)


def _none(end: int) -> Multiplier:
    return Multiplier(((Decimal(1), ""),), end, stated=False)


def _e_notation(text: str, start: int, run: str, field: str, counts: bool) -> Multiplier | None:
    """`2e6`; a 10 before the e is another matter."""
    if run == "10" or text[start : start + 1] not in ("e", "E") or not exponent_at(text, start + 1):
        return None
    power, end = integer(text, start + 1, field)
    # 0.26e2 and 26e0 are how exact writing avoids a number that could have lost something.
    exact_form = run.startswith("0.") or (power == 0 and end == start + 2)
    doubt = small(power) if counts and not exact_form else ()
    return Multiplier(((ten_to(power), ""),), end, negative(power) or doubt)


def _own_power(text: str, start: int, at: int, run: str, field: str, counts: bool) -> Multiplier | None:
    """The digits are themselves the base of a power: 10⁶ alone is read, 9**9 is an expression."""
    if run == "10":
        found = power_of(Ten(text, start, "", counts, field))
        return found.of_base() if found else None
    if raised(text, start) > start or text.startswith(CARETS, at):
        raise expression(text, field)
    return None


def _after_times(text: str, at: int, field: str, counts: bool) -> Multiplier | None:
    sign = next((sign for sign in TIMES if text.startswith(sign, at)), "")
    look_alike = text[at : at + 1] if text[at : at + 1] in LOOKS_LIKE_TIMES else ""
    if not (sign or look_alike):
        return None
    begin = skip_spaces(text, at + len(sign or look_alike))
    if sign == "*" and text[begin : begin + 1] == "*":
        raise expression(text, field)
    found = _ten_at(text, begin, sign or look_alike, field, counts)
    if found is None:
        raise expression(text, field)
    return _doubting(found, look_alike, "only looks like a times sign", "Write × or x.")


def _ten_at(text: str, at: int, sign: str, field: str, counts: bool) -> Multiplier | None:
    """The power of the ten that begins here, however the ten is spoiled."""
    end = end_of_digits(text, at)
    if text[at:end] == "10":
        return power_of(Ten(text, end, sign, counts, field))
    if text[at : at + 2] in _LOOKS_LIKE_TEN:
        spoiled = text[at : at + 2]
        repaired = text[:at] + "10" + text[at + 2 :]
        found = _ten_at(repaired, at, sign, field, counts)
        return _doubting(found, spoiled, "only looks like 10", "Write 10.") if found else None
    return lost(text[at:end], end)


def _doubting(found: Multiplier, glyph: str, what: str, fix: str) -> Multiplier:
    if not glyph:
        return found
    hazard = Hazard("notation.look-alike", f"{glyph!r} {what}.", fix, f"{glyph} taken as {fix[6:-1]}")
    return replace(found, hazards=(*found.hazards, hazard))


def _without_times(text: str, start: int, at: int, field: str) -> Multiplier | None:
    """`2 10*6` and `2 10^6` are read; `2 10⁶` has lost its times sign, `2 3 106` has a 3 in its place."""
    if at == start:
        return None
    if text[at : at + 2] == "3 ":
        found = _ten_at(text, skip_spaces(text, at + 1), "3", field, True)
        return _doubting(found, "3", "stands where a times sign belongs", "Write ×.") if found else None
    if text[at : at + 2] != "10" or text[at + 2 : at + 3] in ("", "-", "–", "−"):
        return None
    found = power_of(Ten(text, at + 2, "", True, field)) if end_of_digits(text, at) == at + 2 else None
    if found is None or text[at + 2] in "*^" or found.hazards:
        return found
    hazard = Hazard(
        "notation.lost-times",
        "The times sign before the power of ten is missing.",
        "Write ×.",
        "a times sign added",
    )
    return replace(found, hazards=(hazard,))


def _spaced_e(text: str, start: int, at: int, run: str, field: str) -> Multiplier | None:
    """`2 e6`, `2e 6`: one number torn apart."""
    if text[at : at + 1] not in ("e", "E"):
        return None
    begin = skip_spaces(text, at + 1)
    if not exponent_at(text, begin) or (at == start and begin == at + 1) or run == "10":
        return None
    power, end = integer(text, begin, field)
    message = f"The power of ten in {text[start:end].strip()!r} is torn from its number."
    hazard = Hazard("notation.torn-power", message, f"Write {run}e{power} without spaces.")
    why = f"{run}e{power}, torn apart in copying"
    return Multiplier(((ten_to(power), why),), end, (hazard, *negative(power)))


def _sign(text: str, at: int) -> Multiplier | None:
    """`20万`: the Japanese and Chinese ten thousand, and its multiples."""
    sign = next((sign for sign in MULTIPLIER_SIGNS if text.startswith(sign, at)), None)
    return Multiplier(((ten_to(MULTIPLIER_SIGNS[sign]), ""),), at + len(sign)) if sign else None


def _word(text: str, start: int, at: int) -> Multiplier:
    end = at
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    word, stop = text[at:end], end + (text[end : end + 1] == ".")
    if word == "B" and at > start and text[end:].lower().startswith((" cell", "-cell", " lymph")):
        return _none(start)
    power = _laboratory(text, end, word) or MULTIPLIERS.get(word.lower())
    if power is not None:
        return Multiplier(((ten_to(power), ""),), stop if word.lower() in MULTIPLIERS else end)
    if word not in AMBIGUOUS:
        return _none(start)
    message = f"{word} stands for different numbers."
    hazard = Hazard("notation.ambiguous-multiplier", message, "Spell it out: million, thousand.")
    return Multiplier(tuple((ten_to(power), why) for power, why in AMBIGUOUS[word]), stop, (hazard,))


def _laboratory(text: str, at: int, word: str) -> int | None:
    """`24 K/µL`, `24 G/L`: letters that are sure before just this unit."""
    power, units = LABORATORY.get(word, (None, ()))
    at = skip_spaces(text, at)
    if text[at : at + 1] != "/":
        return None
    rest = text[skip_spaces(text, at + 1) :]
    sure = any(rest.startswith(unit) and not rest[len(unit) : len(unit) + 1].isalnum() for unit in units)
    return power if sure else None
