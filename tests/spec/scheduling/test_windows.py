"""Windows: the days permitted around a target, and the one that is taken."""

import dataclasses
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import WEEKDAYS, Closures, Interval, Placement, Window, place, place_all, targets
from msc_dose.scheduling.windows import outside_preferred

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
        (Window(5, 7, Window(1, 1)), "5 days before to 7 days after, preferred 1 day either side"),
        (Window(3, 3, Window(0, 2)), "3 days either side, preferred 0 days before to 2 days after"),
        (Window(3, 3, Window(0, 0)), "3 days either side, preferred the target itself"),
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


@pytest.mark.parametrize("preferred", [Window(4, 0), Window(0, 4), Window(1, 1, Window(0, 0))])
def test_preferred_days_lie_inside_the_permitted_and_have_no_preferred_days_of_their_own(preferred):
    with pytest.raises(Refusal) as refusal:
        Window(3, 3, preferred)
    assert refusal.value.codes == ("window.invalid",)


def test_preferred_days_are_tried_before_the_others_permitted_in_the_same_order():
    monday = date(2027, 3, 1)
    tried = [(day - monday).days for day in Window(2, 4, Window(0, 2)).nearest_first(monday)]
    assert tried == [0, 1, 2, -1, -2, 3, 4]
    plain = [(day - monday).days for day in Window(2, 4).nearest_first(monday)]
    assert plain == [0, 1, -1, 2, -2, 3, 4]


def test_a_preferred_day_further_away_is_taken_before_a_nearer_one_that_is_only_permitted():
    closures = Closures(closed={date(2027, 3, 1): "holiday", date(2027, 3, 2): "holiday"})
    two_levels = place(date(2027, 3, 1), Window(3, 3, Window(0, 2)), closures)
    assert two_levels.date == date(2027, 3, 3)
    assert place(date(2027, 3, 1), THREE, closures).date == date(2027, 2, 28)


def test_a_date_outside_the_preferred_days_is_noted_and_stands():
    window = Window(3, 3, Window(1, 1))
    closed = {date(2027, 3, day): "holiday" for day in (1, 2)}
    near = place(date(2027, 3, 1), window, Closures())
    far = place(date(2027, 3, 1), window, Closures("mon-fri", {**closed, date(2027, 2, 28): "holiday"}))
    assert outside_preferred(near, window) is None
    assert outside_preferred(far, THREE) is None
    note = outside_preferred(far, window)
    assert (note.code, note.severity, note.field) == ("schedule.outside-preferred", "note", "window")
    assert note.message == (
        "The infusion of Wed 3-Mar-2027 lies outside the preferred days of its target Mon 1-Mar-2027, inside "
        "the permitted ones (window 3 days either side, preferred 1 day either side)."
    )


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


def test_a_day_after_the_last_day_allowed_is_passed_over():
    target = date(2027, 3, 1)
    early = place(target, THREE, Closures(), not_after=date(2027, 2, 27))
    assert early.date == date(2027, 2, 27)
    assert early.passed_over[0] == (target, "after Sat 27-Feb-2027, the last day allowed")
    named = place(target, THREE, Closures(), not_after=date(2027, 2, 28), too_late="after the trial ends")
    assert named.passed_over[0] == (target, "after the trial ends")


def test_the_maximum_gap_counts_from_the_date_taken_and_no_later_day_is_taken():
    first, second = [date(2027, 3, 1), date(2027, 3, 8)]
    closures = Closures(closed={second: "holiday"})
    [_, placed] = place_all([first, second], THREE, closures, maximum_gap=7)
    assert placed.date == date(2027, 3, 7)
    assert placed.passed_over[1] == (
        date(2027, 3, 9),
        "more than 7 days after the infusion of Mon 1-Mar-2027",
    )


def test_a_refusal_names_the_maximum_gap_and_the_day_that_a_longer_one_would_free():
    closed = {date(2027, 3, day): "maintenance" for day in (5, 6, 7, 8)}
    with pytest.raises(Refusal) as refusal:
        place_all([date(2027, 3, 1), date(2027, 3, 8)], THREE, Closures(closed=closed), 2, maximum_gap=7)
    [problem] = refusal.value.problems
    assert problem.message.endswith(
        "Tue 9-Mar-2027 (more than 7 days after the infusion of Mon 1-Mar-2027); "
        "Wed 10-Mar-2027 (more than 7 days after the infusion of Mon 1-Mar-2027); "
        "Thu 11-Mar-2027 (more than 7 days after the infusion of Mon 1-Mar-2027). "
        "Rule: the open day nearest to the target inside its window, ties later, not before Wed 3-Mar-2027 "
        "(earlier days are less than 2 days after the infusion of Mon 1-Mar-2027), not after Mon 8-Mar-2027 "
        "(later days are more than 7 days after the infusion of Mon 1-Mar-2027)."
    )
    assert problem.fix == (
        "Widen the window, lengthen the maximum gap, open one of the days named, or choose another start. "
        "The nearest open days outside the window: Thu 4-Mar-2027 (4 days before the target). "
        "The first open day of the window that is too late: Tue 9-Mar-2027 (1 day after the target)."
    )


def test_a_gap_over_an_infusion_without_a_day_is_not_named_a_second_time():
    closed = {date(2027, 3, 8): "holiday"}
    series = [date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 23)]
    with pytest.raises(Refusal) as refusal:
        place_all(series, ONLY_TARGET, Closures(closed=closed), maximum_gap=7)
    assert [problem.message[:15] for problem in refusal.value.problems] == [
        "Infusion 2 of 4",
        "Infusion 4 of 4",
    ]


