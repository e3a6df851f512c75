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
