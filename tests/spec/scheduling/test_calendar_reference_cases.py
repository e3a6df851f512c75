"""The published reference cases for dates, one test each by its number in tests/cases/calendar.csv.

Rows of scope `ours` are features of this program; those of conventions for closed days and of public
holidays run where these are tested, the others here. Rows of scope `library` that hold a recurrence rule
test dateutil, our oracle, in whatever version is installed. The rows of QuantLib's `advance`, which counts
business days and keeps month ends together, test no library that is used here, and are left out by name.
"""

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from msc_dose.problems import Refusal
from msc_dose.scheduling import Closures, Interval, Window, days_after, months_after, targets, twice_a_week
from msc_dose.scheduling.all_day import all_day_span
from msc_dose.scheduling.moving import Moved, move
from msc_dose.scheduling.nth_weekday import nth_weekdays
from msc_dose.scheduling.numbering import day_number, day_of_number
from msc_dose.scheduling.recurrence import months_before
from msc_dose.scheduling.visit_windows import VisitWindow, assign_visit
from msc_dose.scheduling.wall_time import elapsed, local_moment, shown_by_rfc5545

SPEC = Path(__file__).parents[1]
CASES = SPEC.parent / "cases" / "calendar.csv"
HERE = (
    "skip-policy",
    "month-add-clamp",
    "month-add-chained-drift",
    "anchored-series",
    "visit-window",
    "min-interval",
    "dst",
    "study-day",
    "visit-assign",
    "shift-later",
    "dtend-exclusive",
)
NOT_RUN = ("C068", "C073", "C075", "C081", "C084", "C085", "C089")
SKIP = {"FORWARD": "roll-forward", "BACKWARD": "clamp", "OMIT": "omit"}


def rows(scope):
    with CASES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["scope"] == scope]


def parameter(row):
    return pytest.param(json.loads(row["inputs"]), json.loads(row["expected"]), id=row["id"])


def cases(topic, op=None):
    found = [parameter(row) for row in rows("ours") if row["topic"] == topic]
    return [each for each in found if op in (None, each.values[0]["op"])]


def iso(days):
    return [day.isoformat() for day in days]


def dates(texts):
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(("inputs", "expected"), cases("skip-policy"))
def test_skipped_days_follow_rfc_7529(inputs, expected):
    rule = dict(part.split("=") for part in inputs["rrule"].split(";"))
    months = int(rule.get("INTERVAL", "1")) * {"MONTHLY": 1, "YEARLY": 12}[rule["FREQ"]]
    start = date.fromisoformat(inputs["dtstart"])
    found = targets(start, Interval(months, "calendar-month"), inputs["take"], SKIP[rule["SKIP"]])
    assert iso(found) == expected["dates"]


@pytest.mark.parametrize(("inputs", "expected"), cases("month-add-clamp"))
def test_one_addition_of_months_ends_on_the_last_day_at_the_latest(inputs, expected):
    assert inputs["policy"] == "clamp"
    start, months = date.fromisoformat(inputs["start"]), inputs["months"]
    found = months_after(start, months) if months >= 0 else months_before(start, -months)
    assert found.isoformat() == expected["date"]


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


def wall(text):
    """Day and time of day as the site writes them."""
    assert text.endswith(":00")
    day, clock = text.removesuffix(":00").split("T")
    return date.fromisoformat(day), clock


@pytest.mark.parametrize(("inputs", "expected"), cases("dst", "local_to_utc"))
def test_a_time_in_the_gap_is_refused_with_what_rfc_5545_shows(inputs, expected):
    assert expected["kind"] == "gap"
    day, clock = wall(inputs["local"])
    shown = shown_by_rfc5545(day, clock, inputs["zone"])
    assert shown.isoformat() == expected["shown"]
    assert shown.astimezone(UTC) == datetime.fromisoformat(expected["utc"])
    with pytest.raises(Refusal) as refusal:
        local_moment(day, clock, inputs["zone"])
    (problem,) = refusal.value.problems
    assert problem.code == "time.does-not-exist"
    assert f"{shown:%H:%M}{expected['shown'][-6:]}" in problem.fix


