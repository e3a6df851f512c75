"""Visits beside infusions: before and after each, each with its own rule for closed days."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.cli.plan import _table
from msc_dose.protocols.days_and_gaps import OnDays
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Closures, Window

NONE = Window(0, 0)
MONDAY = date(2027, 3, 1)
LAB = VisitRule("lab draw", -1, NONE, origin="each")
MOVES = replace(LAB, closed_days="moves-infusion")
PREMEDICATION = VisitRule("premedication", 0, NONE, origin="each", minutes=-30)
OBSERVATION = VisitRule("observation", 0, NONE, origin="each", minutes=240)
CALL = VisitRule("next-day call", 1, NONE, origin="each", closed_days="any-day")
ORDER = VisitRule("order product by", -14, NONE, closed_days="open-day-before")


def plan(*visits, closures=None, window=3, start=MONDAY, schedule=None, **more):
    protocol = replace(
        md.load_protocol("sjogren-itp-msc-monthly"),
        schedule=schedule or OnDays((0, 14)),
        visits=visits,
        window=None,
    )
    return md.plan_course(
        protocol, md.Patient("60 kg", "actual"), start, None, "viable", closures or Closures(open="mon-fri"),
        window, **more,
    )  # fmt: skip


def days(dated):
    return [each.date for each in dated]


def test_a_visit_of_each_infusion_counts_from_the_date_that_the_infusion_takes():
    closed = Closures(closed={MONDAY: "holiday"})
    course = plan(CALL, closures=closed)
    assert days(course.infusions) == [date(2027, 3, 2), date(2027, 3, 15)]
    assert days(course.visits) == [date(2027, 3, 3), date(2027, 3, 16)]
    assert [visit.infusion for visit in course.visits] == [1, 2]


def test_the_visits_come_rule_by_rule_and_in_each_infusion_by_infusion():
    course = plan(LAB, ORDER, CALL, start=date(2027, 3, 2))
    found = [(visit.kind, visit.infusion) for visit in course.visits]
    assert found == [
        ("lab draw", 1), ("lab draw", 2), ("order product by", None), ("next-day call", 1), ("next-day call", 2),
    ]  # fmt: skip


def test_without_a_window_a_lab_draw_before_a_monday_has_no_day_and_is_named():
    with pytest.raises(md.Refusal) as refused:
        plan(LAB)
    assert refused.value.codes == ("schedule.no-open-day",) * 2
    assert refused.value.problems[0].message.startswith("Lab draw, day before infusion 1 has no day.")


def test_a_lab_draw_that_moves_the_infusion_leaves_no_infusion_on_a_monday():
    course = plan(MOVES)
    assert days(course.infusions) == [date(2027, 3, 2), date(2027, 3, 16)]
    assert days(course.visits) == [date(2027, 3, 1), date(2027, 3, 15)]
    (passed,) = course.infusions[0].derivation.steps[1].inputs[2:]
    assert passed.name == "passed over Mon 1-Mar-2027"
    assert "its lab draw on Sun 28-Feb-2027 cannot be" in passed.value


def test_an_infusion_that_no_lab_draw_allows_is_refused_naming_the_lab_draw():
    with pytest.raises(md.Refusal) as refused:
        plan(MOVES, window=0)
    assert "its lab draw on Sun 28-Feb-2027 cannot be" in refused.value.problems[0].message


def test_what_must_be_ordered_by_a_day_works_back_to_an_open_one():
    (order,) = plan(ORDER, closures=Closures("mon-fri", {date(2027, 2, 15): "closed"})).visits
    assert (order.target, order.date) == (date(2027, 2, 15), date(2027, 2, 12))
    assert order.latest == order.target


def test_a_call_on_any_day_is_on_a_saturday_where_its_target_is():
    course = plan(CALL, start=date(2027, 3, 5))
    assert [visit.date.strftime("%a") for visit in course.visits] == ["Sat", "Sat"]


def test_a_visit_needs_no_thaw_and_no_free_slot_but_the_patient():
    tuesday = MONDAY + timedelta(days=1)
    no_thaw = Closures(thaw="mon", full={tuesday: "3 of 3 slots taken"})
    one_day = {"schedule": OnDays((0,)), "window": 0}
    next_day = VisitRule("lab draw", 1, NONE, origin="each")
    assert days(plan(next_day, closures=no_thaw, **one_day).visits) == [tuesday]
    with pytest.raises(md.Refusal) as refused:
        plan(next_day, closures=Closures(away={tuesday: "abroad"}), **one_day)
    assert "the patient cannot come: abroad" in refused.value.problems[0].message


def test_parts_of_the_day_of_an_infusion_stand_around_it_and_whole_days_behind():
    rows = plan(OBSERVATION, PREMEDICATION, VisitRule("weighing", 0, NONE), schedule=OnDays((0,))).rows()
    assert [(row["kind"], row["date"]) for row in rows] == [
        ("premedication 30 min before infusion 1", "Mon 1-Mar-2027"),
        ("infusion", "Mon 1-Mar-2027"),
        ("observation 240 min after infusion 1", "Mon 1-Mar-2027"),
        ("weighing", "Mon 1-Mar-2027"),
    ]


def test_the_working_names_the_date_that_a_visit_counts_from_and_its_rule():
    course = plan(MOVES, ORDER, PREMEDICATION)
    target, day = course.visits[0].derivation.steps
    assert target.formula == "date of infusion 1 + days"
    assert [(term.name, term.value) for term in target.inputs] == [
        ("date of infusion 1", "2027-03-02"),
        ("days", "-1"),
    ]
    assert day.formula.startswith("the target itself: the infusion takes no day")
    assert "last open day at or before" in course.visits[2].derivation.steps[1].formula
    assert course.visits[3].derivation.steps[0].inputs[2].value == "30"
    assert "LAB DRAW, DAY BEFORE INFUSION 2: Mon 15-Mar-2027" in course.explain()


def test_keys_that_say_nothing_unusual_stay_out_of_the_document():
    document = plan(VisitRule("assessment", 28, NONE), CALL, MOVES, PREMEDICATION).as_document()
    rules, visits = document["inputs"]["visits"], document["visits"]
    assert set(rules[0]) == {"kind", "days", "before", "after"}
    assert rules[1]["from"] == "each"
    assert rules[1]["closed_days"] == "any-day"
    assert rules[2]["closed_days"] == "moves-infusion"
    assert rules[3]["minutes"] == -30
    assert "infusion" not in visits[0]
    assert visits[1]["infusion"] == 1
    assert not {"thaw", "away", "full", "worked", "provisional", "maximum_gap"} & set(document["inputs"])
    assert "preferred" not in document["inputs"]["window"]


def test_closures_that_stand_beside_an_infusion_follow_from_the_visits_alone():
    course = plan(schedule=OnDays((0,)), closures=Closures(beside=[(-1, "lab draw")]))
    assert course.inputs.closures.beside == ()
    assert md.Plan.from_document(course.as_document()) == course


RULES = st.lists(
    st.sampled_from([LAB, MOVES, PREMEDICATION, OBSERVATION, CALL, ORDER, VisitRule("assessment", 28, Window(3, 3))]),
    max_size=4,
    unique=True,
)  # fmt: skip
SHUT = st.dictionaries(st.dates(date(2027, 2, 1), date(2027, 4, 30)), st.just("closed"), max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2027, 2, 20), date(2027, 3, 10)), RULES, SHUT, SHUT, SHUT, st.sampled_from([None, "mon-fri"]), st.sampled_from([None, "mon-thu"]),
    st.booleans(), st.sampled_from([None, 14, 16]),
)  # fmt: skip
def test_a_plan_with_every_kind_of_rule_is_calculated_twice_and_comes_back(
    start, rules, closed, away, full, opened, thaw, preferred, maximum_gap
):
    worked = [date(2027, 3, 6), date(2027, 3, 7)]
    closures = Closures(opened, closed, thaw=thaw, away=away, full=full, worked=worked, provisional=[2027])
    window = Window(3, 4, Window(1, 1)) if preferred else Window(3, 4)
    try:
        course = plan(*rules, closures=closures, window=window, maximum_gap=maximum_gap, start=start)
    except md.Refusal as refusal:
        if set(refusal.codes) - {"schedule.provisional-holidays"} != {"schedule.no-open-day"}:
            raise
        return
    moving = [visit.date for visit in course.visits if visit.kind == "lab draw"]
    assert all(closures.why_no_visit(day) is None for day in moving)
    assert md.Plan.from_document(json.loads(json.dumps(course.as_document()))) == course


def test_dates_in_years_of_estimated_holidays_are_noted_once():
    course = plan(closures=Closures("mon-fri", provisional=[2027, 2028]))
    found = [problem for problem in course.problems if problem.code == "schedule.provisional-holidays"]
    assert [problem.read for problem in found] == ["2027"]


def test_a_day_that_is_permitted_and_not_preferred_is_noted():
    closed = {MONDAY + timedelta(days=day): "closed" for day in (-1, 0, 1)}
    course = plan(closures=Closures(closed=closed), window=Window(3, 3, Window(1, 1)))
    assert course.infusions[0].date == MONDAY + timedelta(days=2)
    assert [p.code for p in course.problems if "preferred" in p.code] == ["schedule.outside-preferred"]
    assert "the preferred days (1 day either side) come before" in course.explain()


def test_visits_of_one_kind_are_told_apart_by_when_they_are():
    course = plan(
        *(VisitRule("follow-up", None, NONE, "", months, closed_days="any-day") for months in (1, 6))
    )
    rows = [row for row in course.rows() if row["what"] == "follow-up"]
    assert [row["kind"] for row in rows] == [
        "follow-up, 1 month after the first",
        "follow-up, 6 months after the first",
    ]
    assert rows[1]["when"] == "6 months after the first"
    assert "FOLLOW-UP, 6 MONTHS AFTER THE FIRST: Wed 1-Sep-2027" in course.explain()


def test_what_is_done_by_a_day_has_that_day_and_no_window_in_the_table():
    rows = {row["kind"]: row for row in plan(ORDER, schedule=OnDays((0,))).rows()}
    assert rows["order product by"]["by"] == "Mon 15-Feb-2027"
    assert rows["infusion"]["by"] == ""
    assert "by 15-Feb" in "\n".join(_table(plan(ORDER, schedule=OnDays((0,)))))
    assert "15-Jan to" not in "\n".join(_table(plan(ORDER, schedule=OnDays((0,)))))


def test_one_day_after_another_infusion_is_said_in_the_singular():
    closed = Closures(closed={MONDAY: "closed", MONDAY + timedelta(days=1): "closed"})
    close = plan(schedule=OnDays((0, 3)), window=Window(0, 2), closures=closed)
    (problem,) = [p for p in close.problems if p.code == "schedule.short-gap"]
    assert problem.message == "Infusion 2 is 1 day after the one before; their targets are 3 days apart."
