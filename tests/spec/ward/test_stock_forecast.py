"""What runs out: which infusion to come is the first that the free containers cannot serve."""

from dataclasses import replace
from datetime import date

import pytest

from msc_dose.product.container import Container, Content
from msc_dose.ward.brief import brief_of
from msc_dose.ward.forecast import Supply, stock_forecast

from .courses import at, cells, course, d, infusion

TODAY = d("29 Jan")


def bag(
    serial, millions=120, recipient="unassigned", expiry=date(2030, 1, 1), counts="viable", population="MSC"
):
    held = replace(cells(millions), moment="after thaw", counts=counts, population=population)
    made = Container(Content(cells=held), "bag", "allogeneic unrelated", recipient, expiry, "released", "tank 1",
                     lot="L1", serial=str(serial))  # fmt: skip
    return made


def free(number, *facts, **more):
    return Supply(bag(number, *facts, **more), number)


def forecast(courses, *supply, served=(), today=TODAY):
    return stock_forecast(courses, supply, frozenset(served), today)


def monthly(code="P-1", *days, **changes):
    days = days or ("29 Jan", "1 Mar", "29 Mar", "29 Apr")
    return course(code, [infusion(n, day, of=len(days), **changes) for n, day in enumerate(days, 1)])


def test_the_first_infusion_that_cannot_be_served_is_told_with_day_dose_and_what_is_left():
    found = forecast([monthly()], free(3))
    assert [each.covered for each in found.rows] == [True, True, True, False]
    (short,) = found.short
    assert (short.number, short.on, short.missing, short.usable) == (4, d("29 Apr"), cells(120), None)
    assert found.headline() == (
        "Runs out on Thu 29-Apr-2027: infusion 4 of 4, course C-1 (P-1), needs 120 million viable MSC; "
        "left then: nothing. Not covered: 1 of 4 infusions."
    )


def test_a_brief_is_served_as_its_course_is():
    courses = [monthly("P-1"), monthly("P-2", "2 Feb", "2 Mar", state="missed")]
    courses += [replace(each, stopped="moved") for each in (monthly("P-3"),)]
    briefs = [brief_of(each) for each in courses]
    assert forecast(briefs, free(3), served=[("C-1", 2)]) == forecast(courses, free(3), served=[("C-1", 2)])
    assert forecast(briefs, free(3)).rows


def test_where_there_is_enough_it_says_until_when():
    found = forecast([monthly()], free(4))
    assert found.short == ()
    assert found.headline() == "Enough for 4 infusions to come, the last on Thu 29-Apr-2027."
    assert forecast([], free(4)).headline() == "No infusion to come that has a date is without containers."


def test_containers_go_whole_and_a_remainder_serves_no_other():
    """A dose of 120 million takes two bags of 70 million; what is left of the second is nobody's."""
    found = forecast([monthly("P-1", "29 Jan", "1 Mar")], free(3, 70))
    assert [each.number for each in found.rows[0].takes] == [2]
    assert (found.short[0].usable, found.short[0].missing) == (cells(70), cells(50))


def test_an_infusion_that_cannot_be_served_takes_nothing_from_the_next():
    large = infusion(1, "29 Jan", dose=cells(500))
    found = forecast([course("P-1", [large]), monthly("P-2", "1 Mar", "29 Mar")], free(2))
    assert [(each.recipient, each.covered) for each in found.rows] == [
        ("P-1", False),
        ("P-2", True),
        ("P-2", True),
    ]


def test_the_first_to_expire_goes_first_and_none_after_its_expiry():
    early = free(2, expiry=d("28 Feb"))
    found = forecast([monthly()], free(1), early)
    assert found.rows[0].takes == (Supply(early.container, 1),)
    assert [each.covered for each in found.rows] == [True, True, False, False]
    gone = forecast([monthly()], free(9, expiry=d("28 Jan")))
    assert (gone.free, len(gone.short)) == (0, 4)


def test_a_container_that_expires_at_a_time_does_not_count_on_that_day():
    found = forecast([monthly("P-1", "1 Mar")], free(1, expiry=at("1 Mar 12:00").replace(tzinfo=None)))
    assert not found.rows[0].covered


def test_what_is_bound_to_a_patient_serves_nobody_else_and_is_taken_before_what_is_unassigned():
    own = free(1, recipient="P-1")
    found = forecast([monthly("P-1", "1 Mar"), monthly("P-2", "1 Mar")], own, free(1, expiry=d("29 Apr")))
    assert [each.takes[0].container.recipient for each in found.rows] == ["P-1", "unassigned"]
    assert not forecast([monthly("P-2", "1 Mar")], own).rows[0].covered


@pytest.mark.parametrize("other", [{"population": "TNC"}, {"counts": "all"}])
def test_other_cells_than_the_dose_counts_are_never_counted_on(other):
    (row,) = forecast([monthly("P-1", "1 Mar")], free(7, **other)).rows
    assert (row.covered, row.others, row.usable) == (False, 7, None)


def test_infusions_with_containers_and_those_held_or_without_a_date_are_counted_apart():
    held = infusion(2, None, held=True)
    given = infusion(3, "29 Jan", state="completed")
    found = forecast([course("P-1", [infusion(1, "29 Jan"), held, given])], free(1), served=[("C-1", 1)])
    assert (found.rows, found.served, found.undated) == ((), 1, 1)
    assert "Left out: 1 infusion with a container, 1 held or undated" in found.notes()[2]
    assert forecast([course("P-1", [infusion(1, "29 Jan")], stopped="withdrew")]).rows == ()


def test_an_infusion_whose_day_has_passed_needs_its_containers_today():
    (row,) = forecast([monthly("P-1", "25 Jan")], free(1, expiry=d("27 Jan"))).rows
    assert (row.on, row.overdue, row.covered) == (TODAY, True, False)


def test_what_is_to_be_made_up_needs_its_own_container_by_its_day():
    rest = infusion(1, "25 Jan", state="stopped-early", make_up=cells(40), make_up_by=d("1 Feb"))
    (row,) = forecast([course("P-1", [rest])], free(1)).rows
    assert (row.need, row.on, row.covered) == (cells(40), d("1 Feb"), True)
