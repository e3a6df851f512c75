"""Passphrases: long ones, kept so that a guess is dear, the same whatever the keyboard."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.store.people import add_person
from msc_dose.store.people.passphrases import SHIPPED, TRAINING, Cost, cost_of, fits, kept, passphrase_problem
from msc_dose.store.record import create_record

GOOD = "four words do well"
LOW = Cost(2, 1, 1)


def test_a_guess_at_what_is_shipped_costs_what_owasp_asks_for(tmp_path):
    # https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    assert Cost(131_072, 8, 1) == SHIPPED
    record = create_record(str(tmp_path / "ordinary.db"), "Europe/Berlin")
    add_person(record, None, "ad-1", "Administration", "administrator", GOOD)
    with record.reading() as statements:
        stored = statements.one("one_person", code="ad-1")["passphrase"]
    record.close()
    assert stored.startswith("scrypt$131072$8$1$")
    assert fits(GOOD, stored, TRAINING)


def test_only_a_training_record_takes_the_low_cost():
    assert (cost_of(training=False), cost_of(training=True)) == (SHIPPED, Cost(1024, 8, 1))


@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_same_passphrase_fits(one, other):
    stored = kept(one, LOW)
    assert fits(one, stored, LOW)
    assert fits(other, stored, LOW) == (
        unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    )


def test_an_umlaut_typed_in_one_or_in_two_parts_is_the_same():
    assert fits("u\u0308ber den Fluss", kept("\u00fcber den Fluss", LOW), LOW)


def test_the_same_passphrase_is_kept_differently_for_two_people():
    assert kept(GOOD, LOW) != kept(GOOD, LOW)


def test_nobody_is_recognised_by_nothing_stored_and_it_costs_the_same(monkeypatch):
    costs, real = [], hashlib.scrypt
    monkeypatch.setattr(
        hashlib, "scrypt", lambda text, **said: costs.append((said["n"], said["r"])) or real(text, **said)
    )
    assert not fits(GOOD, None, TRAINING)
    assert not fits(GOOD, "none", TRAINING)
    assert not fits(GOOD, kept("another one entirely", TRAINING), TRAINING)
    assert costs == [(1024, 8)] * 4


def code_of(passphrase, code="rn-104", name="Night Nurse"):
    problem = passphrase_problem(passphrase, code, name)
    assert problem is None or passphrase not in str(problem)
    return problem and problem.code


@pytest.mark.parametrize(
    "passphrase",
    [GOOD, "aaaabbbbcccd e", "Ein Boot auf dem Fluß", "!!??..,,%%&&", "1234567890 1", "рыба и кошка"],
)
def test_length_counts_and_not_composition(passphrase):
    assert code_of(passphrase) is None


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("eleven char", "people.passphrase-short"),
        ("u\u0308" * 11, "people.passphrase-short"),
        ("x" * 257, "people.passphrase-long"),
        ("four words\tdo well", "people.passphrase-characters"),
        ("four words\u200bdo well", "people.passphrase-characters"),
        ("four words \ud800 do well", "people.passphrase-characters"),
        ("night.nurse.", "people.passphrase-guessable"),
        ("RN-104 rn104 Rn.104", "people.passphrase-guessable"),
        ("NurseNightNurse", "people.passphrase-guessable"),
        ("abababababab", "people.passphrase-guessable"),
    ],
)
def test_a_passphrase_that_will_not_do_is_refused_without_being_repeated(passphrase, code):
    assert code_of(passphrase) == code
