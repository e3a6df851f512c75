"""The second calculation of a course's calendar, twice a week: pairs, and weeks of which one has a date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.recheck import recheck_calendar

from . import plans
from .calendars import calendar, on, rebase


def disagreements(document):
    return [str(problem) for problem in recheck_calendar(document)]


TWICE = {
    "start": "2027-03-01",
    "schedule": {"kind": "twice-a-week", "weeks": 2},
    "window": {"before": 0, "after": 1},
    "minimum_gap": 3,
}
WEEK_2 = ("placed 2027-03-08", "placed 2027-03-11")


@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        ({}, ["placed 2027-03-01", "placed 2027-03-04", *WEEK_2]),
        # 3 days after Tuesday is Friday.
        (
            {"given": on("1 2027-03-02")},
            ["given 2027-03-01 2027-03-02", "placed 2027-03-04 2027-03-05", *WEEK_2],
        ),
        # 3 days after Friday is outside the window, which ends on that day.
        ({"fixed": on("1 2027-03-05")}, ["fixed 2027-03-01 2027-03-05", "no-day 2027-03-04", *WEEK_2]),
        # 4 days before Friday is the target.
        ({"given": on("2 2027-03-05")}, ["placed 2027-03-01", "given 2027-03-04 2027-03-05", *WEEK_2]),
        # Given on Saturday: week 2 begins 3 days later.
        (
            {"given": on("1 2027-03-02", "2 2027-03-06")},
            [
                "given 2027-03-01 2027-03-02",
                "given 2027-03-04 2027-03-06",
                "placed 2027-03-08 2027-03-09",
                "placed 2027-03-11 2027-03-12",
            ],
        ),
        ({"dropped": [2]}, ["placed 2027-03-01", "dropped 2027-03-04", *WEEK_2]),
        ({"dropped": [1]}, ["dropped 2027-03-01", "placed 2027-03-04", *WEEK_2]),
        (
            {"not_before": "2027-03-02"},
            ["placed 2027-03-01 2027-03-02", "placed 2027-03-04 2027-03-05", *WEEK_2],
        ),
        ({"not_before": "2027-03-03"}, ["no-day 2027-03-01", "no-day 2027-03-04", *WEEK_2]),
        (
            {"undecided_from": 2},
            ["placed 2027-03-01", "undecided 2027-03-04", *(f"undecided {r[7:]}" for r in WEEK_2)],
        ),
    ],
)
def test_of_two_infusions_a_week_one_that_has_a_date_decides_the_other(facts, rows):
    assert disagreements(calendar(rows, facts, [(0, 1)] * 4, **TWICE)) == []


def test_counted_anew_from_the_second_of_a_week_the_next_week_begins_four_days_later():
    facts = {"given": on("1 2027-03-01", "2 2027-03-05"), "rebased": [rebase(3, 2, "2027-03-05", "count")]}
    rows = [
        "given 2027-03-01 2027-03-01",
        "given 2027-03-04 2027-03-05",
        "placed 2027-03-09",
        "placed 2027-03-12",
    ]
    assert disagreements(calendar(rows, facts, [(0, 1)] * 4, **TWICE)) == []


TARGETS = ["2027-03-01", "2027-03-04", "2027-03-08", "2027-03-11", "2027-03-15", "2027-03-18"]


def march(days, states=None, facts=None, windows=None, **changes):
    """Three weeks from Mon 1-Mar-2027, every day open but those that the changes close.

    `days` are days of March, 0 for none; `states` those of the infusions, where not placed (no-day without).
    """
    rows = [
        f"{states[n] if states and n in states else 'placed' if day else 'no-day'} {target}"
        + (f" 2027-03-{day:02}" if day else "")
        for n, (day, target) in enumerate(zip(days, TARGETS, strict=True), 1)
    ]
    schedule = {"kind": "twice-a-week", "weeks": 3, **changes.pop("schedule", {})}
    stated = TWICE | {"open": None, "schedule": schedule} | changes
    return calendar(rows, facts, windows or [(0, 1)] * 6, **stated)


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        # Mon 8 is closed; 4 days before Tue 9 is Fri 5, so week 1 does not take its best day, Thu 4.
        ([1, 5, 9, 12, 15, 18], {"closed": ["2027-03-08"], "maximum_gap": 4}),
        # Without a longest gap it does.
        ([1, 4, 9, 12, 15, 18], {"closed": ["2027-03-08"]}),
        # Only Tue 16 in week 3: Fri 12 in week 2, of whose pairs Mon 8 with Fri 12 is moved least.
        ([1, 4, 8, 12, 16, 19], {"closed": ["2027-03-15"], "maximum_gap": 4}),
    ],
    ids=["next week", "no longest gap", "week after"],
)
def test_a_week_gives_way_to_the_weeks_after_it(days, changes):
    closed = plans.closed(*changes.get("closed", ()))
    assert disagreements(march(days, **(changes | {"closed": closed}))) == []


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        # Week 2 is closed: weeks 1 and 3 take their best.
        ([1, 4, 0, 0, 15, 18], {}),
        # Mon 15 is 10 days after Fri 5, and 11 after Thu 4.
        ([1, 5, 0, 0, 15, 18], {"maximum_gap": 10}),
        # At most 4 days after Fri 5 there is no day of week 3 either; then week 1 takes its best again.
        ([1, 4, 0, 0, 0, 0], {"maximum_gap": 4}),
    ],
    ids=["left out", "neighbours keep the gap", "and those after it"],
)
def test_a_week_without_a_pair_is_left_out_and_the_rest_is_sought_again(days, changes):
    assert disagreements(march(days, closed=plans.closed("2027-03-08", "2027-03-09"), **changes)) == []


def test_of_two_weeks_that_exclude_each_other_the_later_is_left_without_a_pair():
    """4 days between any two: Mon 1 and Fri 5, then not before Tue 9, of which Sat 13 is no day of week 2."""
    assert disagreements(march([1, 5, 0, 0, 15, 19], minimum_gap=4)) == []


def test_weeks_after_one_that_was_given_give_way_to_each_other_too():
    """Given on Tue 2 and Sat 6: not before Tue 9 for week 2; Fri 12 or Sat 13, and Mon 15 is closed."""
    states, facts = {1: "given", 2: "given"}, {"given": on("1 2027-03-02", "2 2027-03-06")}
    closed, windows = plans.closed("2027-03-15"), [(0, 2)] * 6
    changes = {"window": {"before": 0, "after": 2}, "closed": closed, "windows": windows}
    assert disagreements(march([2, 6, 9, 12, 16, 19], states, facts, **changes)) == []
    assert (
        disagreements(
            march(
                [2, 6, 9, 13, 17, 20],
                states,
                facts,
                maximum_gap=4,
                **changes | {"closed": plans.closed("2027-03-15", "2027-03-16")},
            )
        )
        == []
    )


def test_a_pair_leaves_the_gap_to_the_next_that_is_fixed_and_comes_no_earlier_than_it_may():
    """Fixed on Sun 14: 3 days before is Thu 11; fixed on Sat 13, week 2 has no pair."""
    states = {5: "fixed"}
    fixed = {"fixed": on("5 2027-03-14")}
    assert disagreements(march([1, 4, 8, 11, 14, 18], states, fixed)) == []
    fixed = {"fixed": on("5 2027-03-13")}
    assert disagreements(march([1, 4, 0, 0, 13, 0], states, fixed)) == []
    later = {"not_before": "2027-03-09"}
    assert disagreements(march([0, 0, 9, 12, 15, 18], facts=later)) == []


@pytest.mark.parametrize(
    ("preferred", "closed", "first", "second"),
    [
        # As near as Tue 2 with Fri 5, and earlier; but Fri 5 is not preferred, though the window reaches it.
        ((1, 0), "2027-03-01 2027-03-04", "2027-02-28", "2027-03-03"),
        # Moved 4 days together, Tue 2 with Fri 5 only 2.
        ((2, 0), "2027-03-01 2027-03-03 2027-03-04", "2027-02-27", "2027-03-02"),
        # One of the two is preferred; of Sun 28-Feb with Wed 3, moved less, none is.
        ((0, 1), "2027-03-01 2027-03-04 2027-03-05", "2027-03-02", "2027-03-06"),
    ],
)
def test_of_the_pairs_of_a_week_preferred_days_come_before_less_moved_and_later_ones(
    preferred, closed, first, second
):
    inside = dict(zip(("before", "after"), preferred, strict=True))
    changes = {
        "schedule": {"kind": "twice-a-week", "weeks": 1},
        "window": {"before": 2, "after": 2, "preferred": inside},
        "open": None,
        "closed": plans.closed(*closed.split()),
    }
    rows = [f"placed 2027-03-01 {first}", f"placed 2027-03-04 {second}"]
    assert disagreements(calendar(rows, None, [(2, 2)] * 2, **TWICE | changes)) == []


def test_the_preferred_days_of_the_second_do_not_grow_with_its_window():
    """Thu 4 is closed: Mon 1 with Fri 5 moves one day only, but Fri 5 is permitted and not preferred."""
    window = {"before": 1, "after": 0, "preferred": {"before": 1, "after": 0}}
    changes = {
        "schedule": {"kind": "twice-a-week", "weeks": 1},
        "window": window,
        "open": None,
        "closed": plans.closed("2027-03-04"),
    }
    rows = ["placed 2027-03-01 2027-02-28", "placed 2027-03-04 2027-03-03"]
    document = calendar(rows, None, [(1, 0), (1, 1)], **TWICE | changes)
    assert disagreements(document) == []


@pytest.mark.parametrize(
    ("days", "facts", "changes"),
    [
        # Tue and Fri are no allowed pair, but Tue is given.
        ([2, 5, 8, 11, 15, 18], {"given": on("1 2027-03-02")}, {"schedule": {"pairs": ["mon-thu"]}}),
        # Fri 5 is fixed: 4 days before is the target.
        ([1, 5, 8, 11, 15, 18], {"fixed": on("2 2027-03-05")}, {}),
        # 4 days between any two: not 3 days after Tue 2; Sat 6 is outside the window.
        ([2, 0, 8, 12, 0, 0], {"given": on("1 2027-03-02")}, {"minimum_gap": 4}),
        # Not later than 3 days before Sat 6; beside that, not before Tue 9 and not after Wed 10.
        ([1, 0, 6, 0, 15, 18], {"given": on("1 2027-03-01"), "fixed": on("3 2027-03-06")}, {}),
        # The longest gap counts from the date before, not to the one after: Fri 5 is 4 days later.
        ([1, 5, 8, 11, 0, 0], {"fixed": on("2 2027-03-05")}, {"maximum_gap": 3}),
        # 4 days before Fri 12, 3 days after Fri 5 at the earliest: Mon 8.
        ([1, 5, 8, 12, 15, 18], {"fixed": on("2 2027-03-05", "4 2027-03-12")}, {}),
        # 3 days after Fri 5 is not before Mon 8; Mon 8 is not 3 or 4 days before Wed 10.
        ([1, 5, 0, 10, 15, 18], {"fixed": on("2 2027-03-05", "4 2027-03-10")}, {}),
    ],
)
def test_beside_one_that_has_a_date_the_other_is_three_or_four_days_from_it(days, facts, changes):
    known = {each["number"]: state for state in ("given", "fixed") for each in facts.get(state, ())}
    assert disagreements(march(days, known, facts, **changes)) == []


def test_without_its_dropped_neighbour_an_infusion_takes_the_nearest_day_of_its_window():
    """Mon 8 is closed: Tue 9 or Sun 7 would do, the later of the two is taken."""
    changes = {"closed": plans.closed("2027-03-08"), "windows": [(1, 1)] * 6}
    document = march(
        [1, 4, 9, 0, 15, 18], {4: "dropped"}, {"dropped": [4]}, window={"before": 1, "after": 1}, **changes
    )
    assert disagreements(document) == []


MOVED_TO_6 = [rebase(2, 2, "2027-03-06", "shift")]
MOVED = ["placed 2027-03-01", "placed 2027-03-06", "placed 2027-03-10", "placed 2027-03-13"]


@pytest.mark.parametrize(
    ("facts", "rows", "changes"),
    [
        # Sat 6 is 5 days after Mon 1: no pair. Week 2 begins 4 days after Sat 6.
        ({"rebased": MOVED_TO_6}, MOVED, {}),
        ({"rebased": [rebase(2, 2, "2027-03-06", "count")]}, MOVED, {}),
        # Counted from the first, the target stays Thu 4: Fri 5 is 2 days after Wed 3, as it may be by itself.
        # As a week there is no day, for Sat 6 is outside the window.
        (
            {"given": on("1 2027-03-03"), "rebased": [rebase(2, 1, "2027-03-01", "count")]},
            ["given 2027-03-01 2027-03-03", "placed 2027-03-04 2027-03-05", *WEEK_2],
            {"minimum_gap": 2},
        ),
        # 6 days after Tue 2, which was given.
        (
            {"given": on("1 2027-03-02"), "rebased": [rebase(2, 2, "2027-03-08", "shift")]},
            ["given 2027-03-01 2027-03-02", "placed 2027-03-08", "placed 2027-03-12", "placed 2027-03-15"],
            {},
        ),
        # Fixed 11 days after Mon 1, which is placed by itself.
        (
            {"fixed": on("2 2027-03-12"), "rebased": [rebase(2, 2, "2027-03-12", "shift")]},
            [
                "placed 2027-03-01",
                "fixed 2027-03-12 2027-03-12",
                "placed 2027-03-16",
                "placed 2027-03-19",
            ],
            {},
        ),
        # Moved back by a second rebase, the week stays parted: Mon 1 is closed, and Tue 2 does not take Fri 5
        # with it.
        (
            {"rebased": [*MOVED_TO_6, rebase(2, 2, "2027-03-04", "shift")]},
            ["placed 2027-03-01 2027-03-02", "placed 2027-03-04", *WEEK_2],
            {"minimum_gap": 2, "closed": plans.closed("2027-03-01")},
        ),
        # The longest gap is kept: Fri 5 at the latest.
        (
            {"rebased": MOVED_TO_6},
            ["placed 2027-03-01", *(f"no-day {row[7:]}" for row in MOVED[1:])],
            {"maximum_gap": 4},
        ),
        # So is the least: not before Sun 7.
        (
            {"rebased": MOVED_TO_6},
            [
                "placed 2027-03-01",
                "placed 2027-03-06 2027-03-07",
                *(f"no-day {row[7:]}" for row in MOVED[2:]),
            ],
            {"minimum_gap": 6},
        ),
    ],
)
def test_a_rebase_from_the_second_of_a_week_parts_it_and_each_is_placed_by_itself(facts, rows, changes):
    assert disagreements(calendar(rows, facts, [(0, 1)] * 4, **TWICE | {"open": None} | changes)) == []


@pytest.mark.parametrize(
    ("rebased", "rows", "changes"),
    [
        # Wed 10 is closed: Thu 11, and 3 days after it Sun 14; Sat 13 would be the nearest by itself.
        (MOVED_TO_6, [*MOVED[:2], "placed 2027-03-10 2027-03-11", "placed 2027-03-13 2027-03-14"], {}),
        # A rebase from the first of a week parts none: Tue 9 is closed; Wed 10, and Sat 13.
        (
            [rebase(3, 3, "2027-03-09", "shift")],
            [
                "placed 2027-03-01",
                "placed 2027-03-04",
                "placed 2027-03-09 2027-03-10",
                "placed 2027-03-12 2027-03-13",
            ],
            {"closed": plans.closed("2027-03-09")},
        ),
        # The pairs allowed are those of a week: none is Wed with Sat. Week 1 is no longer a pair.
        (
            MOVED_TO_6,
            [*MOVED[:2], "no-day 2027-03-10", "no-day 2027-03-13"],
            {"schedule": {"kind": "twice-a-week", "weeks": 2, "pairs": ["mon-thu"]}},
        ),
    ],
    ids=["after a parted week", "first of a week", "pairs allowed"],
)
def test_weeks_that_are_not_parted_stay_weeks(rebased, rows, changes):
    stated = TWICE | {"open": None, "minimum_gap": 2, "closed": plans.closed("2027-03-10")}
    stated |= changes
    assert disagreements(calendar(rows, {"rebased": rebased}, [(0, 1)] * 4, **stated)) == []


def test_the_window_of_the_second_of_a_parted_week_still_reaches_a_day_after_its_target():
    """Sat 6 is closed and the window is the target alone: Sun 7."""
    changes = {
        "window": {"before": 0, "after": 0},
        "open": None,
        "closed": plans.closed("2027-03-06"),
    }
    rows = [MOVED[0], "placed 2027-03-06 2027-03-07", *MOVED[2:]]
    document = calendar(rows, {"rebased": MOVED_TO_6}, [(0, 0), (0, 1)] * 2, **TWICE | changes)
    assert disagreements(document) == []


def test_no_week_gives_way_to_a_parted_one():
    """Mon 8 is closed, and 4 days the longest gap: for week 2 as a week, week 1 would take Fri 5."""
    changes = {"closed": plans.closed("2027-03-08"), "maximum_gap": 4}
    facts = {"rebased": [rebase(4, 4, "2027-03-11", "shift")]}
    assert disagreements(march([1, 4, 0, 0, 0, 0], facts=facts, **changes)) == []


def sequences(weeks, least, most, last):
    """Every choice of one pair for each of these weeks, in which every gap is kept."""
    for chosen in product(*weeks):
        days = ([] if last is None else [last]) + [day for pair in chosen for day in pair]
        if all(least <= later - day <= most for day, later in pairwise(days)):
            yield chosen


def best_of(weeks, least, most, last):
    """The pairs of the weeks, None for those left out: every choice looked at, the best by the week's order."""
    kept = []
    for place in range(len(weeks)):
        tried = [weeks[n][1] for n in [*kept, place]]
        if next(sequences(tried, least, most, last), None) is not None:
            kept.append(place)
    ranks = [weeks[n][0] for n in kept]
    found = min(
        sequences([weeks[n][1] for n in kept], least, most, last),
        key=lambda chosen: [rank(pair) for rank, pair in zip(ranks, chosen, strict=True)],
    )
    return [dict(zip(kept, found, strict=True)).get(n) for n in range(len(weeks))]


