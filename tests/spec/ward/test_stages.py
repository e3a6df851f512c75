"""The ward's stages: each patient stands once, in the most urgent stage that applies."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.courses.course import Entry, Question
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Opened
from msc_dose.problems import Refusal
from msc_dose.scheduling import day_text
from msc_dose.ward import ward_view
from msc_dose.ward.stages import RANK, STAGES

from .courses import BERLIN, MON_TO_FRI, at, cells, course, d, infusion

NOW = at("30 Mar 14:05")  # a Tuesday


def view(*courses, now=NOW, slots=None):
    return ward_view(courses, now, MON_TO_FRI, slots)


def only(*infusions, now=NOW, **changes):
    """The one row of a ward with one course."""
    [row] = view(course(infusions=infusions, **changes), now=now).rows
    return row


@pytest.mark.parametrize(
    ("made", "stage", "word", "then"),
    [
        (
            infusion(2, "30 Mar", state="thawed", expires=at("30 Mar 15:40")),
            "on-clock", "THAWED", "bedside check; FINISH BY 15:40, 1 h 35 min left",
        ),
        (
            infusion(2, "30 Mar", state="checked", expires=at("30 Mar 13:00")),
            "on-clock", "EXPIRED", "start; EXPIRED 13:00, 1 h 5 min ago: tell the laboratory",
        ),
        (
            infusion(2, "30 Mar", state="thawed"),
            "on-clock", "THAWED", "bedside check; expiry after thaw not stated",
        ),
        (
            infusion(2, "30 Mar", state="thawed", expires=at("31 Mar 00:30")),
            "on-clock", "THAWED", "bedside check; FINISH BY Wed 31-Mar-2027 00:30, 10 h 25 min left",
        ),
        (
            infusion(2, "30 Mar", state="started", expires=at("30 Mar 14:05")),
            "running", "RUNNING", "running; FINISH BY 14:05, less than 1 min left",
        ),
        (
            infusion(2, "30 Mar", state="paused", expires=at("30 Mar 14:10")),
            "running", "PAUSED", "restart or stop; FINISH BY 14:10, 5 min left",
        ),
        (
            infusion(2, "30 Mar", state="completed", ended=at("30 Mar 11:10")),
            "observe", "OBSERVE", "observe: ended 11:10",
        ),
        (infusion(2, "30 Mar", time="12:45"), "late", "LATE 12:45", "1 h 20 min late: clear to thaw, or move it"),
        (
            infusion(2, "29 Mar", state="cleared"),
            "late", "LATE 1 day", "planned Mon 29-Mar-2027, window to Thu 1-Apr-2027: thaw, or move it",
        ),
        (infusion(2, "30 Mar", time="14:05"), "due", "DUE 14:05", "clear to thaw"),
        (infusion(2, "30 Mar", state="cleared"), "due", "DUE", "thaw"),
        (infusion(2, "31 Mar"), "in-window", "IN WINDOW", "Wed 31-Mar-2027; 4 days left in the window"),
        (
            infusion(2, "26 Mar"),
            "out-of-window", "OUT OF WINDOW", "window ended Mon 29-Mar-2027, 1 day ago: decide",
        ),
        (infusion(2, "5 Apr", time="09:00"), "next", "NEXT", "Mon 5-Apr-2027 09:00, in 6 days"),
        (
            infusion(2, None, why_no_date="to be decided after infusion 1"),
            "waiting", "TO DECIDE", "to be decided after infusion 1",
        ),
    ],
)  # fmt: skip
def test_an_infusion_stands_in_its_stage_and_says_what_is_next(made, stage, word, then):
    row = only(made)
    assert (row.stage, row.word, row.next) == (stage, word, then)


def test_a_window_that_is_open_without_a_date_counts_its_days():
    made = replace(infusion(2, "31 Mar"), date=None, why_no_date="to be decided")
    row = only(made)
    assert (row.stage, row.days, row.next) == ("in-window", 4, "to be decided; 4 days left in the window")


def test_the_last_day_of_a_window_is_still_in_it_and_the_day_after_is_out():
    made = infusion(2, "27 Mar")  # Saturday, window to Tuesday 30
    assert only(made).stage == "late"
    assert only(made, now=at("31 Mar 00:00")).stage == "out-of-window"


def test_out_of_window_beats_late():
    """Its time was earlier today in neither case; an infusion is never both."""
    row = only(infusion(2, "20 Mar", time="09:00"))
    assert (row.stage, row.days) == ("out-of-window", 7)


def test_a_date_that_a_person_chose_beyond_the_window_is_kept():
    chosen = replace(infusion(2, "20 Mar"), date=d("30 Mar"))
    assert only(chosen).stage == "due"
    assert only(replace(chosen, date=d("31 Mar"))).next == "Wed 31-Mar-2027; outside its window"


def test_a_held_course_is_not_late_and_says_why():
    held = {"held_since": d("26 Mar"), "held_reason": "fever"}
    row = only(infusion(2, "30 Mar", time="09:00"), **held)
    assert (row.stage, row.next) == ("held", "held since Fri 26-Mar-2027: fever")


def test_a_hold_that_outlasts_the_window_is_held_and_the_window_is_told():
    made = course(infusions=[infusion(2, "20 Mar", held=True)], held_since=d("18 Mar"), held_reason="fever")
    ward = view(made)
    [row] = ward.rows
    assert (row.stage, row.days, row.next) == ("held", 7, "held since Thu 18-Mar-2027: fever")
    assert row.notes == ("infusion 2: window ended Tue 23-Mar-2027, 7 days ago",)
    assert ward.lines()[0].endswith("  1 held")


def test_product_that_is_thawed_stays_on_the_clock_when_the_course_is_held_or_stopped():
    thawed = infusion(2, "30 Mar", state="thawed", expires=at("30 Mar 15:40"))
    assert only(thawed, held_since=d("30 Mar"), held_reason="fever").stage == "on-clock"
    assert only(thawed, stopped="withdrawn").stage == "on-clock"


def test_a_decision_that_waits_is_told_whatever_the_stage():
    asked = (Question("course.partial", 1, "Does infusion 1 count?"),)
    assert only(infusion(2, "30 Mar"), questions=asked).notes == ("decide: Does infusion 1 count?",)
    done = infusion(1, "1 Mar", of=1, state="stopped-early", observed=True)
    row = only(done, questions=asked)
    assert (row.stage, row.next, row.notes) == ("waiting", "Does infusion 1 count?", ())


def test_a_new_order_and_what_is_not_on_record_stand_beside_the_next_infusion():
    row = only(infusion(2, "30 Mar", new_dose=cells(132)), requires=("consent",))
    assert row.notes == (
        "new order needed: DOSE 120 million viable MSC → 132 million viable MSC",
        "not on record: consent",
    )


def test_an_overdue_infusion_makes_the_row_before_the_later_ones_of_its_course():
    ward = view(course(infusions=[infusion(1, "20 Mar"), infusion(2, "30 Mar", time="15:00")]))
    [row] = ward.rows
    assert (row.stage, row.number) == ("out-of-window", 1)
    assert row.notes == ("also infusion 2: DUE 15:00: clear to thaw",)
    assert ward.lines()[0].endswith("  1 due, 1 out of window")
    assert "Nothing is due today." not in ward.lines()
    assert [ward.as_document()["stages"][stage] for stage in ("due", "out-of-window")] == [1, 1]


def test_of_two_overdue_infusions_the_earlier_makes_the_row():
    row = only(infusion(1, "20 Mar"), infusion(2, "29 Mar"), infusion(3, "30 Mar"))
    assert (row.stage, row.number, row.stages) == ("out-of-window", 1, ("out-of-window", "late", "due"))


def test_an_overdue_infusion_does_not_hide_product_that_is_thawed_and_is_counted_beside_it():
    ward = view(course(infusions=[infusion(1, "20 Mar"), infusion(2, "30 Mar", state="thawed")]))
    assert (ward.rows[0].stage, ward.rows[0].number) == ("on-clock", 2)
    assert ward.lines()[0].endswith("  1 on the clock, 1 out of window")


def test_an_overdue_infusion_of_another_course_of_the_patient_is_counted():
    other = replace(course("P-1", [infusion(1, "20 Mar")]), course="C-2")
    ward = view(course("P-1", [infusion(1, "30 Mar")]), other)
    assert [row.stage for row in ward.rows] == ["due"]
    assert ward.lines()[0].endswith("  1 due, 1 out of window")


@pytest.mark.parametrize(
    ("now", "stage", "then"),
    [
        ("29 Mar 23:50", "observe", "observe: ended 23:30"),
        ("30 Mar 00:10", "observe", "observe: ended Mon 29-Mar-2027 23:30"),
        ("30 Mar 23:30", "observe", "observe: ended Mon 29-Mar-2027 23:30"),
        ("30 Mar 23:31", "ended", "1 of 1 infusions given"),
    ],
)
def test_observation_goes_on_over_midnight_for_24_hours_and_is_then_noted(now, stage, then):
    done = infusion(1, "29 Mar", of=1, state="completed", ended=at("29 Mar 23:30"))
    row = only(done, now=at(now))
    assert (row.stage, row.next) == (stage, then)
    noted = ("infusion 1: end of observation not recorded",) if stage == "ended" else ()
    assert row.notes == noted
    assert only(replace(done, observed=True), now=at(now)).notes == ()


def test_observations_without_an_end_are_noted_beside_the_next_infusion():
    done = [
        infusion(n, day, state="completed", ended=at(f"{day} 11:00"))
        for n, day in ((1, "1 Mar"), (2, "8 Mar"))
    ]
    assert only(*done, infusion(3, "5 Apr")).notes == ("infusions 1, 2: end of observation not recorded",)


def test_a_moment_before_the_infusion_ended_does_not_ask_to_observe_it():
    done = infusion(1, "29 Mar", of=1, state="completed", ended=at("29 Mar 23:30"))
    assert only(done, now=at("28 Mar 12:00")).stage == "ended"


def test_a_patient_with_two_courses_stands_once_and_the_other_course_is_named():
    first = course("P-1", [infusion(1, "5 Apr")])
    second = replace(course("P-1", [infusion(1, "30 Mar")]), course="C-2")
    [row] = view(first, second).rows
    assert (row.course, row.stage) == ("C-2", "due")
    assert row.notes == ("also course C-1, infusion 1/4: NEXT: Mon 5-Apr-2027, in 6 days",)


@pytest.mark.parametrize(
    ("made", "stage", "then"),
    [
        (course(), "waiting", "plan the course"),
        (course(infusions=[infusion(1, "30 Mar")], stopped="withdrawn"), "ended", "stopped: withdrawn"),
        (
            course(
                infusions=[infusion(1, "1 Mar", state="completed"), infusion(2, "8 Mar", state="not-needed")]
            ),
            "ended",
            "1 of 2 infusions given",
        ),
    ],
)
def test_a_course_without_an_infusion_to_come_says_so(made, stage, then):
    [row] = view(made).rows
    assert (row.stage, row.next) == (stage, then)


def test_rows_are_ordered_by_stage_and_within_it_by_urgency():
    ward = view(
        course("P-1", [infusion(1, "30 Mar")]),
        course("P-2", [infusion(1, "30 Mar", time="16:00")]),
        course("P-3", [infusion(1, "30 Mar", time="15:00")]),
        course("P-4", [infusion(1, "30 Mar", state="thawed", expires=at("30 Mar 16:00"))]),
        course("P-5", [infusion(1, "30 Mar", state="thawed", expires=at("30 Mar 14:30"))]),
        course("P-6", [infusion(1, "30 Mar", time="09:00")]),
        course("P-7", [infusion(1, "29 Mar")]),
        course("P-8", [infusion(1, "1 Apr")]),
        course("P-9", [infusion(1, "31 Mar")]),
        course("P-10", [infusion(1, "24 Mar")]),
        course("P-11", [infusion(1, "20 Mar")]),
    )
    codes = [row.recipient for row in ward.rows]
    assert codes == [f"P-{n}" for n in (5, 4, 7, 6, 3, 2, 1, 9, 8, 11, 10)]


def test_the_day_is_that_of_the_zone_of_the_course():
    """At 22:30 UTC it is the next day in Berlin, where the clocks have gone forward."""
    now = datetime(2027, 3, 29, 22, 30, tzinfo=UTC)
    made = infusion(2, "30 Mar", time="00:15")
    ward = ward_view([course(infusions=[made])], now, MON_TO_FRI)
    assert (ward.day, ward.rows[0].word, ward.rows[0].minutes) == (date(2027, 3, 30), "LATE 00:15", 15)
    elsewhere = ward_view([course(infusions=[made], zone="America/New_York")], now, MON_TO_FRI)
    assert (elsewhere.day, elsewhere.rows[0].stage) == (date(2027, 3, 29), "in-window")


def test_courses_in_two_zones_say_whose_day_it_is():
    now = datetime(2027, 3, 29, 22, 30, tzinfo=UTC)
    courses = [
        course("P-1", [infusion(2, "29 Mar")], zone="America/New_York"),
        course("P-2", [infusion(2, "30 Mar")]),
    ]
    ward = ward_view(courses, at("30 Mar 00:30"), MON_TO_FRI)
    assert [(row.zone, row.stage, row.notes) for row in ward.rows] == [
        ("America/New_York", "due", ("America/New_York: Mon 29-Mar-2027 18:30 there",)),
        ("Europe/Berlin", "due", ()),
    ]
    assert ward.at == now
    assert ward.lines()[0] == "WARD  Tue 30-Mar-2027 00:30 (+0200)  2 due"
    assert [row["zone"] for row in ward.as_document()["rows"]] == ["America/New_York", "Europe/Berlin"]


def opened(recorded):
    """An entry that was recorded then."""
    event = Event(1, at("1 Mar 08:00"), recorded, "rn-104", Opened("C-0417", "P-0417", BERLIN))
    return {"entries": (Entry(event),)}


def test_a_moment_before_the_last_entry_is_told_to_be_shown_as_recorded_since():
    said = "As recorded up to now; the day is Tue 30-Mar-2027: C-0417 has later entries."
    assert view(course(**opened(at("30 Mar 14:06")))).notes == (said,)
    assert view(course(**opened(NOW))).notes == ()


def test_many_courses_with_later_entries_are_counted():
    later = [course(f"P-{n}", **opened(at("31 Mar 08:00"))) for n in range(6)]
    said = "As recorded up to now; the day is Tue 30-Mar-2027: 6 courses have later entries."
    assert view(*later).notes == (said,)


def made_up(by, **changes):
    """Infusion 2, which stopped early on 26 March, with 30 million cells to be made up by a day."""
    given = {"state": "stopped-early", "make_up": cells(30), "make_up_by": d(by), "time": "09:00"}
    return infusion(2, "26 Mar", **{**given, **changes})


@pytest.mark.parametrize(
    ("by", "stage", "word", "days"),
    [
        ("2 Apr", "waiting", "TO MAKE UP", 3),
        ("30 Mar", "due", "DUE", 0),
        ("28 Mar", "late", "LATE 2 days", 2),
    ],
)
def test_what_is_made_up_is_seen_until_it_is_given(by, stage, word, days):
    asked = (Question("course.make-up", 2, "Infusion 2: 30 million viable MSC are made up."),)
    row = only(made_up(by), questions=asked)
    assert (row.stage, row.word, row.days, row.date, row.notes) == (stage, word, days, d(by), ())
    assert row.next == f"make up infusion 2: 30 million viable MSC by {day_text(d(by))}"
    assert (row.dose, row.time) == (cells(30), None)


def test_what_is_made_up_stands_beside_an_infusion_that_is_due():
    row = only(made_up("2 Apr"), infusion(3, "30 Mar"))
    assert (row.number, row.stage) == (3, "due")
    assert row.notes == (
        "also infusion 2: TO MAKE UP: make up infusion 2: 30 million viable MSC by Fri 2-Apr-2027",
    )


@pytest.mark.parametrize("changes", [{"held": True}, {"state": "cleared"}])
def test_what_is_made_up_too_late_is_late_though_the_course_is_held_or_it_is_cleared(changes):
    assert only(made_up("29 Mar", **changes), held_since=d("27 Mar"), held_reason="fever").stage == "late"


def test_what_is_thawed_to_make_up_is_on_the_clock_and_takes_no_slot_of_its_own_day():
    thawed = made_up("29 Mar", state="thawed", expires=at("30 Mar 15:40"))
    assert only(thawed).next == "bedside check; FINISH BY 15:40, 1 h 35 min left"
    assert view(course(infusions=[made_up("2 Apr", state="cleared", date=d("30 Mar"))])).this_day.thaws == ()


def test_a_question_of_a_whole_week_is_asked_once():
    why = "Week 2 of 4 has no two days. Its targets are …"
    asked = tuple(Question("course.no-day", number, f"{why} Move it.") for number in (3, 4))
    waits = [infusion(number, None, why_no_date=why) for number in (3, 4)]
    row = only(infusion(2, "30 Mar"), *waits, questions=asked)
    assert row.notes == (f"decide: {why} Move it.",)


def test_time_left_counts_the_hour_that_the_clocks_skip():
    now, expires = at("28 Mar 01:30"), at("28 Mar 03:30")
    assert only(infusion(2, "28 Mar", state="thawed", expires=expires), now=now).minutes == 60


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"now": datetime(2027, 3, 30, 14, 5)}, "ward.at-without-offset"),  # noqa: DTZ001
        ({"slots": 0}, "slots.invalid"),
        ({"zone": "Mars/Olympus"}, "ward.zone-unknown"),
    ],
)
def test_what_makes_no_ward_is_refused(changes, code):
    made = course(zone=changes.get("zone", "Europe/Berlin"))
    with pytest.raises(Refusal) as refused:
        ward_view([made], changes.get("now", NOW), MON_TO_FRI, changes.get("slots"))
    assert refused.value.codes == (code,)


@pytest.mark.parametrize(
    "wrong", [("course", NOW, MON_TO_FRI), ([], "now", MON_TO_FRI), ([], NOW, "mon-fri")]
)
def test_wrong_types_are_a_type_error(wrong):
    with pytest.raises(TypeError):
        ward_view(*wrong)


STATES = ("planned", "cleared", "thawed", "checked", "started", "completed", "not-needed", "missed")


@st.composite
def wards(draw):
    """Patients with a few infusions in any state on any day of March, some without a date."""
    made = []
    for n in range(draw(st.integers(0, 5))):
        infusions = []
        for number in range(1, draw(st.integers(0, 3)) + 1):
            day = f"{draw(st.integers(1, 31))} Mar"
            each = infusion(number, day, state=draw(st.sampled_from(STATES)), held=draw(st.booleans()))
            infusions.append(replace(each, date=None) if draw(st.booleans()) else each)
        made.append(course(f"P-{n % 3}", infusions))
    return made


@given(wards())
def test_every_patient_stands_in_exactly_one_row_and_stages_keep_their_order(courses):
    rows = view(*courses).rows
    assert sorted(row.recipient for row in rows) == sorted({each.recipient for each in courses})
    ranks = [RANK[row.stage] for row in rows]
    assert ranks == sorted(ranks)
    assert {row.stage for row in rows} <= set(STAGES)
