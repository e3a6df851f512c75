"""Windows: the days permitted around a target, and the one that is taken."""

import dataclasses
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import WEEKDAYS, Closures, Interval, Placement, Window, place, place_all, targets

MONTHLY = targets(date(2027, 1, 29), Interval(1, "calendar-month"), 4)
EASTER = {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"}
ONLY_TARGET = Window(0, 0)
THREE = Window(3, 3)


def dates(placements):
    return [placement.date.isoformat() for placement in placements]


@pytest.mark.parametrize(
    ("window", "text"),
    [
        (Window(0, 0), "none (the target itself)"),
        (Window(1, 1), "1 day either side"),
        (Window(3, 3), "3 days either side"),
        (Window(2, 5), "2 days before to 5 days after"),
        (Window(1, 0), "1 day before to 0 days after"),
    ],
)
def test_a_window_says_itself_in_words(window, text):
    assert str(window) == text


def test_a_window_stands_around_its_target():
    assert Window(2, 5).around(date(2027, 3, 1)) == (date(2027, 2, 27), date(2027, 3, 6))


@pytest.mark.parametrize("sides", [(-1, 0), (0, -1), (367, 0), (0, 367)])
def test_a_window_of_negative_days_or_more_than_a_year_is_refused(sides):
    with pytest.raises(Refusal) as refusal:
        Window(*sides)
    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("window.invalid", "window")
    ]


def test_four_monthly_infusions_keep_their_targets_and_take_the_nearest_open_day():
    placements = place_all(MONTHLY, THREE, Closures("mon-fri"))
    assert tuple(placement.target for placement in placements) == MONTHLY
    assert dates(placements) == ["2027-01-29", "2027-03-01", "2027-03-29", "2027-04-29"]
    second = placements[1]
    assert (second.earliest, second.latest) == (date(2027, 2, 25), date(2027, 3, 3))
    assert second.passed_over == ((date(2027, 2, 28), "Sunday is not an open weekday"),)


def test_a_closed_target_goes_to_the_next_day_before_the_day_before_is_tried():
    placements = place_all(MONTHLY, THREE, Closures("mon-fri", EASTER))
    assert dates(placements)[2:] == ["2027-03-30", "2027-04-29"]
    assert placements[2].passed_over == ((date(2027, 3, 29), "closed: Easter Monday"),)


def test_the_days_passed_over_are_listed_in_the_order_in_which_they_were_tried():
    closures = Closures("mon-fri", {**EASTER, date(2027, 3, 30): "maintenance"})
    assert place(date(2027, 3, 28), THREE, closures) == Placement(
        target=date(2027, 3, 28),
        earliest=date(2027, 3, 25),
        latest=date(2027, 3, 31),
        date=date(2027, 3, 31),
        passed_over=(
            (date(2027, 3, 28), "Sunday is not an open weekday"),
            (date(2027, 3, 29), "closed: Easter Monday"),
            (date(2027, 3, 27), "Saturday is not an open weekday"),
            (date(2027, 3, 30), "closed: maintenance"),
            (date(2027, 3, 26), "closed: Good Friday"),
        ),
    )


def test_a_closed_start_keeps_its_target_and_is_moved_by_the_same_rule():
    first, second = place_all(
        targets(date(2027, 3, 28), Interval(28, "day"), 2), THREE, Closures("mon-fri", EASTER)
    )
    assert (first.target, first.date) == (date(2027, 3, 28), date(2027, 3, 30))
    assert second.target == date(2027, 4, 25)


def test_the_minimum_gap_counts_from_the_date_taken():
    closures = Closures("mon-fri", {date(2027, 3, 25): "maintenance"})
    [first, second] = place_all([date(2027, 3, 25), date(2027, 3, 28)], THREE, closures, minimum_gap=3)
    assert (first.date, second.date) == (date(2027, 3, 26), date(2027, 3, 29))
    [_, second] = place_all([date(2027, 3, 26), date(2027, 3, 28)], THREE, Closures(), minimum_gap=3)
    assert second.passed_over == (
        (date(2027, 3, 28), "less than 3 days after the infusion of Fri 26-Mar-2027"),
    )


def test_a_day_before_the_first_day_allowed_is_passed_over():
    placement = place(date(2027, 3, 1), THREE, Closures(), not_before=date(2027, 3, 2))
    assert placement.passed_over == ((date(2027, 3, 1), "before Tue 2-Mar-2027, the first day allowed"),)


def test_without_an_open_day_the_refusal_names_every_day_in_the_way_the_rule_and_what_to_do():
    with pytest.raises(Refusal) as refusal:
        place_all(MONTHLY, Window(1, 1), Closures("mon-fri", {**EASTER, date(2027, 3, 30): "maintenance"}))
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == ("schedule.no-open-day", "closures")
    assert problem.message == (
        "Infusion 3 of 4 has no day. Its target is Mon 29-Mar-2027, its window 1 day either side: "
        "Sun 28-Mar-2027 to Tue 30-Mar-2027. Not possible: Sun 28-Mar-2027 (Sunday is not an open weekday); "
        "Mon 29-Mar-2027 (closed: Easter Monday); Tue 30-Mar-2027 (closed: maintenance). "
        "Rule: the open day nearest to the target inside its window, ties later, not before Tue 2-Mar-2027 "
        "(earlier days are less than 1 day after the infusion of Mon 1-Mar-2027)."
    )
    assert problem.fix == (
        "Widen the window, open one of the days named, or choose another start. The nearest open days "
        "outside the window: Thu 25-Mar-2027 (4 days before the target) and "
        "Wed 31-Mar-2027 (2 days after the target)."
    )


