"""Plans of infusions on stated days and after stated gaps, with follow-up in days and months."""

import json
from dataclasses import replace
from datetime import date

import pytest

import msc_dose as md
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.schedule import EveryInterval
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Gap, Interval, Window

NONE = Window(0, 0)
TRIAL = AfterGaps((Gap(7, Window(1, 1)), *[Gap(14, Window(3, 3))] * 3), "previous-date")
FOLLOW_UP = (
    VisitRule("follow-up", 14, NONE),
    *(VisitRule("follow-up", None, NONE, "", months) for months in (1, 2, 3, 6, 9, 12)),
    VisitRule("closing", None, Window(3, 3), "", 1, "last"),
)


def plan(schedule, visits=(), closed=(), **more):
    protocol = replace(
        md.load_protocol("sjogren-itp-msc-monthly"), schedule=schedule, visits=tuple(visits), window=None
    )
    closures = md.Closures(closed=dict.fromkeys(closed, "holiday"))
    return md.plan_course(
        protocol, md.Patient("60 kg", "actual"), date(2024, 1, 31), None, "viable", closures, **more
    )


def dates(dated):
    return [each.date.isoformat() for each in dated]


def test_the_trial_of_five_infusions_is_planned_with_its_follow_up():
    course = plan(TRIAL, FOLLOW_UP, closed=[date(2024, 2, 7)])
    assert dates(course.infusions) == ["2024-01-31", "2024-02-08", "2024-02-22", "2024-03-07", "2024-03-21"]
    assert dates(course.visits)[:3] == ["2024-02-14", "2024-02-29", "2024-03-31"]
    assert dates(course.visits)[-2:] == ["2025-01-31", "2024-04-21"]


def test_the_working_names_the_day_that_each_target_counts_from():
    course = plan(TRIAL, FOLLOW_UP, closed=[date(2024, 2, 7)])
    third = course.infusions[2].derivation.steps[0]
    assert [(term.name, term.value) for term in third.inputs] == [
        ("date of infusion 2", "2024-02-08"),
        ("gap before infusion 3", "14"),
    ]
    assert third.formula == "date of the infusion before + gap"
    closing = course.visits[-1].derivation.steps[0]
    assert closing.formula == "last infusion's target + calendar months"
    assert [term.value for term in closing.inputs] == ["2024-03-21", "1"]
    assert "3 × 14 days (window 3 days either side)" in course.explain()


@pytest.mark.parametrize("schedule", [TRIAL, OnDays((0, 7)), OnDays((0,))], ids=str)
def test_a_plan_comes_back_from_its_document(schedule):
    course = plan(schedule, FOLLOW_UP)
    assert md.Plan.from_document(json.loads(json.dumps(course.as_document()))) == course


def test_a_window_that_is_given_does_not_replace_those_of_the_gaps_and_says_so():
    course = plan(TRIAL, window=Window(5, 5))
    assert "schedule.own-windows" in [problem.code for problem in course.problems]
    first, second = course.infusions[:2]
    assert (first.earliest, second.earliest) == (date(2024, 1, 26), date(2024, 2, 6))
    assert "schedule.own-windows" not in [
        problem.code for problem in plan(OnDays((0, 7)), window=Window(5, 5)).problems
    ]


@pytest.mark.parametrize(
    ("month_end", "intervals", "rounding", "words"),
    [
        ("clamp", ["0", "1", "2"], "month end: clamp where the month lacks the day", ""),
        ("roll-forward", ["0", "1", "2"], "month end: roll-forward where the month lacks the day", ", in a month without the day on the 1st of the next"),
        ("omit", ["0", "2", "4"], "month end: omit, 2 months without day 31 left out", ", months without the day left out"),
    ],
)  # fmt: skip
def test_the_working_counts_the_months_that_lie_before_a_target(month_end, intervals, rounding, words):
    schedule = EveryInterval(3, Interval(1, "calendar-month"), month_end=month_end)
    course = plan(schedule)
    steps = [infusion.derivation.steps[0] for infusion in course.infusions]
    assert [step.inputs[1].value for step in steps] == intervals
    assert steps[2].rounding == rounding
    assert str(schedule) == f"3 infusions, one every calendar month{words}"


def test_an_interval_of_days_has_no_month_end():
    assert str(EveryInterval(3, Interval(28, "day"), month_end="omit")) == "3 infusions, one every 28 days"
