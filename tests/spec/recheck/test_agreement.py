"""The second calculation of a plan: it arrives at the known answers, and says where a document differs."""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path

import pytest

from msc_dose.recheck import recheck_plan

from . import plans


def disagreements(document):
    return {problem.field: problem.message for problem in recheck_plan(document)}


def test_the_case_of_60_kg_once_a_calendar_month_agrees():
    assert recheck_plan(plans.the_case()) == ()


def test_ryoncil_twice_a_week_with_its_assessment_agrees():
    assert recheck_plan(plans.ryoncil()) == ()


def test_a_plan_is_checked_before_its_agreement_is_written_down():
    document = plans.the_case()
    del document["recheck"]
    assert recheck_plan(document) == ()


def test_a_changed_date_is_named_with_both_values():
    document = plans.the_case()
    document["infusions"][1]["date"] = "2027-03-02"
    (problem,) = recheck_plan(document)
    assert (problem.code, problem.severity, problem.field) == (
        "recheck.disagrees",
        "stop",
        "infusions[1].date",
    )
    assert problem.message == "The document says 2027-03-02, the second calculation gives 2027-03-01."


@pytest.mark.parametrize(
    ("weight", "per_kg", "maximum", "cells", "total"),
    [
        ("70.125", "2000000", None, "140250000", "561000000"),
        ("3.3", "1500000", None, "4950000", "19800000"),
        ("60", "0.5", None, "30", "120"),
        ("0.2", "0.001", None, "0.0002", "0.0008"),
        ("10.5", "1.25", None, "13.125", "52.5"),
        ("60", "2000000", "120000000", "120000000", "480000000"),
        ("60", "2000000", "119999999.5", "119999999.5", "479999998"),
        ("60.000001", "2000000", "120000000", "120000000", "480000000"),
        ("59.999999", "2000000", "120000000", "119999998", "479999992"),
        ("70.125", "1", "70.12", "70.12", "280.48"),
        ("70.125", "1", "70.13", "70.125", "280.5"),
        ("70.1", "1", "70.099", "70.099", "280.396"),
        ("9", "1", "10.5", "9", "36"),
        ("11", "1", "10.5", "10.5", "42"),
    ],
)
def test_cells_are_the_dose_per_weight_times_the_weight_and_at_most_the_maximum(
    weight, per_kg, maximum, cells, total
):
    dose = plans.per_weight(per_kg, maximum)
    inputs = plans.monthly(weight={"value": weight, "unit": "kg"}, dose=dose)
    assert disagreements(plans.plan(inputs, plans.CASE_ROWS, cells, total)) == {}


def test_a_dose_wrong_by_ten_is_found_in_the_cells_the_working_and_the_total():
    document = plans.plan(plans.monthly(), plans.CASE_ROWS[:1] * 4, "1200000000", "4800000000")
    found = disagreements(document)
    assert {"infusions[0].cells", "infusions[3].cells", "total_cells"} <= set(found)
    assert found["total_cells"] == ("The document says 4800000000, the second calculation gives 480000000.")


def test_an_infusion_without_working_is_found():
    document = plans.the_case()
    document["infusions"][0]["dose_steps"] = []
    document["infusions"][1]["date_steps"] = []
    assert set(disagreements(document)) == {"infusions[0].dose_steps", "infusions[1].date_steps"}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("dose_steps", 0, "inputs", 1, "value"), "600"),
        (("dose_steps", 0, "inputs", 0, "unit"), "cells"),
        (("dose_steps", 0, "result", "value"), "12000000"),
        (("dose_steps", 0, "unrounded"), "120000000.5"),
        (("dose_steps", 0, "name"), "all cells"),
        (("date_steps", 0, "inputs", 0, "value"), "2027-02-28"),
        (("date_steps", 0, "inputs", 1, "value"), "7"),
        (("date_steps", 1, "inputs", 0, "value"), "2027-02-24"),
        (("date_steps", 1, "result", "value"), "2030-01-01"),
        (("date_steps", 1, "unrounded"), "2027-03-01"),
    ],
)
def test_every_number_and_day_of_the_working_is_compared(place, value):
    """A working that a person redoes by hand must be the working of these results."""
    document = plans.the_case()
    inner = document["infusions"][1]
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    (field,) = disagreements(document)
    assert field.startswith("infusions[1].d")


def test_a_step_before_the_maximum_is_compared_too():
    dose = plans.per_weight("2000000", "100000000")
    document = plans.plan(plans.monthly(dose=dose), plans.CASE_ROWS, "100000000", "400000000")
    assert disagreements(document) == {}
    document["infusions"][0]["dose_steps"][0]["result"]["value"] = "999"
    assert set(disagreements(document)) == {"infusions[0].dose_steps[0].result.value"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [(plans.CASE_ROWS[:3], "3"), ((*plans.CASE_ROWS, plans.CASE_ROWS[3]), "5"), ((), "0")],
)
def test_a_wrong_number_of_infusions_is_found(rows, said):
    document = plans.plan(plans.monthly(), rows, "120000000", "480000000")
    assert disagreements(document) == {
        "infusions": f"The document says {said} infusions, the second calculation gives 4 infusions."
    }


def test_infusions_are_numbered_from_one_in_order():
    document = plans.the_case()
    document["infusions"][2]["number"] = 2
    assert disagreements(document) == {
        "infusions[2].number": "The document says 2, the second calculation gives 3."
    }


def test_a_missing_visit_and_a_visit_of_another_kind_are_found():
    document = plans.ryoncil()
    document["visits"][0]["kind"] = "follow-up"
    assert set(disagreements(document)) == {"visits[0].kind"}
    document["visits"] = []
    assert set(disagreements(document)) == {"visits"}


def test_an_infusion_for_which_no_day_is_allowed_is_named_and_later_dates_are_not_judged():
    closures = plans.closed("2027-02-25", "2027-02-26", "2027-03-01", "2027-03-02", "2027-03-03")
    assert disagreements(plans.the_case(closed=closures)) == {
        "infusions[1].date": "The document says 2027-03-01, the second calculation finds no allowed day"
        " from 2027-02-25 to 2027-03-03."
    }


def test_it_shares_no_code_with_the_first_calculation():
    """Only the problems and the standard library, and of that not the decimals the first one uses."""
    standard = sys.stdlib_module_names - {"decimal", "fractions"}
    for file in Path(inspect.getfile(recheck_plan)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = ("msc_dose.problems", "msc_dose.recheck")
            foreign = [name for name in names if not name.startswith(ours)]
            assert {name.split(".")[0] for name in foreign} <= standard, file.name
