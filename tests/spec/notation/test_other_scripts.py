"""Other scripts and languages: doses and counts as they are printed in Asia and Europe."""

import pytest

import msc_dose as md

from .texts import refusal_of, values


@pytest.mark.parametrize(
    "text",
    [
        "2×10⁶個/kg",
        "2×10⁶ 個の細胞/kg",
        "2×10の6乗個/kg",
        "２×１０⁶ 個/kg",
        "２ｘ１０＾６ cells/kg",
        "2 × 10⁶ cells／kg",
        "200万個/kg",
        "2百万個/kg",
        "2×10⁶个/kg",
        "2×10的6次方个/kg",
        "200万个细胞/kg",
        "2 × 10⁶ 细胞/公斤",
        "2 Mio. Zellen/kg",
        "2 Mio. Zellen/kg KG",
        "2 Millionen Zellen/kg Körpergewicht",
        "2 × 10⁶ cellules/kg",
        "2 × 10⁶ células/kg",
    ],
)
def test_two_million_cells_per_kilogram_in_the_scripts_of_the_literature(text):
    assert md.read(text, "dose_per_weight") == md.Amount("dose_per_weight", 2_000_000)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("血小板数0.8×10⁴/μl", "platelet_count", 8),
        ("血小板 2.4万/μL", "platelet_count", 24),
        ("血小板数：2.4万/µL", "platelet_count", 24),
        ("Thrombozyten 24 Tsd/µl", "platelet_count", 24),
        ("1.2億個", "cell_count", 120_000_000),
        ("1.2亿个", "cell_count", 120_000_000),
        ("7200万個", "cell_count", 72_000_000),
        ("1千万個", "cell_count", 10_000_000),
        ("1×10⁴個/µL", "cell_concentration", 10_000_000),
    ],
)
def test_counts_in_ten_thousands_and_hundred_millions_are_read(text, kind, value):
    assert md.read(text, kind).value == value


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("血小板数 0.8×104/μl", ["8", "0.0832"]),
        ("14×109/l", ["14", "0.000001526"]),
        ("Thrombozyten: 24.000/µl", ["24", "0.024"]),
        ("１４×１０９/l", ["14", "0.000001526"]),
    ],
)
def test_what_is_dangerous_in_one_script_is_dangerous_in_another(text, offered):
    assert values(refusal_of(text, "platelet_count")) == offered


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("７０ kg", "body_weight", "number.script"),
        ("70 ｋｇ", "body_weight", "number.script"),
        ("七十 kg", "body_weight", "number.missing"),
        ("70 кг", "body_weight", "unit.unknown"),
        ("1０ mL", "volume", "number.script"),
        ("10 ｍＬ", "volume", "number.script"),
        ("１７０ cm", "height", "number.script"),
        ("７0 %", "percentage", "number.script"),
    ],
)
def test_weights_volumes_and_other_measures_are_plain_digits_and_letters(text, kind, code):
    assert refusal_of(text, kind).codes == (code,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("٢e6 cells/kg", "number.script"),
        ("२ × 10⁶ cells/kg", "number.script"),
        ("二百万個/kg", "number.missing"),
        ("2×10⁶ клеток/кг", "unit.unknown"),
    ],
)
def test_digits_and_words_of_scripts_that_are_not_known_are_refused_without_a_guess(text, code):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == ((code,), [])
