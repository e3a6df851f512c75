"""More than one power, more than one statement: nothing written twice, beside or behind is lost."""

import pytest

import msc_dose as md

from .texts import refusal_of, values


@pytest.mark.parametrize(
    ("text", "kind", "code", "offered"),
    [
        ("10⁵⁻⁶ MSC/kg", "dose_per_weight", "notation.power-range", ["100000", "1000000"]),
        ("2 × 10⁶⁻⁷ cells/kg", "dose_per_weight", "notation.power-range", ["2000000", "20000000"]),
        ("10⁹⁻¹⁰/L", "platelet_count", "notation.power-range", ["1", "10"]),
        ("10⁶⁻ cells/kg", "dose_per_weight", "notation.power-range", ["1000000"]),
        ("10⁶⁺ cells/kg", "dose_per_weight", "notation.power-range", ["1000000"]),
        (
            "1×10^5-6/kg",
            "dose_per_weight",
            "notation.range-power",
            [("100000", "1000000"), ("100000", "600000")],
        ),
        ("10-6/kg", "dose_per_weight", "notation.lost-superscript", ["1000000", ("6", "10")]),
    ],
)
def test_a_range_of_powers_never_collapses_to_its_first(text, kind, code, offered):
    refusal = refusal_of(text, kind)
    assert (refusal.codes[0], values(refusal)) == (code, offered)


def test_no_dose_is_calculated_from_a_range_of_powers():
    with pytest.raises(md.Refusal):
        md.DoseRule.per_weight("10⁵⁻⁶ MSC/kg")


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("24 × 10⁹/L (150–400 × 10⁹/L)", "platelet_count", ["24", ("150", "400")]),
        ("70 kg (15.4 lb)", "body_weight", ["70", "6.985322498"]),
        ("12 million cells (120 million cells)", "cell_count", ["12000000", "120000000"]),
    ],
)
def test_two_statements_that_differ_are_both_offered(text, kind, offered):
    refusal = refusal_of(text, kind)
    assert (refusal.codes, values(refusal)) == (("notation.disagrees",), offered)


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("35/µL", "platelet_count", ["35", "300", "0.035"]),
        ("150/mm3", "platelet_count", ["150", "0.15"]),
        ("150/L", "platelet_count", ["150", "0.00000015"]),
        ("150 x 103/L", "platelet_count", ["150", "0.00015", "0.00001545"]),
    ],
)
def test_platelets_too_few_to_be_counted_have_lost_their_thousands(text, kind, offered):
    assert values(refusal_of(text, kind)) == offered


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("CD34+: 5e6/kg", "dose_per_weight", "5 million CD34+ cells/kg"),
        ("TNC 5 x 10^7/kg", "dose_per_weight", "50 million TNC/kg"),
        ("IBW: 70 kg", "body_weight", "70 kg ideal body weight"),
        ("PBW = 70 kg", "body_weight", "70 kg predicted body weight"),
    ],
)
def test_a_fact_that_stands_before_the_number_is_kept_in_the_reading(text, kind, offered):
    refusal = refusal_of(text, kind)
    assert refusal.codes == ("notation.label",)
    assert [reading.text for reading in refusal.readings] == [offered]


def test_car_t_cells_are_not_taken_for_car_positive_ones():
    """One lost + would make them so."""
    assert refusal_of("2e6 CAR T cells/kg", "dose_per_weight").codes == ("unit.population",)
    assert md.read("2e6 CAR+ T-cells/kg", "dose_per_weight").population == "CAR+ T"
    assert md.read("12 B cells", "cell_count").population == "B"


