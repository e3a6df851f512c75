"""`msc-dose audit` shows what was changed, keeps heads, and tells by its status whether all is as it was."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest

from msc_dose.cli.main import main
from msc_dose.problems import Problem
from msc_dose.store import alerts
from msc_dose.store.record import Session, create_record, seal_of

MONDAY = datetime(2024, 1, 29, 8, 0, tzinfo=UTC)
EVIL = "red \x1b[31m\u202e text"


@pytest.fixture
def db(tmp_path):
    """A training record with a few changes."""
    place = str(tmp_path / "record.db")
    record = create_record(place, "Europe/Berlin", training=True, clock=lambda: MONDAY)
    with record.by_itself("people added for a test") as change:
        person = {"name": "Person rn-1", "role": "nurse", "passphrase": "scrypt of it", "active": 1}
        change.insert("person", code="rn-1", **person, failures=0, failed=None)
    seal = seal_of(record.identifier, "scrypt of it")
    with record.changing(Session("rn-1", "Person rn-1", "nurse", seal), "weighed", "it was due") as change:
        setting = change.insert("setting", name="identity", value="pseudonym")
        change.update("setting", setting, value="local")
        stale = Problem("weight.stale", "check", "weight", "The weight is 40 days old.", "Weigh again.")
        alerts.override(change, "course C-1", stale, "weighed this morning")
        change.note("remark", EVIL)
    record.close()
    return place


@pytest.fixture
def msc_dose(capsys):
    """Runs a command; its exit status and what it wrote."""

    def run(*words):
        status = main(list(words), lambda: 0)
        return status, capsys.readouterr().out

    return run


@pytest.fixture
def answer(msc_dose):
    """Runs a command; its exit status and its JSON document."""

    def run(*words):
        status, text = msc_dose(*words, "--json")
        return status, json.loads(text)

    return run


def edit(place, statement):
    """Another program takes the triggers of the table away, and puts them back."""
    connection = sqlite3.connect(place, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.execute("BEGIN")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    for _, made in triggers:
        connection.execute(made)
    connection.execute("COMMIT")
    connection.close()


def test_a_page_shows_who_when_what_from_and_to_and_why(db, msc_dose):
    status, text = msc_dose("audit", "show", "--db", db, "--entity", "setting identity")
    assert status == 0
    lines = text.splitlines()
    assert "TRAINING – not for a patient." in lines
    assert "Mon 29-Jan-2024 09:00:00 (+0100)  rn-1 (nurse): weighed" in lines
    assert any(line.endswith("setting identity, value: pseudonym -> local") for line in lines)
    assert any(line.strip() == "reason: it was due" for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_secret_is_not_shown(db, msc_dose):
    _, text = msc_dose("audit", "show", "--db", db, "--entity", "person")
    assert "passphrase (kept secret)" in " ".join(text.split())
    assert "sha256" not in text


def test_a_text_of_somebody_hurts_no_terminal(db, msc_dose, answer):
    status, text = msc_dose("audit", "show", "--db", db, "--entity", "note")
    assert "\\u001b[31m\\u202e" in text
    assert "\x1b" not in text
    status, document = answer("audit", "show", "--db", db, "--entity", "note")
    assert (status, document["rows"][0]["new"]) == (0, EVIL)


def test_a_day_is_taken_in_whole_by_the_clocks_of_the_site(db, answer):
    def number(*words):
        return len(answer("audit", "show", "--db", db, *words)[1]["rows"])

    everything = number()
    assert number("--since", "2024-01-29", "--until", "2024-01-29") == everything
    assert number("--until", "2024-01-28") == 0
    assert number("--since", "2024-01-29 09:00") == everything
    assert number("--since", "2024-01-29 09:01") == 0
    assert number("--until", "2024-01-29 09:00") == 0


def test_a_long_page_says_that_there_is_more(db, msc_dose, answer):
    latest = msc_dose("audit", "show", "--db", db, "--limit", "2")[1]
    assert "2 rows; there are earlier ones" in latest
    first = answer("audit", "show", "--db", db, "--limit", "2", "--after", "1")[1]
    assert ([row["sequence"] for row in first["rows"]], first["more"]) == ([2, 3], True)


def test_every_option_that_cannot_be_read_is_named_at_once(db, answer):
    words = ("--since", "29.1.2024", "--limit", "0", "--after", "x")
    status, document = answer("audit", "show", "--db", db, *words)
    assert status == 3
    assert [each["field"] for each in document["problems"]] == ["since", "after", "limit"]


def test_a_sound_record_verifies_with_the_head_that_was_kept(db, tmp_path, msc_dose):
    kept = str(tmp_path / "head.json")
    assert msc_dose("audit", "head", kept, "--db", db)[0] == 0
    head = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    for given in (kept, f"{head['sequence']}:{head['hash']}", f"{head['sequence']}:{head['short']}"):
        status, text = msc_dose("audit", "verify", "--db", db, "--head", given)
        assert (status, "✓ OK" in text) == (0, True)
    assert "Not held to a head" in msc_dose("audit", "verify", "--db", db)[1]


def test_a_head_that_was_kept_is_not_written_over(db, tmp_path, msc_dose, answer):
    kept = str(tmp_path / "head.json")
    msc_dose("audit", "head", kept, "--db", db)
    status, document = answer("audit", "head", kept, "--db", db)
    assert (status, document["problems"][0]["code"]) == (3, "file.exists")
    assert answer("audit", "head", kept, "--db", db, "--force")[0] == 0


@pytest.mark.parametrize("head", ["12:", "12:zzzzzzzz", "0:0123abcd", "12:0123ABCD", "12:0123abc"])
def test_a_head_that_is_none_is_refused(db, head, answer):
    status, document = answer("audit", "verify", "--db", db, "--head", head)
    assert (status, document["problems"][0]["code"]) == (3, "audit.head-unreadable")


def test_the_head_of_another_record_is_told_from_this_one(db, tmp_path, msc_dose, answer):
    create_record(str(tmp_path / "other.db"), "Europe/Berlin", training=True).close()
    kept = str(tmp_path / "head.json")
    msc_dose("audit", "head", kept, "--db", str(tmp_path / "other.db"))
    status, document = answer("audit", "verify", "--db", db, "--head", kept)
    assert (status, document["sound"]) == (4, False)
    assert {each["code"] for each in document["problems"]} == {"audit.head"}


def test_a_touched_record_has_status_4_and_the_forgers_text_hurts_no_terminal(db, msc_dose, answer):
    edit(db, f"UPDATE setting SET value = '{EVIL}'")
    status, text = msc_dose("audit", "verify", "--db", db)
    assert status == 4
    assert "setting identity, value" in text
    assert "\x1b" not in text
    status, document = answer("audit", "verify", "--db", db)
    assert (status, [each["code"] for each in document["problems"]]) == (4, ["audit.state"])


def test_an_altered_schema_does_not_keep_the_chain_from_being_looked_at(db, answer):
    edit(db, "UPDATE setting SET value = 'mine'")
    connection = sqlite3.connect(db)
    connection.execute("DROP TRIGGER audit_fixed")
    connection.close()
    status, document = answer("audit", "verify", "--db", db)
    assert (status, {each["code"] for each in document["problems"]}) == (4, {"record.altered", "audit.state"})


def test_an_export_names_its_rows_and_its_head(db, tmp_path, answer):
    path = tmp_path / "audit.jsonl"
    status, document = answer("audit", "export", str(path), "--db", db)
    assert status == 0
    last = json.loads(path.read_text(encoding="ascii").splitlines()[-1])
    assert (last["sequence"], last["hash"]) == (document["rows"], document["hash"])


def test_alerts_are_counted_and_listed_with_their_reasons(db, msc_dose, answer):
    counted = msc_dose("audit", "alerts", "--db", db)[1]
    assert "weight.stale  1      1" in counted
    assert "- weighed this morning" in counted
    one = msc_dose("audit", "alerts", "weight.stale", "--db", db)[1]
    assert "rn-1  overridden  course C-1" in one
    status, document = answer("audit", "alerts", "weight.stale", "--db", db)
    assert (status, document["counts"][0]["overridden"], len(document["alerts"])) == (0, 1, 2)


@pytest.mark.parametrize("action", ["show", "verify", "export", "head", "alerts"])
def test_every_action_has_its_examples(action, msc_dose):
    status, text = msc_dose("audit", action, "--help")
    assert (status, f"msc-dose audit {action}" in text) == (0, True)
    assert max(map(len, text.splitlines())) <= 80
    status, text = msc_dose("audit", "--help")
    assert (status, max(map(len, text.splitlines())) <= 80) == (0, True)
    assert msc_dose("audit", "rewrite")[0] == 2
