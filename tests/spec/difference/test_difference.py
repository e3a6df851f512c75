"""What differs between two plans, two courses, or a plan and its course: moved, changed, and what stays."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ward.courses import EASTER, as_course, at, cells, course, d, infusion, plan, visit, with_infusion

import msc_dose as md
from msc_dose.courses.course import Entry
from msc_dose.courses.difference import difference
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import CalendarChanged
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.follow_up import FollowUp
from msc_dose.quantity.page import columns_of

CLOSED = md.Closures("mon-fri", EASTER)
PLAN = plan()
EASTER_PLAN = plan(closures=CLOSED)


def entries(*whats):
    return tuple(
        Entry(Event(n, at("1 Mar 09:00"), at("1 Mar 09:00"), "u1", what)) for n, what in enumerate(whats, 1)
    )


def test_a_holiday_moves_one_infusion_and_says_why():
    """The case's third infusion moves from Easter Monday to 30 March 2027; the others stay."""
    assert difference(PLAN, EASTER_PLAN).lines() == [
        "Infusion 3: Mon 29-Mar-2027 → Tue 30-Mar-2027, 1 day later: Mon 29-Mar-2027",
        "    closed: Easter Monday",
        "Infusions 1, 2 and 4 stay.",
        "Closed newly: Fri 26-Mar-2027 (closed: Good Friday)",
        "Closed newly: Mon 29-Mar-2027 (closed: Easter Monday)",
    ]


def test_the_same_holiday_taken_back_moves_it_back():
    made = difference(EASTER_PLAN, PLAN)
    [moved] = made.infusions
    assert (moved.number, moved.date.days) == (3, -1)
    assert moved.date.why == ("Mon 29-Mar-2027 can be taken now (before: closed: Easter Monday)",)
    assert made.opened == tuple((day, f"closed: {why}") for day, why in EASTER.items())


@pytest.mark.parametrize("same", [PLAN, as_course(PLAN)], ids=["plan", "course"])
def test_nothing_differs_from_itself(same):
    made = difference(same, same)
    assert (made.empty, made.stays, made.lines()) == (True, (1, 2, 3, 4), ["No difference."])


def test_a_plan_does_not_differ_from_the_course_that_follows_it_until_something_happens():
    assert difference(PLAN, as_course(PLAN)).empty
    assert difference(PLAN, as_course(PLAN, infused=cells(0))).empty


def test_another_weight_changes_every_dose_by_as_many_percent():
    made = difference(PLAN, plan("66 kg"))
    assert made.lines() == [
        "Infusions 1, 2, 3 and 4: DOSE 120 million viable MSC → 132 million viable MSC,",
        "    10 % more",
        "DOSE in all: 480 million viable MSC → 528 million viable MSC, 10 % more",
        "Weight: 60 kg → 66 kg, 10 % more",
    ]
    assert made.total_dose.percent.value == 10


def test_a_percentage_that_does_not_end_is_exact_in_the_document_and_about_in_the_text():
    made = difference(plan("66 kg"), PLAN)
    percent = made.as_document()["infusions"][0]["dose"]["percent"]
    assert percent == {"value": "9.0909090909", "unit": "%", "exact": False, "fraction": "100/11"}
    assert "Weight: 66 kg → 60 kg, about 9.1 % less" in made.lines()


def test_another_interval_moves_targets():
    made = difference(PLAN, plan(interval="28-days"))
    assert [each.date.days for each in made.infusions] == [-3, -3, -6]
    assert made.infusions[0].date.why == ("its target moved from Sun 28-Feb-2027 to Fri 26-Feb-2027",)
    assert [each.name for each in made.inputs] == ["schedule"]


def test_another_window_that_moves_nothing_is_a_change_of_an_input_alone():
    made = difference(PLAN, plan(window=(3, 4)))
    assert (made.infusions, made.stays) == ((), (1, 2, 3, 4))
    assert [(each.name, each.before, each.after) for each in made.inputs] == [
        ("window", "3 days either side", "3 days before to 4 days after")
    ]


@pytest.mark.parametrize(
    ("changes", "name", "before", "after"),
    [
        ({"start": date(2027, 2, 1)}, "start", "Fri 29-Jan-2027", "Mon 1-Feb-2027"),
        ({"counts": "all"}, "dose rule", "2 million viable MSC/kg", "2 million all MSC/kg"),
        ({"closures": md.Closures("mon-thu")}, "open weekdays", "Mon–Fri", "Mon–Thu"),
    ],
)
def test_each_input_that_differs_is_named(changes, name, before, after):
    [change] = [each for each in difference(PLAN, plan(**changes)).inputs if each.name == name]
    assert (change.before.split(" (")[0], change.after.split(" (")[0]) == (before, after)


def test_amounts_that_count_other_cells_are_not_compared_in_percent():
    made = difference(PLAN, plan(counts="all"))
    assert made.total_dose.percent is None
    assert "DOSE in all: 480 million viable MSC → 480 million all MSC" in made.lines()


