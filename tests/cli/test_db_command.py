"""`msc-dose db`: a record is made, found, checked, copied and made again from the command line."""

import io
import json
import os
import sqlite3
from pathlib import Path

import pytest

from msc_dose.cli.db import run
from msc_dose.problems import Refusal
from msc_dose.store.record import open_record

PASSPHRASE = "four words do well"


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """A home and a place of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MSC_DOSE_DB", str(tmp_path / "record.db"))
    monkeypatch.delenv("MSC_DOSE_NOW", raising=False)
    monkeypatch.chdir(tmp_path)
    passphrases = tmp_path / "passphrases"
    passphrases.write_text(f"ad-1 {PASSPHRASE}\n", encoding="utf-8")
    passphrases.chmod(0o600)
    monkeypatch.setenv("MSC_DOSE_PASSPHRASES", str(passphrases))


INIT = ["init", "--training", "--zone", "Europe/Berlin", "--administrator", "ad-1", "--name", "Administrator"]


@pytest.fixture
def made(capsys):
    assert run(INIT, False) == 0
    return capsys.readouterr().out


def text(capsys, *words, status=0):
    assert run(list(words), False) == status
    said = capsys.readouterr().out
    assert all(len(line) <= 80 or os.sep in line for line in said.splitlines())
    return " ".join(said.split())


def document(capsys, *words, status=0):
    assert run(list(words), True) == status
    return json.loads(capsys.readouterr().out)


def refused(*words):
    with pytest.raises(Refusal) as caught:
        run(list(words), False)
    return caught.value.codes


def test_init_makes_the_record_and_says_what_is_next(made, tmp_path):
    assert "TRAINING – not for a patient." in made
    assert str(tmp_path / "record.db") in made.replace("\n", "").replace("  ", "")
    assert "msc-dose people add CODE" in made
    assert "msc-dose protocol propose FILE" in made
    record = open_record(str(tmp_path / "record.db"))
    assert (record.zone, record.training) == ("Europe/Berlin", True)
    record.close()


def test_init_asks_for_what_it_needs_and_makes_one_record(made):
    assert refused(*INIT) == ("record.exists",)
    with pytest.raises(SystemExit):
        run(["init", "--administrator", "ad-1", "--name", "Administrator"], False)
    assert refused(*(word.replace("Europe/Berlin", "Berlin") for word in INIT)) == ("record.zone",)


def test_without_a_passphrase_nobody_is_added_and_init_can_be_run_again(monkeypatch, capsys):
    kept = os.environ["MSC_DOSE_PASSPHRASES"]
    monkeypatch.delenv("MSC_DOSE_PASSPHRASES")
    assert refused(*INIT) == ("people.passphrase-missing",)
    monkeypatch.setenv("MSC_DOSE_PASSPHRASES", kept)
    assert document(capsys, *INIT)["administrator"] == "ad-1"


def test_the_clock_that_is_set_is_for_training_records_only(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("MSC_DOSE_NOW", "2024-01-29T09:00:00+01:00")
    assert refused(*(word for word in INIT if word != "--training")) == ("clock.not-training",)
    run(INIT, False)
    record = open_record(str(tmp_path / "record.db"))
    with record.reading() as statements:
        assert {row["at"][:10] for row in statements.all("every_audit")} == {"2024-01-29"}
    record.close()


def test_where_says_which_record_and_why(capsys, monkeypatch, tmp_path):
    assert "MSC_DOSE_DB names it. Nothing is there yet." in text(capsys, "where")
    found = document(capsys, "where", "--db", str(tmp_path / "other.db"))
    assert found == {
        "schema": "msc-dose/db-where/1",
        "place": str(tmp_path / "other.db"),
        "why": "option",
        "exists": False,
    }
    monkeypatch.delenv("MSC_DOSE_DB")
    assert document(capsys, "where")["why"] == "default"


@pytest.mark.usefixtures("made")
def test_check_looks_at_everything_and_its_status_tells_what_is_wrong(capsys, tmp_path):
    assert "▲ backup none is known" in text(capsys, "check")
    run(["backup"], True)
    capsys.readouterr()
    assert "✓ The record is well" in text(capsys, "check")
    foreign = sqlite3.connect(tmp_path / "record.db")
    foreign.execute("DROP TRIGGER setting_told")
    foreign.commit()
    foreign.close()
    found = document(capsys, "check", status=4)
    assert found["sound"] is False
    assert "record.altered" in {problem["code"] for problem in found["problems"]}
    assert "■ STOP" in text(capsys, "check", status=4)


@pytest.mark.usefixtures("made")
def test_check_holds_the_record_to_a_head_that_was_printed(capsys):
    head = document(capsys, "check")["head"]
    kept = f"{head['sequence']}:{head['hash'][:8]}"
    assert document(capsys, "check", "--head", kept)["sound"] is True
    assert document(capsys, "check", "--head", "900:0a1b2c3d", status=4)["sound"] is False
    for unreadable in ("900", "0:0a1b2c3d", "9:xyz", "9:0a1b"):
        assert refused("check", "--head", unreadable) == ("audit.head-unreadable",)


@pytest.mark.usefixtures("made")
def test_a_backup_is_restored_and_what_was_there_is_kept(capsys, tmp_path):
    taken = document(capsys, "backup", "--to", str(tmp_path / "copies"))
    run(["export", "more.jsonl", "--as", "ad-1"], True)
    capsys.readouterr()
    newer = document(capsys, "check")["head"]
    kept = f"{newer['sequence']}:{newer['hash']}"
    assert refused("restore", taken["path"]) == ("record.exists",)
    force = ("restore", taken["path"], "--force", "--head", kept)
    assert refused(*force) == ("people.signed-out",)
    signed = (*force, "--as", "ad-1")
    assert refused(*signed, "--yes") == ("value.missing",)
    assert refused(*signed, "--reason", "a drill") == ("record.restore-unconfirmed",)
    head = document(capsys, "check")["head"]
    said = text(capsys, *signed, "--reason", "a drill", "--yes")
    assert "Restored and verified" in said
    lost = head["sequence"] + 1 - taken["head"]["sequence"]  # whoever signs in stands in the audit too
    assert f"{lost} rows of the audit of record.db" in said
    gone = newer["sequence"] - taken["head"]["sequence"]
    assert gone > 0
    assert f"{gone} rows of the audit are missing" in said
    assert "What was there is kept at" in said
    assert len(list(tmp_path.glob("record.db.replaced-*"))) == 1
    restored = document(capsys, "restore", taken["path"], "--db", str(tmp_path / "new.db"))
    assert (restored["head"], restored["missing"]) == (taken["head"], None)


@pytest.mark.usefixtures("made")
def test_a_record_is_replaced_once_its_name_is_typed(capsys, monkeypatch):
    taken = document(capsys, "backup")
    words = ("restore", taken["path"], "--force", "--reason", "a drill", "--as", "ad-1")
    monkeypatch.setattr("sys.stdin", Terminal("another.db\n"))
    assert refused(*words) == ("record.restore-unconfirmed",)
    monkeypatch.setattr("sys.stdin", Terminal("record.db\n"))
    capsys.readouterr()
    assert run(list(words), False) == 0
    assert "Type record.db to replace it" in capsys.readouterr().err


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self):
        return True


@pytest.mark.usefixtures("made")
def test_a_broken_record_is_replaced_without_anybody_signed_in(capsys, tmp_path):
    taken = document(capsys, "backup")
    (tmp_path / "record.db").write_bytes(b"nothing of a database" * 1000)
    said = text(capsys, "restore", taken["path"], "--force", "--yes")
    assert "could not be opened (record.not-a-record)" in said


@pytest.mark.usefixtures("made")
def test_a_check_and_a_backup_say_what_record_it_is(capsys):
    for action in ("check", "backup"):
        said = text(capsys, action)
        assert said.startswith("TRAINING – not for a patient. Not for patient identification.")


@pytest.mark.usefixtures("made")
def test_a_record_is_exported_and_imported(capsys, tmp_path):
    assert refused("export", "out.jsonl") == ("people.signed-out",)
    done = document(capsys, "export", "out.jsonl", "--as", "ad-1")
    assert Path("out.jsonl").stat().st_mode & 0o777 == 0o600
    assert refused("export", "out.jsonl", "--as", "ad-1") == ("file.exists",)
    assert "It holds everything" in text(capsys, "export", "out.jsonl", "--force", "--as", "ad-1")
    assert refused("import", "out.jsonl") == ("record.exists",)
    imported = document(capsys, "import", "out.jsonl", "--db", str(tmp_path / "new.db"))
    assert imported["head"]["sequence"] > done["head"]["sequence"]
    assert text(capsys, "check", "--db", str(tmp_path / "new.db")).count("✓") >= 6
    torn = Path("torn.jsonl")
    torn.write_bytes(Path("out.jsonl").read_bytes()[:-20])
    assert refused("import", "torn.jsonl", "--db", str(tmp_path / "torn.db")) == ("record.import-torn",)
    assert not (tmp_path / "torn.db").exists()


@pytest.mark.usefixtures("made")
def test_an_upgrade_with_nothing_to_do_says_so(capsys):
    assert "nothing was done" in text(capsys, "upgrade")
    assert document(capsys, "upgrade")["migrations"] == []


def test_a_record_that_is_not_there_is_not_made_by_looking(capsys, tmp_path):
    for action in ("check", "backup", "upgrade"):
        assert refused(action) == ("record.missing",)
    assert not (tmp_path / "record.db").exists()


def test_every_action_has_help_with_examples(capsys):
    for action in ("init", "upgrade", "where", "check", "backup", "restore", "export", "import"):
        with pytest.raises(SystemExit) as left:
            run([action, "--help"], False)
        assert left.value.code == 0
        said = capsys.readouterr().out
        assert f"msc-dose db {action}" in said
        assert max(map(len, said.splitlines())) <= 80
