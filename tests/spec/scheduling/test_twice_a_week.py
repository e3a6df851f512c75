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


def test_a_week_gives_up_its_best_pair_where_that_alone_leaves_a_later_week_without_two_days():
    closures = Closures("mon,thu,sun", {date(2027, 3, 18): "ward closed"})
    placements = twice_a_week(date(2027, 3, 6), 2, Window(2, 2), closures)
    # The first week alone would be Sun 7-Mar and Thu 11-Mar; no Sunday before Thu 18-Mar is then 3 days away.
    assert [placement.date.day for placement in placements] == [4, 8, 11, 15]
    assert dict(placements[0].passed_over)[date(2027, 3, 7)] == "leaves a later week without its two days"


def test_without_that_later_week_the_best_pair_is_taken():
    closures = Closures("mon,thu,sun", {date(2027, 3, 18): "ward closed"})
    assert [p.date.day for p in twice_a_week(date(2027, 3, 6), 1, Window(2, 2), closures)] == [7, 11]


def test_a_week_is_refused_only_where_no_choice_before_it_helps_and_the_others_are_not_named():
    closed = {date(2027, 3, 18): "ward closed", **{date(2027, 3, 20 + day): "fire drill" for day in range(8)}}
    with pytest.raises(Refusal) as refusal:
        twice_a_week(date(2027, 3, 6), 3, Window(2, 2), Closures("mon,thu,sun", closed))
    assert [problem.message[:11] for problem in refusal.value.problems] == ["Week 3 of 3"]


def test_preferred_days_come_before_the_least_movement():
    closures = Closures(closed={MONDAY: "holiday"})
    plain = twice_a_week(MONDAY, 1, Window(2, 2), closures)
    later = twice_a_week(MONDAY, 1, Window(2, 2, Window(0, 2)), closures)
    assert (weekdays(plain), weekdays(later)) == (["Sun", "Thu"], ["Tue", "Fri"])
    assert dict(later[0].passed_over) == {MONDAY: "closed: holiday"}


@pytest.mark.parametrize(
    ("pairs", "start", "taken"),
    [
        (("mon-thu",), MONDAY, ["Mon", "Thu"]),
        (("mon-fri",), MONDAY, ["Mon", "Fri"]),
        (("tue-fri",), MONDAY, ["Tue", "Fri"]),
        (("mon-thu", "tue-fri"), date(2027, 3, 3), ["Tue", "Fri"]),
        (("thu-mon",), date(2027, 3, 4), ["Thu", "Mon"]),
        (("sat-tue",), date(2027, 3, 6), ["Sat", "Tue"]),
    ],
)
def test_only_the_allowed_pairs_of_weekdays_are_taken(pairs, start, taken):
    assert weekdays(twice_a_week(start, 3, Window(1, 1), Closures(), pairs=pairs)) == taken * 3


def test_the_second_day_of_another_pair_is_passed_over_with_the_pairs_named():
    _, second = twice_a_week(MONDAY, 1, NO_WINDOW, Closures(), pairs=("mon-fri", "tue-fri"))
    assert second.passed_over == ((date(2027, 3, 4), "with Mon 1-Mar-2027 it is not Mon/Fri or Tue/Fri"),)


def test_a_refusal_names_the_allowed_pairs_and_offers_to_allow_others():
    with pytest.raises(Refusal) as refusal:
        twice_a_week(
            MONDAY, 2, NO_WINDOW, Closures("mon,tue,wed,fri"), pairs=("mon-thu", "tue-sat"), maximum_gap=9
        )
    [problem] = refusal.value.problems
    assert problem.message.endswith(
        "Rule: twice a week: the second infusion is 3 or 4 days after the first of its week, on Mon/Thu or "
        "Tue/Sat, so every gap is at least 3 days, and at most 9 days."
    )
    assert problem.fix == "Allow any two weekdays 3 or 4 days apart, or open one of the days named."


def test_where_no_day_is_closed_none_is_offered_to_be_opened():
    with pytest.raises(Refusal) as refusal:
        twice_a_week(date(2027, 3, 3), 1, NO_WINDOW, Closures(), pairs=("mon-fri",))
    [problem] = refusal.value.problems
    assert "Not possible: no two of its days may be taken together." in problem.message
    assert problem.fix == (
        "Start on Mon 1-Mar-2027 or Mon 8-Mar-2027, or widen the window to 2 days either side, "
        "or allow any two weekdays 3 or 4 days apart."
    )


def test_the_maximum_gap_holds_between_the_weeks_and_inside_them():
    closures = Closures(closed={date(2027, 3, 8): "holiday"})
    plain = twice_a_week(MONDAY, 2, Window(0, 1), closures)
    held = twice_a_week(MONDAY, 2, Window(0, 1), closures, maximum_gap=4)
    assert [p.date.day for p in plain] == [1, 4, 9, 12]
    assert [p.date.day for p in held] == [1, 5, 9, 12]  # Thu 4-Mar to Tue 9-Mar would be 5 days
    assert max(gaps(twice_a_week(MONDAY, 2, Window(1, 1), Closures(), maximum_gap=4))) == 4
    with pytest.raises(Refusal) as refusal:
        twice_a_week(MONDAY, 3, NO_WINDOW, Closures("mon,fri"), maximum_gap=3)
    assert "more than 3 days" not in refusal.value.problems[0].message
    assert "Lengthen the maximum gap" in refusal.value.problems[0].fix


