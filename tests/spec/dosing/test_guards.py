"""Guards: doses per kilogram that are more likely a slip of the pen.

All limits are this project's policy [P], set around what the literature shows (0.3 to 10 million MSC/kg):
for `iv-msc` a check outside 0.1–20 million cells/kg, a stop below 10⁴ and at 10⁸ and above; without a class
10⁴ and 10⁸ are checks, and the largest one-day dose that a study reports (1,630 million TNC/kg) stops.
"""

import csv
import json
from pathlib import Path

import pytest

import msc_dose as md

CASES = Path(__file__).parents[2] / "cases"


def severity_of(dose, product):
    """`stop` where it is refused, else that of the one problem, else `None`."""
    rule = md.DoseRule.per_weight(dose, counts="viable", product=product)
    try:
        found = md.calculate_dose(rule, md.Patient("60 kg", "actual")).problems
    except md.Refusal as refusal:
        found = refusal.problems
    assert all(problem.code == "dose.implausible" and problem.field == "dose" for problem in found)
    assert all("policy" in problem.source for problem in found)
    return found[0].severity if found else None


@pytest.mark.parametrize(
    ("dose", "severity"),
    [
        ("9999 cells/kg", "stop"),
        ("10000 cells/kg", "check"),
        ("99999 cells/kg", "check"),
        ("100000 cells/kg", None),
        ("2e6 cells/kg", None),
        ("20e6 cells/kg", None),
        ("20000001 cells/kg", "check"),
        ("99999999 cells/kg", "check"),
        ("1e8 cells/kg", "stop"),
        ("200e6 cells/kg", "stop"),
        ("2e9 cells/kg", "stop"),
    ],
)
def test_intravenous_msc_are_guarded_on_both_sides(dose, severity):
    """[P]; rows U28 and U29 among them."""
    assert severity_of(dose, "iv-msc") == severity


@pytest.mark.parametrize(
    ("dose", "severity"),
    [
        ("9999 cells/kg", "check"),
        ("10000 cells/kg", None),
        ("25e6 cells/kg", None),
        ("99999999 cells/kg", None),
        ("1e8 cells/kg", "check"),
        ("200e6 cells/kg", "check"),
        ("1629999999 cells/kg", "check"),
        ("1630 million cells/kg", "stop"),
        ("2e9 cells/kg", "stop"),
    ],
)
def test_without_a_class_only_the_outer_limits_apply(dose, severity):
    """[P]; cord blood at 25 million TNC/kg and escalating donor lymphocytes pass unremarked."""
    assert severity_of(dose, None) == severity


def test_the_ceiling_names_its_study():
    with pytest.raises(md.Refusal) as caught:
        md.calculate_dose(md.DoseRule.per_weight("2e9 cells/kg"), md.Patient("60 kg"))
    assert "21703976" in caught.value.problems[0].source


def test_a_dose_of_the_literature_raises_nothing():
    """PLA-03: 10 million/kg, the largest of the ARDS trials."""
    with (CASES / "dosing.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == "PLA-03")
    cells = json.loads(row["inputs"])["cells_per_kg"]
    assert json.loads(row["expected"])["flag"] is severity_of(f"{cells:.0f} cells/kg", "iv-msc") is None


@pytest.mark.parametrize("product", ["msc", "", "IV-MSC", 7])
def test_a_class_without_guards_is_unknown(product):
    with pytest.raises(md.Refusal) as caught:
        md.DoseRule.per_weight("2e6 cells/kg", product=product)
    assert caught.value.codes == ("product.unknown",)


def test_the_literal_reading_of_the_case_is_stopped_even_if_it_is_picked():
    assert severity_of("212 cells/kg", "iv-msc") == "stop"
    assert severity_of("212 cells/kg", None) == "check"


def test_limits_per_kg_have_nothing_to_hold_where_no_weight_is_known():
    dose = md.calculate_dose(md.DoseRule.flat("2e11 viable MSC", product="iv-msc"), md.Patient())
    assert [(problem.code, problem.field) for problem in dose.problems] == [("dose.no-guard", "weight")]
