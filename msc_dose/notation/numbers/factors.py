"""The factor behind a number, and the small scans that find one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.magnitude import DIGITS
from msc_dose.notation.numbers.words import SUPERSCRIPT
from msc_dose.problems import refuse
from msc_dose.quantity.exact import EXACT

SMALLEST_POWER = 3
LARGEST_POWER = 15  # more than all the cells of a body (about 4 × 10¹³)


@dataclass(frozen=True, slots=True)
class Multiplier:
    """The factors that the text can mean, each with its reason; where what follows begins.

    `stated` says that there is a power or a word at all; `based` that the digits before it are the base of
    the power, as in 10⁶ alone.
    """

    factors: tuple[tuple[Decimal, str], ...]
    end: int
    hazards: tuple[Hazard, ...] = ()
    stated: bool = True
    based: bool = False

    def of_base(self) -> Multiplier:
        """The same where the ten is the number itself, which is then already in the digits."""
        factors = tuple((value.scaleb(-1, EXACT), why) for value, why in self.factors)
        return replace(self, factors=factors, based=True)


@dataclass(frozen=True, slots=True)
class Ten:
    """A ten in the text: `end` is where it ends, `sign` the times sign before it ("" where it is the number).

    `counts` says that things are counted, `field` names the input in problems.
    """

    text: str
    end: int
    sign: str
    counts: bool
    field: str


def ten_to(power: int) -> Decimal:
    """Ten to this power, exactly."""
    return Decimal((0, (1,), power))


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


def expression(text: str, field: str) -> Exception:
    """The refusal of something to be worked out rather than read."""
    message = "This is an expression, not one number with a unit."
    return refuse("notation.expression", field, message, "Work it out first.", text)


def integer(text: str, at: int, field: str) -> tuple[int, int]:
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


def exponent_at(text: str, at: int) -> bool:
    """Whether a whole number, perhaps signed, begins here."""
    signed = text[at : at + 1] in ("+", "-", "−")
    return text[at + signed : at + signed + 1] in DIGITS


def negative(power: int) -> tuple[Hazard, ...]:
    """A minus sign is easily lost, and makes a thousandth of a thousand."""
    if power >= 0:
        return ()
    message = "A negative power of ten loses its sign too easily."
    return (Hazard("notation.negative-power", message, "Write the number in full, or in a smaller unit."),)


def small(power: int) -> tuple[Hazard, ...]:
    """A power that one lost digit makes out of another: 10¹² without its ¹ is 10²."""
    if power >= SMALLEST_POWER:
        return ()
    message = f"A power of {power} may be a greater one that lost a digit: 10¹² without its ¹ is 10²."
    return (Hazard("notation.small-power", message, "Write the number in full, or with e."),)


def raised(text: str, at: int) -> int:
    """Where a run of superscripts that begins here ends; `at` itself where none does."""
    while text[at : at + 1] in SUPERSCRIPT and at < len(text):
        at += 1
    return at
