"""Public holidays, a site's own days over them, and the days that are full.

The library that knows the public holidays cannot be installed beside python-dateutil 3 and later; there,
and only there, the tests that need it are skipped.
"""

import csv
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from msc_dose.files.booked import load_booked
from msc_dose.files.closed_days import load_closed_days, load_days_away, load_site_days
from msc_dose.files.public_holidays import holidays_of, public_holidays
from msc_dose.problems import Refusal
from msc_dose.scheduling import Closures, Interval, Window, place_all, targets
from msc_dose.scheduling.site_calendar import (
    PublicHolidays,
    SiteDays,
    closure_notes,
    full_days,
    merged_closures,
    provisional_notes,
)

CASES = Path(__file__).parents[2] / "cases" / "calendar.csv"
EASTER_MONDAY, TUESDAY, SATURDAY = date(2027, 3, 29), date(2027, 3, 30), date(2027, 3, 27)
GERMAN = PublicHolidays(((EASTER_MONDAY, "Easter Monday"),))


@pytest.fixture
def library():
    """The library of public holidays; its absence is a failure wherever it could be installed."""
    if find_spec("holidays"):
        return
    impossible = int(version("python-dateutil").partition(".")[0]) >= 3
    if os.environ.get("MSC_DOSE_TEST_ALL") == "1" and not impossible:
        pytest.fail("holidays is not installed, and MSC_DOSE_TEST_ALL=1 allows no absence")
    pytest.skip("the library holidays is not installed")


def cases(*operations):
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(inputs, json.loads(row["expected"]), id=row["id"])
        for row in rows
        if row["scope"] == "ours" and (inputs := json.loads(row["inputs"]))["op"] in operations
    ]


def test_the_reference_cases_are_found():
    found = {case.id for case in cases("holiday_dates", "working_days")}
    assert found == {"C122", "C123", "C124", "C126", "C129", "C130", "C131", "C132", "C135"}


# The library's days


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("inputs", "expected"), cases("holiday_dates"))
def test_the_holidays_of_a_year_are_the_published_ones(inputs, expected):
    days = public_holidays(inputs["country"], years=[inputs["year"]]).days
    if not inputs["observed"]:
        days = [(day, name) for day, name in days if not name.endswith("(observed)")]
    assert [day.isoformat() for day, _ in days] == expected["dates"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("inputs", "expected"), cases("working_days"))
def test_the_days_off_and_the_worked_weekends_are_the_announced_ones(inputs, expected):
    first, last = date.fromisoformat(inputs["from"]), date.fromisoformat(inputs["to"])
    closures = merged_closures("mon-fri", holidays=public_holidays(inputs["country"], years=[first.year]))
    days = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    working = [day.isoformat() for day in days if closures.why_closed(day) is None]
    assert working == sorted(expected["working"])
    assert sorted({day.isoformat() for day in days} - set(working)) == sorted(expected["off"])


@pytest.mark.usefixtures("library")
def test_a_part_of_a_country_has_its_own_holidays():
    assert public_holidays("DE", years=[2027]) == holidays_of("DE", [2027])
    country, part = (dict(holidays_of(place, [2027]).days) for place in ("DE", "DE-BY"))
    assert part.keys() - country.keys() == {
        date(2027, 1, 6),
        date(2027, 5, 27),
        date(2027, 11, 1),
    }
    assert part[date(2027, 1, 6)] == "Epiphany"


@pytest.mark.usefixtures("library")
def test_names_are_english_on_every_machine(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "de")
    names = dict(public_holidays("CN", years=[2026]).days)
    assert names[date(2026, 2, 20)] == "Day off (substituted from Sat 14-Feb-2026)"
    assert dict(public_holidays("DE", years=[2027]).days)[EASTER_MONDAY] == "Easter Monday"


@pytest.mark.usefixtures("library")
def test_a_holiday_observed_in_the_year_before_is_found():
    assert date(2027, 12, 31) in dict(public_holidays("US", years=[2027]).days)
    assert all(day.year == 2027 for day, _ in public_holidays("US", years=[2027]).days)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("place", ["ID", "SA", "SG"])  # each by the sight of the moon, or a calculated one
def test_a_year_with_an_estimated_day_is_provisional(place):
    found = public_holidays(place, years=[2015, 2035])
    assert found.provisional == (2035,)
    assert any("estimated" in name for _, name in found.days)


