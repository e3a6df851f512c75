"""Targets: dates counted from one anchor."""

import calendar
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.scheduling import (
    MONTH_END_RULES,
    Gap,
    Interval,
    Window,
    day_text,
    days_after,
    months_after,
    targets,
)
from msc_dose.scheduling.recurrence import months_before

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
        (lambda: months_before(date(1900, 1, 31), 1), "date.out-of-range", "start"),
        (lambda: months_before(date(2027, 1, 31), -1), "date.out-of-range", "start"),
        (lambda: months_before(date(2027, 1, 31), 10**9), "date.out-of-range", "start"),
        (
            lambda: EveryInterval(4, MONTH).targets_from(5, date(2027, 1, 1)),
            "schedule.infusion-number",
            "number",
        ),
        (lambda: OnDays((0, 7)).targets_from(0, date(2027, 1, 1)), "schedule.infusion-number", "number"),
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
        lambda: months_before(date(2027, 1, 29), 1.5),
        lambda: OnDays((0, 7)).targets_from(True, date(2027, 1, 1)),
        lambda: EveryInterval(4, None, ("calendar-month",)).targets_from(1, date(2027, 1, 1)),
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


def test_months_are_counted_backwards_as_forwards_from_one_anchor():
    assert months_before(date(2027, 3, 31), 1) == date(2027, 2, 28)
    assert months_before(date(2027, 1, 31), 2) == date(2026, 11, 30)
    assert months_before(date(2027, 1, 31), 0) == date(2027, 1, 31)


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)), st.integers(0, 60))
def test_months_back_and_forth_return_to_a_day_that_every_month_has(anchor, months):
    day = anchor.replace(day=min(anchor.day, 28))
    assert months_after(months_before(day, months), months) == day


gaps = st.builds(
    lambda days, since: AfterGaps(tuple(map(Gap, days)), since),
    st.lists(st.integers(1, 60), min_size=1, max_size=8),
    st.sampled_from(["previous-date", "previous-target"]),
)
cycles = st.builds(
    lambda on, length, number: Cycles((0, *sorted(on)), length, number),
    st.sets(st.integers(1, 27), max_size=5),
    st.integers(28, 60),
    st.integers(1, 6),
)
in_days = st.one_of(
    st.builds(EveryInterval, st.integers(1, 12), st.builds(Interval, st.integers(1, 60), st.just("day"))),
    st.builds(EveryInterval, st.integers(1, 12), st.builds(Interval, st.integers(1, 8), st.just("week"))),
    st.builds(TwiceAWeek, st.integers(1, 6)),
    st.builds(lambda days: OnDays((0, *sorted(days))), st.sets(st.integers(1, 300), max_size=8)),
    gaps,
    cycles,
)


@given(in_days, anchors, st.data())
def test_a_schedule_in_days_goes_on_from_any_of_its_targets_as_from_the_start(schedule, start, data):
    whole = schedule.targets_from(1, start)
    assert (whole[0], len(whole)) == (start, schedule.infusions)
    done = data.draw(st.integers(0, schedule.infusions - 1))
    assert schedule.targets_from(done + 1, whole[done]) == whole[done:]


@given(anchors, st.integers(1, 12), st.integers(2, 12), st.data())
def test_months_counted_anew_from_a_day_keep_the_number_of_that_day(start, every, count, data):
    schedule = EveryInterval(count, Interval(every, "calendar-month"))
    number = data.draw(st.integers(1, count))
    for index, target in enumerate(schedule.targets_from(number, start)):
        assert target == months_after(start, every * index)


def test_the_nth_weekday_is_sought_in_the_months_after_the_day_it_is_counted_from():
    schedule = NthWeekday(-1, "mon", 1, 4)
    assert schedule.targets_from(1, date(2027, 1, 25)) == days(
        "2027-01-25", "2027-02-22", "2027-03-29", "2027-04-26"
    )
    assert schedule.targets_from(3, date(2027, 3, 31)) == days("2027-03-31", "2027-04-26")


@pytest.mark.parametrize(
    ("schedule", "windows"),
    [
        (EveryInterval(2, MONTH), (Window(2, 0),) * 2),
        (OnDays((0, 7)), (Window(2, 0),) * 2),
        (Cycles((0, 1), 28, 2), (Window(2, 0),) * 4),
        (NthWeekday(1, "fri", 1, 3), (Window(2, 0),) * 3),
        (TwiceAWeek(2), (Window(2, 0), Window(2, 1)) * 2),
        (
            AfterGaps((Gap(7, Window(1, 1)), Gap(14)), "previous-date"),
            (Window(2, 0), Window(1, 1), Window(2, 0)),
        ),
    ],
)
def test_a_rhythm_has_the_window_of_each_infusion(schedule, windows):
    rhythm = schedule.rhythm(Window(2, 0))
    assert rhythm.windows == windows
    assert rhythm.targets_from(1, date(2027, 1, 1)) == schedule.targets_from(1, date(2027, 1, 1))
    assert rhythm.twice_a_week == isinstance(schedule, TwiceAWeek)
    assert rhythm.from_previous_date == isinstance(schedule, AfterGaps)


def test_a_rhythm_knows_the_weekday_pairs_and_keeps_preferred_days():
    window = Window(2, 0, Window(1, 0))
    rhythm = TwiceAWeek(1, ("mon-thu",)).rhythm(window)
    assert (rhythm.pairs, rhythm.windows) == (("mon-thu",), (window, Window(2, 1, Window(1, 0))))
    assert not AfterGaps((Gap(7),), "previous-target").rhythm(window).from_previous_date
