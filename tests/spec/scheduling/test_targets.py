"""Targets: dates counted from one anchor."""

import calendar
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import MONTH_END_RULES, Interval, day_text, days_after, targets

MONTH = Interval(1, "calendar-month")
anchors = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def days(*texts):
    return tuple(date.fromisoformat(text) for text in texts)


def test_the_first_target_is_the_anchor_and_months_are_counted_from_it():
    assert targets(date(2027, 1, 29), MONTH, 4) == days(
        "2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"
    )


def test_twenty_eight_days_are_not_a_calendar_month():
    found = targets(date(2027, 1, 29), Interval(28, "day"), 4)
    assert found == days("2027-01-29", "2027-02-26", "2027-03-26", "2027-04-23")
    assert targets(date(2027, 1, 29), Interval(4, "week"), 4) == found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("clamp", days("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30")),
        ("roll-forward", days("2027-01-31", "2027-03-01", "2027-03-31", "2027-05-01")),
        ("omit", days("2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31")),
    ],
)
def test_a_month_without_the_anchors_day_follows_the_named_rule(rule, expected):
    assert targets(date(2027, 1, 31), MONTH, 4, rule) == expected


def test_the_rules_have_names_and_the_first_is_the_default():
    assert MONTH_END_RULES == ("clamp", "roll-forward", "omit")
    assert targets(date(2027, 1, 31), MONTH, 3) == targets(date(2027, 1, 31), MONTH, 3, "clamp")


def test_omitting_months_ends_at_the_last_supported_day_and_not_never():
    leap_days = targets(date(2096, 2, 29), Interval(12, "calendar-month"), 3, "omit")
    assert leap_days == days("2096-02-29", "2104-02-29", "2108-02-29")  # 2100 is no leap year
    with pytest.raises(Refusal) as refusal:
        targets(date(2096, 2, 29), Interval(12, "calendar-month"), 400, "omit")
    assert refusal.value.codes == ("date.out-of-range",)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (MONTH, "1 calendar month"),
        (Interval(2, "calendar-month"), "2 calendar months"),
        (Interval(28, "day"), "28 days"),
        (Interval(1, "week"), "1 week"),
    ],
)
def test_an_interval_says_itself_in_words(interval, text):
    assert str(interval) == text


def test_visits_are_counted_in_plain_days_from_day_zero():
    first = date(2027, 3, 1)
    assert [days_after(first, days) for days in (-7, 0, 28)] == list(
        days("2027-02-22", "2027-03-01", "2027-03-29")
    )


def test_a_day_is_written_with_its_weekday_in_english():
    assert [day_text(day) for day in days("2027-03-29", "2026-11-01")] == [
        "Mon 29-Mar-2027",
        "Sun 1-Nov-2026",
    ]


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: Interval(0, "day"), "schedule.interval", "interval"),
        (lambda: Interval(3651, "day"), "schedule.interval", "interval"),
        (lambda: Interval(1, "month"), "schedule.interval", "interval"),
        (lambda: targets(date(2027, 1, 1), MONTH, 0), "schedule.too-many", "count"),
        (lambda: targets(date(2027, 1, 1), MONTH, 401), "schedule.too-many", "count"),
        (lambda: targets(date(2027, 1, 1), MONTH, 2, "last"), "schedule.month-end", "month_end"),
        (lambda: targets(date(1899, 12, 31), MONTH, 1), "date.out-of-range", "start"),
        (lambda: targets(date(2200, 1, 1), MONTH, 1), "date.out-of-range", "start"),
        (lambda: targets(date(2199, 12, 31), Interval(1, "day"), 2), "date.out-of-range", "start"),
        (lambda: targets(date(2199, 12, 31), MONTH, 2), "date.out-of-range", "start"),
        (
            lambda: targets(date(2027, 1, 1), Interval(3650, "calendar-month"), 400),
            "date.out-of-range",
            "start",
        ),
        (lambda: targets(date(2027, 1, 1), Interval(3650, "week"), 400), "date.out-of-range", "start"),
        (lambda: days_after(date(1900, 1, 1), -1), "date.out-of-range", "start"),
    ],
)
def test_what_has_no_series_of_dates_is_refused(make, code, field):
    with pytest.raises(Refusal) as refusal:
        make()
    [problem] = refusal.value.problems
    assert (problem.code, problem.field, problem.severity) == (code, field, "stop")


@pytest.mark.parametrize(
    "make",
    [
        lambda: targets(datetime(2027, 1, 29, 9, 0), MONTH, 4),  # noqa: DTZ001
        lambda: targets("2027-01-29", MONTH, 4),
        lambda: targets(date(2027, 1, 29), 28, 4),
        lambda: targets(date(2027, 1, 29), MONTH, True),
        lambda: targets(date(2027, 1, 29), MONTH, 4, None),
        lambda: Interval(True, "day"),
        lambda: Interval(1.0, "day"),
        lambda: Interval(1, None),
        lambda: days_after(date(2027, 1, 29), 1.5),
    ],
)
def test_a_wrong_type_is_a_type_error_and_a_datetime_is_no_date(make):
    with pytest.raises(TypeError):
        make()


@given(anchors, st.integers(1, 24), st.integers(1, 30))
def test_clamp_is_the_anchors_day_or_the_last_day_of_the_month(anchor, every, count):
    for index, target in enumerate(targets(anchor, Interval(every, "calendar-month"), count)):
        years, month = divmod(anchor.month - 1 + index * every, 12)
        last = calendar.monthrange(anchor.year + years, month + 1)[1]
        assert target == date(anchor.year + years, month + 1, min(anchor.day, last))


@given(anchors, st.integers(1, 24), st.integers(1, 12))
def test_roll_forward_and_omit_differ_from_clamp_only_where_the_day_is_missing(anchor, every, count):
    interval = Interval(every, "calendar-month")
    clamped = targets(anchor, interval, count)
    rolled = targets(anchor, interval, count, "roll-forward")
    assert rolled == tuple(day if day.day == anchor.day else day + timedelta(days=1) for day in clamped)
    same_day = [day for day in clamped if day.day == anchor.day]
    assert list(targets(anchor, interval, len(same_day), "omit")) == same_day


@given(anchors, st.integers(1, 60), st.integers(1, 40))
def test_days_and_weeks_are_plain_multiples(anchor, every, count):
    assert targets(anchor, Interval(every, "day"), count) == tuple(
        anchor + timedelta(days=every * index) for index in range(count)
    )
    assert targets(anchor, Interval(every, "week"), count) == targets(
        anchor, Interval(7 * every, "day"), count
    )
