"""One edit away: a slip in a safe text never makes another statement that is accepted.

In scope are the slips of copying and typing that leave the digits as they are: superscripts dropped or
flattened, points for commas, spaces lost or added, grouping marks lost or doubled, times signs, carets and
signs lost, look-alike glyphs. Out of scope is what makes another ordinary text that no reader can doubt:
digits added, lost or changed (⁸ for ³), a decimal point added, lost or moved (`7.0 kg` for `70 kg`), letters of
a unit lost or changed (`L` for `mL`, `mg` for `µg`), the bar of ≤ lost, a dash added between digits, the power of
`10⁵ to 14 million` (two numbers written in two ways), and powers of 10¹³ and more, which are beyond all the cells of
a body. An amount that becomes a range, a bound or a ± counts as another statement.
"""

import os
import random
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.notation.plausible import plausible
from msc_dose.quantity import writer
from msc_dose.quantity.kinds import KINDS

from .safe_texts import ends, safe_text, superscript
from .slips import FAMILIES, slip
from .texts import amount_or_refusal

FEWEST_EDITS = 2_000
EDITS = int(os.environ.get("MSC_DOSE_EDITS", FEWEST_EDITS))


def edits(text):
    """Every text that is one slip away from this one."""
    for family in FAMILIES:
        yield from family(text)
    for at, character in enumerate(text):
        before, after = text[:at], text[at + 1 :]
        if character in " ×x·*^,'+-" or (character == "e" and before[-1:].isdigit()):
            yield before + after
        if not character.isdigit():
            yield before + character * 2 + after
        for inserted in (" ", ",", "+") if character.isdigit() else (" ", ",", "-", "+"):
            yield before + inserted + character + after
        if character in " .,":
            yield from (before + other + after for other in " .,'" if other != character)


def written(mantissa, power, unit):
    """The ways in which a count is safely written."""
    value = mantissa.scaleb(power)
    return [
        f"{mantissa}e{power} {unit}",
        f"{mantissa} × 10{superscript(power)} {unit}",
        f"{mantissa}x10^{power} {unit}",
        f"{mantissa}·10^{power} {unit}",
        f"{mantissa} 10*{power} {unit}",
        f"{value:,f} {unit}",
        f"{value:,f} {unit}".replace(",", " "),
        f"{value:f} {unit}",
        f"{mantissa} million {unit}",
    ]


def accepted_otherwise(text, kind, stated, **site):
    """The edits of the text that are taken for another statement."""
    taken = {edit: amount_or_refusal(edit, kind, **site) for edit in edits(text) if edit != text}
    return [
        edit for edit, found in taken.items() if not isinstance(found, md.Refusal) and not same(found, stated)
    ]


def same(one, other):
    """Whether both state the same numbers in the same form, and name nothing that differs."""
    forms = [(type(a), getattr(a, "relation", None), len(ends(a))) for a in (one, other)]
    return forms[0] == forms[1] and all(
        _same_amount(a, b) for a, b in zip(ends(one), ends(other), strict=True)
    )


def _same_amount(one, other):
    numbers = [(a.kind, a.numerator, a.denominator) for a in (one, other)]
    facts = [(a.counts, a.population, a.basis) for a in (one, other)]
    return numbers[0] == numbers[1] and all(a == b or None in (a, b) for a, b in zip(*facts, strict=True))


MANTISSAS = st.sampled_from(
    [
        Decimal(text)
        for text in ("1", "2", "5", "1.2", "1.05", "2.5", "6.68", "12.5", "10", "72", "106", "120")
    ]
)
COUNTED = {
    "dose_per_weight": "cells/kg",
    "cell_count": "cells",
    "cell_concentration": "cells/mL",
    "dose_per_surface": "cells/m²",
}


@pytest.mark.parametrize("kind", COUNTED)
@settings(max_examples=40, deadline=None)
@given(mantissa=MANTISSAS, power=st.integers(3, 10), way=st.integers(0, 8))
def test_a_slip_in_a_count_that_occurs_is_never_another_count(kind, mantissa, power, way):
    low, high = plausible(kind)
    text = written(mantissa, power, COUNTED[kind])[way]
    amount = amount_or_refusal(text, kind)
    assume(isinstance(amount, md.Amount) and low <= amount.value <= high)
    assert accepted_otherwise(text, kind, amount) == []


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_slip_in_what_msc_dose_itself_writes_is_never_another_amount(kind, data):
    low, high = plausible(kind)
    amount = md.Amount(kind, data.draw(st.decimals(low, high, places=2)))
    style = data.draw(st.sampled_from([writer.exact, writer.in_words, writer.briefly, writer.scientific]))
    text = style(amount)
    assume(isinstance(amount_or_refusal(text, kind), md.Amount))
    assert accepted_otherwise(text, kind, amount) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2 million cells kg⁻¹", "dose_per_weight"),
        ("10⁶ cells/kg", "dose_per_weight"),
        ("1.2 × 10¹² cells", "cell_count"),
        ("2 × 10¹⁰ cells/kg", "dose_per_weight"),
        ("100e9/L", "platelet_count"),
        ("10⁹/L", "platelet_count"),
        ("24000 /µL", "platelet_count"),
        ("250,000,000 /mL", "platelet_count"),
        ("1,250,000 mL", "volume"),
        ("70.5 kg", "body_weight"),
        ("12.345 kg", "body_weight"),
        ("0.106e3 cells/kg", "dose_per_weight"),
        ("12.345e0 mL", "volume"),
        ("1.809 m²", "body_surface"),
        ("1.73 m2", "body_surface"),
        ("1.73 m^2", "body_surface"),
        ("BSA 1.73 m²", "body_surface"),
        ("1 × 10⁸ cells m⁻²", "dose_per_surface"),
        ("10⁸/m²", "dose_per_surface"),
        ("1e8 viable MSC/m2", "dose_per_surface"),
        ("10 mL/kg PBW", "volume_per_weight"),
        ("500 mg/kg", "mass_per_weight"),
        ("1 g/kg actual body weight", "mass_per_weight"),
        ("80 % to 120 %", "ratio"),
        ("107.5 %", "ratio"),
    ],
)
def test_a_slip_in_a_text_of_the_clinic_is_never_another_amount(text, kind):
    assert accepted_otherwise(text, kind, md.read(text, kind)) == []


def test_a_random_slip_in_a_random_safe_text_is_never_another_statement():
    """A superscript lost, a comma for a point, a space dropped, a glyph swapped; MSC_DOSE_EDITS draws more."""
    source = random.Random(106 + EDITS)
    otherwise = []
    for _ in range(EDITS):
        safe = safe_text(source)
        text = slip(source, safe.text)
        found = amount_or_refusal(text, safe.kind, **safe.conventions)
        if not isinstance(found, md.Refusal) and not same(found, safe.found):
            otherwise.append((safe.text, text, safe.kind, safe.conventions, str(found)))
    assert otherwise == []


def test_the_random_safe_texts_are_of_every_kind_and_form():
    source = random.Random(6)
    drawn = [safe_text(source) for _ in range(FEWEST_EDITS)]
    assert {safe.kind for safe in drawn} == set(KINDS)
    assert {type(safe.found).__name__ for safe in drawn} == {"Amount", "Range", "Bound", "PlusMinus"}
    assert {safe.conventions.get("decimal_mark") for safe in drawn} == {None, "comma"}
