"""What may stand before a number: a label, a bound, "about"; and what there makes it no number at all."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.factors import expression, skip_spaces
from msc_dose.notation.numbers.magnitude import DIGITS
from msc_dose.notation.numbers.words import APPROXIMATE, LABELS, LOOKS_LIKE_RELATION, RELATIONS, longest_start
from msc_dose.notation.units.nouns import bases, noun
from msc_dose.problems import refuse
from msc_dose.quantity.kinds import Kind

_NOT_FINITE = frozenset(("nan", "inf", "infinity"))
_LONGEST_LABEL = 40
_BETWEEN = ("between", "from")
_GRADE = ("lln-", "lln -", "lln –", "lln–", "lln to", "lln−")


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the number begins, what bounds it, and what makes it unsafe."""

    end: int
    relation: str | None = None
    hazards: tuple[Hazard, ...] = ()
    between: bool = False
    label: str = ""


def lead(text: str, kind: Kind, field: str) -> Lead:
    """What stands before the number of an admitted text.

    Raises Refusal `number.script`, `number.missing`, `number.negative`, `number.sign`,
    `number.not-finite`, `notation.expression`.
    """
    _refuse_other_scripts(text, field)
    at, hazards, label = _label(text, kind)
    relation, glyph, at = _relation(text, at)
    if kind.name == "duration" and text[:at].lower().strip().endswith("over"):
        relation, hazards = None, (*hazards, _OVER)
    at, grade = _grade(text, at, relation)
    at, about = _approximate(text, at)
    if relation is None and not glyph:
        relation, glyph, at = _relation(text, at)
    word = longest_start(text[at:], _BETWEEN)
    at = skip_spaces(text, at + len(word))
    _refuse_what_is_not_a_number(text, at, field)
    return Lead(at, "≥" if grade else relation, (*hazards, *glyph, *grade, *about), bool(word), label)


def _refuse_other_scripts(text: str, field: str) -> None:
    for character in text:
        wide = "\uff01" <= character <= "\uff5e"
        if wide or (character.isdecimal() and character not in DIGITS):
            message = f"{character!r} is a {'full-width sign' if wide else 'digit of another script'}."
            raise refuse("number.script", field, message, "Use the digits 0 to 9.", text)


_OVER = Hazard(
    "notation.bound",
    "“Over 30 min” may be in 30 minutes, or more than 30.",
    "Leave the word out, or say more than.",
    "in this time",
)


def _label(text: str, kind: Kind) -> tuple[int, tuple[Hazard, ...], str]:
    """The end of a label such as `Platelets:`. One that is not the kind's own is to be confirmed."""
    if text[:1] in DIGITS:
        return 0, (), ""
    own = longest_start(text, LABELS[kind.name])
    # A body weight is written plainly, and a previous or a birth weight must not pass for it.
    known = bool(own) and kind.name != "body_weight"
    colon = text.find(":", 0, _LONGEST_LABEL)
    end = len(own) if own and colon <= len(own) else max(colon, _fact(text, kind))
    if end < 1 or not any(character.isalpha() for character in text[:end]):
        return 0, (), ""
    at = skip_spaces(text, end)
    at = skip_spaces(text, at + 1) if text[at : at + 1] in (":", "=") else at
    label = text[:at].strip(" :=")
    if known and label.lower() == own:
        return at, (), ""
    message = f"{label!r} stands before the amount."
    taken = "" if _says_fact(label, kind) else f"{label!r} left out"
    return at, (Hazard("notation.label", message, "Give the amount alone.", taken),), label


def _says_fact(label: str, kind: Kind) -> bool:
    """Whether the label is a population, or a basis of weight, which the amount keeps."""
    basis = bases(label) if kind.patient_mass else None
    return bool(kind.cells and noun(label)) or basis not in (None, (None,))


def _fact(text: str, kind: Kind) -> int:
    """The end of a population or a basis of weight before the number: `TNC 5e7/kg`, `IBW 70 kg`; else -1."""
    for at in range(1, min(len(text), _LONGEST_LABEL)):
        if text[at] in DIGITS and text[at - 1] in " :=" and _says_fact(text[:at].strip(" :="), kind):
            return len(text[:at].rstrip(" :="))
    return -1


def _relation(text: str, at: int) -> tuple[str | None, tuple[Hazard, ...], int]:
    glyph = text[at : at + 1]
    if glyph in LOOKS_LIKE_RELATION:
        meant = LOOKS_LIKE_RELATION[glyph]
        hazard = Hazard(
            "notation.look-alike",
            f"{glyph!r} may be {meant} misread.",
            f"Write {meant}.",
            f"{glyph} taken as {meant}",
        )
        return meant, (hazard,), skip_spaces(text, at + 1)
    words = longest_start(text[at:], tuple(RELATIONS))
    return (RELATIONS[words], (), skip_spaces(text, at + len(words))) if words else (None, (), at)


def _grade(text: str, at: int, relation: str | None) -> tuple[int, tuple[Hazard, ...]]:
    """`<LLN–75 × 10⁹/L`, as toxicity grades are printed: from below the lower limit of normal down to 75."""
    words = longest_start(text[at:], _GRADE)
    if not words or relation not in (None, "<"):
        return at, ()
    message = "LLN, the laboratory's own lower limit of normal, is no number."
    hazard = Hazard(
        "notation.open-range", message, "Write both ends as numbers.", "from this number up to below the LLN"
    )
    return skip_spaces(text, at + len(words)), (hazard,)


def _approximate(text: str, at: int) -> tuple[int, tuple[Hazard, ...]]:
    words = longest_start(text[at:], APPROXIMATE)
    if not words:
        return at, ()
    message = "An approximate amount cannot be dosed."
    hazard = Hazard("notation.approximate", message, "Give the number itself.", "the number without “about”")
    return skip_spaces(text, at + len(words)), (hazard,)


def _refuse_what_is_not_a_number(text: str, at: int, field: str) -> None:
    rest = text[at:]
    word = _word(rest.lstrip("+-−")).lower()
    if word in _NOT_FINITE:
        raise refuse("number.not-finite", field, f"{word} is not a finite number.", "Give a number.", text)
    if rest[:1] in ("-", "−", "–"):
        raise refuse("number.negative", field, "An amount cannot be negative.", "Check the sign.", text)
    if rest[:1] == "+":
        raise refuse("number.sign", field, "An amount carries no sign.", "Leave the sign out.", text)
    if rest[:1] in ("[", "{") or (rest[:1] == "(" and rest[1:].lstrip(" ")[:1] not in DIGITS):
        raise expression(text, field)
    if rest[:1] not in (*DIGITS, ".", ",", "("):
        fix = "Write the number in digits, then the unit."
        raise refuse("number.missing", field, "The text does not begin with a number.", fix, text)


def _word(text: str) -> str:
    end = 0
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[:end]
