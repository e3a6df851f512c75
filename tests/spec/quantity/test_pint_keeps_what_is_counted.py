"""A quantity of an amount converts like any other, and keeps what it counts."""

from decimal import Decimal

import pint
import pytest

import msc_dose as md

CONVERSIONS = [
    ("60 kg", "body_weight", "lb", "132.277357310926548"),
    ("3250 mL", "volume", "liter", "3.25"),
    ("500 mg", "mass", "kilogram", "0.0005"),
    ("170 cm", "height", "meter", "1.7"),
    ("90 min", "duration", "hour", "1.5"),
    ("4 mL/min", "flow_rate", "milliliter / hour", "240"),
]


@pytest.mark.parametrize(("text", "kind", "unit", "value"), CONVERSIONS)
def test_the_quantity_of_an_amount_converts_exactly(text, kind, unit, value):
    quantity = md.read(text, kind).quantity
    converted = quantity.to(unit)
    assert isinstance(converted.magnitude, Decimal)
    assert round(converted.magnitude, 15) == Decimal(value)
    assert quantity.to_base_units().dimensionality == quantity.dimensionality
    assert quantity == converted


@pytest.mark.parametrize(
    "text", ["1e8 CD34+ cells", "1e8 viable MSC", "2e6 TNC", "1e8 all cells", "1e8 cells"]
)
def test_a_count_comes_back_from_pint_as_it_went(text):
    amount = md.read(text, "cell_count")
    assert md.read(amount.quantity, "cell_count") == amount


def test_cells_of_two_populations_are_two_dimensions():
    with pytest.raises(pint.DimensionalityError):
        md.read("1e8 CD34+ cells", "cell_count").quantity + md.read("1e8 MSC", "cell_count").quantity


def test_a_maximum_of_other_cells_is_refused_through_pint_too():
    other = md.read("1e8 CD34+ cells", "cell_count").quantity
    with pytest.raises(md.Refusal) as refused:
        md.DoseRule.per_weight("2e6 MSC/kg", maximum=other)
    assert refused.value.codes == ("count.mixed",)
    with pytest.raises(md.Refusal) as refused:
        md.DoseRule.per_weight(md.read("2e6 MSC/kg", "dose_per_weight").quantity, population="CD34+")
    assert refused.value.codes == ("count.mixed",)


def test_a_concentration_stays_the_concentration_of_its_cells():
    concentration = md.Amount("cell_concentration", Decimal(1_000_000), counts="viable", population="MSC")
    per_microliter = concentration.to("viable_cells/µL")
    assert per_microliter.magnitude == 1000
    assert md.read(per_microliter, "cell_concentration") == concentration


def test_a_population_and_a_moment_of_the_same_name_are_two_units():
    counts = [
        md.Amount("cell_count", 5, population="alpha"),
        md.Amount("cell_count", 5, moment="alpha"),
        md.Amount("cell_count", 5, population="alpha", moment="beta"),
        md.Amount("cell_count", 5, population="alpha at beta"),
        md.Amount("cell_count", 5, population="ä+"),
    ]
    assert len({str(count.quantity.units) for count in counts}) == len(counts)
    assert [md.read(count.quantity, "cell_count") for count in counts] == counts