def test_a_day_that_stays_closed_for_another_reason_is_neither_opened_nor_closed():
    other = md.Closures("mon-fri", {**EASTER, date(2027, 3, 29): "maintenance"})
    made = difference(EASTER_PLAN, plan(closures=other))
    assert (made.closed, made.opened) == ((), ())
    assert [(each.name, each.before, each.after) for each in made.inputs] == [
        ("Mon 29-Mar-2027", "closed: Easter Monday", "closed: maintenance")
    ]


def test_other_protocols_are_named_and_infusions_that_are_more_are_added():
    other = md.plan_course(
        "ryoncil-us-2024",
        md.Patient("60 kg", "actual"),
        date(2027, 3, 1),
        None,
        "viable",
        md.Closures("mon-fri"),
    )
    made = difference(PLAN, other)
    assert [each.number for each in made.infusions if each.change == "added"] == [5, 6, 7, 8]
    assert "protocol" in [each.name for each in made.inputs]
    assert any(
        line.startswith("Infusion 5 added: Mon 15-Mar-2027, DOSE 120 million") for line in made.lines()
    )
    assert [each.number for each in difference(other, PLAN).infusions if each.change == "removed"] == [
        5,
        6,
        7,
        8,
    ]


def test_what_became_of_an_infusion_stands_against_its_plan():
    ran = with_infusion(
        as_course(PLAN, infused=cells(97)), 1, state="stopped-early", date=d("30 Jan"), infused=cells(97)
    )
    ran = with_infusion(ran, 4, state="not-needed")
    assert difference(PLAN, ran).lines() == [
        "Infusion 1: Fri 29-Jan-2027 → Sat 30-Jan-2027, 1 day later: it was given on",
        "    that day",
        "Infusion 1: planned → stopped early",
        "Infusion 1: infused none → 97 million viable MSC",
        "Infusion 4: planned → not needed",
        "Infusions 2 and 3 stay.",
        "DOSE in all: 480 million viable MSC → 360 million viable MSC, 25 % less",
        "Infused in all: none → 97 million viable MSC",
    ]


def test_a_hold_takes_dates_away_and_says_so():
    held = as_course(PLAN, held_since=d("26 Mar"), held_reason="fever")
    for number in (3, 4):
        held = with_infusion(
            held, number, held=True, date=None, why_no_date="held since Fri 26-Mar-2027: fever"
        )
    lines = difference(as_course(PLAN), held).lines()
    assert lines[:2] == [
        "Infusion 3: Mon 29-Mar-2027 → no date: held since Fri 26-Mar-2027: fever",
        "Infusions 3 and 4: planned → planned, held",
    ]
    assert "Held: no → since Fri 26-Mar-2027: fever" in lines


def test_a_course_gives_its_own_words_for_a_date():
    moved = with_infusion(as_course(PLAN), 3, date=d("31 Mar"), why_this_date=("moved: the patient's wish",))
    [change] = difference(PLAN, moved).infusions
    assert change.date.why == ("moved: the patient's wish",)
    named = with_infusion(
        as_course(PLAN), 3, date=d("30 Mar"), why_this_date=("Mon 29-Mar-2027: closed: strike", "x")
    )
    [change] = difference(PLAN, named).infusions
    assert change.date.why == ("Mon 29-Mar-2027 closed: strike",)


def test_closed_days_of_a_course_are_those_of_its_latest_calendar():
    changed = as_course(
        EASTER_PLAN, entries=entries(CalendarChanged(md.Closures("mon-fri"), "open at Easter"))
    )
    assert difference(PLAN, changed).closed == ()
    struck = replace(changed, entries=(replace(changed.entries[0], struck_by=2),))
    assert [day for day, _ in difference(PLAN, struck).closed] == list(EASTER)


def test_a_changed_dose_names_its_order():
    order = DoseChanged(3, "gained 6 kg", "dr-a", "O-2", dosing_weight=md.Amount("body_weight", 66))
    changed = as_course(PLAN, entries=entries(order))
    changed = with_infusion(with_infusion(changed, 3, dose=cells(132)), 4, dose=cells(132))
    first, *_ = difference(as_course(PLAN), changed).lines(120)
    assert first == (
        "Infusions 3 and 4: DOSE 120 million viable MSC → 132 million viable MSC, 10 % more: gained 6 kg (order O-2)"
    )


def test_visits_are_moved_added_and_removed():
    before = course(
        visits=(visit("lab draw", "1 Mar", infusion=2), visit("assessment", "1 Jun"), visit("call", "3 Mar"))
    )
    after = course(
        visits=(
            visit("lab draw", "2 Mar", infusion=2),
            visit("assessment", "1 Jun"),
            visit("assessment", "1 Sep"),
        )
    )
    assert difference(before, after).lines() == [
        "Lab draw of infusion 2 moved: Mon 1-Mar-2027 → Tue 2-Mar-2027, 1 day later: its",
        "    target moved from Mon 1-Mar-2027 to Tue 2-Mar-2027",
        "Assessment added: Wed 1-Sep-2027",
        "Call removed: Wed 3-Mar-2027",
        "1 other visit stays.",
    ]


