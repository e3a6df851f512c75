"""What a text states around its numbers: one amount, a range, a bound, or an amount and its ±."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.notation.conventions import Conventions
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.lead import Lead, lead
from msc_dose.notation.numbers.factors import expression, skip_spaces
from msc_dose.notation.numbers.magnitude import DIGITS
from msc_dose.notation.numbers.multiplier import multiplier
from msc_dose.notation.numbers.scaled import Scaled, scaled
from msc_dose.notation.numbers.words import (
    DASHES,
    PLUS_MINUS,
    RANGE_WORDS,
    RELATIONS_BEHIND,
    longest_start,
)
from msc_dose.notation.units.sizes import in_percent
from msc_dose.quantity.kinds import Kind

RANGE_POWER = "notation.range-power"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands before the unit, and the unit's text in `rest`.

    `form` is `one`, `range` (first to second) or `plus-minus` (first ± second); `relation` makes a bound of
    one amount; `end` is where the numbers end; `percent` says that the ± is one of the amount; `label` stands
    before. `alone` holds the two numbers as they stand where a power of ten was taken for both.
    """

    form: str
    first: Scaled
    second: Scaled | None
    relation: str | None
    rest: str
    hazards: tuple[Hazard, ...] = ()
    end: int = 0
    percent: bool = False
    label: str = ""
    alone: tuple[Scaled, Scaled] | None = None


def phrase(text: str, kind: Kind, field: str, conventions: Conventions) -> Phrase:
    """Everything before the unit of an admitted text.

    Raises Refusal where no number can be read: `number.missing`, `number.negative`, `number.sign`,
    `number.not-finite`, `number.script`, `number.malformed`, `notation.expression` and the refusals of
    `scaled`.
    """
    before = lead(text, kind, field)
    found = _bounded(_found(text, before, kind, field, conventions), before.between)
    return replace(found, label=before.label)


def _found(text: str, before: Lead, kind: Kind, field: str, conventions: Conventions) -> Phrase:
    if text[before.end : before.end + 1] == "(":
        return _in_brackets(text, before, kind, field, conventions)
    first = scaled(text, before.end, kind, field, conventions)
    mark = mark_at(text, first.end, before.between)
    if mark is None:
        return _one(text, before, first)
    form, begin, hazards = mark
    second = scaled(text, begin, kind, field, conventions)
    percent = _percent_at(text, second.end, form, kind)
    if percent is not None:
        return Phrase(form, first, second, before.relation, text[percent:], before.hazards, percent, True)
    one, other, doubts = _sharing(first, second)
    rest, hazards = text[second.end :], (*before.hazards, *hazards, *doubts)
    alone = (first, second) if (one, other) != (first, second) else None
    return Phrase(form, one, other, before.relation, rest, hazards, second.end, alone=alone)


def _percent_at(text: str, at: int, form: str, kind: Kind) -> int | None:
    """`2e6 ± 20 % cells/kg`: the end of the sign of a ± in percent."""
    at = skip_spaces(text, at)
    percent = form == "plus-minus" and not in_percent(kind) and text[at : at + 1] == "%"
    return at + 1 if percent else None


def _one(text: str, before: Lead, first: Scaled) -> Phrase:
    hazards = (*before.hazards, *((_HALF,) if before.between else ()))
    return Phrase("one", first, None, before.relation, text[first.end :], hazards, first.end)


def _bounded(found: Phrase, between: bool) -> Phrase:
    """The phrase with the bound that stands behind its unit; what a bound has no business with is unsafe."""
    rest, behind = _relation_behind(found.rest)
    relation, hazards = found.relation or behind, found.hazards
    if (found.relation and behind) or (relation and found.form != "one"):
        hazards = (*hazards, _TWO_BOUNDS)
    if between and found.form == "plus-minus":
        hazards = (*hazards, _HALF)
    return replace(found, rest=rest, relation=relation if found.form == "one" else None, hazards=hazards)


def _relation_behind(rest: str) -> tuple[str, str | None]:
    """`100 × 10⁹/L or more`, `10万以上`."""
    lowered = rest.rstrip().lower()
    for words, relation in RELATIONS_BEHIND.items():
        if lowered.endswith(words):
            return rest.rstrip()[: -len(words)], relation
    return rest, None


_HALF = Hazard(
    "notation.range-half",
    "“Between” and “from” begin a range whose second number is missing.",
    "Write both ends, or the number alone.",
    "the number alone",
)
_TWO_BOUNDS = Hazard(
    "notation.bound", "A bound and more than one number, or two bounds, say two things.", "Say one of them.",
    "without the bound",
)  # fmt: skip


def mark_at(text: str, at: int, between: bool = False) -> tuple[str, int, tuple[Hazard, ...]] | None:
    """The form that a dash, `to` or ± makes, where its second number begins, and what is unsafe in it."""
    at = skip_spaces(text, at)
    for sign in PLUS_MINUS:
        if text.startswith(sign, at):
            begin = skip_spaces(text, at + len(sign))
            glyph = (
                Hazard(
                    "notation.look-alike", f"{sign!r} only looks like ±.", "Write ±.", f"{sign} taken as ±"
                ),
            )
            return ("plus-minus", begin, glyph if sign == "Ϯ" else ()) if _number_at(text, begin) else None
    words = (*RANGE_WORDS, "and") if between else RANGE_WORDS
    width = 1 if text[at : at + 1] in DASHES and at < len(text) else len(longest_start(text[at:], words))
    begin = skip_spaces(text, at + width)
    return ("range", begin, ()) if width and _number_at(text, begin) else None


def _number_at(text: str, at: int) -> bool:
    return text[at : at + 1] in DIGITS or (text[at : at + 1] == "." and text[at + 1 : at + 2] in DIGITS)


def _sharing(first: Scaled, second: Scaled) -> tuple[Scaled, Scaled, tuple[Hazard, ...]]:
    """`14–30 × 10⁹`: a power behind the second number belongs to both, where it can."""
    if first.factor.stated == second.factor.stated:
        return first, second, ()
    if second.factor.stated and not second.factor.based:
        return first.sharing(second.factor), second, ()
    message = "Only one of the two numbers has a power of ten."
    hazard = Hazard(RANGE_POWER, message, "Write the power behind both numbers.")
    if second.factor.stated:
        return first, second, (hazard,)
    return first, second.sharing(first.factor), (hazard,)


def _in_brackets(text: str, before: Lead, kind: Kind, field: str, conventions: Conventions) -> Phrase:
    """`(14 ± 2) × 10⁹/L`: the power in front of the unit belongs to both."""
    first = scaled(text, skip_spaces(text, before.end + 1), kind, field, conventions)
    mark = mark_at(text, first.end)
    if mark is None:
        raise expression(text, field)
    form, begin, hazards = mark
    second = scaled(text, begin, kind, field, conventions)
    close = skip_spaces(text, second.end)
    if text[close : close + 1] != ")" or first.factor.stated or second.factor.stated:
        raise expression(text, field)
    factor = multiplier(text, close + 1, "", field, kind.counts_things)
    first, second = first.sharing(factor), replace(second, factor=factor)
    rest, hazards = text[factor.end :], (*before.hazards, *hazards)
    return Phrase(form, first, second, before.relation, rest, hazards, factor.end)
