"""The people of a record: added, recognised, moved to another role, gone; and who may do what."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from staff import MONDAY, staffed

from msc_dose.library.clock import with_clock
from msc_dose.problems import Refusal
from msc_dose.store import people as module
from msc_dose.store.people import (
    Person,
    add_person,
    change_passphrase,
    change_role,
    leave,
    people,
    person,
    prove,
    recognition,
    reset_passphrase,
    sign_in,
)
from msc_dose.store.people.permissions import DEEDS, ROLES, require
from msc_dose.store.record import Proof, Session, create_record, open_record

GOOD, OTHER, WRONG = "four words do well", "another four words", "not the passphrase"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.now = MONDAY

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def begun(record, clock):
    """A record with its first administrator and one nurse, and a clock that can be moved."""
    record = replace(record, clock=clock)
    add_person(record, None, "ad-1", "Administration", "administrator", GOOD)
    add_person(record, sign_in(record, "ad-1", GOOD), "rn-104", "Night nurse", "nurse", OTHER)
    return record


def told(record):
    """Every row of the audit."""
    with record.reading() as statements:
        return statements.all("every_audit")


def row_of(record, code):
    with record.reading() as statements:
        return statements.one("one_person", code=code)


def refused(code, work, *given):
    with pytest.raises(Refusal) as caught:
        work(*given)
    assert caught.value.codes == (code,)
    return caught.value.problems[0]


# Adding.


def test_the_first_person_is_an_administrator_and_needs_no_session(record):
    refused("people.first-administrator", add_person, record, None, "rn-1", "Nurse", "nurse", GOOD)
    added = add_person(record, None, "ad-1", "Administration", "administrator", GOOD)
    assert added == Person("ad-1", "Administration", "administrator", True)
    refused("people.not-first", add_person, record, None, "ad-2", "Another", "administrator", GOOD)


def test_an_administrator_adds_the_others(begun):
    with begun.reading() as statements:
        assert people(statements) == (
            Person("ad-1", "Administration", "administrator", True),
            Person("rn-104", "Night nurse", "nurse", True),
        )
        assert person(statements, "RN.104").code == "rn-104"
        refused("people.unknown", person, statements, "rn-105")


def test_nobody_else_adds_anybody(begun):
    nurse = sign_in(begun, "rn-104", OTHER)
    refused("people.role", add_person, begun, nurse, "rn-105", "Another", "nurse", GOOD)
    pretended = Session("rn-104", "Night nurse", "administrator")
    refused("people.not-active", add_person, begun, pretended, "rn-105", "Another", "nurse", GOOD)
    assert row_of(begun, "rn-105") is None


@pytest.mark.parametrize("code", ["rn-104", "RN-104", "rn.104", "msc_dose", "MSC-DOSE"])
def test_a_code_is_one_persons_in_any_writing_and_never_the_programs(begun, code):
    session = sign_in(begun, "ad-1", GOOD)
    refused("people.exists", add_person, begun, session, code, "Another", "nurse", GOOD)


def test_a_code_is_not_given_again_after_its_person_has_left(begun):
    session = sign_in(begun, "ad-1", GOOD)
    leave(begun, session, "rn-104", "left the hospital")
    found = refused("people.exists", add_person, begun, session, "rn-104", "Another", "nurse", GOOD)
    assert "has left" in found.message


def test_everything_wrong_with_a_person_is_named_at_once(begun):
    session = sign_in(begun, "ad-1", GOOD)
    with pytest.raises(Refusal) as caught:
        add_person(begun, session, "rn 105", "two\nlines", "sister", "short")
    assert caught.value.codes == (
        "identifier.characters",
        "text.control-character",
        "people.role-unknown",
        "people.passphrase-short",
    )


# Recognising.


def test_the_right_passphrase_opens_a_session_and_the_audit_tells_of_it(begun):
    assert sign_in(begun, "RN-104", OTHER) == Session("rn-104", "Night nurse", "nurse")
    last = told(begun)[-1]
    assert (last["person"], last["role"], last["action"]) == ("rn-104", "nurse", "sign-in")


def test_a_proof_says_when_the_passphrase_was_given(begun):
    assert prove(begun, "rn-104", OTHER) == Proof("rn-104", "Night nurse", "nurse", begun.now())


def test_who_is_not_known_is_refused_in_the_words_for_a_wrong_passphrase(begun):
    leave(begun, sign_in(begun, "ad-1", GOOD), "rn-104", "left the hospital")
    said = {
        str(refused("people.not-recognised", sign_in, begun, code, passphrase))
        for code, passphrase in (("ad-1", WRONG), ("nobody", GOOD), ("rn-104", OTHER), ("", ""))
    }
    assert len(said) == 1


def test_what_was_typed_as_a_code_stands_nowhere_for_it_may_be_a_passphrase(begun):
    refused("people.not-recognised", sign_in, begun, "my secret words", GOOD)
    assert told(begun)[-1]["new"] == "a code that nobody active has"


def test_a_failure_is_counted_before_anybody_is_told(begun):
    refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
    row = row_of(begun, "rn-104")
    assert (row["failures"], row["failed"][:19]) == (1, "2024-01-29T08:00:00")
    assert [r["field"] for r in told(begun) if r["action"] == "sign-in failed"] == ["failures", "failed"]


def test_after_n_failures_the_next_try_waits_and_never_longer_than_thirty_seconds(begun, clock):
    for seconds in (1, 2, 4, 8, 16, 30, 30):
        refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
        clock.pass_by(seconds - 1)
        found = refused("people.wait", sign_in, begun, "rn-104", OTHER)
        assert "in 1 second." in found.fix
        clock.pass_by(1)
    assert sign_in(begun, "rn-104", OTHER).person == "rn-104"


def test_the_delay_is_said_at_once_and_nothing_is_worked_out_or_slept(begun, monkeypatch):
    refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
    monkeypatch.setattr(recognition, "fits", lambda *_: pytest.fail("a try within the delay was weighed"))
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("slept"))
    refused("people.wait", sign_in, begun, "rn-104", OTHER)
    assert row_of(begun, "rn-104")["failures"] == 1


def test_the_right_passphrase_after_the_delay_forgets_the_failures(begun, clock):
    refused("people.not-recognised", prove, begun, "rn-104", WRONG)
    clock.pass_by(1)
    prove(begun, "rn-104", OTHER)
    row = row_of(begun, "rn-104")
    assert (row["failures"], row["failed"]) == (0, None)


def test_a_clock_that_was_set_back_keeps_nobody_out(begun, clock):
    refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
    clock.pass_by(-3600)
    assert sign_in(begun, "rn-104", OTHER)


def test_a_clock_that_stands_still_for_training_keeps_nobody_out(begun, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", "2024-01-29T09:00:00+01:00")
    stopped = with_clock(replace(begun, training=True))
    refused("people.not-recognised", sign_in, stopped, "rn-104", WRONG)
    assert sign_in(stopped, "rn-104", OTHER).person == "rn-104"


def test_the_passphrase_is_worked_out_outside_any_transaction(begun, monkeypatch):
    real = recognition.fits

    def writing_meanwhile(*given):
        with begun.by_itself("somebody writes meanwhile"):
            return real(*given)

    monkeypatch.setattr(recognition, "fits", writing_meanwhile)
    assert sign_in(begun, "rn-104", OTHER)


def test_guessing_side_by_side_gives_no_more_guesses(begun, clock, place, monkeypatch):
    many, real = 6, recognition.fits
    together = Barrier(many)
    monkeypatch.setattr(recognition, "fits", lambda *given: (together.wait(20), real(*given))[1])

    def guess(number):
        record = open_record(place, clock)
        try:
            with pytest.raises(Refusal) as caught:
                sign_in(record, "rn-104", f"{WRONG} {number}")
            return caught.value.codes
        finally:
            record.close()

    with ThreadPoolExecutor(many) as threads:
        answers = sorted(threads.map(guess, range(many)))
    assert answers == [("people.not-recognised",), *[("people.wait",)] * (many - 1)]
    assert row_of(begun, "rn-104")["failures"] == 1


def test_even_the_right_passphrase_learns_nothing_when_another_try_failed_meanwhile(begun, monkeypatch):
    real = recognition.fits

    def another_fails_meanwhile(*given):
        monkeypatch.setattr(recognition, "fits", real)
        refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
        return real(*given)

    monkeypatch.setattr(recognition, "fits", another_fails_meanwhile)
    refused("people.wait", sign_in, begun, "rn-104", OTHER)


def test_a_passphrase_that_is_replaced_while_it_is_weighed_opens_nothing(begun, monkeypatch):
    real, session = recognition.fits, sign_in(begun, "ad-1", GOOD)

    def another_is_set_meanwhile(*given):
        reset_passphrase(begun, session, "rn-104", "a new set of words")
        return real(*given)

    monkeypatch.setattr(recognition, "fits", another_is_set_meanwhile)
    refused("people.not-recognised", sign_in, begun, "rn-104", OTHER)


def test_a_code_that_nobody_has_takes_as_long_as_a_wrong_passphrase(begun, monkeypatch):
    costs, real = [], hashlib.scrypt
    monkeypatch.setattr(
        hashlib, "scrypt", lambda text, **said: costs.append((said["n"], said["r"])) or real(text, **said)
    )
    for code in ("nobody", "rn-104"):
        refused("people.not-recognised", sign_in, begun, code, WRONG)
    assert costs == [(1024, 8)] * 2


def test_no_passphrase_stands_anywhere_in_the_record(begun):
    refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
    with begun.reading() as statements:
        everything = repr([*statements.all("every_audit"), *statements.all("every_person")])
    assert not any(secret in everything for secret in (GOOD, OTHER, WRONG))
    assert "scrypt$" not in repr(told(begun))


# Changing and leaving.


def test_a_role_is_changed_with_a_reason(begun):
    session = sign_in(begun, "ad-1", GOOD)
    assert change_role(begun, session, "rn-104", "technologist", "moved").role == "technologist"
    last = told(begun)[-1]
    assert (last["old"], last["new"], last["reason"]) == ("nurse", "technologist", "moved")
    refused("value.missing", change_role, begun, session, "rn-104", "nurse", " ")
    refused("people.role-unknown", change_role, begun, session, "rn-104", "sister", "moved")


def test_another_role_ends_the_session_of_the_old_one(begun):
    nurse = sign_in(begun, "rn-104", OTHER)
    change_role(begun, sign_in(begun, "ad-1", GOOD), "rn-104", "administrator", "moved")
    pretended = replace(nurse, role="administrator")
    refused("people.role", leave, begun, nurse, "ad-1", "left")
    assert leave(begun, pretended, "ad-1", "left") == Person("ad-1", "Administration", "administrator", False)


def test_whoever_leaves_stays_on_the_record_and_does_nothing_more(begun):
    session = sign_in(begun, "ad-1", GOOD)
    assert not leave(begun, session, "rn-104", "left the hospital").active
    with begun.reading() as statements:
        assert person(statements, "rn-104").name == "Night nurse"
    refused("people.left", leave, begun, session, "rn-104", "left the hospital")
    refused("people.left", change_role, begun, session, "rn-104", "nurse", "moved")
    refused("people.left", reset_passphrase, begun, session, "rn-104", GOOD)


def test_the_last_active_administrator_neither_leaves_nor_takes_another_role(begun):
    session = sign_in(begun, "ad-1", GOOD)
    add_person(begun, session, "ad-2", "Another", "administrator", GOOD)
    leave(begun, session, "ad-2", "left the hospital")
    refused("people.last-administrator", leave, begun, session, "ad-1", "left the hospital")
    refused("people.last-administrator", change_role, begun, session, "AD-1", "nurse", "moved")


def test_a_new_passphrase_is_taken_with_the_old_one(begun, clock):
    old = prove(begun, "rn-104", OTHER)
    refused("people.passphrase-short", change_passphrase, begun, old, "short")
    change_passphrase(begun, old, "a new set of words")
    refused("people.not-recognised", sign_in, begun, "rn-104", OTHER)
    clock.pass_by(1)
    assert sign_in(begun, "rn-104", "a new set of words")
    refused("people.other-sign-in", change_passphrase, begun, old, GOOD)
    stale = prove(begun, "rn-104", "a new set of words")
    clock.pass_by(301)
    refused("signature.stale", change_passphrase, begun, stale, GOOD)


def test_an_administrator_resets_a_forgotten_one_and_the_audit_says_who_did(begun):
    refused("people.not-recognised", sign_in, begun, "rn-104", WRONG)
    session = sign_in(begun, "ad-1", GOOD)
    reset_passphrase(begun, session, "rn-104", "a new set of words")
    reset = [r for r in told(begun) if r["action"] == "passphrase reset"]
    assert {r["person"] for r in reset} == {"ad-1"}
    assert {r["field"] for r in reset} == {"passphrase", "failures", "failed"}
    nurse = sign_in(begun, "rn-104", "a new set of words")
    refused("people.role", reset_passphrase, begun, nurse, "ad-1", GOOD)
    refused("people.own-passphrase", reset_passphrase, begun, session, "AD-1", OTHER)


# Who may do what.


def test_deeds_belong_to_roles():
    assert set(DEEDS["people"]) == set(DEEDS["settings"]) == set(DEEDS["care"]) == {"administrator"}
    assert "administrator" not in DEEDS["verify"]
    assert all(set(roles) <= set(ROLES) for roles in DEEDS.values())
    require("nurse", "verify")
    assert "pharmacist" in refused("people.role", require, "nurse", "release").message


def test_everybody_of_a_staffed_record_has_a_role_of_the_list(record):
    assert {session.role for session in staffed(record).values()} == set(module.ROLES)


def test_a_session_is_of_one_record_and_of_one_passphrase(begun, tmp_path):
    other = create_record(str(tmp_path / "other.db"), "Europe/Berlin", training=True)
    add_person(other, None, "ad-1", "Administration", "administrator", GOOD)
    elsewhere = sign_in(other, "ad-1", GOOD)
    refused("people.other-sign-in", add_person, begun, elsewhere, "rn-105", "Another", "nurse", GOOD)
    refused("people.other-sign-in", change_passphrase, begun, prove(other, "ad-1", GOOD), OTHER)
    nurse = sign_in(begun, "rn-104", OTHER)
    reset_passphrase(begun, sign_in(begun, "ad-1", GOOD), "rn-104", "nineteen tall trees")
    with pytest.raises(Refusal) as caught, begun.changing(nurse, "weighed"):
        pass
    assert caught.value.codes == ("people.other-sign-in",)
    other.close()


@pytest.mark.parametrize(
    "garbage",
    [{"passphrase": "scrypt$a$b$c$d$e"}, {"failures": 1, "failed": "yesterday"}],
    ids=lambda each: [*each][-1],
)
def test_a_row_that_another_program_garbled_is_told_as_damage(begun, garbage):
    with begun.by_itself("spoilt for a test") as change:
        row = change.statements.one("one_person", code="rn-104")
        change.update("person", row, **garbage)
    refused("record.damaged", sign_in, begun, "rn-104", OTHER)
