"""Lost superscripts: powers of ten that lost a character are offered as readings, never accepted."""

import pytest

import msc_dose as md

from .texts import refusal_of, values


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("2x106/Kg", "dose_per_weight", ["2000000", "212"]),
        ("2 × 106 cells/kg", "dose_per_weight", ["2000000", "212"]),
        ("2 × 1010 cells", "cell_count", ["20000000000", "2020"]),
        ("10 ⴛ 106/kg", "dose_per_weight", ["10000000", "1060"]),
        ("2 ? 106 cells/kg", "dose_per_weight", ["2000000", "212"]),
        ("2 106 cells/kg", "dose_per_weight", ["2000000", "2106"]),
        ("2 10 6 cells/kg", "dose_per_weight", ["2000000"]),
        ("5x107 cells", "cell_count", ["50000000", "535"]),
        ("15.107 cells", "cell_count", ["150000000", "15.107", "15107"]),
        ("106 cells/kg", "dose_per_weight", ["1000000", "106"]),
        ("0.8 × 104/µL", "platelet_count", ["8", "0.0832"]),
        ("2 × 10 6 cells/kg", "dose_per_weight", ["2000000"]),
        ("1-2 * 106 MSCs/kg", "dose_per_weight", [("1000000", "2000000"), ("106", "212")]),
    ],
)
def test_ten_and_an_exponent_in_one_run_of_digits_may_be_a_power(text, kind, offered):
    refusal = refusal_of(text, kind)
    assert refusal.codes[0] == "notation.lost-superscript"
    assert values(refusal) == offered


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("10 cells/kg", "dose_per_weight", "notation.lost-superscript"),
        ("10/L", "platelet_count", "notation.lost-superscript"),
        ("2 × 10¹ cells/kg", "dose_per_weight", "notation.small-power"),
        ("2 × 10⁰ cells/kg", "dose_per_weight", "notation.small-power"),
        ("1.2 × 10² cells", "cell_count", "notation.small-power"),
        ("1.2 × 10^2 cells", "cell_count", "notation.small-power"),
    ],
)
def test_a_power_that_may_have_lost_one_character_is_to_be_confirmed(text, kind, code):
    """`10⁶` without its ⁶ is 10, `10¹²` without its ¹ is 10²; the literal value is offered."""
    refusal = refusal_of(text, kind)
    assert refusal.codes == (code,)
    assert len(refusal.readings) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2.10⁶ cells/kg", "notation.look-alike"),
        ("2.10^6/kg", "notation.look-alike"),
        ("2 ×10 ⁶ cells/kg", "notation.torn-power"),
        ("2 e6 cells/kg", "notation.torn-power"),
    ],
)
def test_a_point_for_a_times_sign_and_a_torn_power_are_to_be_confirmed(text, code):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == ((code,), ["2000000"])


@pytest.mark.parametrize("text", ["2 × 10¹0 cells/kg", "2 × 1¹⁰ cells/kg", "2 × 10⁶⁶ cells/kg"])
def test_a_broken_power_is_never_a_number(text):
    assert refusal_of(text, "dose_per_weight")


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("26 cells/kg", "dose_per_weight", ["2000000", "26"]),
        ("2.56 viable cells/kg", "dose_per_weight", ["2500000", "2.56"]),
        ("1206 cells", "cell_count", ["120000000", "1206"]),
        ("56/mL", "cell_concentration", ["5000000", "56"]),
        ("1009/L", "platelet_count", ["100", "0.000001009"]),
        ("2.5 cells/kg", "dose_per_weight", ["2.5"]),
    ],
)
def test_a_count_too_small_to_be_one_may_have_lost_its_e(text, kind, offered):
    """`2e6` without its e is 26; nobody orders 26 cells, or half a cell."""
    refusal = refusal_of(text, kind)
    assert refusal.codes == ("notation.lost-exponent",)
    assert values(refusal) == offered


@pytest.mark.parametrize("text", ["212 cells/kg", "5000 cells/kg", "9e3 cells/kg"])
def test_a_small_count_that_no_slip_explains_is_read_and_left_to_the_guards(text):
    assert md.read(text, "dose_per_weight").value < 10_000


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("24000 /L", "platelet_count", ["24", "0.000024"]),
        ("24 × 10³/L", "platelet_count", ["24", "0.000024"]),
        ("10^4 cells/L", "cell_concentration", ["10000000", "10"]),
    ],
)
def test_a_count_per_litre_too_small_to_be_one_may_have_lost_its_micro_sign(text, kind, offered):
    refusal = refusal_of(text, kind)
    assert refusal.codes == ("notation.lost-prefix",)
    assert values(refusal) == offered


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("5e-3 L", "volume", "5"),
        ("2 × 10⁻³ L", "volume", "2"),
        ("1 × 10⁻⁶ cells/kg", "dose_per_weight", "0.000001"),
    ],
)
def test_a_negative_power_loses_its_sign_too_easily(text, kind, offered):
    """Without its sign, five thousandths are five thousands."""
    refusal = refusal_of(text, kind)
    assert refusal.codes == ("notation.negative-power",)
    assert values(refusal) == [offered]


def test_only_cells_and_platelets_are_written_with_a_raised_power():
    refusal = refusal_of("1.2 × 10³ mL", "volume")
    assert refusal.codes == ("notation.unusual-power",)
    assert values(refusal) == ["1200"]


@pytest.mark.parametrize("text", ["70e0 kg", "7 × 10¹ kg", "7·10^1 kg"])
def test_a_body_weight_carries_no_power_at_all(text):
    assert refusal_of(text, "body_weight").codes == ("number.exponent",)


@pytest.mark.parametrize(
    ("text", "offered"),
    [("2 M/kg", ["2000000", "2000"]), ("2 MM cells/kg", ["2000000", "2000000000"])],
)
def test_m_stands_for_different_numbers(text, offered):
    refusal = refusal_of(text, "dose_per_weight")
    assert refusal.codes == ("notation.ambiguous-multiplier",)
    assert values(refusal) == offered