def test_a_visit_that_is_left_out_does_not_move_the_others():
    three = course(visits=tuple(visit("assessment", day) for day in ("1 Feb", "1 Mar", "1 Apr")))
    two = replace(three, visits=three.visits[1:])
    [gone] = difference(three, two).visits
    assert (gone.change, gone.date.before) == ("removed", d("1 Feb"))


def followed(months, origin, **changes):
    return plan(follow_up=FollowUp(months, origin), **changes)


def test_visits_of_one_kind_are_paired_by_their_rule_and_named_by_it():
    made = difference(followed((1, 3, 6, 12), "first"), followed((1, 6, 12), "last"))
    assert [(each.rule, each.change, each.date.days) for each in made.visits] == [
        ("1 calendar month after the last", "moved", 90),
        ("6 calendar months after the last", "moved", 92),
        ("12 calendar months after the last", "moved", 91),
        ("3 calendar months after the first", "removed", None),
    ]
    lines = made.lines()
    assert "Follow-up, 3 months after the first, removed: Thu 29-Apr-2027" in lines
    assert any(
        line.startswith("Follow-up, 6 months after the last, moved: Thu 29-Jul-2027") for line in lines
    )


def test_visits_of_one_rule_stay_together_whatever_their_dates():
    made = difference(followed((1, 2), "first"), followed((1, 2), "first", start=date(2027, 2, 26)))
    assert [(each.rule[:1], each.change) for each in made.visits] == [("1", "moved"), ("2", "moved")]


def test_a_target_that_moved_to_a_closed_day_is_told_with_both_reasons():
    made = difference(EASTER_PLAN, plan(interval="28-days", closures=CLOSED))
    [change] = [each for each in made.infusions if each.number == 3]
    assert change.date.why[:2] == (
        "its target moved from Mon 29-Mar-2027 to Fri 26-Mar-2027",
        "Fri 26-Mar-2027 closed: Good Friday",
    )


def test_thaw_weekdays_are_named_as_open_weekdays_are():
    made = difference(PLAN, plan(closures=md.Closures("mon-fri", thaw="tue,wed")))
    [change] = [each for each in made.inputs if each.name == "thaw weekdays"]
    assert (change.before, change.after) == ("not stated", "Tue, Wed")


def test_the_document_is_plain_and_names_its_schema():
    document = difference(PLAN, EASTER_PLAN).as_document()
    assert json.loads(json.dumps(document)) == document
    assert (document["schema"], document["empty"], document["stays"]) == (
        "msc-dose/difference/1",
        False,
        [1, 2, 4],
    )
    assert document["infusions"][0]["date"] == {
        "before": "2027-03-29", "after": "2027-03-30", "days": 1, "why": ["Mon 29-Mar-2027 closed: Easter Monday"],
    }  # fmt: skip


@pytest.mark.parametrize("wrong", [(PLAN, None), ("plan", PLAN), ({}, {})])
def test_only_plans_and_courses_are_compared(wrong):
    with pytest.raises(TypeError):
        difference(*wrong)


STATES = ("planned", "cleared", "completed", "not-needed", "missed")


@st.composite
def courses(draw):
    """A course of up to four infusions on any days, of any dose, and some visits."""
    infusions = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        made = infusion(number, date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 300))))
        made = replace(made, dose=cells(draw(st.integers(0, 300))), state=draw(st.sampled_from(STATES)))
        infusions.append(replace(made, date=None) if draw(st.booleans()) else made)
    days = draw(st.lists(st.integers(1, 28), max_size=3))
    return course(infusions=infusions, visits=tuple(visit("assessment", f"{day} Mar") for day in days))


@given(courses())
def test_a_course_never_differs_from_itself(made):
    assert difference(made, made).empty


@given(courses(), courses())
def test_the_other_way_round_days_change_their_sign_and_before_is_after(one, other):
    there, back = difference(one, other), difference(other, one)
    assert there.stays == back.stays
    assert there.empty == back.empty
    turned = {"added": "removed", "removed": "added"}
    for go, come in zip(there.infusions, back.infusions, strict=True):
        assert (go.number, turned.get(go.change, go.change)) == (come.number, come.change)
        for forth, again in ((go.date, come.date), (go.dose, come.dose), (go.state, come.state)):
            assert (forth is None) == (again is None)
            assert forth is None or (forth.before, forth.after) == (again.after, again.before)
        if go.date and go.date.days is not None:
            assert go.date.days == -come.date.days


@given(courses(), courses(), st.integers(60, 120))
def test_no_line_is_wider_than_the_page(one, other, width):
    assert max(map(columns_of, difference(one, other).lines(width))) <= width


@given(courses(), courses())
def test_every_infusion_stays_or_differs_and_none_does_both(one, other):
    made = difference(one, other)
    numbers = {each.number for each in (*one.infusions, *other.infusions)}
    assert sorted((*made.stays, *(each.number for each in made.infusions))) == sorted(numbers)
