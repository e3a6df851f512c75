"""What follows the digits: a power of ten in any of its writings, or a word such as "million"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.magnitude import DIGITS, lost_power
from msc_dose.problems import refuse

TIMES = frozenset("×xX·⋅∙*")
_LOOKS_LIKE_TIMES = frozenset("✕✖⨯ⴛхХ")
_SUPERSCRIPT = {c: str(i) for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"⁻": "-", "⁺": ""}
_WORDS = {"thousand": 3, "million": 6, "mio": 6, "lakh": 5}
_AMBIGUOUS = {
    "M": ((6, "M for million"), (3, "M for the Roman thousand")),
    "MM": ((6, "MM for million"), (9, "MM for a thousand million")),
    "k": ((3, "k for thousand"),),
    "K": ((3, "K for thousand"),),
    "billion": ((9, "a thousand million"), (12, "a million million")),
    "bn": ((9, "a thousand million"), (12, "a million million")),
}
_SMALLEST_POWER = 3
LARGEST_POWER = 15  # more than all the cells of a body (about 4 × 10¹³)


@dataclass(frozen=True, slots=True)
class Multiplier:
    """The factors that the text can mean, each with its reason; where the unit begins.

    `stated` says that there is a power or a word at all.
    """

    factors: tuple[tuple[Decimal, str], ...]
    end: int
    hazard: Hazard | None = None
    stated: bool = True


def ten_to(power: int) -> Decimal:
    """Ten to this power, exactly."""
    return Decimal((0, (1,), power))


def _sure(power: int, end: int, hazard: Hazard | None = None) -> Multiplier:
    return Multiplier(((ten_to(power), ""),), end, hazard)


def _ten_to_the(power: int, end: int, counts: bool, shift: int = 0) -> Multiplier:
    """`× 10ⁿ`: a power that one lost character makes out of another is to be confirmed.

    `shift` takes the 10 out where it is the magnitude.
    """
    hazard = _negative(power)
    if hazard is None and not counts:
        message = "Only cells and platelets are usually written with a power of ten."
        hazard = Hazard("notation.unusual-power", message, "Write the number in full.")
    if hazard is None and power < _SMALLEST_POWER:
        message = f"A power of {power} may be a greater one that lost a digit: 10¹² without its ¹ is 10²."
        hazard = Hazard("notation.small-power", message, "Write the number in full, or with e.")
    return _sure(power + shift, end, hazard)


def _negative(power: int) -> Hazard | None:
    """A minus sign is easily lost, and makes a thousandth of a thousand."""
    if power >= 0:
        return None
    message = "A negative power of ten loses its sign too easily."
    return Hazard("notation.negative-power", message, "Write the number in full, or in a smaller unit.")


def skip_spaces(text: str, at: int) -> int:
    """The next place that is not a space."""
    while text[at : at + 1] == " ":
        at += 1
    return at


def end_of_digits(text: str, at: int) -> int:
    """Where the run of digits that begins here ends."""
    while at < len(text) and text[at] in DIGITS:
        at += 1
    return at


def multiplier(text: str, start: int, run: str, field: str, counts: bool) -> Multiplier:
    """The power of ten after the digits `run`, whose end is `start`.

    `counts` says that things are counted, for which words and lost superscripts are looked for.
    Raises Refusal `notation.expression`, `number.out-of-range`.
    """
    at = skip_spaces(text, start)
    if text[start : start + 1] in ("e", "E") and _exponent_at(text, start + 1):
        return _e_notation(text, start, run, field)
    if _raised(text, start) is not None or text[at : at + 1] == "^" or text[at : at + 2] == "**":
        return _power_of_base(text, start, at, run, field, counts)
    if run == "10" and text[start : start + 1] == "*" and text[start + 1 : start + 2] in DIGITS:
        return _ucum(text, start + 1, field, counts, shift=-1)
    if at < len(text) and (text[at] in TIMES or text[at] in _LOOKS_LIKE_TIMES):
        return _after_times(text, at, field, counts)
    if (
        at > start
        and text[at : at + 2] == "10"
        and text[at + 2 : at + 3] in ("*", "^")
        and text[at + 3 : at + 4] in DIGITS
    ):
        return _ucum(text, at + 3, field, counts)
    if counts:
        return _word(text, start, at)
    return _none(start)


def _exponent_at(text: str, at: int) -> bool:
    return text[at : at + 1] in DIGITS or (
        text[at : at + 1] in ("+", "-") and text[at + 1 : at + 2] in DIGITS
    )


def _integer(text: str, at: int, field: str) -> tuple[int, int]:
    """The whole number that begins here, perhaps signed, and its end."""
    begin = at + 1 if text[at : at + 1] in ("+", "-", "−") else at
    end = end_of_digits(text, begin)
    digits = text[begin:end]
    if not digits:
        raise expression(text, field)
    if len(digits) > 3 or int(digits) > LARGEST_POWER:
        message = f"A power of ten beyond ±{LARGEST_POWER} is not a dose."
        raise refuse("number.out-of-range", field, message, "Check the exponent.", text)
    return (-int(digits) if text[at] in "-−" else int(digits)), end


def _e_notation(text: str, start: int, run: str, field: str) -> Multiplier:
    power, end = _integer(text, start + 1, field)
    if run != "10":
        return _sure(power, end, _negative(power))
    return _ten_e(power, end, shift=-1)


def _ten_e(power: int, end: int, shift: int = 0) -> Multiplier:
    """10E9: 10⁹ to a person, 10 × 10⁹ to a computer. `shift` takes the 10 out where it is the magnitude."""
    hazard = Hazard(
        "notation.ten-e",
        f"10E{power} is 10 to the power of {power} to one reader and ten times that to another.",
        f"Write 10^{power}, or 1e{power}.",
    )
    powers = (
        (ten_to(power + shift), f"10E{power} meant as 10 to the power of {power}"),
        (
            ten_to(power + shift + 1),
            f"10E{power} as a computer reads it: 10 times 10 to the power of {power}",
        ),
    )
    return Multiplier(powers, end, hazard)


def _raised(text: str, at: int) -> int | None:
    """Where a run of superscripts that begins here ends, if one does."""
    end = at
    while text[end : end + 1] in _SUPERSCRIPT and end < len(text):
        end += 1
    return end if end > at else None


def _superscript(text: str, at: int, field: str) -> tuple[int, int]:
    end = _raised(text, at) or at
    return _integer("".join(_SUPERSCRIPT[c] for c in text[at:end]), 0, field)[0], end


def _caret(text: str, at: int, field: str) -> tuple[int, int]:
    """The exponent after `^` or `**`, and its end."""
    at += 2 if text[at : at + 2] == "**" else 1
    at = skip_spaces(text, at)
    if not text[at : at + 1]:
        raise expression(text, field)
    return _integer(text, at, field)


def _power_of_base(text: str, start: int, at: int, run: str, field: str, counts: bool) -> Multiplier:
    """The digits are themselves the base of a power: 10⁶ alone is read, 9**9 is an expression."""
    if run != "10":
        raise expression(text, field)
    raised = _raised(text, start)
    power, end = _superscript(text, start, field) if raised else _caret(text, at, field)
    return _ten_to_the(power, end, counts, shift=-1)


def _ucum(text: str, at: int, field: str, counts: bool, shift: int = 0) -> Multiplier:
    """`10*9`, which is how UCUM writes 10⁹; `shift` takes the 10 out where it is the magnitude."""
    power, end = _integer(text, at, field)
    return _ten_to_the(power, end, counts, shift)


def _after_times(text: str, at: int, field: str, counts: bool) -> Multiplier:
    sign, at = text[at], skip_spaces(text, at + 1)
    if sign == "*" and text[at : at + 1] == "*":
        raise expression(text, field)
    end = end_of_digits(text, at)
    factor, after = text[at:end], skip_spaces(text, end)
    found = _ten(text, factor, end, after, sign, field, counts) or _lost(factor, end)
    if found is None:
        raise expression(text, field)
    if sign in _LOOKS_LIKE_TIMES and found.hazard is None:
        hazard = Hazard("notation.look-alike", f"{sign!r} only looks like a times sign.", "Write × or x.")
        return Multiplier(found.factors, found.end, hazard)
    return found


def _ten(
    text: str, factor: str, end: int, after: int, sign: str, field: str, counts: bool
) -> Multiplier | None:
    """What follows `× 10`, where it says its power in one of the known ways."""
    if factor != "10":
        return None
    if _raised(text, end):
        return _ten_to_the(*_superscript(text, end, field), counts)
    if text[after : after + 1] == "^" or text[after : after + 2] == "**":
        return _ten_to_the(*_caret(text, after, field), counts)
    if text[end : end + 1] in ("e", "E") and _exponent_at(text, end + 1):
        return _ten_e(*_integer(text, end + 1, field))
    if text[end : end + 1] == "*" and text[end + 1 : end + 2] in DIGITS:
        return _times_ucum(text, end + 1, sign, field, counts)
    if after > end and text[after : after + 1] in DIGITS:
        return _spaced(text, after, field)
    return None


def _times_ucum(text: str, at: int, sign: str, field: str, counts: bool) -> Multiplier:
    power, end = _integer(text, at, field)
    if sign != "*":
        return _ten_to_the(power, end, counts)
    hazard = Hazard(
        "notation.expression", f"*10*{power} may be a product or a power.", f"Write × 10^{power}."
    )
    factors = ((ten_to(power), "10*n as UCUM writes 10ⁿ"), (Decimal(10 * power), "multiplied out"))
    return Multiplier(factors, end, hazard)


def _spaced(text: str, at: int, field: str) -> Multiplier:
    power, end = _integer(text, at, field)
    hazard = Hazard(
        "notation.lost-superscript", f"10 {power} is a power that lost its superscript.", f"Write 10^{power}."
    )
    return Multiplier(
        ((ten_to(power), f"10 to the power of {power}, the superscript lost in copying"),), end, hazard
    )


def _lost(factor: str, end: int) -> Multiplier | None:
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
    return Multiplier((intended, (Decimal(factor), f"{factor} read literally")), end, hazard)


def _word(text: str, start: int, at: int) -> Multiplier:
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    word = text[at:end]
    if word.lower() in _WORDS:
        return _sure(_WORDS[word.lower()], end)
    if word not in _AMBIGUOUS:
        return _none(start)
    fix = "Spell it out: million, thousand."
    hazard = Hazard("notation.ambiguous-multiplier", f"{word} stands for different numbers.", fix)
    return Multiplier(tuple((ten_to(power), why) for power, why in _AMBIGUOUS[word]), end, hazard)


def _none(end: int) -> Multiplier:
    return Multiplier(((Decimal(1), ""),), end, stated=False)


def expression(text: str, field: str) -> Exception:
    """The refusal of something to be worked out rather than read."""
    return refuse(
        "notation.expression",
        field,
        "This is an expression, not one number with a unit.",
        "Work it out first.",
        text,
    )
