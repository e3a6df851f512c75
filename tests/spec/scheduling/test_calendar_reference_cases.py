"""The published reference cases for dates, one test each by its number in tests/cases/calendar.csv.

Covered, where the scope is `ours`: skip-policy, month-add-clamp (forward), month-add-chained-drift (we do
not drift), anchored-series, visit-window, min-interval. Not covered here: months counted backwards (C046,
C047: targets only run forward), business-day conventions, daylight saving, public holidays, study days,
assignment of visits, moved visits and all-day spans.
"""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from msc_dose.scheduling import Closures, Interval, Window, days_after, targets, twice_a_week

CASES = Path(__file__).parents[2] / "cases" / "calendar.csv"
TOPICS = (
    "skip-policy",
    "month-add-clamp",
    "month-add-chained-drift",
    "anchored-series",
    "visit-window",
    "min-interval",
)
BACKWARDS = ("C046", "C047")
SKIP = {"FORWARD": "roll-forward", "BACKWARD": "clamp", "OMIT": "omit"}


def cases(*topics):
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["topic"] in topics and row["scope"] == "ours"]
    return [
        pytest.param(json.loads(row["inputs"]), json.loads(row["expected"]), id=row["id"])
        for row in rows
        if row["id"] not in BACKWARDS
    ]


def iso(days):
    return [day.isoformat() for day in days]


@pytest.mark.parametrize(("inputs", "expected"), cases("skip-policy"))
def test_skipped_days_follow_rfc_7529(inputs, expected):
    rule = dict(part.split("=") for part in inputs["rrule"].split(";"))
    months = int(rule.get("INTERVAL", "1")) * {"MONTHLY": 1, "YEARLY": 12}[rule["FREQ"]]
    start = date.fromisoformat(inputs["dtstart"])
    found = targets(start, Interval(months, "calendar-month"), inputs["take"], SKIP[rule["SKIP"]])
    assert iso(found) == expected["dates"]


@pytest.mark.parametrize(("inputs", "expected"), cases("month-add-clamp"))
def test_one_addition_of_months_ends_on_the_last_day_at_the_latest(inputs, expected):
    interval = Interval(inputs["months"], "calendar-month")
    found = targets(date.fromisoformat(inputs["start"]), interval, 2, inputs["policy"])
    assert found[1].isoformat() == expected["date"]


@pytest.mark.parametrize(("inputs", "drifted"), cases("month-add-chained-drift"))
def test_a_series_does_not_drift_as_chained_additions_do(inputs, drifted):
    assert set(inputs["steps"]) == {1}
    start = date.fromisoformat(inputs["start"])
    last = targets(start, Interval(1, "calendar-month"), len(inputs["steps"]) + 1)[-1]
    assert last.isoformat() != drifted["date"]
    assert last.day == start.day


@pytest.mark.parametrize(("inputs", "expected"), cases("anchored-series"))
def test_a_series_is_counted_from_its_anchor(inputs, expected):
    interval = Interval(inputs["every_months"], "calendar-month")
    found = targets(date.fromisoformat(inputs["start"]), interval, inputs["count"], inputs["policy"])
    assert iso(found) == expected["dates"]


@pytest.mark.parametrize(("inputs", "expected"), cases("visit-window"))
def test_a_visit_has_its_published_window(inputs, expected):
    in_days = {
        text: int(text[1:-1]) * {"D": 1, "W": 7}[text[-1]]
        for text in map(inputs.get, ("lower", "upper", "value"))
    }
    target = days_after(date.fromisoformat(inputs["start"]), in_days[inputs["value"]])
    window = Window(in_days[inputs["lower"]], in_days[inputs["upper"]])
    assert iso([target, *window.around(target)]) == [expected["target"], expected["lo"], expected["hi"]]


@pytest.mark.parametrize(("inputs", "expected"), cases("min-interval"))
def test_a_published_twice_weekly_course_is_the_one_we_plan(inputs, expected):
    assert expected["valid"]
    start = date.fromisoformat(inputs["dates"][0])
    placements = twice_a_week(
        start, inputs["weeks"], Window(0, 0), Closures("mon-fri"), inputs["min_gap_days"]
    )
    assert iso(placement.date for placement in placements) == inputs["dates"]


def test_every_topic_named_above_has_cases():
    assert all(cases(topic) for topic in TOPICS)
