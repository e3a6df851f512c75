"""Settings in the record: the same limits, lists and days for everybody, changed with a reason."""

from datetime import date

import pytest
from staff import staffed

from msc_dose.files import settings as of_files
from msc_dose.library.approved import (
    SiteText,
    put_site_settings,
    read_site_text,
    settings_difference,
    site_settings,
)
from msc_dose.problems import Refusal
from msc_dose.store.site import settings

TOML = 'open = "mon-fri"\nclosed = "own.csv"\nclearance = ["consent", "IV access"]\n'
DAYS = "date,reason,open\n2024-03-04,audit,no\n2024-03-02,extra day,yes\n"


@pytest.fixture
def file(tmp_path):
    """A settings file with its list of closed days beside it."""
    (tmp_path / "own.csv").write_text(DAYS, encoding="utf-8")
    (tmp_path / "site.toml").write_text(TOML, encoding="utf-8")
    return tmp_path / "site.toml"


def refused(code, act):
    with pytest.raises(Refusal) as caught:
        act()
    assert code in caught.value.codes


def test_a_settings_file_is_kept_with_the_days_that_it_names(record, file):
    administrator = staffed(record)["ad-1"]
    assert site_settings(record) is None
    put_site_settings(record, administrator, read_site_text(file), "SOP 12")
    (file.parent / "own.csv").unlink()
    kept = site_settings(record)
    assert (kept.open, kept.clearance) == ("mon-fri", ("consent", "IV access"))
    assert kept.closed_days.closed == ((date(2024, 3, 4), "audit"),)
    assert kept.closed_days.opened == (date(2024, 3, 2),)
    assert kept.closed == "own.csv (of the record)"


def test_what_differs_is_shown_before_it_is_changed(record, file):
    administrator = staffed(record)["ad-1"]
    put_site_settings(record, administrator, read_site_text(file), "SOP 12")
    assert settings_difference(record, read_site_text(file)) == []
    file.write_text(TOML.replace("mon-fri", "mon-thu"), encoding="utf-8")
    lines = settings_difference(record, read_site_text(file))
    assert '-open = "mon-fri"' in lines
    assert '+open = "mon-thu"' in lines


def test_a_file_that_cannot_be_read_is_not_kept(file):
    file.write_text(TOML + "colour = 3\n", encoding="utf-8")
    refused("settings.key-unknown", lambda: read_site_text(file))
    file.write_text('identity = "local"\n', encoding="utf-8")
    refused("settings.key-unknown", lambda: read_site_text(file))
    file.write_text(TOML, encoding="utf-8")
    (file.parent / "own.csv").write_text(DAYS + "31.3.2024,audit,no\n", encoding="utf-8")
    refused("date.format", lambda: read_site_text(file))
    (file.parent / "own.csv").unlink()
    refused("file.unreadable", lambda: read_site_text(file))


def test_only_an_administrator_changes_settings_with_a_reason_and_for_the_zone_of_the_record(record):
    people = staffed(record)
    refused("people.role", lambda: settings.put_setting(record, people["di-1"], "site", "", "why"))
    refused("value.missing", lambda: settings.put_setting(record, people["ad-1"], "site", "", " "))
    refused("settings.name", lambda: settings.put_setting(record, people["ad-1"], "colour", "red", "why"))
    zone = SiteText('zone = "Asia/Tokyo"\n')
    refused("settings.other-zone", lambda: put_site_settings(record, people["ad-1"], zone, "why"))
    lost = SiteText('closed = "own.csv"\n')
    refused("settings.closed-days", lambda: put_site_settings(record, people["ad-1"], lost, "why"))
    with record.reading() as statements:
        assert statements.all("every_setting") == []


def test_the_history_tells_each_change_with_its_reason_and_the_digest_of_the_text(record):
    administrator = staffed(record)["ad-1"]
    long = "# " + "x" * 2000 + "\n"
    put_site_settings(record, administrator, SiteText("slots = 3\n"), "first")
    put_site_settings(record, administrator, SiteText(long), "second")
    put_site_settings(record, administrator, SiteText("slots = 3\n"), "third")
    with record.reading() as statements:
        told = settings.history(statements)
    assert [(each.version, each.reason, each.person) for each in told] == [
        (1, "first", "ad-1"),
        (2, "second", "ad-1"),
        (3, "third", "ad-1"),
    ]
    assert told[0].digest == told[2].digest == settings.digest("slots = 3\n")[:8]
    assert told[1].digest == settings.digest(long)[:8]


def test_settings_without_closed_days_take_the_list_back(record, file):
    administrator = staffed(record)["ad-1"]
    put_site_settings(record, administrator, read_site_text(file), "with days")
    put_site_settings(record, administrator, SiteText("slots = 3\n"), "without")
    with record.reading() as statements:
        assert settings.setting(statements, "closed") is None
    assert site_settings(record).closed_days is None


def test_settings_of_a_record_in_use_stand_over_the_file_that_the_environment_names(
    record, file, monkeypatch
):
    put_site_settings(record, staffed(record)["ad-1"], SiteText("slots = 3\n"), "why")
    monkeypatch.setenv(of_files.VARIABLE, str(file))
    assert of_files.declared_settings().slots is None
    of_files.use_settings(site_settings(record))
    try:
        assert of_files.declared_settings() == of_files.Settings(slots=3)
    finally:
        of_files.use_settings(None)
    assert of_files.declared_settings().open == "mon-fri"
