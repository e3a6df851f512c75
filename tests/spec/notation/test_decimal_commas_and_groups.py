"""Decimal commas and groups: a mark that can be taken in two ways is to be confirmed."""

from decimal import Decimal

import pytest

import msc_dose as md

from .texts import refusal_of, values


def test_a_decimal_comma_is_offered_as_a_decimal_point():
    refusal = refusal_of("70,5 kg", "body_weight")
    assert refusal.codes == ("notation.decimal-comma",)
    assert values(refusal) == ["70.5"]


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("1,250 mL", "volume", ["1250", "1.25"]),
        ("1.250 mL", "volume", ["1.25", "1250"]),
        ("1 250 mL", "volume", ["1250"]),
        ("1'250 mL", "volume", ["1250"]),
        ("70,500 kg", "body_weight", ["70.5", "70500"]),
        ("24.000/µL", "platelet_count", ["24", "0.024"]),
        ("24,000/µL", "platelet_count", ["24", "0.024"]),
        ("100.000/µl", "platelet_count", ["100", "0.1"]),
        ("3,500 mL", "volume", ["3500", "3.5"]),
        ("2.000,000 cells/kg", "dose_per_weight", ["2000000", "2000"]),
        ("2,000.000 cells/kg", "dose_per_weight", ["2000000", "2000"]),
    ],
)
def test_one_group_is_to_be_confirmed_with_each_reading_the_plausible_one_first(text, kind, offered):
    """Rows NOT-17 and NOT-18 among them: `24.000/uL` means 24 × 10⁹/L in a German report."""
    refusal = refusal_of(text, kind)
    assert refusal.codes == ("notation.one-group",)
    assert values(refusal) == offered


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,000,000 cells/kg", 2_000_000),
        ("2 000 000 cells/kg", 2_000_000),
        ("1,234,567.5 cells/kg", Decimal("1234567.5")),
        ("1.250 million cells/kg", 1_250_000),
        ("1.250 × 10⁶ cells/kg", 1_250_000),
    ],
)
def test_two_groups_or_a_power_leave_one_reading(text, value):
    assert md.read(text, "dose_per_weight").value == value


@pytest.mark.parametrize("text", ["2.000.000 cells/kg", "2'000'000 cells/kg"])
def test_foreign_groups_are_to_be_confirmed(text):
    refusal = refusal_of(text, "dose_per_weight")
    assert refusal.codes == ("notation.foreign-groups",)
    assert values(refusal) == ["2000000"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2,000000 cells/kg", "notation.decimal-comma"),
        ("2000,000 cells/kg", "notation.decimal-comma"),
        ("20,00,000 cells/kg", "notation.foreign-groups"),
        ("20,0,000 cells/kg", "number.malformed"),
        ("2,,000,000 cells/kg", "number.malformed"),
        ("2 000000 cells/kg", "notation.expression"),
        ("1_000_000 cells/kg", "number.malformed"),
        ("0,5 million cells/kg", "notation.decimal-comma"),
        ("1.250,5 mL", "notation.decimal-comma"),
        ("070 kg", "number.leading-zeros"),
        (".5 kg", "number.naked-point"),
        ("70. kg", "number.trailing-point"),
    ],
)
def test_broken_groups_and_bare_points_are_refused(text, code):
    kind = "body_weight" if text.endswith(" kg") else "volume" if text.endswith("mL") else "dose_per_weight"
    assert refusal_of(text, kind).codes == (code,)


def test_a_reading_keeps_every_digit():
    refusal = refusal_of("9,907,091,213.954 cells", "cell_count")
    assert values(refusal)[0] == "9907091213.954"


def test_a_reading_that_no_such_amount_can_be_is_offered_last():
    """1,234 kg is no body weight; 1.234 kg is a small one."""
    with pytest.raises(md.Refusal) as refused:
        md.read("1,234 kg", "body_weight")
    assert [reading.value for reading in refused.value.readings] == ["1.234", "1234"]
