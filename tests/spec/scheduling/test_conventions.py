"""Named conventions for a day that is closed."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import WEEKDAYS, Closures
from msc_dose.scheduling.conventions import CONVENTIONS, adjust

CASES = Path(__file__).parents[2] / "cases" / "calendar.csv"
# As the cases write them, without hyphens.
NAMES = {name.replace("-", ""): name for name in CONVENTIONS}


def cases():
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(inputs, json.loads(row["expected"]), id=row["id"])
        for row in rows
        if row["scope"] == "ours" and (inputs := json.loads(row["inputs"]))["op"] == "adjust"
    ]


def test_the_reference_cases_are_found():
    assert {case.id for case in cases()} == {"C094", "C099", "C104", "C105", "C106"}


@pytest.mark.parametrize(("inputs", "expected"), cases())
def test_a_closed_day_is_adjusted_as_published(inputs, expected):
    opened = [day for day, mark in zip(WEEKDAYS, inputs["weekmask"], strict=True) if mark == "1"]
    closures = Closures(opened, {date.fromisoformat(day): "holiday" for day in inputs["holidays"]})
    found = adjust(date.fromisoformat(inputs["date"]), NAMES[inputs["convention"]], closures)
    assert found.isoformat() == expected["date"]


SUNDAY, MONTH_END = date(2027, 3, 28), date(2027, 1, 31)


@pytest.mark.parametrize(
    ("day", "convention", "found"),
    [
        (SUNDAY, "following", date(2027, 3, 29)),
        (SUNDAY, "preceding", date(2027, 3, 26)),
        (SUNDAY, "nearest", date(2027, 3, 29)),
        (date(2027, 3, 27), "nearest", date(2027, 3, 26)),
        (SUNDAY, "unadjusted", SUNDAY),
        (MONTH_END, "following", date(2027, 2, 1)),
        (MONTH_END, "modified-following", date(2027, 1, 29)),
        (date(2027, 5, 1), "preceding", date(2027, 4, 30)),
        (date(2027, 5, 1), "modified-preceding", date(2027, 5, 3)),
    ],
)
def test_each_convention_takes_its_own_day_of_a_weekend(day, convention, found):
    assert adjust(day, convention, Closures("mon-fri")) == found


def test_of_two_days_equally_near_the_later_is_taken():
    assert adjust(SUNDAY, "nearest", Closures(closed={SUNDAY: "audit"})) == date(2027, 3, 29)


def test_where_a_whole_month_is_closed_the_modified_convention_leaves_it_all_the_same():
    february = {date(2027, 2, 1) + timedelta(days=day): "rebuilding" for day in range(28)}
    assert adjust(date(2027, 2, 10), "modified-following", Closures(closed=february)) == date(2027, 1, 31)


def test_the_same_month_of_another_year_is_another_month():
    year = {date(2027, 1, 31) + timedelta(days=day): "rebuilding" for day in range(340)}
    assert adjust(MONTH_END, "modified-following", Closures(closed=year)) == date(2027, 1, 30)


def test_after_a_year_without_an_open_day_the_search_ends():
    closed = {SUNDAY + timedelta(days=day): "" for day in range(367)}
    assert adjust(SUNDAY, "nearest", Closures(closed=closed)) == date(2027, 3, 27)
    with pytest.raises(Refusal) as refusal:
        adjust(SUNDAY, "following", Closures(closed=closed))
    assert refusal.value.codes == ("schedule.no-open-day",)
    assert "Sun 28-Mar-2027" in str(refusal.value)


def test_another_word_is_no_convention():
    with pytest.raises(Refusal) as refusal:
        adjust(SUNDAY, "Following", Closures())
    assert refusal.value.codes == ("convention.unknown",)
    assert "modified-following" in refusal.value.problems[0].fix


@pytest.mark.parametrize("arguments", [("2027-03-28", "following", Closures()), (SUNDAY, "following", None)])
def test_a_wrong_type_is_a_type_error(arguments):
    with pytest.raises(TypeError):
        adjust(*arguments)


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.sets(st.integers(-9, 9)),
)
def test_an_adjusted_day_is_open_and_none_nearer_lies_in_its_direction(day, weekdays, closed):
    closures = Closures(weekdays, {day + timedelta(days=each): "" for each in closed})
    later, earlier = adjust(day, "following", closures), adjust(day, "preceding", closures)
    assert closures.why_closed(later) is None
    assert closures.why_closed(earlier) is None
    between = ((later - earlier).days - 1) if later != earlier else 0
    assert all(closures.why_closed(earlier + timedelta(days=1 + n)) for n in range(between))
    nearest = later if later - day <= day - earlier else earlier
    assert adjust(day, "nearest", closures) == nearest
