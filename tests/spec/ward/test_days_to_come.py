"""Tomorrow, the next open day, and the load of the days to come."""

from datetime import date

import pytest

from msc_dose.scheduling import Closures
from msc_dose.ward import ward_view

from .courses import EASTER, MON_TO_FRI, at, cells, course, d, infusion, visit

THURSDAY = at("25 Mar 14:05")  # Good Friday follows, and Easter Monday
CLOSED = Closures("mon-fri", EASTER)


def test_tomorrow_and_the_next_open_day_each_name_their_thaws_and_visits():
    courses = [
        course("P-1", [infusion(1, "30 Mar", time="11:00")], visits=(visit("lab draw", "26 Mar"),)),
        course("P-2", [infusion(1, "30 Mar")]),
        course(
            "P-3", [infusion(1, "30 Mar", time="09:00")], visits=(visit("lab draw", "30 Mar", infusion=1),)
        ),
    ]
    ward = ward_view(courses, THURSDAY, CLOSED)
    assert (ward.tomorrow.day, ward.tomorrow.closed) == (date(2027, 3, 26), "closed: Good Friday")
    assert [each.recipient for each in ward.tomorrow.visits] == ["P-1"]
    assert (ward.next_open.day, ward.next_open.closed) == (date(2027, 3, 30), None)
    assert [each.recipient for each in ward.next_open.thaws] == ["P-3", "P-1", "P-2"]
    assert [(each.kind, each.infusion) for each in ward.next_open.visits] == [("lab draw", 1)]
    lines = ward.lines()
    assert "Tomorrow Fri 26-Mar-2027, no infusions (closed: Good Friday): 1 lab draw: P-1." in lines
    assert lines[
        lines.index("Tomorrow Fri 26-Mar-2027, no infusions (closed: Good Friday): 1 lab draw: P-1.") + 1
    ] == ("Next open day Tue 30-Mar-2027: 3 thaws: P-3 1/4 09:00 120 million viable MSC;")


def test_what_is_due_today_besides_infusions_is_said_by_kind():
    courses = [
        course("P-1", [infusion(1, "26 Mar")], visits=(visit("lab draw", "25 Mar", infusion=1),)),
        course("P-2", [infusion(1, "25 Mar")], visits=(visit("assessment", "25 Mar"),)),
        course("P-3", [infusion(1, "5 May")], visits=(visit("lab draw", "25 Mar"),)),
    ]
    ward = ward_view(courses, THURSDAY, CLOSED)
    assert [(each.kind, each.recipient) for each in ward.this_day.visits] == [
        ("assessment", "P-2"),
        ("lab draw", "P-1"),
        ("lab draw", "P-3"),
    ]
    assert [each.recipient for each in ward.this_day.thaws] == ["P-2"]
    assert "Today Thu 25-Mar-2027: 1 assessment: P-2; 2 lab draws: P-1, P-3." in ward.lines()
    assert ward.as_document()["today"]["date"] == "2027-03-25"
    assert len(ward.as_document()["today"]["visits"]) == 3


def test_a_day_with_visits_alone_is_not_said_to_bring_nothing():
    drawn = course("P-1", [infusion(1, "5 May")], visits=(visit("lab draw", "25 Mar"),))
    lines = ward_view([drawn], THURSDAY, CLOSED).lines()
    assert "No infusion is due today." in lines
    assert not any(line.startswith("Nothing is due") for line in lines)


def test_a_follow_up_today_is_told_where_every_course_has_ended():
    done = course(
        infusions=[infusion(1, "1 Mar", of=1, state="completed")], visits=(visit("follow-up", "25 Mar"),)
    )
    lines = ward_view([done], THURSDAY, CLOSED).lines()
    assert "No infusion is due: no course is open." in lines
    assert "Today Thu 25-Mar-2027: 1 follow-up: P-0417." in lines


def test_an_open_tomorrow_is_told_once():
    ward = ward_view([course(infusions=[infusion(1, "25 Mar")])], at("24 Mar 08:00"), CLOSED)
    assert ward.next_open == ward.tomorrow
    assert sum(line.startswith(("Tomorrow", "Next open day")) for line in ward.lines()) == 1


def test_held_stopped_and_left_out_infusions_take_no_thaw_and_no_slot():
    courses = [
        course("P-1", [infusion(1, "26 Mar", held=True)]),
        course("P-2", [infusion(1, "26 Mar")], stopped="withdrawn"),
        course("P-3", [infusion(1, "26 Mar", state="not-needed")]),
        course("P-4", [infusion(1, "26 Mar")], held_since=d("20 Mar"), held_reason="fever"),
        course("P-5", [infusion(1, "26 Mar")]),
    ]
    ward = ward_view(courses, THURSDAY, MON_TO_FRI, 4)
    assert [each.recipient for each in ward.tomorrow.thaws] == ["P-5"]
    assert ward.load[1].infusions == 1


