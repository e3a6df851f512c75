"""Closures: open weekdays and closed dates."""

import pickle
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import WEEKDAYS, Closures

EASTER_MONDAY = date(2027, 3, 29)


@pytest.mark.parametrize(
    ("given_text", "open_days", "text"),
    [
        ("mon-fri", ("mon", "tue", "wed", "thu", "fri"), "Mon–Fri"),
        ("Mon-FRI", ("mon", "tue", "wed", "thu", "fri"), "Mon–Fri"),
        ("thu,mon,tue", ("mon", "tue", "thu"), "Mon, Tue, Thu"),
        ("fri-mon", ("mon", "fri", "sat", "sun"), "Mon, Fri–Sun"),
        ("mon-thu,sat", ("mon", "tue", "wed", "thu", "sat"), "Mon–Thu, Sat"),
        (["tue", "fri"], ("tue", "fri"), "Tue, Fri"),
        ("mon-sun", WEEKDAYS, "Mon–Sun"),
        (None, None, "every day"),
    ],
)
def test_open_weekdays_are_read_and_kept_in_week_order(given_text, open_days, text):
    closures = Closures(given_text)
    assert closures.open == open_days
    assert closures.open_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "monday",
        "mon fri",
        "mon, tue",
        "mon-",
        "-fri",
        "mon-tue-wed",
        "1-5",
        "mon,mon",
        "mon-fri,wed",
        "mon-mon",
    ],
)
def test_any_other_text_is_refused_and_no_weekday_is_guessed(text):
    with pytest.raises(Refusal) as refusal:
        Closures(text)
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == ("closures.open-weekdays", "open")
    assert "mon-fri" in problem.fix


def test_a_ward_that_is_never_open_is_refused():
    with pytest.raises(Refusal, match="No weekday is open"):
        Closures([])


def test_a_closed_day_says_why():
    closures = Closures("mon-fri", {EASTER_MONDAY: "Easter Monday", date(2027, 3, 30): ""})
    assert closures.why_closed(EASTER_MONDAY) == "closed: Easter Monday"
    assert closures.why_closed(date(2027, 3, 28)) == "Sunday is not an open weekday"
    assert closures.why_closed(date(2027, 3, 30)) == "closed: no reason given"
    assert closures.why_closed(date(2027, 3, 31)) is None


def test_where_no_weekday_is_stated_every_weekday_is_open():
    assert Closures().why_closed(date(2027, 3, 28)) is None


def test_a_date_that_is_listed_twice_is_refused():
    with pytest.raises(Refusal) as refusal:
        Closures(closed=[(EASTER_MONDAY, "Easter Monday"), (EASTER_MONDAY, "maintenance")])
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == ("closures.duplicate-date", "closed")
    assert "Mon 29-Mar-2027" in problem.message


@pytest.mark.parametrize("reason", ["Easter\nMonday", "\x1b[31mEaster", "Easter\u2028Monday"])
def test_a_reason_with_control_characters_is_refused(reason):
    with pytest.raises(Refusal) as refusal:
        Closures(closed={EASTER_MONDAY: reason})
    assert refusal.value.codes == ("closures.reason",)
    assert reason not in str(refusal.value)


def test_a_closed_date_with_a_mistyped_year_is_refused():
    with pytest.raises(Refusal) as refusal:
        Closures(closed={date(207, 3, 29): "Easter Monday"})
    assert refusal.value.codes == ("date.out-of-range",)


@pytest.mark.parametrize(
    "arguments",
    [
        {"open": 5},
        {"open": [0, 1]},
        {"closed": [EASTER_MONDAY]},
        {"closed": [(EASTER_MONDAY,)]},
        {"closed": "2027-03-29"},
        {"closed": {"2027-03-29": "Easter Monday"}},
        {"closed": {EASTER_MONDAY: None}},
        {"closed": {datetime(2027, 3, 29, 8, 0): "Easter Monday"}},  # noqa: DTZ001
    ],
)
def test_a_wrong_type_is_a_type_error(arguments):
    with pytest.raises(TypeError):
        Closures(**arguments)


@given(
    st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.dictionaries(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.text("abc é"), max_size=5),
)
def test_closures_compare_hash_and_pickle_whatever_the_order_they_were_given_in(weekdays, closed):
    closures = Closures(weekdays, closed)
    again = Closures(None if weekdays is None else sorted(weekdays), list(reversed(closed.items())))
    assert closures == again
    assert hash(closures) == hash(again)
    assert pickle.loads(pickle.dumps(closures)) == closures
    assert Closures(closures.open, closures.closed) == closures
    assert all(closures.why_closed(day) for day in closed)


# Beside the open weekdays and the closed dates


FRIDAY, SUNDAY = date(2027, 3, 26), date(2027, 3, 28)


