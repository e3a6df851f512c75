"""Scientific forms: every way of writing a power of ten, and what becomes of the damaged ones."""

import pytest

import msc_dose as md

from .texts import refusal_of, values

TWO_MILLION = [
    "2 ×10⁶",
    "2×10⁶",
    "2 x10^6",
    "2 X 10^6",
    "2·10**6",
    "2 • 10^6",
    "2 * 10^6",
    "2 x 10\\^6",
    "2 \\times 10^{6}",
    "2 &times; 10^6",
    "2 times 10^6",
    "2 × 10<sup>6</sup>",
    "2 × 10^6^",
    "2 × 10^(6)",
    "2 × 10 to the power of 6",
    "2 x 10 to the 6th",
    "2e6",
    "2E+6",
    "2E+06",
    "2 10*6",
    "2 10^6",
    "20 × 10⁵",
    "0.2 x 10^7",
]


@pytest.mark.parametrize("number", TWO_MILLION)
def test_a_power_of_ten_that_is_whole_is_read_in_each_of_its_forms(number):
    assert md.read(f"{number} cells/kg", "dose_per_weight").value == 2_000_000


@pytest.mark.parametrize("number", ["10⁶", "10^6", "10**6", "10*6", "10\\^6", "10<sup>6</sup>", "10の6乗"])
def test_a_power_of_ten_that_stands_alone_is_one_times_it(number):
    assert md.read(f"{number} cells/kg", "dose_per_weight").value == 1_000_000


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("10^4/µL", "cell_concentration", 10_000_000),
        ("6.68 × 10⁶ cells/mL", "cell_concentration", 6_680_000),
        ("14 × 10⁹/L", "platelet_count", 14),
        ("14 x 10^9/l", "platelet_count", 14),
        ("24 × 10³/µL", "platelet_count", 24),
        ("2.4 × 10^4/mm³", "platelet_count", 24),
        ("0.024 × 10¹²/L", "platelet_count", 24),
        ("2.4 (×10⁴/µL)", "platelet_count", 24),
        ("7.2 x 10^7 cells", "cell_count", 72_000_000),
    ],
)
def test_every_kind_that_is_counted_takes_a_power_of_ten(text, kind, value):
    assert md.read(text, kind).value == value


@pytest.mark.parametrize(
    ("text", "code", "offered"),
    [
        ("2x106/kg", "notation.lost-superscript", ["2000000", "212"]),
        ("2 × 10 6 cells/kg", "notation.lost-superscript", ["2000000"]),
        ("2 × 10-6 cells/kg", "notation.lost-superscript", ["2000000", "0.000002"]),
        ("2 × 10６ cells/kg", "notation.lost-superscript", ["2000000", "212"]),
        ("2 × 10⁷ cells kg-1", "notation.lost-superscript", ["20000000"]),
        ("2 x 10 (6) cells/kg", "notation.bracketed-power", ["2000000", "120"]),
        ("2 x 10(6) cells/kg", "notation.bracketed-power", ["2000000", "120"]),
        ("10E6 cells/kg", "notation.ten-e", ["1000000", "10000000"]),
        ("2 x 10e6 cells/kg", "notation.ten-e", ["2000000", "20000000"]),
        ("2*10*6 cells/kg", "notation.expression", ["2000000", "120"]),
        ("2 e6 cells/kg", "notation.torn-power", ["2000000"]),
        ("2e 6 cells/kg", "notation.torn-power", ["2000000"]),
        ("2 10⁶ cells/kg", "notation.lost-times", ["2000000"]),
        ("2 × 10^-6 cells/kg", "notation.negative-power", ["0.000002"]),
        ("2e-6 cells/kg", "notation.negative-power", ["0.000002"]),
    ],
)
def test_a_power_that_can_be_taken_otherwise_is_to_be_confirmed_the_intended_first(text, code, offered):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == ((code,), offered)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2 ✕ 10⁶ cells/kg", "✕ taken as × or x"),
        ("2 х 10⁶ cells/kg", "х taken as × or x"),
        ("2 ⴛ 10⁶ cells/kg", "ⴛ taken as × or x"),
        ("2 × 1O⁶ cells/kg", "1O taken as 10"),
        ("2 × l0⁶ cells/kg", "l0 taken as 10"),
        ("2e6 CD34ϩ cells/kg", "ϩ taken as +"),
    ],
)
def test_a_glyph_of_a_scanner_is_to_be_confirmed_and_named(text, why):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == (("notation.look-alike",), ["2000000"])
    assert why in refusal.readings[0].why


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2 × 10⁹⁹ cells/kg", "number.out-of-range"),
        ("2e16 cells/kg", "number.out-of-range"),
        ("2 × 3^6 cells/kg", "notation.expression"),
        ("2 × 3 × 10⁶ cells/kg", "notation.expression"),
        ("2² × 10⁶ cells/kg", "notation.expression"),
        ("2 × 10_6 cells/kg", "notation.expression"),
        ("2 × 10^ cells/kg", "notation.expression"),
    ],
)
def test_what_is_no_power_of_ten_is_unreadable_and_nothing_is_offered(text, code):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == ((code,), [])
