"""One edit away: a slip of one character in a safe text never makes another amount that is accepted.

In scope are the slips of copying and typing that leave the digits as they are: superscripts dropped or
flattened, points for commas, spaces lost or added, grouping marks lost or doubled, times signs, carets and
signs lost, look-alike glyphs. Out of scope is what makes another ordinary text that no reader can doubt:
digits added or lost, a decimal point added, lost or moved (`7.0 kg` for `70 kg`), letters of a unit lost
(`L` for `mL`), and powers of 10¹³ and more, which are beyond all the cells of a body.
"""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.notation.plausible import plausible
from msc_dose.quantity import writer
from msc_dose.quantity.kinds import KINDS

from .texts import amount_or_refusal

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
FLAT = str.maketrans(SUPERSCRIPTS, "0123456789-")
LOOK_ALIKE = {
    ".": ",'·",
    ",": ".'’ ",
    " ": ",.'",
    "×": "xX*·✕х",
    "x": "×*·хX",
    "·": ".×x*",
    "*": "x×·^",
    "^": " *",
    "e": "EеЕ",
    "0": "OoО",
    "1": "lI|",
    "-": "–−+",
    "/": "|\\",
    "k": "кK",
}


def edits(text):
    """Every text that is one slip away from this one."""
    yield text.translate(FLAT)
    yield "".join(character for character in text if character not in SUPERSCRIPTS)
    for at, character in enumerate(text):
        before, after = text[:at], text[at + 1 :]
        if character in SUPERSCRIPTS:
            yield before + after
            yield before + character.translate(FLAT) + after
        elif character in " ×x·*^,'+-" or (character == "e" and before[-1:].isdigit()):
            yield before + after
        if not character.isdigit():
            yield before + character * 2 + after
        for other in LOOK_ALIKE.get(character, ""):
            yield before + other + after
        for inserted in (" ", ",", "-", "+"):
            yield before + inserted + character + after


def superscript(power):
    return str(power).translate(str.maketrans("0123456789", SUPERSCRIPTS[:10]))


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


def accepted_otherwise(text, kind, amount):
    """The edits of the text that are taken for another amount."""
    taken = {edit: amount_or_refusal(edit, kind) for edit in edits(text)}
    return [edit for edit, found in taken.items() if isinstance(found, md.Amount) and not same(found, amount)]


def same(one, other):
    return (one.numerator, one.denominator) == (other.numerator, other.denominator)


MANTISSAS = st.sampled_from(
    [
        Decimal(text)
        for text in ("1", "2", "5", "1.2", "1.05", "2.5", "6.68", "12.5", "10", "72", "106", "120")
    ]
)
COUNTED = {"dose_per_weight": "cells/kg", "cell_count": "cells", "cell_concentration": "cells/mL"}


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
    ],
)
def test_a_slip_in_a_text_of_the_clinic_is_never_another_amount(text, kind):
    assert accepted_otherwise(text, kind, md.read(text, kind)) == []