@pytest.mark.parametrize(
    ("closures", "day", "for_an_infusion", "for_a_visit"),
    [
        (Closures(thaw="mon-thu"), FRIDAY, "Friday is not a thaw weekday", None),
        (
            Closures(away={FRIDAY: "travels"}),
            FRIDAY,
            "the patient cannot come: travels",
            "the patient cannot come: travels",
        ),
        (Closures(away={FRIDAY: ""}), FRIDAY, "the patient cannot come", "the patient cannot come"),
        (Closures(full={FRIDAY: "3 of 3 slots taken"}), FRIDAY, "full: 3 of 3 slots taken", None),
        (Closures("mon-fri", worked=[SUNDAY]), SUNDAY, None, None),
        (
            Closures("mon-fri", worked=[SUNDAY], thaw="mon-fri"),
            SUNDAY,
            "Sunday is not a thaw weekday",
            None,
        ),
        (
            Closures("mon-fri", {SUNDAY: "audit"}, worked=[SUNDAY]),
            SUNDAY,
            "closed: audit",
            "closed: audit",
        ),
        (
            Closures("mon-fri", beside=[(-1, "lab draw")]),
            EASTER_MONDAY,
            "its lab draw on Sun 28-Mar-2027 cannot be: Sunday is not an open weekday",
            None,
        ),
        (Closures("mon-fri", beside=[(1, "next-day call")]), EASTER_MONDAY, None, None),
    ],
)
def test_an_infusion_and_a_visit_each_have_their_own_reasons(closures, day, for_an_infusion, for_a_visit):
    assert closures.why_closed(day) == for_an_infusion
    assert closures.why_no_visit(day) == for_a_visit
    assert closures.for_visits().why_closed(day) == for_a_visit


ALL_AT_ONCE = {
    "closed": {FRIDAY: "audit"},
    "open": "mon-thu,sat,sun",
    "thaw": "mon-thu",
    "away": {FRIDAY: "travels"},
    "full": {FRIDAY: "1 of 1 slot taken"},
    "beside": [(31, "call")],
}
IN_ORDER = [
    "closed: audit",
    "Friday is not an open weekday",
    "Friday is not a thaw weekday",
    "the patient cannot come: travels",
    "full: 1 of 1 slot taken",
]


@pytest.mark.parametrize("left_out", range(5))
def test_of_several_reasons_the_site_s_come_first_and_the_patient_s_before_the_load(left_out):
    still = dict(list(ALL_AT_ONCE.items())[left_out:])
    assert Closures(**still).why_closed(FRIDAY) == IN_ORDER[left_out]


@pytest.mark.parametrize(
    ("given_fields", "code", "field"),
    [
        ({"thaw": ""}, "closures.thaw-weekdays", "thaw"),
        ({"thaw": "friday"}, "closures.thaw-weekdays", "thaw"),
        ({"away": [(FRIDAY, "a"), (FRIDAY, "b")]}, "closures.duplicate-date", "away"),
        ({"full": {FRIDAY: "a\nb"}}, "closures.reason", "full"),
        ({"worked": [SUNDAY, SUNDAY]}, "closures.duplicate-date", "worked"),
        ({"provisional": [207]}, "date.out-of-range", "provisional"),
        ({"beside": [(0, "lab draw")]}, "closures.beside", "beside"),
        ({"beside": [(-61, "lab draw")]}, "closures.beside", "beside"),
        ({"beside": [(-1, " ")]}, "closures.beside", "beside"),
    ],
)
def test_what_cannot_be_a_closure_is_refused_by_name(given_fields, code, field):
    with pytest.raises(Refusal) as refusal:
        Closures(**given_fields)
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == (code, field)


@pytest.mark.parametrize(
    "arguments",
    [
        {"thaw": 5},
        {"away": "2027-03-26"},
        {"worked": ["2027-03-28"]},
        {"worked": "2027-03-28"},
        {"provisional": ["2028"]},
        {"provisional": [True]},
        {"beside": [-1]},
        {"beside": [("-1", "lab draw")]},
        {"beside": [(-1, None)]},
    ],
)
def test_a_wrong_type_in_any_list_is_a_type_error(arguments):
    with pytest.raises(TypeError):
        Closures(**arguments)


def test_visits_beside_and_a_reopened_day_change_nothing_else():
    closures = Closures("mon-fri", {FRIDAY: "audit"}, thaw="mon-thu", worked=[SUNDAY], provisional=[2028])
    beside = closures.with_beside([(-1, "lab draw")])
    assert beside.beside == ((-1, "lab draw"),)
    assert beside.with_beside(()) == closures
    assert closures.reopened(FRIDAY) == Closures(
        "mon-fri", thaw="mon-thu", worked=[SUNDAY], provisional=[2028]
    )
    assert closures.thaw_text() == "Mon–Thu"


NEAR = st.dates(date(2027, 1, 1), date(2027, 1, 31))
LISTED = st.dictionaries(NEAR, st.text("abc"), max_size=4)


@given(
    st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    LISTED,
    LISTED,
    LISTED,
    st.sets(NEAR, max_size=4),
    NEAR,
)
def test_a_day_without_a_visit_has_no_infusion_and_all_of_it_survives_pickling(
    weekdays, thaw, closed, away, full, worked, day
):
    closures = Closures(weekdays, closed, thaw=thaw, away=away, full=full, worked=worked)
    if closures.why_no_visit(day):
        assert closures.why_closed(day) == closures.why_no_visit(day) or closures.thaw is not None
        assert closures.why_closed(day)
    assert (closures.why_closed(day) is None) <= (day not in {**closed, **away, **full})
    assert closures.for_visits().why_closed(day) == closures.why_no_visit(day)
    assert pickle.loads(pickle.dumps(closures)) == closures
    assert hash(closures.with_beside(())) == hash(closures)
