"""A plan on a day: late is past today's time, out of window past the permitted days, and what is next."""

from dataclasses import replace
from datetime import date

import pytest

import msc_dose as md
from msc_dose.courses.today import standing
from msc_dose.protocols.days_and_gaps import OnDays
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Window


@pytest.fixture
def course():
    protocol = replace(
        md.load_protocol("sjogren-itp-msc-monthly"),
        schedule=OnDays((0, 14, 28)),
        visits=(VisitRule("assessment", 21, Window(2, 2)),),
    )
    return md.plan_course(
        protocol, md.Patient("60 kg", "actual"), date(2027, 3, 1), None, "viable", None, (2, 3)
    )


@pytest.mark.parametrize(
    ("on", "states"),
    [
        (date(2027, 2, 20), ["next: in 9 days", "in 23 days", "in 37 days", "in 30 days"]),
        (date(2027, 2, 27), ["next: in its window, 5 days left; its date is in 2 days", "in 16 days",
                             "in 30 days", "in 23 days"]),
        (date(2027, 3, 1), ["due today", "next: in 14 days", "in 28 days", "in 21 days"]),
        (date(2027, 3, 2), ["late, 2 days left", "next: in 13 days", "in 27 days", "in 20 days"]),
        (date(2027, 3, 4), ["late, 0 days left", "next: in 11 days", "in 25 days", "in 18 days"]),
        (date(2027, 3, 5), ["out of window, its date was 4 days ago", "next: in 10 days", "in 24 days",
                            "in 17 days"]),
        (date(2027, 3, 21), ["out of window, its date was 20 days ago", "out of window, its date was 6 days ago",
                             "next: in 8 days", "in its window, 3 days left; its date is in 1 day"]),
    ],
)  # fmt: skip
def test_each_infusion_and_visit_stands_somewhere_on_a_day(course, on, states):
    assert [str(stands) for stands in standing(course, on)] == states


def test_only_one_infusion_is_next_and_none_after_the_last(course):
    for day in range(1, 31):
        following = [stands for stands in standing(course, date(2027, 3, day)) if stands.is_next]
        assert len(following) == (1 if day < 29 else 0)


def test_every_day_of_a_split_dose_is_due():
    course = md.plan_course(
        "tnc-daily-ceiling", md.Patient("10 kg", "actual"), date(2027, 3, 1), counts="all",
        ordered="4e9 cells/kg",
    )  # fmt: skip
    days = len(course.infusions[0].dose.days)
    assert days > 1
    for day in range(1, days + 1):
        assert standing(course, date(2027, 3, day))[0].state == "due-today"
    assert standing(course, date(2027, 3, days + 1))[0].state == "out-of-window"


def test_a_standing_is_a_plain_mapping_for_a_machine(course):
    assert standing(course, date(2027, 3, 2))[0].as_document() == {
        "kind": "infusion",
        "infusion": 1,
        "date": "2027-03-01",
        "state": "late",
        "days_to": -1,
        "days_left": 2,
        "next": False,
    }
