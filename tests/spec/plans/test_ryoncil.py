"""Twice a week for four weeks (Ryoncil, United States): eight infusions and the day-28 assessment."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

import msc_dose as md

START = date(2027, 3, 1)  # a Monday


def plan(open_days="mon-fri", closed=None, start=START, **more):
    closures = md.Closures(open=open_days, closed=closed or {})
    return md.plan_course(
        "ryoncil-us-2024", md.Patient("35 kg", "actual"), start, None, "viable", closures, **more
    )


def weekdays(course):
    return [infusion.date.strftime("%a") for infusion in course.infusions]


def test_a_monday_start_gives_eight_dates_at_least_three_days_apart():
    course = plan()
    dates = [infusion.date for infusion in course.infusions]
    assert len(dates) == 8
    assert all(later - earlier >= timedelta(days=3) for earlier, later in pairwise(dates))
    assert weekdays(course) == ["Mon", "Thu"] * 4


def test_the_assessment_is_28_days_after_the_first_within_two():
    (assessment,) = plan().visits
    assert (assessment.kind, assessment.target) == ("assessment", date(2027, 3, 29))
    assert (assessment.earliest, assessment.latest) == (date(2027, 3, 27), date(2027, 3, 31))
    (moved,) = plan(closed={date(2027, 3, 29): "Easter Monday"}).visits
    assert moved.date == date(2027, 3, 30)


def test_with_thursdays_closed_the_week_moves_to_monday_and_friday():
    assert weekdays(plan("mon,tue,wed,fri")) == ["Mon", "Fri"] * 4


def test_on_monday_to_thursday_one_closed_monday_is_refused_with_the_day_and_the_rule():
    with pytest.raises(md.Refusal) as refused:
        plan("mon-thu", {date(2027, 3, 8): "staff training"})
    (problem,) = refused.value.problems
    assert problem.code == "schedule.no-open-day"
    assert "Mon 8-Mar-2027 (closed: staff training)" in problem.message
    assert "3 or 4 days after the first of its week" in problem.message


@pytest.mark.parametrize("window", [None, 1, 3])
def test_a_refusal_offers_a_wider_window_only_where_it_helps(window):
    """Monday to Thursday has no second pair of days, however wide the window."""
    with pytest.raises(md.Refusal) as refused:
        plan("mon-thu", {date(2027, 3, 8): "staff training"}, window=window)
    assert "window" not in refused.value.problems[0].fix
    with pytest.raises(md.Refusal) as refused:
        plan("mon-fri", {date(2027, 3, 8): "staff training"})
    assert "widen the window to 1 day either side" in refused.value.problems[0].fix


@pytest.mark.parametrize(("day", "works"), [(1, True), (2, True), (3, False), (4, True), (5, True)])
def test_a_start_on_wednesday_is_refused_offering_tuesday_and_thursday(day, works):
    start = date(2027, 3, day)
    if works:
        assert plan(start=start).infusions[0].date == start
        return
    with pytest.raises(md.Refusal) as refused:
        plan(start=start)
    assert "Tue 2-Mar-2027" in refused.value.problems[0].fix
    assert "Thu 4-Mar-2027" in refused.value.problems[0].fix


def test_the_protocol_states_its_own_interval_so_none_may_be_given():
    with pytest.raises(md.Refusal) as refused:
        md.plan_course(
            "ryoncil-us-2024",
            md.Patient("35 kg", "actual"),
            START,
            "28-days",
            "viable",
            md.Closures(open="mon-fri"),
        )
    assert refused.value.codes == ("interval.not-open",)