@pytest.mark.parametrize(("inputs", "expected"), cases("dst", "wall_add"))
def test_an_hour_by_the_clock_can_be_two_hours_that_pass(inputs, expected):
    assert (inputs["fold"], inputs["hours"]) == (0, 1)
    day, clock = wall(inputs["local"])
    start = local_moment(day, clock, inputs["zone"], offset="+02:00")  # fold 0: the first of the two
    hour_later = f"{int(clock[:2]) + inputs['hours']:02}{clock[2:]}"
    end = local_moment(day, hour_later, inputs["zone"])
    assert end.isoformat() == expected["local"]
    assert elapsed(start, end).total_seconds() == expected["elapsed_s"]


@pytest.mark.parametrize(("inputs", "expected"), cases("study-day"))
def test_study_days_have_no_day_0(inputs, expected):
    day, first = date.fromisoformat(inputs["date"]), date.fromisoformat(inputs["reference"])
    assert day_number(day, first, 1) == expected["day"]
    assert day_of_number(expected["day"], first, 1) == day


@pytest.mark.parametrize(("inputs", "expected"), cases("visit-assign"))
def test_a_day_belongs_to_the_visit_in_whose_window_it_falls(inputs, expected):
    windows = [VisitWindow(*window) for window in inputs["windows"]]
    assert assign_visit(inputs["day"], windows) == expected["visit"]


@pytest.mark.parametrize(("inputs", "expected"), cases("shift-later"))
def test_a_moved_visit_moves_later_ones_only_where_a_person_says_so(inputs, expected):
    new_date = date.fromisoformat(inputs["new_date"])
    moved = move(
        dates(inputs["dates"]), inputs["index"], new_date, inputs["shift_later"], dates(inputs["adhoc"])
    )
    assert moved == Moved(tuple(dates(expected["dates"])), tuple(dates(expected["adhoc"])))


@pytest.mark.parametrize(("inputs", "expected"), cases("dtend-exclusive"))
def test_an_all_day_span_ends_on_the_day_after_its_last(inputs, expected):
    span = all_day_span(date.fromisoformat(inputs["first"]), date.fromisoformat(inputs["last"]))
    assert [f"{day:%Y%m%d}" for day in span] == [expected["DTSTART"], expected["DTEND"]]


def test_every_row_of_ours_runs_here_or_is_named_by_its_number_in_a_test_of_its_own():
    others = [path for path in SPEC.rglob("test_*.py") if path != Path(__file__)]
    elsewhere = "\n".join(path.read_text(encoding="utf-8") for path in others)
    assert set(HERE) <= {row["topic"] for row in rows("ours")}
    left = [row["id"] for row in rows("ours") if row["topic"] not in HERE]
    assert [name for name in left if f'"{name}"' not in elsewhere] == []


LIBRARY = rows("library")


@pytest.mark.parametrize(
    ("inputs", "expected"), [parameter(row) for row in LIBRARY if row["id"] not in NOT_RUN]
)
def test_dateutil_follows_the_published_recurrence_rules(inputs, expected):
    start = datetime.fromisoformat(inputs["dtstart"]).replace(tzinfo=ZoneInfo(inputs["tz"]))
    found = list(rrulestr(inputs["rrule"], dtstart=start).xafter(start, inputs["take"], inc=True))
    assert iso(moment.date() for moment in found) == expected["dates"]


def test_only_business_day_counting_of_a_library_is_left_out():
    assert {row["id"] for row in LIBRARY if json.loads(row["inputs"])["op"] == "advance"} == set(NOT_RUN)


def published(name):
    (row,) = (row for row in LIBRARY if row["id"] == name)
    return json.loads(row["inputs"]), json.loads(row["expected"])["dates"]


def test_the_first_friday_of_the_month_is_that_of_rfc_5545():
    inputs, expected = published("C005")
    assert inputs["rrule"].endswith("COUNT=10;BYDAY=1FR")
    assert iso(nth_weekdays(date.fromisoformat(expected[0]), 1, "fri", 1, 10)) == expected


def test_a_bare_monthly_rule_skips_five_of_thirteen_months_and_we_skip_none():
    _, skipping = published("C064")
    ours = targets(date.fromisoformat(skipping[0]), Interval(1, "calendar-month"), 13)
    assert len(skipping) == 8
    assert set(skipping) < set(iso(ours))
    assert [(day.year, day.month) for day in ours] == [(2023 + n // 12, n % 12 + 1) for n in range(4, 17)]
