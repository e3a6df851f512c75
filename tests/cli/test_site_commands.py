"""`msc-dose settings` and `msc-dose patient` as people use them."""

import json

import pytest

from tests.cli.running import msc_dose
from tests.cli.test_protocol_record_command import site

__all__ = ["site"]


def run(site, *words):
    done = msc_dose(*words, **site)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def file(tmp_path):
    """A settings file that names a list of closed days."""
    (tmp_path / "own.csv").write_text("date,reason\n2024-03-04,audit\n", encoding="utf-8")
    (tmp_path / "site.toml").write_text('open = "mon-fri"\nclosed = "own.csv"\n', encoding="utf-8")
    return tmp_path / "site.toml"


def test_settings_are_set_with_their_closed_days_shown_and_told_in_a_history(site, file):
    words = ("settings", "set", str(file), "--reason", "SOP 12", "--as")
    assert "people.role" in run(site, *words, "ph-1")[1]
    status, said = run(site, *words, "ad-1")
    assert status == 0, said
    assert '+open = "mon-fri"' in said
    assert "+2024-03-04,audit" in said
    assert "already" in run(site, *words, "ad-1")[1]
    status, said = run(site, "settings", "show", "--history")
    assert status == 0
    assert 'closed = "own.csv"\n' in said
    assert "CLOSED DAYS\ndate,reason\n2024-03-04,audit\n" in said
    assert "site version 1" in said
    assert "by ad-1, administrator: SOP 12" in " ".join(said.split())
    document = json.loads(run(site, "settings", "show", "--json")[1])
    assert (document["identity"], document["closed"]) == ("pseudonym", "date,reason\n2024-03-04,audit\n")


def test_identifiers_are_kept_after_the_word_was_typed_twice_and_shown_for_one_patient_only(site):
    named = ("patient", "identify", "P-0417", "hospital number=4711", "--as", "ph-1")
    assert "patient.pseudonym-only" in run(site, *named, "--new", "--reason", "transferred")[1]
    change = ("settings", "identity", "local", "--reason", "SOP 3", "--as", "ad-1")
    assert "settings.not-confirmed" in run(site, *change)[1]
    assert run(site, *change, "--confirm", "local")[0] == 0
    assert "patient.unknown" in run(site, *named)[1]
    assert run(site, *named, "--new")[0] == 0
    assert "patient.exists" in run(site, *named, "--new")[1]
    status, said = run(site, "patient", "show", "P-0417")
    assert status == 0
    assert "hospital number: 4711" in said
    assert "Not for patient identification." not in said
    listed = run(site, "patient", "list")[1]
    assert "P-0417" in listed
    assert "4711" not in listed
    back = (
        "settings",
        "identity",
        "pseudonym",
        "--reason",
        "SOP 4",
        "--confirm",
        "pseudonym",
        "--as",
        "ad-1",
    )
    assert "settings.identifiers-kept" in run(site, *back)[1]
    assert run(site, "patient", "identify", "P-0417", "--none", "--as", "ph-1")[0] == 0
    assert run(site, *back)[0] == 0
    assert "Not for patient identification." in run(site, "patient", "list")[1]


@pytest.mark.parametrize("command", ["settings", "patient"])
def test_each_command_has_help_with_examples(command):
    status, said = run({}, command, "--help")
    assert status == 0
    assert f"msc-dose {command} show" in said
