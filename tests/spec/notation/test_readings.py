"""Readings: what a person may confirm, most plausible first, each with its reason and what it means at 60 kg."""

import pytest

import msc_dose as md
from msc_dose.notation.confirming import confirmed_text
from msc_dose.notation.conventions import Conventions
from msc_dose.notation.reader import read

from .texts import reference_notations, refusal_of, values

UNCLEAR = [
    ("2x106/Kg", "dose_per_weight"),
    ("2 x 10 (6) cells/kg", "dose_per_weight"),
    ("26 cells/kg", "dose_per_weight"),
    ("2 M/kg", "dose_per_weight"),
    ("15.107", "cell_count"),
    ("1,250,000.125 cells", "cell_count"),
    ("2 billion cells", "cell_count"),
    ("5x106 cells/mL", "cell_concentration"),
    ("1,250 mL", "volume"),
    ("70,500 kg", "body_weight"),
    ("60-70 kg", "body_weight"),
    ("1-2 * 106 MSCs/kg", "dose_per_weight"),
    ("2e6 cells/kg ABW", "dose_per_weight"),
]


@pytest.mark.parametrize(("text", "kind"), UNCLEAR)
def test_each_reading_says_why_and_what_it_means_at_60_kg_where_an_amount_can_be_so(text, kind):
    for reading in refusal_of(text, kind).readings:
        possible = kind != "body_weight" or reading.value != "70500"
        assert reading.why
        assert bool(reading.at_60_kg) == possible, reading


@pytest.mark.parametrize(
    ("text", "kind", "meanings"),
    [
        ("2x106/Kg", "dose_per_weight", ["120 million cells for 60 kg", "12,720 cells for 60 kg"]),
        ("120 M cells", "cell_count", ["2 million cells/kg for 60 kg", "2,000 cells/kg for 60 kg"]),
        ("1,250 mL/kg", "volume_per_weight", ["75,000 mL for 60 kg", "75 mL for 60 kg"]),
        ("1,250 mg/kg", "mass_per_weight", ["75 g for 60 kg", "0.075 g for 60 kg"]),
        ("1,250 mL", "volume", ["about 20.8 mL/kg for 60 kg", "about 0.0208 mL/kg for 60 kg"]),
        ("30,5 kg", "body_weight", ["about 0.508 times 60 kg"]),
    ],
)
def test_a_slip_of_ten_is_seen_at_60_kg(text, kind, meanings):
    assert [reading.at_60_kg for reading in refusal_of(text, kind).readings] == meanings


def test_a_platelet_count_has_nothing_to_do_with_a_weight():
    assert {reading.at_60_kg for reading in refusal_of("24.000/µL", "platelet_count").readings} == {None}


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("24.000/µL", "platelet_count", ["24", "0.024"]),
        ("7.500/µL", "platelet_count", ["7.5", "0.0075"]),
        ("2 MM cells/kg", "dose_per_weight", ["2000000", "2000000000"]),
        ("70,500 kg", "body_weight", ["70.5", "70500"]),
        ("20 x 10E6 cells/kg", "dose_per_weight", ["20000000", "200000000"]),
    ],
)
def test_the_plausible_reading_comes_first(text, kind, offered):
    assert values(refusal_of(text, kind)) == offered


@pytest.mark.parametrize(
    ("text", "product", "offered"),
    [
        ("5 x 10E7 cells/kg", None, ["50000000", "500000000"]),
        ("1 x 10E4 TNC/kg", None, ["10000", "100000"]),
        ("1 x 10E4 MSC/kg", None, ["100000", "10000"]),
        ("1 x 10E4 cells/kg", None, ["10000", "100000"]),
        ("1 x 10E4 cells/kg", "iv-msc", ["100000", "10000"]),
        ("1 x 10E3 CD3+ cells/kg", None, ["1000", "10000"]),
        ("1 x 10E3 CD34+ cells/kg", None, ["10000", "1000"]),
        ("2 M CAR+ T cells/kg", None, ["2000000", "2000"]),
    ],
)
def test_what_is_plausible_depends_on_the_population_and_the_product(text, product, offered):
    """A small number of CD3+ cells is a common dose of donor lymphocytes; of MSC it is a slip."""
    assert values(refusal_of(text, "dose_per_weight", product=product)) == offered


@pytest.mark.parametrize(
    ("text", "product", "value"),
    [("5 cells/kg", "iv-msc", 5), ("9e9 cells/kg", "iv-msc", 9 * 10**9), ("9e9 MSC/kg", None, 9 * 10**9)],
)
def test_plausibility_orders_readings_and_neither_accepts_nor_refuses(text, product, value):
    assert md.read(text, "dose_per_weight", product=product).value == value


@pytest.mark.parametrize("row", sorted(reference_notations()))
def test_every_reading_of_one_amount_can_be_confirmed_and_means_itself(row):
    text, kind = reference_notations()[row]
    try:
        offers = ()
        md.read(text, kind)
    except md.Refusal as refusal:
        offers = [reading for reading in refusal.readings if reading.value and not reading.relation]
    for reading in offers:
        stated = confirmed_text(reading, kind)
        assert str(md.read(stated, kind).value) == reading.value


def test_a_reading_as_a_document_names_its_number_in_its_own_form():
    one = refusal_of("2x106/Kg", "dose_per_weight").readings[0].as_document()
    pair = refusal_of("14–30*10E9/L", "platelet_count").readings[0].as_document()
    bound = refusal_of("greater than 100*10E9/L", "platelet_count").readings[0].as_document()
    assert (one["value"], one["unit"], one["text"]) == ("2000000", "cells/kg", "2 million cells/kg")
    assert (pair["low"], pair["high"], pair["unit"]) == ("14", "30", "10*9/L")
    assert (bound["relation"], bound["value"]) == (">", "100")


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("2x106/Kg", "dose_per_weight", "150 million cells for 75 kg"),
        ("1-2 * 106 MSCs/kg", "dose_per_weight", "75 million MSC to 150 million MSC for 75 kg"),
        ("120 M cells", "cell_count", "1.6 million cells/kg for 75 kg"),
        ("1,250 mL", "volume", "about 16.7 mL/kg for 75 kg"),
        ("70,5 kg", "body_weight", "0.94 times 75 kg"),
    ],
)
def test_where_a_weight_is_known_a_reading_says_what_it_means_for_it_and_for_nobody_else(text, kind, said):
    known = Conventions(weight=md.read("75 kg", "body_weight"))
    with pytest.raises(md.Refusal) as refused:
        read(text, kind, "text", known)
    first = refused.value.readings[0]
    assert first.at_weight == said
    assert first.reason == f"{first.why}; {said}"
    assert [each.text for each in refused.value.readings] == [
        each.text for each in refusal_of(text, kind).readings
    ]