def test_a_gap_over_a_week_without_two_days_is_not_named_a_second_time():
    closed = {date(2027, 3, day): "ward closed" for day in (8, 16)}
    with pytest.raises(Refusal) as refusal:
        twice_a_week(MONDAY, 4, NO_WINDOW, Closures(closed=closed), maximum_gap=4)
    assert [problem.message[:11] for problem in refusal.value.problems] == ["Week 2 of 4"]


@pytest.mark.parametrize(
    "pairs", [("mon-tue",), ("mon-mon",), ("monday-thu",), ("thu",), ("",), ("mon-thu", "mon-thu")]
)
def test_a_pair_that_is_none_is_refused(pairs):
    with pytest.raises(Refusal) as refusal:
        twice_a_week(MONDAY, 1, NO_WINDOW, Closures(), pairs=pairs)
    assert [(p.code, p.field) for p in refusal.value.problems] == [("schedule.pairs", "pairs")]


@pytest.mark.parametrize("pairs", ["mon-thu", ["mon-thu"], (1,), None])
def test_pairs_are_a_tuple_of_text(pairs):
    with pytest.raises(TypeError):
        twice_a_week(MONDAY, 1, NO_WINDOW, Closures(), pairs=pairs)


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ({"weeks": 0}, "schedule.too-many", "weeks"),
        ({"weeks": 201}, "schedule.too-many", "weeks"),
        ({"minimum_gap": 0}, "schedule.minimum-gap", "minimum_gap"),
        ({"minimum_gap": 4}, "schedule.minimum-gap", "minimum_gap"),
        ({"maximum_gap": 2}, "schedule.maximum-gap", "maximum_gap"),
        ({"maximum_gap": 2, "minimum_gap": 1}, "schedule.maximum-gap", "maximum_gap"),
        ({"window": Window(0, 7)}, "window.invalid", "window"),
        ({"start": date(2199, 12, 28)}, "date.out-of-range", "start"),
        ({"start": date(1899, 12, 31)}, "date.out-of-range", "start"),
    ],
)
def test_a_course_that_cannot_be_is_refused(arguments, code, field):
    course = {"start": MONDAY, "weeks": 4, "window": NO_WINDOW, "closures": Closures(), "minimum_gap": 3}
    with pytest.raises(Refusal) as refusal:
        twice_a_week(**{**course, **arguments})
    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [(code, field)]


def by_hand(start, weeks, window, closures, gap, most=None, pairs=()):
    """Brute force: of all sequences of pairs the first in the order of week 1, then of week 2 …; or None."""

    def sequence(week, previous):
        if week == weeks:
            return []
        first, second = start + 7 * week * DAY, start + (7 * week + 3) * DAY
        seen = [first + n * DAY for n in range(-window.before, window.after + 1)]
        then = [second + n * DAY for n in range(-window.before, max(window.after, 1) + 1)]
        for a, b in sorted(product(seen, then), key=lambda pair: rank(pair, first, second)):
            if (
                (b - a).days in (3, 4)
                and (previous is None or gap <= (a - previous).days <= (most or 99))
                and (b - a).days <= (most or 99)
                and (not pairs or f"{WEEKDAYS[a.weekday()]}-{WEEKDAYS[b.weekday()]}" in pairs)
                and not closures.why_closed(a)
                and not closures.why_closed(b)
                and (rest := sequence(week + 1, b)) is not None
            ):
                return [a, b, *rest]
        return None

    def rank(pair, first, second):
        moved = [(day - target).days for day, target in zip(pair, (first, second), strict=True)]
        best = window.preferred or Window(99, 99)
        outside = sum(not -best.before <= days <= best.after for days in moved)
        return outside, sum(map(abs, moved)), first - pair[0], second - pair[1]

    return sequence(0, None)


wards = st.builds(
    Closures,
    st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=3),
    st.dictionaries(st.integers(-4, 32).map(lambda days: MONDAY + days * DAY), st.just("closed"), max_size=6),
)
sides = st.tuples(st.integers(0, 4), st.integers(0, 4))
windows = sides.map(lambda side: Window(*side)) | sides.map(
    lambda side: Window(*side, Window(0, side[1] // 2))
)
some_pairs = st.sampled_from([(), (), ("mon-thu", "tue-fri"), ("mon-fri", "thu-mon", "fri-mon", "sun-thu")])
starts = st.integers(0, 6).map(lambda days: MONDAY + days * DAY)


@settings(max_examples=80, deadline=None)
@given(
    starts,
    st.integers(1, 4),
    windows,
    wards,
    st.integers(1, 3),
    st.none() | st.integers(3, 6),
    some_pairs,
)
def test_a_course_exists_exactly_where_trying_every_sequence_finds_it(
    start, weeks, window, closures, gap, most, pairs
):
    expected = by_hand(start, weeks, window, closures, gap, most, pairs)
    if expected is None:
        with pytest.raises(Refusal) as refusal:
            twice_a_week(start, weeks, window, closures, gap, maximum_gap=most, pairs=pairs)
        assert set(refusal.value.codes) == {"schedule.no-open-day"}
    else:
        placements = twice_a_week(start, weeks, window, closures, gap, maximum_gap=most, pairs=pairs)
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
