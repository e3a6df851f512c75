"""Dates: YYYY-MM-DD, and nothing else."""

from datetime import date

import pytest

from msc_dose.notation.dates import read_date
from msc_dose.problems import Refusal

from .texts import bad_inputs, values

DATES = bad_inputs("date/time input")


def refusal_of(text):
    with pytest.raises(Refusal) as caught:
        read_date(text, "start")
    return caught.value


@pytest.mark.parametrize("text", ["2027-01-29", " 2027-01-29 ", "2024-02-29", "1900-01-01", "2199-12-31"])
def test_an_iso_date_is_read(text):
    assert read_date(text, "start") == date.fromisoformat(text.strip())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("S01", "date.format"),
        ("S02", "date.format"),
        ("S06", "date.format"),
        ("S14", "date.out-of-range"),
        ("S15", "date.format"),
        ("S18", "date.format"),
        ("S21", "date.format"),
        ("S22", "date.format"),
    ],
)
def test_the_reference_rows_for_dates_are_refused(row, code):
    """S22, an end before its start, is a range, and no range is a date."""
    assert refusal_of(DATES[row][0]).codes == (code,)


def test_only_rows_about_rules_and_records_are_left_to_other_chapters():
    """S23 and S24 are rules of the calendar, S26 belongs to the record."""
    assert set(DATES) == {"S01", "S02", "S06", "S14", "S15", "S18", "S21", "S22", "S23", "S24", "S26"}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("03/04/2026", ["2026-04-03", "2026-03-04"]),
        ("13/04/2026", ["2026-04-13"]),
        ("13.04.2026", ["2026-04-13"]),
        ("4-4-2026", ["2026-04-04"]),
        ("99/99/2026", []),
    ],
)
def test_a_day_and_a_month_in_another_order_are_offered_and_never_taken(text, offered):
    assert [reading.value for reading in refusal_of(text).readings] == offered


@pytest.mark.parametrize("text", ["2027-02-29", "2027-13-01", "2027-04-31", "2027-00-10"])
def test_a_day_that_does_not_exist_is_refused(text):
    assert refusal_of(text).codes == ("date.invalid",)


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01"])
def test_a_year_beyond_the_calendar_is_refused(text):
    assert refusal_of(text).codes == ("date.out-of-range",)


@pytest.mark.parametrize(
    "text", ["", "20270129", "2027-1-29", "2027-01-29T00:00", "29 Jan 2027", "2027-W04-5"]
)
def test_other_writings_of_a_date_are_refused_without_a_guess(text):
    assert values(refusal_of(text)) == []
