"""Words and letters for powers of ten: one meaning is read, more than one is to be confirmed."""

import pytest

import msc_dose as md

from .texts import refusal_of, values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120 million cells", 120_000_000),
        ("120 Million cells", 120_000_000),
        ("120 mio cells", 120_000_000),
        ("120 Mio. Zellen", 120_000_000),
        ("120 Millionen Zellen", 120_000_000),
        ("120 mln cells", 120_000_000),
        ("800 thousand cells", 800_000),
        ("1200 lakh cells", 120_000_000),
        ("12 lacs cells", 1_200_000),
        ("12 crore cells", 120_000_000),
        ("1.2 milliard cells", 1_200_000_000),
        ("1.2 Mrd. Zellen", 1_200_000_000),
    ],
)
def test_a_word_that_is_one_power_of_ten_in_every_country_is_read(text, value):
    assert md.read(text, "cell_count").value == value


@pytest.mark.parametrize(
    "text",
    [
        "24 K/µL",
        "24 K/uL",
        "24 K/mm³",
        "24 G/L",
        "24 G/l",
        "24 Gpt/L",
        "24 THOUS/MCL",
        "24 THOU/uL",
        "24 Tsd/µl",
        "24 Tsd./µl",
        "24 tausend/µl",
        "0.24 lakh/cumm",
        "24000/cumm",
        "24000 /mm³",
        "24000 platelets/mm3",
        "24000 cells/mm³",
        "24 10*9/L",
        "24 10*3/uL",
    ],
)
def test_a_platelet_count_is_read_as_laboratories_print_it(text):
    assert md.read(text, "platelet_count").value == 24


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("120 M cells", ["120000000", "120000"]),
        ("120 m cells", ["120000000", "120000"]),
        ("120 MM cells", ["120000000", "120000000000"]),
        ("120 mil cells", ["120000000", "120000"]),
        ("120 mill cells", ["120000000", "120000"]),
        ("2 billion cells", ["2000000000", "2000000000000"]),
        ("2 bn cells", ["2000000000", "2000000000000"]),
        ("2 B viable cells", ["2000000000", "2000000000000"]),
        ("120000 k cells", ["120000000"]),
        ("120000 K cells", ["120000000"]),
    ],
)
def test_a_letter_or_word_of_more_than_one_size_is_to_be_confirmed(text, offered):
    """Even where only one is sane, as for k, which is a letter away from a unit."""
    refusal = refusal_of(text, "cell_count")
    assert refusal.codes == ("notation.ambiguous-multiplier",)
    assert values(refusal) == offered


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("24 k/µL", ["24"]),
        ("24 K/mL", ["0.024"]),
        ("14 G/mL", ["14000"]),
        ("150 M/mL", ["150", "0.15"]),
    ],
)
def test_a_laboratory_letter_is_sure_before_its_own_unit_only(text, offered):
    refusal = refusal_of(text, "platelet_count")
    assert refusal.codes == ("notation.ambiguous-multiplier",)
    assert values(refusal) == offered


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("2 dozen cells", "cell_count", "unit.unknown"),
        ("two million cells", "cell_count", "number.missing"),
        ("70 M kg", "body_weight", "unit.unknown"),
        ("7 million kg", "body_weight", "unit.unknown"),
        ("2 k mL", "volume", "unit.unknown"),
    ],
)
def test_a_word_for_a_number_does_not_belong_everywhere(text, kind, code):
    refusal = refusal_of(text, kind)
    assert (refusal.codes, values(refusal)) == ((code,), [])