def test_the_load_covers_two_weeks_and_counts_what_was_given_today():
    courses = [
        course("P-1", [infusion(1, "25 Mar", state="completed", ended=THURSDAY)]),
        course("P-2", [infusion(1, "25 Mar")]),
        course("P-3", [infusion(1, "7 Apr")]),
        course("P-4", [infusion(1, "8 Apr")]),
    ]
    load = ward_view(courses, THURSDAY, CLOSED, 1).load
    assert [load[0].day, load[-1].day] == [date(2027, 3, 25), date(2027, 4, 7)]
    assert [(each.infusions, each.over) for each in (load[0], load[-1])] == [(2, 1), (1, 0)]
    assert load[1].closed == "closed: Good Friday"


def test_no_open_day_within_a_month_is_said():
    ward = ward_view(
        [],
        THURSDAY,
        Closures(closed={d("25 Mar").fromordinal(d("25 Mar").toordinal() + n): "works" for n in range(40)}),
    )
    assert ward.next_open is None
    assert "No day within 31 days is open." in ward.notes


def test_similar_codes_of_one_day_to_come_are_named_too():
    courses = [course(code, [infusion(1, "26 Mar")]) for code in ("P-0417", "P-0471", "P-9999")]
    ward = ward_view(courses, THURSDAY, MON_TO_FRI)
    assert ward.tomorrow.alike == (("P-0417", "P-0471"),)
    assert "NAME ALERT: P-0417 and P-0471." in " ".join(line.strip() for line in ward.lines())


NEW_YORK, AUCKLAND = "America/New_York", "Pacific/Auckland"


def abroad(now, zone, *infusions, **changes):
    """The ward in Berlin with a course there and one elsewhere."""
    return ward_view(
        [course("P-1", [infusion(1, "30 Apr")]), course("P-2", infusions, zone=zone, **changes)],
        now,
        MON_TO_FRI,
    )


@pytest.mark.parametrize(
    ("now", "zone", "made", "stage", "loads"),
    [
        # 18:30 on 29 March in New York
        ("30 Mar 00:30", NEW_YORK, ("29 Mar", None), "due", [1, 0]),
        ("30 Mar 00:30", NEW_YORK, ("29 Mar", "20:00"), "due", [1, 0]),
        ("30 Mar 00:30", NEW_YORK, ("30 Mar", "20:00"), "in-window", [0, 1]),  # 02:00 on the 31st
        ("30 Mar 00:30", NEW_YORK, ("31 Mar", None), "in-window", [0, 1]),
        # 01:00 on 31 March in Auckland
        ("30 Mar 14:00", AUCKLAND, ("31 Mar", None), "due", [1, 0]),
        ("30 Mar 14:00", AUCKLAND, ("31 Mar", "15:00"), "due", [1, 0]),
        ("30 Mar 14:00", AUCKLAND, ("1 Apr", "09:00"), "in-window", [0, 1]),  # 22:00 on the 31st
    ],
)
def test_an_infusion_elsewhere_is_on_the_day_of_the_ward_on_which_it_falls(now, zone, made, stage, loads):
    day, time = made
    ward = abroad(at(now), zone, infusion(1, day, time=time))
    [row] = [each for each in ward.rows if each.recipient == "P-2"]
    assert row.stage == stage
    assert [load.infusions for load in ward.load[:2]] == loads
    assert [len(each.thaws) for each in (ward.this_day, ward.tomorrow)] == loads


def test_a_thaw_by_other_clocks_names_them_and_stands_in_the_order_of_moments():
    courses = [
        course("P-1", [infusion(1, "31 Mar", time="09:00")]),
        course("P-2", [infusion(1, "30 Mar", time="20:00")], zone=NEW_YORK),
    ]
    ward = ward_view(courses, at("30 Mar 00:30"), MON_TO_FRI)
    assert [(each.recipient, each.zone) for each in ward.tomorrow.thaws] == [("P-2", NEW_YORK), ("P-1", "")]
    said = " ".join(line.strip() for line in ward.lines())
    assert "2 thaws: P-2 1/4 20:00 (America/New_York) 120 million viable MSC; P-1 1/4 09:00 120" in said
    assert [each["zone"] for each in ward.as_document()["tomorrow"]["thaws"]] == [NEW_YORK, ""]


def test_a_visit_of_today_elsewhere_is_one_of_today():
    ward = abroad(at("30 Mar 00:30"), NEW_YORK, visits=(visit("lab draw", "29 Mar"),))
    assert [each.recipient for each in ward.this_day.visits] == ["P-2"]


def test_what_is_made_up_today_at_the_latest_takes_a_slot_and_a_thaw_of_today():
    rest = infusion(1, "20 Mar", state="stopped-early", make_up=cells(30), make_up_by=d("25 Mar"))
    ward = ward_view([course("P-1", [rest])], THURSDAY, MON_TO_FRI)
    assert (ward.rows[0].stage, ward.load[0].infusions) == ("due", 1)
    assert [(each.number, each.dose) for each in ward.this_day.thaws] == [(1, cells(30))]
