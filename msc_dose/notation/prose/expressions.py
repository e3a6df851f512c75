"""Amounts in running prose: where a number begins, how far its expression goes, and of which kind it is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from msc_dose.notation.conventions import Conventions
from msc_dose.notation.door import HIDDEN, half_width
from msc_dose.notation.numbers.magnitude import DIGITS, end_of
from msc_dose.notation.phrase import Phrase, phrase
from msc_dose.notation.prose.units_behind import UnitFound, other_unit_at, unit_at
from msc_dose.problems import Refusal
from msc_dose.quantity.kinds import KINDS

_WINDOW = 120
_BEFORE_A_NUMBER = frozenset(" \n\x00([{\"'“‘«„|=:;,<>≤≥~≈±*_→–—（「、，：。")
_BROKEN = ("number.malformed", "number.leading-zeros")
_LOST = ("notation.lost-superscript", "notation.ten-e")


@dataclass(frozen=True, slots=True)
class Expression:
    """An amount in prose: how many characters it takes, the text for the reader, its kind.

    `unit` says whether it has one: a lost superscript is dangerous without.
    """

    width: int
    text: str
    kind: str
    unit: bool = True


def start_of_number(prose: str, at: int) -> int | None:
    """The next place from which on a number may begin; digits inside a word (CD34, NCT009) are none."""
    while at < len(prose):
        if _begins(prose, at):
            return at
        at += 1
    return None


def _begins(prose: str, at: int) -> bool:
    character = prose[at]
    if not (_digit(character) or (character in ".," and _digit(prose[at + 1 : at + 2]))):
        return False
    before = prose[at - 1 : at]
    if before in {"-", "/"}:
        return not prose[at - 2 : at - 1].strip()
    return not before or before in _BEFORE_A_NUMBER or unicodedata.category(before) == "Lo"


def _digit(character: str) -> bool:
    return (character in DIGITS and character != "") or "０" <= character <= "９"


def expression_at(prose: str, at: int, conventions: Conventions) -> Expression | None:
    """The expression that begins with the number at this place; None where it is of no kind looked for."""
    window = _window(prose, at)
    try:
        found = phrase(window.partition("\n")[0], KINDS["dose_per_weight"], "text", conventions)
    except Refusal as refusal:
        return _broken(window, refusal)
    numbers = window.partition("\n")[0].removesuffix(found.rest)
    return _with_unit(window, numbers, found)


def _window(prose: str, at: int) -> str:
    """What the expression can be part of: up to the next hidden character or other script's digit."""
    window = half_width(prose[at : at + _WINDOW])
    for place, character in enumerate(window):
        foreign = character.isdecimal() and character not in DIGITS
        if foreign or (character != "\n" and unicodedata.category(character) in HIDDEN):
            return window[:place]
    return window


def _with_unit(window: str, numbers: str, found: Phrase) -> Expression | None:
    rest = window[len(numbers) :]
    unit = unit_at(rest, found.first.factor.stated)
    if unit:
        return _expression(window, len(numbers), unit)
    lost = [hazard.code for hazard in (*found.first.hazards, *(found.second.hazards if found.second else ()))]
    powered = found.first.factor.stated or (found.second is not None and found.second.factor.stated)
    if powered and any(code in _LOST for code in lost) and not other_unit_at(rest):
        text = numbers.rstrip()
        return Expression(len(text), text, "cell_count", unit=False)
    return None


def _expression(window: str, numbers: int, unit: UnitFound) -> Expression:
    width = numbers + unit.begin + unit.width
    text = window[:numbers].rstrip() + _joint(window, numbers) + unit.text
    return Expression(width, text, unit.kind)


def _joint(window: str, numbers: int) -> str:
    """The space before the unit where the text has one."""
    return " " if window[numbers : numbers + 1] in (" ", "\n") or window[numbers - 1] == " " else ""


def _broken(window: str, refusal: Refusal) -> Expression | None:
    """A number that is none, but stands before a unit: `70.5.1 kg`."""
    end = end_of(window, 0)
    unit = unit_at(window[end:], False) if refusal.codes[0] in _BROKEN else None
    return _expression(window, end, unit) if unit else None
