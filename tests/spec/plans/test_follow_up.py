"""Follow-up on request: in months, from the first or from the last infusion, which must be said."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.courses.follow_up import FollowUp
from msc_dose.scheduling import Window

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"


def plan(follow_up, start=date(2016, 1, 31), interval="calendar-month", **more):
    patient = md.Patient("60 kg", "actual")
    return md.plan_course(
        "sjogren-itp-msc-monthly", patient, start, interval, "viable", follow_up=follow_up, **more
    )


def refused(follow_up, **more):
    with pytest.raises(md.Refusal) as refusal:
        plan(follow_up, **more)
    return refusal.value.problems


def test_reference_case_case_06_a_year_of_follow_up_does_not_say_from_which_infusion():
    with CASES.open(encoding="utf-8", newline="") as lines:
        (row,) = (row for row in csv.DictReader(lines) if row["id"] == "CASE-06")
    asked, expected = json.loads(row["inputs"]), json.loads(row["expected"])
    months, start = (12 * asked["followup_years"],), date.fromisoformat(asked["first"])
    (problem,) = refused(FollowUp(months), start=start)
    assert (problem.code, problem.field) == ("value.missing", "follow_up_from")
    assert "Month 12 is Tue 31-Jan-2017 from the first, Sun 30-Apr-2017 from the last." in problem.message
    for origin in ("first", "last"):
        course = plan(FollowUp(months, origin), start=start)
        assert course.infusions[-1].target.isoformat() == asked["last"]
        assert course.visits[-1].date.isoformat() == expected[f"end_if_from_{origin}"]


def test_it_is_asked_for_beside_everything_else_that_is_missing():
    found = refused(FollowUp((1, 3)), start=None, interval=None)
    assert {problem.field for problem in found} == {"start", "interval", "follow_up_from"}
    assert "is not stated." in found[-1].message
    assert "Month" not in found[-1].message


def test_an_origin_without_months_asks_for_the_months():
    (problem,) = refused(FollowUp(origin="last"))
    assert (problem.code, problem.field) == ("value.missing", "follow_up")


def test_each_month_is_a_visit_counted_from_the_target_of_the_infusion():
    course = plan(FollowUp((1, 3, 6, 12), "last"))
    found = [(visit.kind, visit.date.isoformat()) for visit in course.visits]
    assert found == [("follow-up", day) for day in ("2016-05-30", "2016-07-30", "2016-10-30", "2017-04-30")]
    assert md.Plan.from_document(course.as_document()) == course


def test_without_a_window_it_is_on_its_day_open_or_closed_and_with_one_on_an_open_day():
    closures = md.Closures(open="mon-fri")
    saturday = plan(FollowUp((6,), "last"), start=date(2016, 1, 30), closures=closures, window=3)
    assert saturday.visits[0].date == date(2016, 10, 30)
    assert saturday.visits[0].date.strftime("%a") == "Sun"
    nearest = plan(FollowUp((6,), "last", Window(3, 3)), start=date(2016, 1, 30), closures=closures, window=3)
    assert nearest.visits[0].date == date(2016, 10, 31)


def test_it_comes_after_the_visits_of_the_protocol():
    course = md.plan_course(
        "ryoncil-us-2024", md.Patient("35 kg", "actual"), date(2027, 3, 1), None, "viable",
        follow_up=FollowUp((1,), "first"),
    )  # fmt: skip
    assert [visit.kind for visit in course.visits] == ["assessment", "follow-up"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: FollowUp((3, 1)), "follow-up.months"),
        (lambda: FollowUp((1, 1)), "follow-up.months"),
        (lambda: FollowUp((0,)), "follow-up.months"),
        (lambda: FollowUp((121,)), "follow-up.months"),
        (lambda: FollowUp((1,), "each"), "follow-up.origin"),
    ],
)
def test_months_rise_and_the_origin_is_first_or_last(make, code):
    with pytest.raises(md.Refusal) as refusal:
        make()
    assert refusal.value.codes == (code,)


@pytest.mark.parametrize(
    "make", [lambda: FollowUp([1]), lambda: FollowUp((1.0,)), lambda: FollowUp((1,), "first", 3)]
)
def test_wrong_types_are_told_as_such(make):
    with pytest.raises(TypeError):
        make()


def test_a_plan_takes_a_follow_up_and_nothing_else():
    with pytest.raises(TypeError):
        plan((1, 3))