@pytest.mark.parametrize(("least", "most"), [(1, 0), (1, -5), (1, 3651), (8, 7)])
def test_a_maximum_gap_outside_the_minimum_gap_to_3650_days_is_refused(least, most):
    with pytest.raises(Refusal) as refusal:
        place_all(MONTHLY, THREE, Closures(), least, maximum_gap=most)
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == ("schedule.maximum-gap", "maximum_gap")


def test_a_refusal_names_the_minimum_gap_where_there_is_more_than_one_day_to_keep():
    with pytest.raises(Refusal) as refusal:
        place_all(MONTHLY[:2], ONLY_TARGET, Closures("mon-fri"), 7)
    assert "not before Fri 5-Feb-2027 (earlier days are less than 7 days" in refusal.value.problems[0].message


def test_a_refusal_for_the_maximum_gap_names_a_day_of_the_window_and_opens_none():
    """The window is Mon 8-Mar alone, a week after the first; with at most 3 days no day can be opened."""
    with pytest.raises(Refusal) as refusal:
        place_all((date(2027, 3, 1), date(2027, 3, 8)), ONLY_TARGET, Closures("mon-fri"), maximum_gap=3)
    fix = refusal.value.problems[0].fix
    assert fix.startswith("Widen the window, lengthen the maximum gap, or choose another start. ")
    assert fix.endswith(
        "The first open day of the window that is too late: Mon 8-Mar-2027 (the target itself)."
    )


def test_a_refusal_says_to_open_a_day_only_where_one_is_closed():
    with pytest.raises(Refusal) as refusal:
        place_all((date(2027, 3, 1), date(2027, 3, 2)), ONLY_TARGET, Closures(), 7)
    assert refusal.value.problems[0].fix.startswith(
        "Widen the window, shorten the minimum gap, or choose another start. "
    )


def test_without_an_open_day_the_refusal_names_every_day_in_the_way_the_rule_and_what_to_do():
    with pytest.raises(Refusal) as refusal:
        place_all(MONTHLY, Window(1, 1), Closures("mon-fri", {**EASTER, date(2027, 3, 30): "maintenance"}))
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == ("schedule.no-open-day", "closures")
    assert problem.message == (
        "Infusion 3 of 4 has no day. Its target is Mon 29-Mar-2027, its window 1 day either side: "
        "Sun 28-Mar-2027 to Tue 30-Mar-2027. Not possible: Sun 28-Mar-2027 (Sunday is not an open weekday); "
        "Mon 29-Mar-2027 (closed: Easter Monday); Tue 30-Mar-2027 (closed: maintenance). "
        "Rule: the open day nearest to the target inside its window, ties later."
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
        lambda: Window(3, 3, 1),
        lambda: place(date(2027, 3, 1), THREE, Closures(), not_after="2027-03-01"),
        lambda: place_all(MONTHLY, THREE, Closures(), maximum_gap=7.0),
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


@st.composite
def two_levels(draw):
    """A window, in half of the cases with preferred days inside."""
    before, after = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    inside = st.builds(Window, st.integers(0, before), st.integers(0, after))
    return Window(before, after, draw(st.none() | inside))


windows = two_levels()
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


def in_order(target, window):
    """The permitted days: the preferred before the others, the nearest first, ties later."""
    days = [target + offset * DAY for offset in range(-window.before, window.after + 1)]
    best = window.preferred or window
    inside = {target + offset * DAY for offset in range(-best.before, best.after + 1)}
    return sorted(days, key=lambda day: (day not in inside, abs(day - target), target - day))


def nearest_by_hand(target, window, closures, not_before, not_after):
    """Brute force: the first of all permitted days that may be taken."""
    possible = (day for day in in_order(target, window) if not_before <= day <= not_after)
    return next((day for day in possible if closures.why_closed(day) is None), None)


@given(courses(), windows, st.integers(1, 30), st.none() | st.integers(0, 40))
def test_each_date_is_the_nearest_open_day_of_its_window_that_keeps_both_gaps(course, window, gap, more):
    series, closures = course
    expected, not_before, not_after = [], date.min, date.max
    for target in series:
        day = nearest_by_hand(target, window, closures, not_before, not_after)
        expected.append(day)
        not_before = day + gap * DAY if day else not_before
        not_after = day + (gap + more) * DAY if day and more is not None else date.max
    most = None if more is None else gap + more
    if None in expected:
        with pytest.raises(Refusal) as refusal:
            place_all(series, window, closures, gap, maximum_gap=most)
        assert refusal.value.codes == ("schedule.no-open-day",) * expected.count(None)
    else:
        placed = place_all(series, window, closures, gap, maximum_gap=most)
        assert [placement.date for placement in placed] == expected


@given(courses(), windows)
def test_the_targets_and_windows_never_depend_on_the_closures(course, window):
    series, closures = course
    try:
        placements = place_all(series, window, closures)
    except Refusal:
        return
    assert [(p.target, p.earliest, p.latest) for p in placements] == [(t, *window.around(t)) for t in series]


@given(courses(), windows)
def test_what_was_passed_over_is_exactly_the_days_that_come_before_in_the_windows_order(course, window):
    [target, *_], closures = course
    try:
        placement = place(target, window, closures)
    except Refusal:
        return
    order = in_order(target, window)
    assert [day for day, _ in placement.passed_over] == order[: order.index(placement.date)]
    assert all(closures.why_closed(day) == reason for day, reason in placement.passed_over)