def week_at(first, before, after, inside, allowed):
    """The order of the pairs of a week whose first target is this day, and its pairs."""
    targets, after_second = (first, first + 3), max(after, 1)

    def rank(pair):
        moved = [day - target for day, target in zip(pair, targets, strict=True)]
        beyond = sum(not -inside[0] <= each <= inside[1] for each in moved) if inside else 0
        return beyond, sum(map(abs, moved)), -pair[0], -pair[1]

    days = range(first - before, first + after + 1), range(first + 3 - before, first + 4 + after_second)
    return rank, [pair for pair in product(*days) if pair[1] - pair[0] in (3, 4) and allowed(pair)]


@given(
    known=st.none() | st.tuples(st.integers(0, 2), st.sampled_from((3, 4, 5))),
    ahead=st.none() | st.integers(-8, 1),
    gaps=st.tuples(st.integers(1, 4), st.none() | st.integers(3, 14)),
    window=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    preferred=st.none() | st.tuples(st.integers(0, 2), st.integers(0, 2)),
    shut=st.sets(st.integers(6, 28), max_size=12),
    not_before=st.none() | st.integers(5, 20),
    on_weekdays=st.booleans(),
)
def test_looking_at_every_sequence_of_pairs_gives_the_same_days(
    known, ahead, gaps, window, preferred, shut, not_before, on_weekdays
):
    """Week 1 given or dropped, three weeks free, week 5 fixed or undecided; day 0 is Mon 1-Mar-2027."""
    (least, most), (before, after), start = gaps, window, date(2027, 3, 1)
    inside = tuple(map(min, preferred, window)) if preferred else None
    first = None if known is None else (known[0], sum(known))
    end = 10**6 if ahead is None else 28 + ahead - least

    def allowed(pair):
        fits = least <= pair[1] - pair[0] and pair[0] >= (not_before or -9) and pair[1] <= end
        weekday = not on_weekdays or pair[0] % 7 in (0, 1)
        return fits and weekday and not shut & set(pair)

    weeks = [week_at(7 * n, before, after, inside, allowed) for n in (1, 2, 3)]
    pairs = best_of(weeks, least, most or 10**6, first and first[1])
    states = ["dropped" if first is None else "given"] * 2
    states += ["placed" if pair else "no-day" for pair in pairs for _ in range(2)]
    states += ["undecided" if ahead is None else "fixed"] * 2
    last = (None, None) if ahead is None else (28 + ahead, 31 + ahead)
    days = [day for pair in (first, *pairs, last) for day in pair or (None, None)]
    targets = [7 * week + day for week in range(5) for day in (0, 3)]
    said = [
        [start + timedelta(days=n) for n in each if n is not None] for each in zip(targets, days, strict=True)
    ]
    dates = [str(start + timedelta(days=day)) if day is not None else None for day in days]
    facts = {
        "given": [] if first is None else on(f"1 {dates[0]}", f"2 {dates[1]}"),
        "dropped": [1, 2] if first is None else [],
        "fixed": [] if ahead is None else on(f"9 {dates[8]}", f"10 {dates[9]}"),
        "undecided_from": 9 if ahead is None else None,
        "not_before": None if not_before is None else str(start + timedelta(days=not_before)),
    }
    stated = {"before": before, "after": after}
    changes = {} if most is None else {"maximum_gap": most}
    allowed_pairs = ["mon-thu", "mon-fri", "tue-fri", "tue-sat"]
    document = calendar(
        [" ".join([state, *map(str, shown)]) for state, shown in zip(states, said, strict=True)],
        facts,
        [(before, after), (before, max(after, 1))] * 5,
        start=str(start),
        schedule={"kind": "twice-a-week", "weeks": 5} | ({"pairs": allowed_pairs} if on_weekdays else {}),
        window=stated | ({"preferred": dict(zip(stated, inside, strict=True))} if inside else {}),
        minimum_gap=least,
        open=None,
        closed=plans.closed(*(str(start + timedelta(days=day)) for day in sorted(shut))),
        **changes,
    )
    assert disagreements(document) == []