@pytest.mark.usefixtures("library")
def test_a_chinese_year_without_an_announcement_is_provisional():
    assert public_holidays("CN", years=[2025, 2026, 2035, 2036]).provisional == (2035, 2036)
    assert public_holidays("DE", years=[2035]).provisional == ()


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("de", "DE"),
        ("UK", "GB"),
        ("Germany", "DE"),
        ("Germnay", "DE"),
        ("DE-BX", "DE-BY"),
        ("DE-", "DE-BY"),
        ("US-California", "US-CA"),
        ("", ""),
    ],
)
def test_an_unknown_place_is_refused_with_those_near_it(place, near):
    with pytest.raises(Refusal) as refusal:
        holidays_of(place, [2027])
    [problem] = refusal.value.problems
    assert (problem.code, problem.field, problem.read) == ("holidays.unknown", "holidays", place)
    assert near in problem.fix


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("years", [[2150], [1949, 2027]])
def test_years_that_the_library_does_not_know_are_refused_and_not_taken_for_years_without_holidays(years):
    with pytest.raises(Refusal) as refusal:
        public_holidays("CN", years=years)
    assert refusal.value.codes == ("holidays.year-not-known",)


@pytest.mark.usefixtures("library")
def test_a_year_beyond_those_that_the_library_knows_is_provisional():
    assert public_holidays("DE", years=[2099, 2100, 2101]).provisional == (2101,)


@pytest.mark.usefixtures("library")
def test_every_country_of_the_library_can_be_read():
    from holidays.registry import COUNTRIES

    for names in COUNTRIES.values():
        found = public_holidays(names[1], years=[2026])
        assert merged_closures(holidays=found).closed == found.days


def test_without_the_library_the_line_that_installs_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(Refusal) as refusal:
        public_holidays("DE", years=[2027])
    [problem] = refusal.value.problems
    assert problem.code == "holidays.not-installed"
    assert "pip install 'msc_dose[holidays]'" in problem.fix


@pytest.mark.parametrize(
    "code", ["import msc_dose", "import msc_dose.cli.calendar, msc_dose.files.public_holidays"]
)
def test_nothing_loads_the_library_before_a_holiday_is_asked_for(code):
    program = f"import sys\n{code}\nprint('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# The case


@pytest.mark.usefixtures("library")
def test_with_germany_s_holidays_the_third_infusion_moves_from_easter_monday_to_the_day_after():
    closures = merged_closures("mon-fri", holidays=public_holidays("DE", years=range(2027, 2031)))
    monthly = targets(date(2027, 1, 29), Interval(1, "calendar-month"), 4)
    third = place_all(monthly, Window(3, 3), closures)[2]
    assert (third.target, third.date) == (EASTER_MONDAY, TUESDAY)
    assert third.passed_over == ((EASTER_MONDAY, "closed: Easter Monday"),)


# The site's own days over them


def test_a_day_of_the_site_s_list_replaces_the_holiday_s_reason():
    closures = merged_closures("mon-fri", holidays=GERMAN, site=SiteDays(((EASTER_MONDAY, "rebuilding"),)))
    assert closures.why_closed(EASTER_MONDAY) == "closed: rebuilding"
    assert closures == Closures("mon-fri", {EASTER_MONDAY: "rebuilding"})


def test_a_holiday_that_the_site_opens_is_open_and_a_saturday_too():
    site = SiteDays(opened=(EASTER_MONDAY, SATURDAY))
    closures = merged_closures("mon-fri", "mon-sat", GERMAN, site)
    assert closures.why_closed(EASTER_MONDAY) is None
    assert closures.why_closed(SATURDAY) is None
    assert closures.worked == (SATURDAY, EASTER_MONDAY)


def test_a_weekend_worked_in_the_country_is_closed_where_the_site_closes_it():
    country = PublicHolidays((), (SATURDAY,), (2027,))
    assert merged_closures("mon-fri", holidays=country).why_closed(SATURDAY) is None
    closed = merged_closures("mon-fri", holidays=country, site=SiteDays(((SATURDAY, "audit"),)))
    assert (closed.worked, closed.why_closed(SATURDAY)) == ((), "closed: audit")


def test_a_day_that_the_site_both_opens_and_closes_is_refused():
    with pytest.raises(Refusal) as refusal:
        SiteDays(((SATURDAY, "audit"),), (SATURDAY,))
    assert refusal.value.codes == ("closures.duplicate-date",)


