"""The calendar of the second calculation: targets, windows, open days and gaps, from tables by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.recheck import recheck_plan

from . import plans
from .plans import interval

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def agrees(inputs, rows, visits=()):
    document = plans.plan(inputs, rows, "120000000", str(120000000 * len(rows)), visits)
    return [str(problem) for problem in recheck_plan(document)] == []


@pytest.mark.parametrize(
    ("schedule", "targets"),
    [
        # RFC 7529 backward and forward skips, as in the tests of libical, and dateutil issues 53 and 1079.
        (interval("calendar-month", 1, 4), "2014-01-31 2014-02-28 2014-03-31 2014-04-30"),
        (interval("calendar-month", 3, 4, "roll-forward"), "2014-01-31 2014-05-01 2014-07-31 2014-10-31"),
        (interval("calendar-month", 1, 5), "2020-01-31 2020-02-29 2020-03-31 2020-04-30 2020-05-31"),
        (interval("calendar-month", 12, 3, "roll-forward"), "2012-02-29 2013-03-01 2014-03-01"),
        (interval("calendar-month", 1, 4, "roll-forward"), "2027-01-30 2027-03-01 2027-03-30 2027-04-30"),
        (interval("calendar-month", 1, 4, "omit"), "2027-01-31 2027-03-31 2027-05-31 2027-07-31"),
        (interval("calendar-month", 12, 3, "omit"), "2096-02-29 2104-02-29 2108-02-29"),
        (
            interval("calendar-month", 1, 12),
            "2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31 2027-06-30 2027-07-31 2027-08-31"
            " 2027-09-30 2027-10-31 2027-11-30 2027-12-31",
        ),
        (interval("calendar-month", 1, 2), "1900-01-31 1900-02-28"),
        (interval("calendar-month", 2, 3), "1999-12-31 2000-02-29 2000-04-30"),
        (interval("week", 4, 4), "2027-01-29 2027-02-26 2027-03-26 2027-04-23"),
        (interval("day", 28, 4), "2027-01-29 2027-02-26 2027-03-26 2027-04-23"),
        (interval("day", 1, 3), "2028-02-28 2028-02-29 2028-03-01"),
    ],
)
def test_targets_are_counted_from_the_start(schedule, targets):
    days = targets.split()
    inputs = plans.monthly(start=days[0], schedule=schedule, open=None)
    assert agrees(inputs, plans.windows(days, 3, 3, days))


@pytest.mark.parametrize(
    ("first", "last"), [("1900-01-01", "1900-01-02"), ("2199-12-30", "2199-12-31")], ids=["1900", "2199"]
)
def test_the_calendar_reaches_from_1900_to_the_end_of_2199(first, last):
    inputs = plans.monthly(
        start=first, schedule=interval("day", 1, 2), window={"before": 0, "after": 0}, open=None
    )
    assert agrees(inputs, plans.windows([first, last], 0, 0, [first, last]))


def test_a_plan_may_have_four_hundred_weeks():
    targets = [
        str(date(2027, 3, 1) + timedelta(days=7 * week + day)) for week in range(400) for day in (0, 3)
    ]
    rows = plans.windows(targets, 0, 1, targets)
    assert agrees(plans.twice_a_week(schedule={"kind": "twice-a-week", "weeks": 400}, visits=[]), rows)


@pytest.mark.parametrize(
    ("closed", "third"),
    [
        ([], "2027-03-29"),
        (["2027-03-29"], "2027-03-30"),
        (["2027-03-26", "2027-03-29"], "2027-03-30"),
        (["2027-03-29", "2027-03-30", "2027-03-31"], "2027-04-01"),
        (["2027-03-29", "2027-03-30", "2027-03-31", "2027-04-01"], "2027-03-26"),
    ],
)
def test_an_infusion_moves_to_the_nearest_open_day_of_its_window(closed, third):
    rows = [*plans.CASE_ROWS]
    rows[2] = f"2027-03-29 2027-03-26 2027-04-01 {third}"
    assert agrees(plans.monthly(closed=plans.closed(*closed)), rows)


def test_of_two_days_equally_near_the_later_is_taken():
    inputs = plans.monthly(schedule=interval("day", 1, 1), closed=plans.closed("2027-01-29"), open=None)
    assert agrees(inputs, ["2027-01-29 2027-01-26 2027-02-01 2027-01-30"])
    assert not agrees(inputs, ["2027-01-29 2027-01-26 2027-02-01 2027-01-28"])


def test_the_gap_is_kept_to_the_date_of_the_previous_infusion_not_to_its_target():
    """Closed on Monday 1-Feb: the first moves to Tuesday, and the second, 3 days on, keeps 3 days from it."""
    inputs = plans.monthly(
        start="2027-02-01",
        schedule=interval("day", 3, 2),
        minimum_gap=3,
        closed=plans.closed("2027-02-01"),
        open=None,
    )
    assert agrees(inputs, plans.windows(["2027-02-01", "2027-02-04"], 3, 3, ["2027-02-02", "2027-02-05"]))


@pytest.mark.parametrize(
    ("start", "open_days", "dates"),
    [
        ("2027-03-01", plans.MON_TO_FRI, "2027-03-01 2027-03-04 2027-03-08 2027-03-11"),  # Mon, Thu
        ("2027-03-02", plans.MON_TO_FRI, "2027-03-02 2027-03-05 2027-03-09 2027-03-12"),  # Tue, Fri
        ("2027-03-04", plans.MON_TO_FRI, "2027-03-04 2027-03-08 2027-03-11 2027-03-15"),  # Thu, Mon
        ("2027-03-05", plans.MON_TO_FRI, "2027-03-05 2027-03-08 2027-03-12 2027-03-15"),  # Fri, Mon
        ("2027-03-01", ["mon", "tue", "wed", "fri"], "2027-03-01 2027-03-05 2027-03-08 2027-03-12"),
    ],
)
def test_twice_a_week_is_three_or_four_days_apart(start, open_days, dates):
    first = date.fromisoformat(start)
    targets = [(first + timedelta(days=days)).isoformat() for days in (0, 3, 7, 10)]
    schedule = {"kind": "twice-a-week", "weeks": 2}
    window = {"before": 0, "after": 0}
    inputs = plans.twice_a_week(start=start, schedule=schedule, window=window, open=open_days, visits=[])
    rows = plans.windows(targets, 0, 0, dates.split())
    rows[1::2] = plans.windows(targets[1::2], 0, 1, dates.split()[1::2])
    assert agrees(inputs, rows)


def test_of_two_pairs_equally_near_the_later_is_taken():
    """Closed on both targets: Sun 28-Feb with Wed 3-Mar is as near as Tue 2-Mar with Fri 5-Mar."""
    inputs = plans.twice_a_week(
        schedule={"kind": "twice-a-week", "weeks": 1},
        window={"before": 1, "after": 1},
        open=None,
        closed=plans.closed("2027-03-01", "2027-03-04"),
        visits=[],
    )
    assert agrees(inputs, plans.windows(["2027-03-01", "2027-03-04"], 1, 1, ["2027-03-02", "2027-03-05"]))


def test_twice_a_week_from_a_wednesday_has_no_allowed_day_on_monday_to_friday():
    inputs = plans.twice_a_week(
        start="2027-03-03",
        schedule={"kind": "twice-a-week", "weeks": 1},
        window={"before": 0, "after": 0},
        visits=[],
    )
    rows = ["2027-03-03 2027-03-03 2027-03-03 2027-03-03", "2027-03-06 2027-03-06 2027-03-07 2027-03-08"]
    document = plans.plan(inputs, rows, "120000000", "240000000")
    (problem,) = recheck_plan(document)
    assert problem.field == "infusions[0].date"
    assert "no allowed day" in problem.message


@pytest.mark.parametrize(
    ("closed", "day"),
    [([], "2027-03-29"), (["2027-03-29"], "2027-03-30"), (["2027-03-29", "2027-03-30"], "2027-03-31")],
)
def test_a_visit_counts_from_the_target_of_the_first_infusion(closed, day):
    visits = [f"2027-03-29 2027-03-27 2027-03-31 {day}"]
    assert agrees(plans.twice_a_week(closed=plans.closed(*closed)), plans.RYONCIL_ROWS, visits)


def test_a_visit_stays_where_it_is_when_the_first_infusion_moves():
    inputs = plans.monthly(
        schedule=interval("day", 1, 1),
        closed=plans.closed("2027-01-29"),
        visits=[plans.assessment(7, 0, 0)],
    )
    rows = ["2027-01-29 2027-01-26 2027-02-01 2027-01-28"]
    assert agrees(inputs, rows, ["2027-02-05 2027-02-05 2027-02-05 2027-02-05"])


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    every=st.integers(1, 10),
    count=st.integers(1, 8),
    before=st.integers(0, 5),
    after=st.integers(0, 5),
    gap=st.integers(1, 10),
    open_days=st.none() | st.lists(st.sampled_from(WEEKDAYS), min_size=3, unique=True),
    closures=st.sets(st.integers(-5, 80), max_size=12),
)
def test_walking_outward_from_each_target_gives_the_same_days(
    start, every, count, before, after, gap, open_days, closures
):
    """The rule said as a walk: the target, then one day later, one earlier, two later, two earlier …"""
    shut = {start + timedelta(days=days) for days in closures}
    rows, previous = [], None
    for index in range(count):
        target = start + timedelta(days=every * index)
        walk = sorted(range(-before, after + 1), key=lambda days: 2 * abs(days) - (days > 0))
        days = (target + timedelta(days=offset) for offset in walk)
        fits = (
            day
            for day in days
            if day not in shut
            and (open_days is None or WEEKDAYS[day.weekday()] in open_days)
            and (previous is None or (day - previous).days >= gap)
        )
        chosen = next(fits, None)
        shown = str(chosen or target)
        rows += plans.windows([str(target)], before, after, [shown])
        previous = chosen
        if chosen is None:
            break
    inputs = plans.monthly(
        start=str(start),
        schedule=interval("day", every, len(rows)),
        minimum_gap=gap,
        window={"before": before, "after": after},
        open=open_days,
        closed=plans.closed(*map(str, shut)),
    )
    document = plans.plan(inputs, rows, "120000000", str(120000000 * len(rows)))
    found = [(problem.field, "no allowed day" in problem.message) for problem in recheck_plan(document)]
    assert found == ([] if previous else [(f"infusions[{len(rows) - 1}].date", True)])


@given(
    start=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    weeks=st.integers(1, 4),
    before=st.integers(0, 3),
    after=st.integers(0, 3),
    gap=st.integers(1, 6),
    open_days=st.lists(st.sampled_from(WEEKDAYS), min_size=4, unique=True),
    closures=st.sets(st.integers(-3, 30), max_size=5),
)
def test_trying_every_pair_of_days_gives_the_same_twice_a_week(
    start, weeks, before, after, gap, open_days, closures
):
    """The least moved pair of the first week with which every later week finds one, and so on."""
    later = max(after, 1)

    def is_open(day):
        return WEEKDAYS[(start + timedelta(days=day)).weekday()] in open_days and day not in closures

    def day(number):
        return str(start + timedelta(days=number))

    def pairs(first):
        firsts, seconds = (
            range(first - before, first + after + 1),
            range(first + 3 - before, first + 4 + later),
        )
        tried = [(a, b) for a in firsts for b in seconds if b - a in (3, 4) and b - a >= gap]
        fits = [(a, b) for a, b in tried if is_open(a) and is_open(b)]
        return sorted(
            fits, key=lambda pair: (abs(pair[0] - first) + abs(pair[1] - first - 3), -pair[0], -pair[1])
        )

    def placed(week, last):
        if week == weeks:
            return []
        for a, b in pairs(7 * week):
            rest = placed(week + 1, b) if a - last >= gap else None
            if rest is not None:
                return [a, b, *rest]
        return None

    dates = placed(0, -100)
    targets = [7 * week + days for week in range(weeks) for days in (0, 3)]
    rows = []
    for index, (target, chosen) in enumerate(zip(targets, dates or targets, strict=True)):
        rows += plans.windows([day(target)], before, later if index % 2 else after, [day(chosen)])
    inputs = plans.twice_a_week(
        start=str(start),
        schedule={"kind": "twice-a-week", "weeks": weeks},
        minimum_gap=gap,
        window={"before": before, "after": after},
        open=open_days,
        closed=plans.closed(*map(day, closures)),
        visits=[],
    )
    document = plans.plan(inputs, rows, "120000000", str(120000000 * len(rows)))
    found = recheck_plan(document)
    if dates is None:
        assert any("no allowed day" in problem.message for problem in found)
    else:
        assert [str(problem) for problem in found] == []


def test_a_week_gives_way_where_the_next_one_would_find_no_day():
    """Mon 1-Mar with Fri 5-Mar is moved least; but week 2, whose first day can only be Sun 7-Mar, would then
    come after 2 days. So week 1 takes Sun 28-Feb with Wed 3-Mar."""
    inputs = plans.twice_a_week(
        schedule={"kind": "twice-a-week", "weeks": 2},
        minimum_gap=3,
        window={"before": 1, "after": 1},
        open=None,
        closed=plans.closed("2027-03-04", "2027-03-08", "2027-03-09", "2027-03-12"),
        visits=[],
    )
    targets = ["2027-03-01", "2027-03-04", "2027-03-08", "2027-03-11"]
    given = ["2027-02-28", "2027-03-03", "2027-03-07", "2027-03-11"]
    assert agrees(inputs, plans.windows(targets, 1, 1, given))


def test_the_gap_holds_within_a_pair_too():
    """Three days apart is too close where the document says that four are the least."""
    rows = plans.windows(["2027-03-01"], 0, 0, ["2027-03-01"]) + plans.windows(
        ["2027-03-04"], 0, 1, ["2027-03-04"]
    )
    inputs = plans.twice_a_week(
        schedule={"kind": "twice-a-week", "weeks": 1}, window={"before": 0, "after": 0}, visits=[]
    )
    for gap, wrong in ((3, False), (4, True)):
        document = plans.plan(inputs | {"minimum_gap": gap}, rows, "120000000", "240000000")
        assert any(problem.field == "infusions[1].date" for problem in recheck_plan(document)) is wrong


def test_a_working_that_leaves_out_the_month_that_has_no_infusion_is_false():
    days = ["2027-01-31", "2027-03-31"]
    inputs = plans.monthly(start=days[0], schedule=interval("calendar-month", 1, 2, "omit"), open=None)
    document = plans.plan(inputs, plans.windows(days, 3, 3, days), "120000000", "240000000")
    count = document["infusions"][1]["date_steps"][0]["inputs"][1]
    assert (count["value"], recheck_plan(document)) == ("2", ())
    count["value"] = "1"
    assert [p.field for p in recheck_plan(document)] == ["infusions[1].date_steps[0].inputs[1].value"]
