"""Day numbers, visit windows, moved visits and all-day spans: what a day is called and where it belongs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling.all_day import all_day_span
from msc_dose.scheduling.moving import Moved, move
from msc_dose.scheduling.numbering import (
    day_number,
    day_of_number,
    number_of_offset,
    numbering_text,
    offset_of_number,
)
from msc_dose.scheduling.visit_windows import VisitWindow, assign_visit

FIRST = date(2027, 1, 29)
WEEKS = (VisitWindow("WEEK 1", 2, 7), VisitWindow("WEEK 2", 8, 15), VisitWindow("WEEK 4", 23, 30))


def refused(make):
    with pytest.raises(Refusal) as refusal:
        make()
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize(
    ("day", "from_0", "from_1"),
    [("2027-01-27", -2, -2), ("2027-01-28", -1, -1), ("2027-01-29", 0, 1), ("2027-01-30", 1, 2)],
)
def test_the_first_infusion_is_day_0_or_day_1_and_then_there_is_no_day_0(day, from_0, from_1):
    day = date.fromisoformat(day)
    assert (day_number(day, FIRST, 0), day_number(day, FIRST, 1)) == (from_0, from_1)


def test_the_numbering_is_printed_in_words():
    assert numbering_text(0) == "Day 0 = first infusion"
    assert numbering_text(1) == "Day 1 = first infusion, no day 0"


def test_day_0_is_refused_where_there_is_none():
    problem = refused(lambda: day_of_number(0, FIRST, 1))
    assert (problem.code, problem.field) == ("schedule.no-day-zero", "days")
    assert day_of_number(0, FIRST, 0) == FIRST


@pytest.mark.parametrize("numbering", [-1, 2])
def test_another_numbering_is_refused(numbering):
    assert refused(lambda: numbering_text(numbering)).code == "schedule.day-numbering"


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(-4000, 4000), st.sampled_from([0, 1]))
def test_a_number_leads_back_to_its_day(first, offset, numbering):
    day = first + timedelta(days=offset)
    assert day_of_number(day_number(day, first, numbering), first, numbering) == day
    assert offset_of_number(number_of_offset(offset, numbering), numbering) == offset


@pytest.mark.parametrize(
    ("day", "visit"), [(2, "WEEK 1"), (7, "WEEK 1"), (8, "WEEK 2"), (23, "WEEK 4"), (30, "WEEK 4")]
)
def test_both_ends_of_a_window_belong_to_its_visit(day, visit):
    assert assign_visit(day, WEEKS) == visit


def test_a_day_between_windows_is_told_with_the_nearest():
    problem = refused(lambda: assign_visit(19, WEEKS))
    assert (problem.code, problem.read) == ("visit.no-window", "19")
    assert "the nearest: WEEK 2 (day 8 to 15) and WEEK 4 (day 23 to 30)" in problem.message
    assert "the nearest: WEEK 4 (day 23 to 30)." in refused(lambda: assign_visit(31, WEEKS)).message
    assert "there are none" in refused(lambda: assign_visit(1, ())).message


def test_a_day_in_two_windows_is_told_and_neither_is_picked():
    problem = refused(lambda: assign_visit(7, (*WEEKS, VisitWindow("SAFETY", 7, 7))))
    assert problem.code == "visit.several-windows"
    assert "WEEK 1 (day 2 to 7); SAFETY (day 7 to 7)" in problem.message


@pytest.mark.parametrize("make", [lambda: VisitWindow("", 1, 2), lambda: VisitWindow("WEEK 1", 7, 2)])
def test_a_window_without_name_or_days_is_refused(make):
    assert refused(make).code == "visit.window"


MONTHLY = tuple(map(date.fromisoformat, ("2026-03-02", "2026-03-30", "2026-04-27", "2026-05-25")))
ADHOC = (date(2026, 4, 10),)


def test_all_later_visits_move_as_far_and_ad_hoc_visits_stay():
    moved = move(MONTHLY, 1, date(2026, 4, 2), True, ADHOC)
    assert [day.isoformat() for day in moved.dates] == [
        "2026-03-02",
        "2026-04-02",
        "2026-04-30",
        "2026-05-28",
    ]
    assert moved.adhoc == ADHOC


def test_only_one_visit_moves_where_a_person_says_this_one_only():
    moved = move(MONTHLY, 1, date(2026, 4, 2), False, ADHOC)
    assert moved == Moved((MONTHLY[0], date(2026, 4, 2), *MONTHLY[2:]), ADHOC)


@given(st.integers(0, 3), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans())
def test_moving_back_restores(index, new_date, shift_later):
    moved = move(MONTHLY, index, new_date, shift_later, ADHOC)
    assert move(moved.dates, index, MONTHLY[index], shift_later, ADHOC) == Moved(MONTHLY, ADHOC)


@pytest.mark.parametrize("index", [-1, 4])
def test_a_visit_that_is_not_there_is_refused(index):
    problem = refused(lambda: move(MONTHLY, index, date(2026, 4, 2), False))
    assert (problem.code, problem.field) == ("schedule.infusion-number", "index")


def test_one_day_is_a_span_that_ends_on_the_next():
    assert all_day_span(FIRST, FIRST) == (FIRST, date(2027, 1, 30))
    assert refused(lambda: all_day_span(FIRST, date(2027, 1, 28))).code == "date.order"


@pytest.mark.parametrize(
    "make",
    [
        lambda: day_number("2027-01-29", FIRST, 1),
        lambda: day_number(FIRST, FIRST, True),
        lambda: day_of_number(1.0, FIRST, 1),
        lambda: assign_visit(1.5, WEEKS),
        lambda: VisitWindow(7, 1, 2),
        lambda: move(MONTHLY, 1, date(2026, 4, 2), None),
        lambda: move(MONTHLY, 1, "2026-04-02", False),
        lambda: all_day_span(FIRST, "2027-01-30"),
    ],
)
def test_wrong_python_types_are_type_errors(make):
    with pytest.raises(TypeError):
        make()
