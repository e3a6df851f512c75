"""UCUM: the codes in which laboratories and records write units, with what is counted in braces."""

import pytest

import msc_dose as md
from msc_dose.quantity import writer


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (md.Amount("dose_per_weight", 2_000_000), "2000000 {cells}/kg"),
        (md.Amount("dose_per_weight", 2_000_000, population="MSC"), "2000000 {MSC}/kg"),
        (
            md.Amount("dose_per_weight", 2_000_000, counts="viable", population="MSC"),
            "2000000 {viable_MSC}/kg",
        ),
        (md.Amount("dose_per_weight", 2_000_000, population="CD34+"), "2000000 {CD34+_cells}/kg"),
        (md.Amount("dose_per_weight", 2_000_000, basis="ideal"), "2000000 {cells}/kg{ideal}"),
        (md.Amount("cell_count", 120_000_000), "120000000 {cells}"),
        (md.Amount("cell_concentration", 6_680_000), "6680000 {cells}/mL"),
        (md.Amount("platelet_count", 14), "14 10*9/L"),
        (md.Amount("body_weight", 70), "70 kg"),
        (md.Amount("body_weight", 70, basis="predicted"), "70 kg{predicted}"),
        (md.Amount("dose_per_surface", 100_000_000, counts="viable"), "100000000 {viable_cells}/m2"),
        (md.Amount("body_surface", 2), "2 m2"),
        (md.Amount("volume_per_weight", 10), "10 mL/kg"),
        (md.Amount("volume_per_weight", 10, basis="predicted"), "10 mL/kg{predicted}"),
        (md.Amount("mass_per_weight", 1, basis="actual"), "1 g/kg{actual}"),
        (md.Amount("ratio", 107), "107 %"),
        (md.Amount("volume", 18), "18 mL"),
        (md.Amount("flow_rate", 4), "4 mL/min"),
        (md.Amount("percentage", 85), "85 %"),
    ],
)
def test_an_amount_is_written_in_its_code_and_read_back_with_all_it_names(amount, text):
    assert writer.STYLES["ucum"](amount) == text
    assert md.read(text, amount.kind) == amount


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("10*6/kg", "dose_per_weight", 1_000_000),
        ("2 10*6/kg", "dose_per_weight", 2_000_000),
        ("2 10*6{cells}/kg", "dose_per_weight", 2_000_000),
        ("2 10*6.{cells}/kg", "dose_per_weight", 2_000_000),
        ("120 10*6{cells}", "cell_count", 120_000_000),
        ("6.68 10*6/mL", "cell_concentration", 6_680_000),
        ("10*4/uL", "cell_concentration", 10_000_000),
        ("24 10*3/uL", "platelet_count", 24),
        ("24 10*9/L", "platelet_count", 24),
        ("24 10*9{platelets}/L", "platelet_count", 24),
        ("500 uL", "volume", 0.5),
        ("90 min", "duration", 90),
        ("2 h", "duration", 120),
    ],
)
def test_the_codes_of_laboratories_are_read(text, kind, value):
    assert md.read(text, kind).value == value


@pytest.mark.parametrize(
    "text", ["2000000 {dogs}/kg", "2000000 {cells/kg", "2000000 {cells}}/kg", "2e6 {cells}/{kg}"]
)
def test_braces_that_name_no_cells_or_do_not_close_are_refused(text):
    with pytest.raises(md.Refusal):
        md.read(text, "dose_per_weight")


@pytest.mark.parametrize(("text", "kind"), [("154 [lb_av]", "body_weight"), ("70 [in_i]", "height")])
def test_codes_of_units_outside_the_table_are_refused(text, kind):
    with pytest.raises(md.Refusal):
        md.read(text, kind)
