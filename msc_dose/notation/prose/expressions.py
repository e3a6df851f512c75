"""Amounts in running prose: where a number begins, how far its expression goes, and of which kind it is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from msc_dose.notation.conventions import Conventions
from msc_dose.notation.door import HIDDEN, half_width
from msc_dose.notation.numbers.magnitude import DIGITS, end_of, lost_power
from msc_dose.notation.numbers.scaled import Scaled
from msc_dose.notation.phrase import Phrase, phrase
from msc_dose.notation.prose.units_behind import UnitFound, other_unit_at, unit_at
from msc_dose.problems import Refusal
from msc_dose.quantity.kinds import KINDS

_WINDOW = 120
_BEFORE_A_NUMBER = frozenset(" \n\x00([{\"'“‘«„|=:;,<>≤≥~≈±*_→–—−+…（「、，：。")
_BROKEN = ("number.malformed", "number.leading-zeros")
_LOST = ("notation.lost-superscript", "notation.ten-e")
_TIMES = frozenset("×·⋅∙•✕✖⨯ⴛхϫ")
_FEWEST_CELLS = 10_000
# Only so far back is looked, so that the time is linear in the length of the document.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Expression:
    """An amount in prose: how many characters it takes, the text for the reader, its kind.

    `unit` says whether it has one: a lost superscript is dangerous without. `whole` is False for what remains
    behind a times sign whose first factor is not there, as in the heading `(× 109/L)`, and for what may be a
    small number; `back` is how many characters before the number belong to it.
    """

    width: int
    text: str
    kind: str
    unit: bool = True
    whole: bool = True
    back: int = 0


def start_of_number(prose: str, at: int) -> int | None:
    """The next place from which on a number may begin; digits inside a word (CD34, NCT009) are none."""
    while at < len(prose):
        if _begins(prose, at):
            return at
        at += 1
    return None


def _begins(prose: str, at: int) -> bool:
    character = prose[at]
    if character == "(":
        # Behind a number brackets hold its range or its source: 5.2 (1.1–9.0).
        before = _before(prose, at)
        return _digit(prose[at + 1 : at + 2]) and not prose[at - 1 : at].isalnum() and not _digit(before)
    if not (_digit(character) or (character in ".," and _naked(prose, at))):
        return False
    before = prose[at - 1 : at]
    if before in {"-", "/"}:
        return not prose[at - 2 : at - 1].strip()
    if before in (",", ".", ":") and _ends_number(prose, at - 1):
        return False
    if not before or before in _BEFORE_A_NUMBER or unicodedata.category(before) == "Lo":
        return True
    return _times_sign(prose, at - 1) and not prose[at - 2 : at - 1].isalnum()


def _ends_number(prose: str, end: int) -> bool:
    """Whether a number ends here: the 5 of `2,000`, but not that of a name such as P5."""
    at = end
    while at > 0 and end - at < _WINDOW and _digit(prose[at - 1 : at]):
        at -= 1
    return at < end and not prose[at - 1 : at].isalpha()


def _naked(prose: str, at: int) -> bool:
    """`.5 kg`; the point of `70 .5 kg` has its number before it."""
    return _digit(prose[at + 1 : at + 2]) and not _before(prose, at).isdigit()


def _before(prose: str, at: int) -> str:
    """The last character before this place that is no space, if one stands near."""
    return prose[max(0, at - _NEAR) : at].rstrip(" ")[-1:]


def _digit(character: str) -> bool:
    return (character in DIGITS and character != "") or "０" <= character <= "９"


def _times_sign(prose: str, at: int) -> bool:
    """Whether a times sign stands here; an x or * is one where no word and no list begins with it."""
    character, before = prose[at : at + 1], _before(prose, at)
    if character in ("x", "X"):
        return not before.isalpha()
    if character == "*":
        return before.isdigit() or before in (")", "(")
    return character in _TIMES and character != ""


def expression_at(prose: str, at: int, conventions: Conventions) -> Expression | None:
    """The expression that begins with the number at this place; None where it is of no kind looked for."""
    window = _window(prose, at)
    line = window.partition("\n")[0]
    try:
        found = phrase(line, KINDS["dose_per_weight"], "text", conventions)
    except Refusal as refusal:
        return _broken(window, refusal)
    expression = _with_unit(window, line[: found.end], found)
    if expression is None:
        return None
    if expression.kind == "body_weight":
        # Full-width digits are read in counts only, so a weight is taken as it stands.
        expression = replace(expression, text=prose[at : at + expression.width].replace("\n", " "))
    return _behind_times(expression, prose, at)


def _behind_times(expression: Expression, prose: str, at: int) -> Expression | None:
    """What remains of a product whose first factor is not there says no number of its own."""
    near = prose[max(0, at - _NEAR) : at]
    sign = at - 1 - (len(near) - len(near.rstrip(" ")))
    if sign < 0 or not _times_sign(prose, sign):
        return expression
    return replace(expression, whole=False, back=at - sign) if expression.unit else None


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
    scaled = (found.first, found.second) if found.second else (found.first,)
    small = any(factor < 1 for one in scaled for factor, _ in one.factor.factors)
    if unit:
        few = unit.kind == "cell_count" and all(_few(one) for one in scaled)
        return None if few else replace(_expression(window, len(numbers), unit), whole=not small)
    codes = {hazard.code for one in scaled for hazard in one.factor.hazards}
    if not small and codes & set(_LOST) and not other_unit_at(rest):
        text = numbers.rstrip()
        return Expression(len(text), text, "cell_count", unit=False)
    return None


def _few(number: Scaled) -> bool:
    """A small whole number before a noun of cells counts people or products: 26 MSC patients, day 28 MSC.

    106 may be 10⁶, and stays.
    """
    bare = number.bare or ""
    return bare.isdigit() and int(bare) < _FEWEST_CELLS and lost_power(bare) is None


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