def test_over_thirty_minutes_is_in_thirty_minutes_to_a_nurse():
    refusal = refusal_of("over 30 min", "duration")
    assert (refusal.codes, values(refusal)) == (("notation.bound",), ["30"])
    assert md.read("within 2.5 h", "duration").as_document() == {
        "relation": "≤",
        "value": "150",
        "unit": "min",
    }


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("24 K/mcL", "platelet_count", 24),
        ("100000/mcL", "platelet_count", 100),
        ("24000 per cubic mm", "platelet_count", 24),
        ("24 × 10⁹ · L⁻¹", "platelet_count", 24),
        ("24 × 10⁹/Liter", "platelet_count", 24),
        ("70 Kilogramm", "body_weight", 70),
        ("30 Min.", "duration", 30),
        ("2e6 cells Per kg", "dose_per_weight", 2_000_000),
        ("2e6 Zellen pro kg", "dose_per_weight", 2_000_000),
        ("2 ∗ 10⁶/kg", "dose_per_weight", 2_000_000),
        ("2e6 UC‑MSC/kg", "dose_per_weight", 2_000_000),
        ("2e6 cells/kg MSC", "dose_per_weight", 2_000_000),
    ],
)
def test_spellings_of_the_clinic_with_one_meaning_are_read(text, kind, value):
    assert md.read(text, kind).value == value


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("1,725 m", "height", ["172.5", "172500"]),
        ("1,250 L", "volume", ["1250", "1250000"]),
        ("1,500 h", "duration", ["90", "90000"]),
        ("1,250 mL", "volume", ["1250", "1.25"]),
        ("1.250 Mio. Zellen", "cell_count", ["1250000", "1250000000"]),
        ("24.000 G/L", "platelet_count", ["24", "24000"]),
        ("2.5 106 cells/kg", "dose_per_weight", ["2500000"]),
        ("2,5.10⁶/kg", "dose_per_weight", ["2500000"]),
    ],
)
def test_the_sane_reading_is_offered_first(text, kind, offered):
    assert values(refusal_of(text, kind)) == offered


def test_pint_pounds_keep_both_numbers_too():
    weight = md.Patient(md.units.Quantity(154, "lb")).weight
    assert str(weight.value) == "69.85322498"
    assert "154" in weight.as_written


def test_a_number_that_was_cut_is_marked_wherever_it_stands():
    assert md.read("1-5 mL/h", "flow_rate").as_document()["exact"] is False
    assert refusal_of("1,250 mL/h", "flow_rate").readings[0].as_document()["exact"] is False


@pytest.mark.parametrize(
    ("text", "kind", "code", "offered"),
    [
        ("350E00 cells/kg", "dose_per_weight", "notation.small-power", ["350"]),
        ("2e1 cells/kg", "dose_per_weight", "notation.small-power", ["20"]),
        ("120000.000 cells", "cell_count", "notation.one-group", ["120000000", "120000"]),
        ("1250.000 mL", "volume", "notation.one-group", ["1250", "1250000"]),
        ("1000,000 cells", "cell_count", "notation.decimal-comma", ["1000000", "1000"]),
        ("1.250 cells/kg", "dose_per_weight", "notation.one-group", ["1250", "1.25"]),
        ("24 × 10⁹/µL", "platelet_count", "notation.lost-prefix", ["24", "24000000"]),
        ("20 million autologous MSC", "cell_count", "unit.population", ["20000000"]),
    ],
)
def test_a_mark_or_a_power_too_many_is_to_be_confirmed(text, kind, code, offered):
    refusal = refusal_of(text, kind)
    assert (refusal.codes, values(refusal)) == ((code,), offered)


@pytest.mark.parametrize("text", ["2-6 cells/kg", "20-30 cells/kg", "2 ± 6 cells/kg"])
def test_a_handful_of_cells_beside_another_is_to_be_confirmed(text):
    """`2e6` with a dash for its e."""
    assert "notation.lost-exponent" in refusal_of(text, "dose_per_weight").codes


def test_a_number_cut_short_is_not_read_back_as_another_exact_one():
    amount = md.read("4209.25 s", "duration")
    assert str(amount) == "about 70.1541666666 min"
    assert refusal_of(str(amount), "duration").codes == ("notation.approximate",)


def test_an_unknown_product_class_is_refused():
    with pytest.raises(md.Refusal) as caught:
        md.read("2x106/kg", "dose_per_weight", product="zz")
    assert caught.value.codes == ("product.unknown",)


def test_kilograms_of_different_patients_do_not_cancel_in_pint():
    dose = md.read("2e6 MSC/kg PBW", "dose_per_weight").quantity
    with pytest.raises(md.Refusal):
        md.read(dose * md.read("70 kg IBW", "body_weight").quantity, "cell_count")
    assert md.read(dose * md.read("70 kg PBW", "body_weight").quantity, "cell_count").value == 140_000_000
