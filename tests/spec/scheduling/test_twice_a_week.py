"""Twice a week: the second infusion 3 or 4 days after the first of its week.

A week is seven days from the start of the course; its targets are day 0 and day +3.
"""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import WEEKDAYS, Closures, Window, day_text, twice_a_week

MONDAY = date(2027, 3, 1)
NO_WINDOW = Window(0, 0)
WORKING_WEEK = Closures("mon-fri")
DAY = timedelta(days=1)


def weekdays(placements):
    return [day_text(placement.date)[:3] for placement in placements]


def gaps(placements):
    return {(second.date - first.date).days for first, second in pairwise(placements)}


@pytest.mark.parametrize(
    ("start", "pair"),
    [
        (date(2027, 3, 1), ["Mon", "Thu"]),
        (date(2027, 3, 2), ["Tue", "Fri"]),
        (date(2027, 3, 4), ["Thu", "Mon"]),
        (date(2027, 3, 5), ["Fri", "Mon"]),
    ],
)
def test_on_monday_to_friday_a_start_on_mon_tue_thu_or_fri_gives_eight_dates(start, pair):
    placements = twice_a_week(start, 4, NO_WINDOW, WORKING_WEEK)
    assert weekdays(placements) == pair * 4
    assert gaps(placements) == {3, 4}
    assert [p.target for p in placements] == [start + days * DAY for days in (0, 3, 7, 10, 14, 17, 21, 24)]


def test_a_start_on_wednesday_is_refused_and_tuesday_and_thursday_are_offered():
    with pytest.raises(Refusal) as refusal:
        twice_a_week(date(2027, 3, 3), 4, NO_WINDOW, WORKING_WEEK)
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == ("schedule.no-open-day", "closures")
    assert problem.message == (
        "Week 1 of 4 has no two days. Its targets are Wed 3-Mar-2027 (window Wed 3-Mar-2027) "
        "and Sat 6-Mar-2027 (window Sat 6-Mar-2027 to Sun 7-Mar-2027); open: Mon–Fri. "
        "Not possible: Sat 6-Mar-2027 (Saturday is not an open weekday); "
        "Sun 7-Mar-2027 (Sunday is not an open weekday). "
        "Rule: twice a week: the second infusion is 3 or 4 days after the first of its week, "
        "so every gap is at least 3 days."
    )
    assert problem.fix.startswith("Start on Tue 2-Mar-2027 or Thu 4-Mar-2027, or ")


def test_with_a_window_a_start_on_wednesday_moves_to_tuesday_and_friday():
    assert weekdays(twice_a_week(date(2027, 3, 3), 4, Window(1, 1), WORKING_WEEK)) == ["Tue", "Fri"] * 4


def test_with_thursdays_closed_the_week_is_monday_and_friday():
    placements = twice_a_week(MONDAY, 4, NO_WINDOW, Closures("mon,tue,wed,fri"))
    assert weekdays(placements) == ["Mon", "Fri"] * 4
    assert placements[1].passed_over == ((date(2027, 3, 4), "Thursday is not an open weekday"),)
    assert (placements[1].earliest, placements[1].latest) == (date(2027, 3, 4), date(2027, 3, 5))


def test_on_monday_to_thursday_one_closed_monday_is_refused_and_named():
    with pytest.raises(Refusal) as refusal:
        twice_a_week(MONDAY, 4, NO_WINDOW, Closures("mon-thu", {date(2027, 3, 8): "ward closed"}))
    [problem] = refusal.value.problems
    assert "Week 2 of 4" in problem.message
    assert "Mon 8-Mar-2027 (closed: ward closed)" in problem.message
    assert "3 or 4 days after the first of its week" in problem.message
    assert problem.fix == "Open Mon 8-Mar-2027."


def test_every_week_with_a_closed_day_is_named():
    closed = {date(2027, 3, 8): "ward closed", date(2027, 3, 15): "holiday"}
    with pytest.raises(Refusal) as refusal:
        twice_a_week(MONDAY, 4, NO_WINDOW, Closures("mon-fri", closed))
    assert [problem.message[:6] for problem in refusal.value.problems] == ["Week 2", "Week 3"]


def test_a_week_that_fails_for_its_weekdays_alone_is_named_once_and_closed_days_beside_it():
    with pytest.raises(Refusal) as refusal:
        twice_a_week(date(2027, 3, 3), 4, NO_WINDOW, Closures("mon-fri", {date(2027, 3, 10): "ward closed"}))
    assert [problem.message[:6] for problem in refusal.value.problems] == ["Week 1", "Week 2"]


def test_a_day_in_both_windows_is_named_once():
    with pytest.raises(Refusal) as refusal:
        twice_a_week(MONDAY, 1, Window(3, 3), Closures("mon"))
    assert str(refusal.value).count("Wed 3-Mar-2027 (Wednesday is not an open weekday)") == 1


def test_of_two_pairs_moved_equally_far_the_later_is_taken():
    closures = Closures(closed={date(2027, 3, 3): "holiday", date(2027, 3, 6): "holiday"})
    placements = twice_a_week(date(2027, 3, 3), 1, Window(1, 1), closures)
    assert weekdays(placements) == ["Thu", "Sun"]  # and not Tue and Fri