def test_nothing_stated_closes_nothing():
    assert merged_closures() == Closures()


def written(tmp_path, text):
    path = tmp_path / "days.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_site_s_file_closes_days_and_opens_others(tmp_path):
    path = written(
        tmp_path,
        "date,reason,open\n2027-03-30,audit,\n2027-03-29,staffed,yes\n2027-04-01,audit,no\n",
    )
    days = load_site_days(path)
    assert days == SiteDays(((TUESDAY, "audit"), (date(2027, 4, 1), "audit")), (EASTER_MONDAY,))
    with pytest.raises(Refusal) as refusal:
        load_closed_days(path)
    assert refusal.value.codes == ("closed.opens-days",)


def test_the_third_column_is_read_in_any_case(tmp_path):
    path = written(tmp_path, "date,reason,open\n2027-03-29,staffed,Yes\n2027-04-29,shut,NO\n")
    assert load_site_days(path) == SiteDays(((date(2027, 4, 29), "shut"),), (EASTER_MONDAY,))


def test_a_file_without_the_third_column_is_read_as_ever(tmp_path):
    path = written(tmp_path, "date,reason\n2027-03-29,Easter Monday\n")
    assert load_closed_days(path) == {EASTER_MONDAY: "Easter Monday"}
    assert load_site_days(path) == SiteDays(((EASTER_MONDAY, "Easter Monday"),))


@pytest.mark.parametrize(
    ("text", "load", "codes", "field"),
    [
        ("date,reason,open\n2027-03-29,a,maybe\n2027-03-30,b,YE\n", load_site_days, 2, "closed"),
        ("date,reason,closed\n2027-03-29,a,yes\n", load_site_days, ["closed.header"], "closed"),
        ("date,reason,open\n2027-03-29,a\n", load_site_days, ["closed.fields"], "closed"),
        ("date,reason,open\n2027-03-29,a,\n", load_days_away, ["closed.header"], "away"),
        ("date,reason\n29/03/2027,a\n", load_days_away, ["date.format"], "away"),
        (
            "date,booked\n2027-03-29,-1\n2027-03-29,2\n",
            load_booked,
            ["booked.count", "closed.duplicate"],
            "booked",
        ),
        ("date,booked\n2027-03-29,2.0\n2027-03-30,\n", load_booked, ["booked.count"] * 2, "booked"),
        ("date,reason\n2027-03-29,2\n", load_booked, ["closed.header"], "booked"),
    ],
)
def test_every_bad_line_of_a_file_of_days_is_named_at_once(tmp_path, text, load, codes, field):
    with pytest.raises(Refusal) as refusal:
        load(written(tmp_path, text))
    assert list(refusal.value.codes) == (["closed.open"] * codes if isinstance(codes, int) else codes)
    assert {problem.field for problem in refusal.value.problems} == {field}


# Slots, and what is noted


@pytest.mark.parametrize(
    ("taken", "reason"), [(0, None), (2, None), (3, "3 of 3 slots taken"), (4, "4 of 3 slots taken")]
)
def test_a_day_is_full_when_every_slot_is_taken(tmp_path, taken, reason):
    booked = load_booked(written(tmp_path, f"date,booked\n2027-03-29,{taken}\n"))
    assert full_days(booked, 3) == (((EASTER_MONDAY, reason),) if reason else ())


@pytest.mark.parametrize("slots", [0, -1, 1001])
def test_a_day_has_one_slot_or_more(slots):
    with pytest.raises(Refusal) as refusal:
        full_days({}, slots)
    assert refusal.value.codes == ("slots.invalid",)


def test_years_of_estimates_are_noted_once_and_only_where_a_date_falls_into_them():
    closures = Closures(provisional=[2028, 2029, 2030])
    dates = [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2029, 1, 1)]
    [note] = provisional_notes(closures, dates)
    assert (note.code, note.severity) == ("schedule.provisional-holidays", "note")
    assert note.message == "Public holidays of 2028 and 2029 are estimates, or not all announced."
    assert provisional_notes(closures, dates[:1]) == ()
    assert "of 2028 are" in provisional_notes(closures, dates[:3])[0].message


def test_thaw_weekdays_that_are_not_stated_are_noted():
    [note] = closure_notes(Closures("mon-fri"))
    assert (note.code, note.severity) == ("schedule.thaw-days-not-stated", "note")
    assert closure_notes(Closures("mon-fri", thaw="mon-thu")) == ()
