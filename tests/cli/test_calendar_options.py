"""The options of open, closed and full days, and a site's settings in their place."""

import json
from datetime import date

import pytest

from msc_dose.files.settings import Settings, load_settings
from msc_dose.problems import Refusal

from .running import answer, msc_dose

CASE = (
    *("plan", "sjogren-itp-msc-monthly", "--weight", "60 kg", "--basis", "actual", "--counts", "viable"),
    *("--start", "2027-01-29", "--interval", "calendar-month", "--window", "3"),
)


def days(plan):
    return [infusion["date"] for infusion in plan["infusions"]]


def reasons(plan):
    return {each["date"]: each["reason"] for each in plan["inputs"]["closed"]}


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_with_germany_s_holidays_the_third_infusion_moves_from_easter_monday_to_the_day_after():
    status, plan = answer(*CASE, "--open", "mon-fri", "--holidays", "DE")
    assert status == 0
    assert days(plan) == ["2027-01-29", "2027-03-01", "2027-03-30", "2027-04-29"]
    assert reasons(plan)["2027-03-29"] == "Easter Monday"
    assert {day[:4] for day in reasons(plan)} == {"2026", "2027", "2028", "2029", "2030"}


def test_the_site_s_own_list_stands_over_the_public_holidays(tmp_path):
    own = written(
        tmp_path, "closed.csv", "date,reason,open\n2027-03-29,staffed,yes\n2027-04-29,maintenance,\n"
    )
    status, plan = answer(*CASE, "--open", "mon-fri", "--holidays", "DE", "--closed", own)
    assert status == 0
    assert days(plan)[2:] == ["2027-03-29", "2027-04-30"]
    assert "2027-03-29" not in reasons(plan)


def test_thaw_weekdays_days_away_and_full_days_move_an_infusion(tmp_path):
    booked = written(tmp_path, "booked.csv", "date,booked\n2027-04-29,2\n2027-04-30,1\n")
    away = written(tmp_path, "away.csv", "date,reason\n2027-03-29,travels\n")
    options = ("--open", "mon-fri", "--thaw-days", "mon-thu", "--slots", "2", "--booked", booked)
    status, plan = answer(*CASE, *options, "--away", away)
    assert status == 0
    assert days(plan) == ["2027-01-28", "2027-03-01", "2027-03-30", "2027-04-28"]
    assert days(answer(*CASE, *options, "--away", "2027-03-29, 2027-03-30")[1])[2] == "2027-03-31"


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (
            ("--open", "weekdays", "--thaw-days", "friday"),
            ["closures.open-weekdays", "closures.thaw-weekdays"],
        ),
        (("--holidays", "DE-XX"), ["holidays.unknown"]),
        (("--away", "2027-3-1"), ["date.format"]),
        (("--away", "2027-03-03,03/02/2027"), ["date.format"]),
        (("--away", "2027-03-03,3 Feb 2027,2027-02-30"), ["date.format", "date.invalid"]),
        (("--away", "2027-03-01,2027-03-01"), ["closures.duplicate-date"]),
        (("--away", "nowhere.csv"), ["file.unreadable"]),
        (("--slots", "3"), ["value.missing"]),
        (("--booked", "nowhere.csv"), ["value.missing"]),
        (("--slots", "three", "--booked", "nowhere.csv"), ["number.not-whole"]),
    ],
)
def test_an_option_that_cannot_be_read_is_refused(options, codes):
    status, refused = answer(*CASE, *options)
    assert (status, [problem["code"] for problem in refused["problems"]]) == (3, codes)


SITE = 'open = "mon-fri"\nthaw_days = "mon-thu"\nclosed = "own.csv"\nholidays = "DE"\nslots = 3\nzone = "Europe/Berlin"\n'


@pytest.fixture
def site(tmp_path):
    written(tmp_path, "own.csv", "date,reason\n2027-03-30,audit\n")
    return {"MSC_DOSE_SETTINGS": written(tmp_path, "settings.toml", SITE)}


def test_a_site_states_its_calendar_once_and_an_option_stands_over_it(site):
    plan = json.loads(msc_dose(*CASE, "--json", **site).stdout)
    assert days(plan) == ["2027-01-28", "2027-03-01", "2027-03-31", "2027-04-29"]
    over = ("--holidays", "none", "--thaw-days", "mon-fri")
    plan = json.loads(msc_dose(*CASE, *over, "--json", **site).stdout)
    assert days(plan) == ["2027-01-29", "2027-03-01", "2027-03-29", "2027-04-29"]
    assert reasons(plan) == {"2027-03-30": "audit"}


def test_what_the_settings_file_states_is_said_beside_the_plan(site):
    said = " ".join(msc_dose(*CASE, "--open", "mon-thu", **site).stdout.split())
    assert "as the site's settings file declares: thaw days mon-thu, closed" in said
    assert "holidays DE" in said
    assert "settings file" not in msc_dose(*CASE, "--open", "mon-thu").stdout


def test_the_settings_of_a_calendar_are_read(site, tmp_path):
    assert load_settings(site["MSC_DOSE_SETTINGS"]) == Settings(
        open="mon-fri",
        thaw_days="mon-thu",
        closed=str(tmp_path / "own.csv"),
        holidays="DE",
        slots=3,
        zone="Europe/Berlin",
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('open = "weekdays"', "closures.open-weekdays"),
        ('thaw_days = ""', "settings.value"),
        ('thaw_days = "friday"', "closures.thaw-weekdays"),
        ("holidays = 5", "settings.value"),
        ("slots = true", "settings.value"),
        ("slots = 0", "slots.invalid"),
        ('zone = "Berlin"', "settings.zone"),
        ('zone = "Europe"', "settings.zone"),
        ('zone = "/etc/passwd"', "settings.zone"),
        ('zone = "localtime"', "settings.zone"),
    ],
)
def test_a_setting_of_the_calendar_that_cannot_be_is_refused_with_its_key(tmp_path, line, code):
    with pytest.raises(Refusal) as refusal:
        load_settings(written(tmp_path, "settings.toml", line))
    [problem] = refusal.value.problems
    assert (problem.code, problem.field) == (code, line.partition(" ")[0])


def test_a_course_of_next_year_looks_at_the_end_of_this_one():
    from msc_dose.cli.calendar import years_around

    assert years_around(date(2027, 1, 4)) == (2026, 2030)
    assert years_around(date(2027, 6, 1)) == (2027, 2030)
    assert years_around(None) == (None, None)
