"""Gaps between dates that stand as they are: too short, too long, or neither."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from msc_dose.problems import Refusal
from msc_dose.scheduling.spacing import check_gaps_between

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"


def case(name):
    with CASES.open(encoding="utf-8", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["id"] == name)
    return json.loads(row["inputs"]), json.loads(row["expected"])


def days(inputs):
    return [date.fromisoformat(day) for day in inputs["dates"]]


def test_sch_03_two_days_are_less_than_the_label_allows():
    inputs, expected = case("SCH-03")
    [problem] = check_gaps_between(days(inputs), inputs["min_interval_d"], None)
    assert (problem.code, problem.severity, problem.field) == ("schedule.short-gap", "check", "dates[1]")
    assert not expected["ok"]
    assert problem.message == (
        "Wed 5-Mar-2025 is 2 days after the infusion of Mon 3-Mar-2025; at least 3 days are allowed."
    )


def test_sch_04_six_days_are_what_the_label_allows_and_more_than_the_trial_did():
    inputs, expected = case("SCH-04")
    least, most = inputs["min_interval_d"], inputs["max_interval_d_trial"]
    assert (check_gaps_between(days(inputs), least, None) == ()) is expected["ok_label"]
    [problem] = check_gaps_between(days(inputs), least, most, "NCT02336230")
    assert not expected["ok_trial_protocol"]
    assert (problem.code, problem.severity, problem.source) == ("schedule.long-gap", "check", "NCT02336230")
    assert f"is {expected['interval_d']} days after" in problem.message
    assert "at most 5 days are allowed" in problem.message


def test_both_limits_are_themselves_allowed():
    assert check_gaps_between([date(2027, 3, 1), date(2027, 3, 4), date(2027, 3, 9)], 3, 5) == ()


def test_every_gap_is_named_where_it_stands():
    given = [date(2027, 3, day) for day in (1, 2, 9, 9, 5)]
    found = check_gaps_between(given, 2, 6)
    assert [(problem.code, problem.field) for problem in found] == [
        ("schedule.short-gap", "dates[1]"),
        ("schedule.long-gap", "dates[2]"),
        ("schedule.short-gap", "dates[3]"),
        ("schedule.short-gap", "dates[4]"),
    ]
    assert "is on the same day as the infusion" in found[2].message
    assert "is 4 days before the infusion" in found[3].message


@pytest.mark.parametrize("given", [[], [date(2027, 3, 1)]])
def test_one_date_has_no_gap(given):
    assert check_gaps_between(given, 3, 5) == ()


@pytest.mark.parametrize(
    ("least", "most", "code"), [(0, None, "schedule.minimum-gap"), (3, 2, "schedule.maximum-gap")]
)
def test_gaps_that_cannot_be_are_refused(least, most, code):
    with pytest.raises(Refusal) as refusal:
        check_gaps_between([date(2027, 3, 1)], least, most)
    assert refusal.value.codes == (code,)
