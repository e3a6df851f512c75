"""The ward as a board of text and as a document."""

import json
from dataclasses import replace

import pytest

from msc_dose.quantity.page import columns_of
from msc_dose.scheduling import Closures
from msc_dose.ward import ward_view

from .courses import EASTER, MON_TO_FRI, at, cells, course, d, infusion, visit

NOW = at("30 Mar 14:05")
CLOSED = Closures("mon-fri", EASTER)
COURSES = [
    course("P-0417", [infusion(2, "30 Mar", state="thawed", expires=at("30 Mar 15:40"), place="R12")]),
    course("P-0388", [infusion(1, "30 Mar", of=8, time="12:45", state="cleared", needs=("isolation",))]),
    course("P-0102", [infusion(3, "30 Mar", of=8, time="15:00")]),
    course("P-0333", [infusion(2, "22 Mar")]),
    course("P-0051", [infusion(3, "1 Apr", held=True)], held_since=d("26 Mar"), held_reason="fever"),
]


def test_a_ward_without_courses_says_that_nothing_is_due():
    lines = ward_view([], NOW, MON_TO_FRI).lines()
    assert "Nothing is due: no course is open." in lines
    ended = course(infusions=[infusion(1, "1 Mar", of=1, state="completed")])
    assert "Nothing is due: no course is open." in ward_view([ended], NOW, MON_TO_FRI).lines()


def test_a_ward_of_later_infusions_says_that_nothing_is_due_today():
    assert (
        "Nothing is due today." in ward_view([course(infusions=[infusion(1, "5 May")])], NOW, CLOSED).lines()
    )


def test_the_board_at_80_columns():
    assert ward_view(COURSES, NOW, CLOSED, 4).lines(80)[:15] == [
        "WARD  Tue 30-Mar-2027 14:05  1 on the clock, 1 late, 1 due, 1 out of window, 1",
        "    held",
        "",
        "  Stage          Patient  Course  No.  DOSE         Next step",
        "* THAWED         P-0417   C-0417  2/4  120 million  bedside check; FINISH BY",
        "                                       viable MSC   15:40, 1 h 35 min left (R12)",
        "! LATE 12:45     P-0388   C-0388  1/8  120 million  1 h 20 min late: thaw, or",
        "                                       viable MSC   move it (isolation)",
        "o DUE 15:00      P-0102   C-0102  3/8  120 million  clear to thaw",
        "                                       viable MSC",
        "x OUT OF WINDOW  P-0333   C-0333  2/4  120 million  window ended",
        "                                       viable MSC   Thu 25-Mar-2027, 5 days ago:",
        "                                                    decide",
        "= HELD           P-0051   C-0051  3/4  120 million  held since Fri 26-Mar-2027:",
        "                                       viable MSC   fever",
    ]


def test_the_board_at_120_columns_needs_one_line_for_a_row():
    lines = ward_view(COURSES, NOW, CLOSED, 4).lines(120)
    assert (
        "! LATE 12:45     P-0388   C-0388  1/8  120 million viable MSC  "
        "1 h 20 min late: thaw, or move it (isolation)"
    ) in lines


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_page_and_no_code_is_lost(width):
    long = [
        replace(COURSES[0], recipient="SITE-0042-RECIPIENT-000417", course="COURSE-2027-000417"),
        course(
            "P-9",
            [infusion(1, "30 Mar", dose=cells(12345) * 1, place="ward 7 west, room 12, bed by the door")],
        ),
    ]
    lines = ward_view(long, NOW, CLOSED, 1).lines(width)
    assert max(map(columns_of, lines)) <= width
    assert "SITE-0042-RECIPIENT-000417" in "".join(lines)


@pytest.mark.parametrize("width", [39, 5, 1, 0, -3])
def test_40_columns_are_the_least(width):
    ward = ward_view(COURSES, NOW, CLOSED, 4)
    assert ward.lines(width) == ward.lines(40)
    assert max(map(columns_of, ward.lines(width))) <= 40


def test_a_dose_that_is_wrapped_keeps_its_number_whole():
    third = infusion(1, "30 Mar", dose=cells(400) / 3)
    lines = ward_view([course(infusions=[third])], NOW, CLOSED).lines(80)
    assert any("133.333333333 million" in line for line in lines)


def test_a_closed_day_and_an_overfull_one_are_said():
    full = [course(f"P-{n}", [infusion(1, "29 Mar")]) for n in range(3)]
    lines = ward_view(full, at("29 Mar 08:00"), CLOSED, 2).lines()
    assert "Today, Mon 29-Mar-2027, is a closed day: Easter Monday." in lines
    assert "OVER: Mon 29-Mar-2027 holds 3 of 2, 1 too many." in lines
    assert "CLOSED: Mon 29-Mar-2027 (closed: Easter Monday), and 3 infusions on it." in lines


def test_the_load_names_weekdays_counts_of_slots_and_closed_days_by_letter():
    lines = ward_view(COURSES, NOW, CLOSED, 4).lines()
    at_head = lines.index("Load: infusions of slots a day; C is a closed day")
    assert lines[at_head + 1 : at_head + 3] == [
        "Tue 30-Mar Wed 31-Mar Thu 1-Apr  Fri 2-Apr  Sat 3-Apr  Sun 4-Apr  Mon 5-Apr",
        "3 of 4     0 of 4     0 of 4     0 of 4     C          C          0 of 4",
    ]


def test_many_ended_courses_are_counted_and_those_with_something_open_are_named():
    ended = [course(f"P-{n}", [infusion(1, "1 Mar", of=1, state="completed")]) for n in range(9)]
    lines = ward_view(ended, NOW, CLOSED).lines()
    assert "Ended: 9 courses" in lines
    assert any(
        line.startswith("Ended: P-0 C-0 finished, 1 of 1")
        for line in ward_view(ended[:1], NOW, CLOSED).lines()
    )


def test_a_finished_course_names_its_next_visit():
    done = course(
        infusions=[infusion(1, "1 Mar", of=1, state="completed")], visits=(visit("assessment", "30 Jun"),)
    )
    [row] = ward_view([done], NOW, CLOSED).rows
    assert row.next == "1 of 1 infusions given; next visit: assessment, Wed 30-Jun-2027"


def test_the_document_is_plain_and_names_its_schema():
    document = ward_view(COURSES, NOW, CLOSED, 4).as_document()
    assert json.loads(json.dumps(document)) == document
    assert (document["schema"], document["day"], document["idle"]) == ("msc-dose/ward/1", "2027-03-30", False)
    assert document["stages"]["on-clock"] == 1
    first = document["rows"][0]
    assert first["dose"] == {"value": "120000000", "unit": "cells", "text": "120 million viable MSC"}
    assert (first["expires"], first["minutes"]) == ("2027-03-30T15:40:00+02:00", 95)
    assert document["load"][0] == {
        "date": "2027-03-30", "infusions": 3, "slots": 4, "over": 0, "closed": None,
        "needs": {"isolation": 1},
    }  # fmt: skip