def test_no_day_is_offered_that_breaks_the_minimum_gap_or_lies_too_far_away():
    with pytest.raises(Refusal) as refusal:
        place(date(2027, 3, 1), Window(1, 0), Closures(), not_before=date(2027, 3, 10))
    [problem] = refusal.value.problems
    assert "shorten the minimum gap" in problem.fix
    assert problem.fix.endswith("outside the window: Wed 10-Mar-2027 (9 days after the target).")
    with pytest.raises(Refusal, match="No day within 31 days"):
        place(date(2027, 3, 1), ONLY_TARGET, Closures(), not_before=date(2027, 4, 2))


def test_every_infusion_without_a_day_is_named_at_once():
    with pytest.raises(Refusal) as refusal:
        place_all(MONTHLY, ONLY_TARGET, Closures("mon-fri", EASTER), what="visit")
    assert [problem.message[:12] for problem in refusal.value.problems] == ["Visit 2 of 4", "Visit 3 of 4"]


@pytest.mark.parametrize("gap", [0, -1, 3651])
def test_a_minimum_gap_outside_1_to_3650_days_is_refused(gap):
    with pytest.raises(Refusal) as refusal:
        place_all(MONTHLY, THREE, Closures(), minimum_gap=gap)
    assert refusal.value.codes == ("schedule.minimum-gap",)


def test_a_placement_cannot_lie_outside_its_window():
    placement = place(date(2027, 3, 1), THREE, Closures())
    with pytest.raises(Refusal, match="outside the window"):
        dataclasses.replace(placement, date=date(2027, 3, 5))


def test_a_window_that_leaves_the_supported_years_is_refused():
    with pytest.raises(Refusal) as refusal:
        place(date(1900, 1, 1), THREE, Closures())
    assert refusal.value.codes == ("date.out-of-range",)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Window(True, 3),
        lambda: Window(3, 3.0),
        lambda: place(datetime(2027, 3, 1, 9, 0), THREE, Closures()),  # noqa: DTZ001
        lambda: place(date(2027, 3, 1), 3, Closures()),
        lambda: place(date(2027, 3, 1), THREE, "mon-fri"),
        lambda: place(date(2027, 3, 1), THREE, Closures(), not_before="2027-03-01"),
        lambda: place_all(MONTHLY, THREE, Closures(), minimum_gap=True),
    ],
)
def test_a_wrong_type_is_a_type_error(make):
    with pytest.raises(TypeError):
        make()


DAY = timedelta(days=1)
anchors = st.dates(date(2024, 1, 1), date(2030, 12, 31))
windows = st.builds(Window, st.integers(0, 9), st.integers(0, 9))
intervals = st.builds(Interval, st.integers(1, 40), st.just("day")) | st.builds(
    Interval, st.integers(1, 3), st.just("calendar-month")
)


@st.composite
def courses(draw):
    """A series of targets and a ward whose closed days lie near them."""
    series = targets(draw(anchors), draw(intervals), draw(st.integers(1, 6)))
    near = st.builds(lambda target, days: target + days * DAY, st.sampled_from(series), st.integers(-6, 6))
    closures = Closures(
        draw(st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=1)),
        dict.fromkeys(draw(st.sets(near, max_size=25)), "closed"),
    )
    return series, closures


def nearest_by_hand(target, window, closures, not_before):
    """Brute force: every permitted day, the nearest first, ties later."""
    days = [target + offset * DAY for offset in range(-window.before, window.after + 1)]
    possible = [day for day in days if closures.why_closed(day) is None and day >= not_before]
    return min(possible, key=lambda day: (abs(day - target), target - day), default=None)


@given(courses(), windows, st.integers(1, 30))
def test_each_date_is_the_nearest_open_day_of_its_window_that_keeps_the_gap(course, window, gap):
    series, closures = course
    expected, not_before = [], date.min
    for target in series:
        day = nearest_by_hand(target, window, closures, not_before)
        expected.append(day)
        not_before = day + gap * DAY if day else not_before
    if None in expected:
        with pytest.raises(Refusal) as refusal:
            place_all(series, window, closures, gap)
        assert refusal.value.codes == ("schedule.no-open-day",) * expected.count(None)
    else:
        assert [placement.date for placement in place_all(series, window, closures, gap)] == expected


@given(courses(), windows)
def test_the_targets_and_windows_never_depend_on_the_closures(course, window):
    series, closures = course
    try:
        placements = place_all(series, window, closures)
    except Refusal:
        return
    assert [(p.target, p.earliest, p.latest) for p in placements] == [(t, *window.around(t)) for t in series]


@given(courses(), windows)
def test_what_was_passed_over_is_exactly_the_days_nearer_to_the_target(course, window):
    [target, *_], closures = course
    try:
        placement = place(target, window, closures)
    except Refusal:
        return
    days = [target + offset * DAY for offset in range(-window.before, window.after + 1)]
    order = sorted(days, key=lambda day: (abs(day - target), target - day))
    assert [day for day, _ in placement.passed_over] == order[: order.index(placement.date)]
    assert all(closures.why_closed(day) == reason for day, reason in placement.passed_over)