def test_the_first_infusion_of_a_week_keeps_the_gap_to_the_week_before():
    closures = Closures("mon-fri", {date(2027, 3, 4): "maintenance", date(2027, 3, 8): "holiday"})
    placements = twice_a_week(MONDAY, 2, Window(3, 3), closures)
    assert [placement.date.day for placement in placements] == [1, 5, 9, 12]
    assert placements[2].passed_over == ((date(2027, 3, 8), "closed: holiday"),)


def test_the_days_passed_over_say_how_the_pair_was_chosen():
    closures = Closures("mon-fri", {date(2027, 3, 4): "maintenance", date(2027, 3, 5): "maintenance"})
    first, second = twice_a_week(MONDAY, 1, Window(3, 3), closures)
    assert (first.date, second.date) == (date(2027, 2, 26), date(2027, 3, 2))
    assert (
        dict(first.passed_over)[date(2027, 3, 1)] == "no open day 3 or 4 days after it in the second window"
    )
    assert (
        dict(second.passed_over)[date(2027, 3, 3)] == "not 3 or 4 days after the infusion of Fri 26-Feb-2027"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ({"weeks": 0}, "schedule.too-many", "weeks"),
        ({"weeks": 201}, "schedule.too-many", "weeks"),
        ({"minimum_gap": 0}, "schedule.minimum-gap", "minimum_gap"),
        ({"minimum_gap": 4}, "schedule.minimum-gap", "minimum_gap"),
        ({"start": date(2199, 12, 28)}, "date.out-of-range", "start"),
        ({"start": date(1899, 12, 31)}, "date.out-of-range", "start"),
    ],
)
def test_a_course_that_cannot_be_is_refused(arguments, code, field):
    course = {"start": MONDAY, "weeks": 4, "window": NO_WINDOW, "closures": Closures(), "minimum_gap": 3}
    with pytest.raises(Refusal) as refusal:
        twice_a_week(**{**course, **arguments})
    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [(code, field)]


def by_hand(start, weeks, window, closures, gap):
    """Brute force: for each week every pair of days, the least moved, ties to later days; None if stuck."""
    found, previous = [], date.min
    for week in range(weeks):
        first, second = start + 7 * week * DAY, start + (7 * week + 3) * DAY
        pairs = [
            (a, b)
            for a, b in product([first + n * DAY for n in range(-30, 31)], repeat=2)
            if first - window.before * DAY <= a <= first + window.after * DAY
            and second - window.before * DAY <= b <= second + max(window.after, 1) * DAY
            and (b - a).days in (3, 4)
            and a.toordinal() >= previous.toordinal() + (gap if found else 0)
            and not closures.why_closed(a)
            and not closures.why_closed(b)
        ]
        if not pairs:
            return None
        a, b = max(pairs, key=lambda pair: (-abs(pair[0] - first) - abs(pair[1] - second), pair[0], pair[1]))
        found += [a, b]
        previous = b
    return found


wards = st.builds(
    Closures,
    st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=3),
    st.dictionaries(st.integers(-4, 32).map(lambda days: MONDAY + days * DAY), st.just("closed"), max_size=6),
)
windows = st.builds(Window, st.integers(0, 4), st.integers(0, 4))
starts = st.integers(0, 6).map(lambda days: MONDAY + days * DAY)


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(1, 4), windows, wards, st.integers(1, 3))
def test_a_course_exists_exactly_where_trying_every_pair_finds_it(start, weeks, window, closures, gap):
    expected = by_hand(start, weeks, window, closures, gap)
    if expected is None:
        with pytest.raises(Refusal) as refusal:
            twice_a_week(start, weeks, window, closures, gap)
        assert set(refusal.value.codes) == {"schedule.no-open-day"}
    else:
        placements = twice_a_week(start, weeks, window, closures, gap)
        assert [placement.date for placement in placements] == expected


@settings(max_examples=60, deadline=None)
@given(starts, windows, wards)
def test_an_offered_start_is_the_nearest_on_its_side_that_works_on_its_own_day(start, window, closures):
    def works(day):
        dates = by_hand(day, 2, window, closures, 3)
        return dates is not None and dates[0] == day

    if by_hand(start, 2, window, closures, 3) is not None:
        return
    with pytest.raises(Refusal) as refusal:
        twice_a_week(start, 2, window, closures)
    sides = ([start - n * DAY for n in range(1, 8)], [start + n * DAY for n in range(1, 8)])
    nearest = [next(filter(works, days), None) for days in sides]
    offered = " or ".join(day_text(day) for day in nearest if day)
    for problem in refusal.value.problems:
        assert problem.fix.startswith(f"Start on {offered}, or ") if offered else "tart on" not in problem.fix


@settings(deadline=None)
@given(starts, st.integers(1, 4), windows, wards)
def test_every_gap_is_at_least_three_days_and_every_date_open_and_in_its_window(
    start, weeks, window, closures
):
    try:
        placements = twice_a_week(start, weeks, window, closures)
    except Refusal:
        return
    assert len(placements) == 2 * weeks
    assert min(gaps(placements)) >= 3
    assert all(closures.why_closed(placement.date) is None for placement in placements)
    assert all(placement.earliest <= placement.date <= placement.latest for placement in placements)
    assert all(reason for placement in placements for _, reason in placement.passed_over)
