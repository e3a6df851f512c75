"""`msc-dose people`, and how every command of the record learns whose command it is."""

import argparse
import getpass
import io
import json
import os
from pathlib import Path

import pytest

from msc_dose.cli.arguments import parser
from msc_dose.cli.people import run
from msc_dose.cli.signing import add_record, banner, proof_of, record_of, session_of
from msc_dose.problems import Refusal
from msc_dose.store.record import create_record, open_record

GOOD, OTHER = "four words do well", "another four words"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A training record that the variable names, at nine o'clock, without a terminal."""
    path = str(tmp_path / "record.db")
    create_record(path, "Europe/Berlin", training=True).close()
    for name, value in (
        ("MSC_DOSE_DB", path),
        ("MSC_DOSE_NOW", "2024-01-29T09:00:00+01:00"),
        ("XDG_STATE_HOME", str(tmp_path / "state")),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("MSC_DOSE_PASSPHRASES", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return path


@pytest.fixture
def secrets(tmp_path):
    """A file of passphrases that only its owner reads."""
    path = tmp_path / "passphrases"
    path.write_text(f"ad-1 {GOOD}\nrn-104 {OTHER}\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def begun(place, secrets, capsys):
    """An administrator who is signed in, and a nurse."""
    run(["add", "ad-1", "--name", "Administration", *ADMINISTRATOR, "--passphrases", secrets], False)
    run(["sign-in", "ad-1", "--passphrases", secrets], False)
    run(["add", "rn-104", "--name", "Night nurse", "--role", "nurse", "--passphrases", secrets], False)
    capsys.readouterr()
    return place


ADMINISTRATOR = ("--role", "administrator")


def refused(code, words):
    with pytest.raises(Refusal) as caught:
        run(words, False)
    assert caught.value.codes == (code,)
    said = str(caught.value)
    assert GOOD not in said
    assert OTHER not in said
    return said


def document(capsys, *words):
    run(list(words), True)
    return json.loads(capsys.readouterr().out)


def given_to(*words):
    arguments = parser("any", "Any command.", "")
    add_record(arguments)
    return arguments.parse_args(list(words))


# Adding and signing in.


def test_the_first_person_is_added_without_signing_in_and_then_adds_the_others(begun, capsys):
    assert document(capsys, "list") == {
        "schema": "msc-dose/people/1",
        "people": [
            {"code": "ad-1", "name": "Administration", "role": "administrator", "active": True},
            {"code": "rn-104", "name": "Night nurse", "role": "nurse", "active": True},
        ],
        "training": True,
    }


def test_the_list_says_that_it_is_training_and_who_has_left(begun, capsys):
    run(["leave", "rn-104", "--reason", "left the hospital"], False)
    run(["list"], False)
    said = capsys.readouterr().out
    assert said.startswith("TRAINING – not for a patient. Not for patient identification.\n\n")
    assert "rn-104  nurse          has left  Night nurse" in said


def test_whoever_is_signed_in_is_told_until_when(begun, capsys):
    assert document(capsys, "whoami") == {
        "schema": "msc-dose/session/1",
        "person": "ad-1",
        "name": "Administration",
        "role": "administrator",
        "until": "2024-01-29T10:00:00+01:00",
        "training": True,
    }
    run(["sign-out"], False)
    refused("people.signed-out", ["whoami"])


def test_nothing_is_changed_by_nobody(begun):
    run(["sign-out"], False)
    refused("people.signed-out", ["leave", "rn-104", "--reason", "left"])


def test_as_somebody_else_signs_in_for_one_command(begun, secrets):
    words = ["role", "rn-104", "technologist", "--reason", "moved", "--passphrases", secrets]
    refused("people.role", [*words, "--as", "rn-104"])
    run(["sign-out"], False)
    assert run([*words, "--as", "AD.1"], False) == 0
    refused("people.signed-out", ["whoami"])


def test_an_administrator_resets_and_anybody_changes_their_own_with_the_old_one(begun, secrets, tmp_path):
    new = tmp_path / "new"
    new.write_text(f"rn-104 {GOOD}\n", encoding="utf-8")
    new.chmod(0o600)
    own = ["passphrase", "rn-104", "--passphrases", secrets, "--new", str(new)]
    assert run(own, False) == 0
    refused("people.not-recognised", own)
    assert run([*own, "--reset"], False) == 0
    with pytest.raises(SystemExit):
        run([*own, "--as", "ad-1"], False)


# The sign-in that is kept.


def kept_file(tmp_path):
    (path,) = (tmp_path / "state" / "msc_dose" / "sessions").iterdir()
    return path


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_its_owner_reads_the_kept_sign_in(begun, tmp_path):
    path = kept_file(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    refused("people.signed-out", ["whoami"])


def test_it_ends_after_an_hour_without_use_and_each_use_extends_it(begun, monkeypatch):
    for moment in ("09:50", "10:40"):
        monkeypatch.setenv("MSC_DOSE_NOW", f"2024-01-29T{moment}:00+01:00")
        record = record_of(given_to())
        assert session_of(record, given_to()).person == "ad-1"
        record.close()
    monkeypatch.setenv("MSC_DOSE_NOW", "2024-01-29T11:40:01+01:00")
    refused("people.signed-out", ["whoami"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("person", "rn-104"), ("role", "nurse"), ("used", "2024-01-29T08:30:00+00:00")],
        *[("seal", ""), ("seal", "ä"), ("more", "1"), ("used", None), ("person", 1)],
    ],
)
def test_an_edit_of_it_ends_it(begun, tmp_path, field, value):
    path = kept_file(tmp_path)
    content = {**json.loads(path.read_text(encoding="utf-8")), field: value}
    path.write_text(json.dumps(content), encoding="utf-8")
    refused("people.signed-out", ["whoami"])


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00", '{"used": NaN}'])
def test_what_is_no_sign_in_is_none(begun, tmp_path, text):
    kept_file(tmp_path).write_text(text, encoding="utf-8")
    refused("people.signed-out", ["whoami"])


@pytest.mark.parametrize(
    "words", [["leave", "ad-2", "--reason", "left"], ["role", "ad-2", "nurse", "--reason", "moved"]]
)
def test_leaving_and_another_role_end_it(begun, tmp_path, words):
    more = tmp_path / "more"
    more.write_text(f"ad-2 {OTHER}\nad-1 {GOOD}\n", encoding="utf-8")
    more.chmod(0o600)
    run(["add", "ad-2", "--name", "Another", *ADMINISTRATOR, "--passphrases", str(more)], False)
    run(["sign-in", "ad-2", "--passphrases", str(more)], False)
    run([*words, "--as", "ad-1", "--passphrases", str(more)], False)
    refused("people.signed-out", ["whoami"])


def test_a_new_passphrase_ends_it(begun, secrets, tmp_path):
    new = tmp_path / "new"
    new.write_text(f"ad-1 {OTHER}\n", encoding="utf-8")
    new.chmod(0o600)
    run(["passphrase", "ad-1", "--passphrases", secrets, "--new", str(new)], False)
    refused("people.signed-out", ["whoami"])


def test_it_is_for_one_record_alone(begun, tmp_path, monkeypatch, secrets):
    other = str(tmp_path / "other.db")
    create_record(other, "Europe/Berlin", training=True).close()
    run(["add", "ad-1", "--name", "A", *ADMINISTRATOR, "--passphrases", secrets, "--db", other], False)
    refused("people.signed-out", ["whoami", "--db", other])
    first, *_ = (tmp_path / "state" / "msc_dose" / "sessions").iterdir()
    record = open_record(other)
    first.rename(first.with_name(f"{record.identifier}.json"))
    record.close()
    refused("people.signed-out", ["whoami", "--db", other])


# Where passphrases come from.


def sign_in(*words):
    return ["sign-in", "rn-104", *words]


def test_without_a_file_or_a_terminal_the_passphrase_is_missing(begun, secrets):
    assert "no terminal" in refused("people.passphrase-missing", sign_in())
    Path(secrets).write_text(f"rn-1 {OTHER}\n", encoding="utf-8")
    refused("people.passphrase-missing", sign_in("--passphrases", secrets))


def test_the_variable_names_the_file(begun, secrets, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_PASSPHRASES", secrets)
    assert run(sign_in(), False) == 0


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_read_or_write_is_refused(begun, secrets, mode):
    Path(secrets).chmod(mode)
    refused("people.passphrases-readable", sign_in("--passphrases", secrets))


def test_a_file_that_cannot_be_read_or_is_unclear_is_refused(begun, secrets):
    refused("people.passphrases-unreadable", sign_in("--passphrases", f"{secrets}.not"))
    Path(secrets).write_bytes(b"rn-104 \xff\xfe")
    refused("people.passphrases-unreadable", sign_in("--passphrases", secrets))
    Path(secrets).write_text(f"rn-104 {OTHER}\nRN.104 {GOOD}\n", encoding="utf-8")
    refused("people.passphrases-twice", sign_in("--passphrases", secrets))


def test_standard_input_is_read_once_for_two_who_sign(begun, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"rn-104 {OTHER}\nad-1 {GOOD}\n"))
    given = given_to("--passphrases", "-")
    record = record_of(given)
    roles = [proof_of(record, given, code).role for code in ("ad-1", "rn-104")]
    record.close()
    assert roles == ["administrator", "nurse"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def typing(monkeypatch, *answers):
    left = list(answers)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda prompt: left.pop(0))
    return left


def test_on_a_terminal_it_is_asked_for_and_a_new_one_twice(begun, monkeypatch):
    left = typing(monkeypatch, "a third set of words", "a third set of words")
    assert run(["add", "te-1", "--name", "Technologist", "--role", "technologist"], False) == 0
    assert left == []
    typing(monkeypatch, "a third set of words", "a third set of worbs")
    refused("people.passphrases-differ", ["add", "te-2", "--name", "Another", "--role", "technologist"])


def test_it_is_never_typed_where_it_would_be_shown(begun, monkeypatch):
    def shown(prompt):
        import warnings

        warnings.warn("Can not control echo", getpass.GetPassWarning, stacklevel=1)
        pytest.fail("it was asked for although the terminal shows what is typed")

    typing(monkeypatch)
    monkeypatch.setattr(getpass, "getpass", shown)
    refused("people.passphrase-missing", sign_in())


def test_a_proof_is_asked_for_anew_although_somebody_is_signed_in(begun):
    record = record_of(given_to())
    assert session_of(record, given_to()).person == "ad-1"
    with pytest.raises(Refusal) as caught:
        proof_of(record, given_to(), "ad-1")
    record.close()
    assert caught.value.codes == ("people.passphrase-missing",)


# What every command says of the record.


def test_the_clock_of_an_ordinary_record_is_not_set(begun, tmp_path):
    ordinary = str(tmp_path / "ordinary.db")
    create_record(ordinary, "Europe/Berlin").close()
    refused("clock.not-training", ["list", "--db", ordinary])


def test_the_banner_names_what_the_record_is_not_for(place, tmp_path):
    record = record_of(argparse.Namespace(db=place))
    assert banner(record) == ["TRAINING – not for a patient. Not for patient identification."]
    with record.by_itself("identity declared") as change:
        change.insert("setting", name="identity", value="local")
    assert banner(record) == ["TRAINING – not for a patient."]
    record.close()
