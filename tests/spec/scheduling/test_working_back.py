"""Working back: the last open day at or before a target, for what must be ready by then."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import Closures
from msc_dose.scheduling.before import SEARCHED_BACK, place_before

SUNDAY = date(2027, 3, 28)
DAYS = st.integers(-40, 5)


@pytest.mark.parametrize(
    ("target", "closed", "expected"),
    [
        (date(2027, 3, 26), {}, date(2027, 3, 26)),
        (SUNDAY, {}, date(2027, 3, 26)),
        (SUNDAY, {date(2027, 3, 26): "Good Friday"}, date(2027, 3, 25)),
        (date(2027, 3, 29), {date(2027, 3, 29): "Easter Monday"}, date(2027, 3, 26)),
    ],
)
def test_the_last_open_day_at_or_before_the_target_is_taken(target, closed, expected):
    placed = place_before(target, Closures("mon-fri", closed))
    assert (placed.target, placed.date) == (target, expected)
    assert (placed.earliest, placed.latest) == (target - timedelta(days=31), target)


def test_the_days_passed_over_keep_their_reasons():
    placed = place_before(SUNDAY, Closures("mon-fri", {date(2027, 3, 26): "Good Friday"}))
    assert placed.passed_over == (
        (SUNDAY, "Sunday is not an open weekday"),
        (date(2027, 3, 27), "Saturday is not an open weekday"),
        (date(2027, 3, 26), "closed: Good Friday"),
    )


def test_a_month_without_an_open_day_is_refused_naming_each_of_them():
    shut = {SUNDAY - timedelta(days=day): "flood" for day in range(32)}
    with pytest.raises(Refusal) as refused:
        place_before(SUNDAY, Closures(closed=shut), "order product by")
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("schedule.no-open-day", "closures")
    assert problem.message.startswith("Order product by has no day. Its target is Sun 28-Mar-2027.")
    assert problem.message.count("closed: flood") == 32
    shut.pop(SUNDAY - timedelta(days=31))
    assert place_before(SUNDAY, Closures(closed=shut)).date == SUNDAY - timedelta(days=31)


@given(st.sets(DAYS, max_size=45))
def test_no_open_day_lies_between_the_day_taken_and_the_target(shut):
    closures = Closures(closed={SUNDAY + timedelta(days=day): "closed" for day in shut})
    try:
        placed = place_before(SUNDAY, closures)
    except Refusal:
        assert set(range(-SEARCHED_BACK, 1)) <= shut
        return
    back = (SUNDAY - placed.date).days
    assert -back not in shut
    assert set(range(-back + 1, 1)) <= shut


def test_a_time_of_day_is_no_target():
    with pytest.raises(TypeError):
        place_before("2027-03-28", Closures())
