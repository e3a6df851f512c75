"""Doses by band of body weight: every weight has one dose or none, and never a neighbour's."""

import pytest

from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import Band, ByWeight, Span

from .prescribing import between, case, cells, codes, dose_of, kg, per_kg, refused, weighing

CELLGRAM = DoseRule.of(
    ByWeight(
        (
            Band(Span.of(cells("5e7")), up_to=kg(60)),
            Band(Span.of(cells("7e7")), above=kg(61), above_included=True, up_to=kg(80)),
            Band(Span.of(cells("9e7")), above=kg(81), above_included=True),
        )
    ),
    "viable",
    "MSC",
)
TISA = DoseRule.of(
    ByWeight(
        (
            Band(between(per_kg("0.2e6"), per_kg("5e6")), up_to=kg(50)),
            Band(between(cells("0.1e8"), cells("2.5e8")), above=kg(50)),
        )
    ),
    "viable",
)


def test_cel_01_the_dose_of_the_lightest_band():
    given, expected = case("CEL-01")
    assert dose_of(CELLGRAM, given["weight_kg"]).cells.value == expected["cells"]


@pytest.mark.parametrize(
    ("weight", "dose"),
    [("3.5", "5e7"), ("60", "5e7"), ("61", "7e7"), ("80", "7e7"), ("81", "9e7"), ("200", "9e7")],
)
def test_both_ends_of_a_band_belong_to_it_as_its_source_says(weight, dose):
    made = dose_of(CELLGRAM, weight)
    assert made.cells == cells(dose, counts="viable", population="MSC")
    assert codes(made) == []
    assert made.derivation.steps[0].inputs[0].value == weight


@pytest.mark.parametrize(
    ("weight", "bands"),
    [
        ("60.5", ("up to 60 kg", "from 61 kg up to 80 kg")),
        ("60.001", ("up to 60 kg", "from 61 kg")),
        ("80.99", ("up to 80 kg", "from 81 kg")),
    ],
)
def test_a_weight_in_a_gap_has_no_dose_and_both_neighbours_are_named(weight, bands):
    problem = refused("weight.in-gap", dose_of, CELLGRAM, weight)
    assert (problem.field, problem.severity) == ("weight", "stop")
    assert all(band in problem.message for band in bands)


def test_a_weight_beyond_all_bands_has_no_dose():
    band = Band(Span.of(cells("5e7")), above=kg(10), up_to=kg(60))
    rule = DoseRule.of(ByWeight((band,)))
    assert "above" in refused("weight.outside-bands", dose_of, rule, "60.1").message
    assert "below" in refused("weight.outside-bands", dose_of, rule, "10").message


@pytest.mark.parametrize("number", ["KYM-02", "KYM-05"])
def test_the_branches_of_a_label_by_weight(number):
    given, expected = case(number)
    permitted = permitted_doses(TISA, weighing(given["weight_kg"]))
    assert (permitted.low.value, permitted.high.value) == (expected["min_cells"], expected["max_cells"])


def test_the_branches_meet_at_50_kg():
    at, above = (permitted_doses(TISA, weighing(weight)) for weight in ("50", "50.001"))
    assert (at.low, at.high) == (above.low, above.high)


def test_a_weight_is_needed_for_a_band_of_flat_doses():
    assert refused("value.missing", dose_of, CELLGRAM, None).field == "weight"


DOSE = Span.of(cells("5e7"))


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ((Band(DOSE, up_to=kg(60)), Band(DOSE, above=kg(60), above_included=True)), "rule.bands-overlap"),
        ((Band(DOSE, up_to=kg(60)), Band(DOSE, above=kg(59))), "rule.bands-overlap"),
        ((Band(DOSE), Band(DOSE, above=kg(59))), "rule.bands-overlap"),
        ((Band(DOSE, up_to=kg(60)), Band(DOSE, up_to=kg(80))), "rule.bands-overlap"),
        ((Band(DOSE, above=kg(60)), Band(DOSE, up_to=kg(60))), "rule.bands-order"),
        ((), "rule.empty"),
    ],
)
def test_bands_that_overlap_or_stand_in_another_order_are_no_rule(bands, code):
    refused(code, ByWeight, bands)


@pytest.mark.parametrize(("above", "included", "up_to"), [(60, False, 50), (60, False, 60), (60, True, 59)])
def test_a_band_without_a_weight_is_no_band(above, included, up_to):
    refused("rule.band-empty", Band, DOSE, kg(above), included, kg(up_to))


def test_a_band_of_one_weight_exists():
    assert Band(DOSE, kg(60), True, kg(60)).holds(kg(60))
