"""The maximum: the smaller of calculated and maximum is the dose, and both are shown."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

import msc_dose as md

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"


def expected_of(number):
    with CASES.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == number)
    return json.loads(row["inputs"])["weight_kg"], json.loads(row["expected"])


def limited(weight, maximum="200 million cells", dose="2e6 cells/kg", **facts):
    facts = {"counts": "viable", **facts}
    rule = md.DoseRule.per_weight(dose, maximum=maximum, **facts)
    return md.calculate_dose(rule, md.Patient(weight, "actual"))


@pytest.mark.parametrize("number", ["YES-01", "YES-05", "TEC-01"])
def test_reference_doses_with_a_maximum(number):
    """2 million CAR-positive viable T cells/kg, at most 200 million (labels of two products)."""
    weight, expected = expected_of(number)
    dose = limited(f"{weight} kg")
    assert dose.cells.value == expected["dose_cells"]
    assert any(p.code == "dose.above-maximum" for p in dose.problems) == expected["capped"]


def test_the_range_of_a_product_is_two_rules_with_one_maximum():
    """CAR-03: 0.5 to 1.0 million/kg, at most 100 million, at 120 kg."""
    weight, expected = expected_of("CAR-03")
    low, high = (limited(f"{weight} kg", "1e8 cells", dose) for dose in ("0.5e6 cells/kg", "1e6 cells/kg"))
    assert (low.cells.value, high.cells.value) == (expected["min_cells"], expected["max_cells"])


@pytest.mark.parametrize(
    ("weight", "cells", "codes"),
    [
        ("99.999 kg", 199_998_000, ()),
        ("100 kg", 200_000_000, ()),
        ("100.001 kg", 200_000_000, ("dose.above-maximum",)),
    ],
)
def test_a_dose_at_the_maximum_is_not_above_it(weight, cells, codes):
    dose = limited(weight)
    assert dose.cells.value == cells
    assert tuple(problem.code for problem in dose.problems) == codes


def test_above_the_maximum_both_numbers_and_the_source_are_shown():
    dose = limited("130 kg", source="a label")
    (problem,) = dose.problems
    assert (problem.severity, problem.field, problem.source) == ("note", "maximum", "a label")
    assert "260 million viable cells" in problem.message
    assert "200 million viable cells" in problem.message
    assert [step.result.value for step in dose.derivation.steps] == ["260000000", "200000000"]


def test_a_maximum_that_does_not_say_counts_what_the_dose_counts():
    rule = md.DoseRule.per_weight("2e6 viable MSC/kg", maximum="2e8 cells")
    assert (rule.maximum.counts, rule.maximum.population) == ("viable", "MSC")


@pytest.mark.parametrize(
    ("dose", "maximum", "facts"),
    [
        ("2e6 viable cells/kg", "2e8 all cells", {}),
        ("2e6 cells/kg", "2e8 all cells", {"counts": "viable"}),
        ("2e6 all cells/kg", "2e8 cells", {"counts": "viable"}),
        ("2e6 MSC/kg", "2e8 TNC", {}),
        ("2e6 MSC/kg", "2e8 cells", {"population": "TNC"}),
        ("2e6 cells/kg", "2e8 viable cells", {}),
        ("2e6 cells/kg", md.units.Quantity(200_000_000, "all_cell"), {"counts": "viable"}),
    ],
)
def test_all_cells_where_viable_are_counted_are_refused(dose, maximum, facts):
    with pytest.raises(md.Refusal) as caught:
        md.DoseRule.per_weight(dose, maximum=maximum, **facts)
    assert caught.value.codes == ("count.mixed",)


@pytest.mark.parametrize(
    ("maximum", "code"),
    [
        ("0 cells", "dose.zero"),
        ("200 mL", "unit.wrong-kind"),
        ("2e8 cells/kg", "unit.wrong-kind"),
        ("2x108 cells", "notation.lost-superscript"),
    ],
)
def test_a_maximum_that_is_none_is_refused_by_its_name(maximum, code):
    with pytest.raises(md.Refusal) as caught:
        md.DoseRule.per_weight("2e6 cells/kg", maximum=maximum)
    assert caught.value.codes == (code,)
    assert caught.value.problems[0].field == "maximum"


def test_a_maximum_is_exact():
    dose = limited("70.1 kg", "140,200,000.5 cells")
    assert dose.cells.value == Decimal("140200000")
