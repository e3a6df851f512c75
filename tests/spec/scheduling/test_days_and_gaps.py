"""Infusions on stated days, after stated gaps, or once; visits in days or months from the first or last."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.schedule import EveryInterval, interval_named
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import WEEKDAYS, Closures, Gap, Window, months_after, place_gaps

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"
NONE = Window(0, 0)
EVERY_DAY = Closures()
START = date(2024, 1, 1)  # a Monday and a public holiday
TRIAL = (Gap(7, Window(1, 1)), *[Gap(14, Window(3, 3))] * 3)


def case(name):
    with CASES.open(encoding="utf-8", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["id"] == name)
    return json.loads(row["inputs"]), json.loads(row["expected"])


def iso(days):
    return [day.isoformat() for day in days]


def dates(placements):
    return iso(placement.date for placement in placements)


def refused(make):
    with pytest.raises(Refusal) as refusal:
        make()
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_the_trial_of_five_infusions_has_its_published_dates():
    inputs, expected = case("CAL-04")
    gaps = [
        Gap(days, Window(either, either))
        for days, either in zip(inputs["gaps_d"], inputs["tol_d"], strict=True)
    ]
    placed = place_gaps(date.fromisoformat(inputs["start"]), gaps, NONE, EVERY_DAY)
    assert (len(placed), dates(placed)) == (expected["n"], expected["dates"])


def test_two_doses_14_to_21_days_apart_are_a_gap_of_14_days_and_up_to_7_later():
    inputs, expected = case("CAL-08")
    least, most = inputs["gap_min_d"], inputs["gap_max_d"]
    gap = Gap(least, Window(0, most - least))
    _, second = place_gaps(date.fromisoformat(inputs["first"]), [gap], NONE, EVERY_DAY)
    assert iso([second.earliest, second.latest]) == expected["second_window"]
    assert iso([second.date]) == expected["second_window"][:1]


def test_a_visit_counts_its_days_from_day_0():
    inputs, expected = case("CAL-02")
    window = Window(inputs["tol_d"], inputs["tol_d"])
    target = VisitRule(inputs["visit"], inputs["day"], window).target(date.fromisoformat(inputs["day0"]))
    assert [target.isoformat(), iso(window.around(target))] == [expected["target"], expected["window"]]


def test_from_previous_dates_a_moved_infusion_moves_all_that_follow():
    placed = place_gaps(START, TRIAL, NONE, Closures(closed={date(2024, 1, 8): "holiday"}))
    assert dates(placed) == ["2024-01-01", "2024-01-09", "2024-01-23", "2024-02-06", "2024-02-20"]
    assert all(placement.target == placement.date for placement in placed[2:])


def test_from_previous_targets_a_moved_infusion_moves_no_other():
    closures = Closures(closed={date(2024, 1, 8): "holiday"})
    placed = place_gaps(START, TRIAL, NONE, closures, count_from="previous-target")
    assert dates(placed) == ["2024-01-01", "2024-01-09", "2024-01-22", "2024-02-05", "2024-02-19"]


def test_a_closed_start_moves_inside_the_window_of_the_first_infusion_alone():
    placed = place_gaps(START, TRIAL, Window(0, 2), Closures(closed={START: "New Year"}))
    assert dates(placed)[:2] == ["2024-01-02", "2024-01-09"]
    assert (placed[0].latest, placed[1].earliest) == (date(2024, 1, 3), date(2024, 1, 8))


def test_a_gap_without_a_window_has_that_of_the_schedule():
    _, second = place_gaps(START, [Gap(7)], Window(2, 3), EVERY_DAY)
    assert (second.earliest, second.latest) == (date(2024, 1, 6), date(2024, 1, 11))


def test_the_minimum_gap_is_kept_inside_the_window():
    _, second = place_gaps(START, [Gap(7, Window(3, 3))], NONE, Closures(), minimum_gap=9)
    assert dates([second]) == ["2024-01-10"]
    assert second.passed_over[0] == (
        date(2024, 1, 8),
        "less than 9 days after the infusion of Mon 1-Jan-2024",
    )


def test_the_maximum_gap_is_kept_inside_the_window_and_named():
    closures = Closures(closed={date(2024, 1, 8): "holiday"})
    _, second = place_gaps(START, [Gap(7, Window(3, 3))], NONE, closures, maximum_gap=7)
    assert dates([second]) == ["2024-01-07"]
    with pytest.raises(Refusal, match="more than 7 days after the infusion of Mon 1-Jan-2024"):
        place_gaps(START, [Gap(7, Window(0, 3))], NONE, closures, maximum_gap=7)


def test_an_infusion_without_a_day_is_refused_by_its_number_with_the_days_in_the_way():
    closed = {date(2024, 1, day): "maintenance" for day in (7, 8, 9)}
    with pytest.raises(Refusal) as refusal:
        place_gaps(START, TRIAL, NONE, Closures(closed=closed))
    (problem,) = refusal.value.problems
    assert problem.code == "schedule.no-open-day"
    assert problem.message.startswith("Infusion 2 of 5 has no day.")
    assert "Mon 8-Jan-2024 (closed: maintenance)" in problem.message


def test_from_previous_targets_every_infusion_without_a_day_is_named():
    closed = {date(2024, 1, 8): "holiday", date(2024, 1, 15): "holiday"}
    two = [Gap(7, NONE), Gap(7, NONE)]
    make = lambda: place_gaps(START, two, NONE, Closures(closed=closed), count_from="previous-target")  # noqa: E731
    assert refused(make) == [("schedule.no-open-day", "closures")] * 2


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Gap(0), "schedule.gap"),
        (lambda: Gap(3651), "schedule.gap"),
        (lambda: Gap(7, Window(7, 0)), "schedule.gap"),
        (lambda: place_gaps(START, [], NONE, EVERY_DAY), "schedule.too-many"),
        (lambda: place_gaps(START, [Gap(1)] * 400, NONE, EVERY_DAY), "schedule.too-many"),
        (lambda: place_gaps(START, TRIAL, NONE, EVERY_DAY, count_from="start"), "schedule.gap"),
        (lambda: place_gaps(START, TRIAL, NONE, EVERY_DAY, minimum_gap=0), "schedule.minimum-gap"),
        (
            lambda: place_gaps(START, TRIAL, NONE, EVERY_DAY, minimum_gap=3, maximum_gap=2),
            "schedule.maximum-gap",
        ),
        (lambda: place_gaps(date(2199, 12, 1), TRIAL, NONE, EVERY_DAY), "date.out-of-range"),
        (lambda: OnDays(()), "schedule.days"),
        (lambda: OnDays((1, 8)), "schedule.days"),
        (lambda: OnDays((0, 7, 7)), "schedule.days"),
        (lambda: OnDays((0, 3651)), "schedule.days"),
        (lambda: VisitRule("lab", None, NONE), "schedule.visit"),
        (lambda: VisitRule("lab", 1, NONE, "", 1), "schedule.visit"),
        (lambda: VisitRule("lab", None, NONE, "", 121), "schedule.visit"),
        (lambda: VisitRule("lab", 1, NONE, "", None, "second"), "schedule.visit"),
        (lambda: months_after(START, -1), "date.out-of-range"),
        (lambda: months_after(date(2199, 12, 1), 1), "date.out-of-range"),
    ],
)
def test_what_leads_nowhere_is_refused(make, code):
    assert [found for found, _ in refused(make)] == [code]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Gap(7.0),
        lambda: Gap(True),
        lambda: Gap(7, (1, 1)),
        lambda: place_gaps(START, [7], NONE, EVERY_DAY),
        lambda: OnDays([0, 7]),
        lambda: OnDays((0, 7.0)),
        lambda: VisitRule("lab", 1.0, NONE),
        lambda: months_after(START, 1.0),
    ],
)
def test_wrong_python_types_are_type_errors(make):
    with pytest.raises(TypeError):
        make()


def test_days_0_and_7_are_both_counted_from_the_start():
    closures = Closures("mon-fri", {date(2024, 1, 1): "New Year"})
    placed = OnDays((0, 7)).place(START, Window(0, 2), closures, 1)
    assert dates(placed) == ["2024-01-02", "2024-01-08"]


def test_once_a_week_four_times_is_an_interval():
    weekly = EveryInterval(4, interval_named("1-weeks")).place(START, NONE, EVERY_DAY, 1)
    days = EveryInterval(4, interval_named("7-days")).place(START, NONE, EVERY_DAY, 1)
    assert dates(weekly) == ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]
    assert weekly == days == OnDays((0, 7, 14, 21)).place(START, NONE, EVERY_DAY, 1)


@pytest.mark.parametrize(
    ("schedule", "infusions", "text"),
    [
        (OnDays((0,)), 1, "1 infusion"),
        (OnDays((0, 7)), 2, "2 infusions, on days 0 and 7"),
        (OnDays((0, 3, 7)), 3, "3 infusions, on days 0, 3 and 7"),
        (
            AfterGaps(TRIAL, "previous-date"),
            5,
            "5 infusions, each counted from the day of the one before: "
            "7 days (window 1 day either side), then 3 × 14 days (window 3 days either side)",
        ),
        (
            AfterGaps((Gap(14),), "previous-target"),
            2,
            "2 infusions, each counted from the target of the one before: 14 days",
        ),
    ],
)
def test_a_schedule_says_itself_in_words(schedule, infusions, text):
    assert (schedule.infusions, str(schedule)) == (infusions, text)


@pytest.mark.parametrize(
    ("days", "months", "target", "text"),
    [
        (14, None, "2027-02-14", "14 days after the first"),
        (None, 0, "2027-01-31", "0 calendar months after the first"),
        (None, 1, "2027-02-28", "1 calendar month after the first"),
        (None, 2, "2027-03-31", "2 calendar months after the first"),
        (None, 3, "2027-04-30", "3 calendar months after the first"),
        (None, 13, "2028-02-29", "13 calendar months after the first"),
    ],
)
def test_a_visit_months_later_is_on_the_same_day_or_the_last_of_its_month(days, months, target, text):
    rule = VisitRule("follow-up", days, NONE, "", months)
    assert (rule.target(date(2027, 1, 31)).isoformat(), rule.when) == (target, text)


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    gaps=st.lists(
        st.tuples(st.integers(1, 20), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=6
    ),
    minimum_gap=st.integers(1, 10),
    open_days=st.none() | st.lists(st.sampled_from(WEEKDAYS), min_size=3, unique=True),
    closures=st.sets(st.integers(0, 60), max_size=10),
    count_from=st.sampled_from(["previous-date", "previous-target"]),
)
def test_every_gap_obeys_its_window_the_minimum_gap_and_the_closures(
    start, gaps, minimum_gap, open_days, closures, count_from
):
    closed = Closures(open_days, {start + timedelta(days=day): "" for day in closures})
    values = [Gap(days, Window(min(before, days - 1), after)) for days, before, after in gaps]
    found = []  # (target, date): the days of the window tried one after another, the first that fits taken
    for gap in [None, *values]:
        origin = found[-1][count_from == "previous-date"] if gap else start
        target, window = (origin + timedelta(days=gap.days), gap.window) if gap else (start, Window(7, 7))
        days = [target + timedelta(days=day) for day in range(-window.before, window.after + 1)]
        fits = [
            day
            for day in days
            if closed.why_closed(day) is None and (not found or (day - found[-1][1]).days >= minimum_gap)
        ]
        if not fits:
            with pytest.raises(Refusal) as refusal:
                place_gaps(start, values, Window(7, 7), closed, minimum_gap, count_from)
            assert f"Infusion {len(found) + 1} of {len(values) + 1} has no day" in str(refusal.value)
            return
        found.append((target, sorted(fits, key=lambda day: (abs(day - target), target - day))[0]))
    placed = place_gaps(start, values, Window(7, 7), closed, minimum_gap, count_from)
    assert [(placement.target, placement.date) for placement in placed] == found
