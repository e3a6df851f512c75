"""Signatures: who, in which role, when, meaning what, under exactly which text."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staff import proof, staffed

from msc_dose.problems import Refusal
from msc_dose.store.chain import digest
from msc_dose.store.people import change_role, leave
from msc_dose.store.people.signatures import FRESH, MEANINGS, Signature, sign, signatures_of

SHOWN = "Infusion 1 of 6\n120 million viable cells"
ENTITY = "course C-0417 infusion 1"


def signed(record, session, given, meaning="second person", shown=SHOWN):
    with record.changing(session, "signed") as change:
        return sign(change, given, meaning, ENTITY, shown, "no bed")


def refused(code, work, *given):
    with pytest.raises(Refusal) as caught:
        work(*given)
    assert caught.value.codes == (code,)
    with given[0].reading() as statements:
        assert signatures_of(statements, ENTITY) == ()


def test_a_signature_says_who_in_which_role_when_what_for_and_under_which_text(record):
    session = staffed(record)["ph-1"]
    number = signed(record, session, proof(record, "rn-1"))
    with record.reading() as statements:
        (found,) = signatures_of(statements, ENTITY)
        assert signatures_of(statements, "course C-0417 infusion 2") == ()
    assert found == Signature(
        *(number, "rn-1", "Person rn-1", "nurse", "second person", ENTITY),
        *(digest(SHOWN), SHOWN, "no bed", "2024-01-29T08:00:00.000000+00:00", "+01:00"),
    )


def test_signatures_stand_in_the_order_in_which_they_were_given(record):
    session = staffed(record)["ph-1"]
    assert [signed(record, session, proof(record, code)) for code in ("rn-2", "rn-1")] == [1, 2]
    with record.reading() as statements:
        assert [one.person for one in signatures_of(statements, ENTITY)] == ["rn-2", "rn-1"]


@given(st.text(), st.text())
def test_the_hash_covers_the_very_text_that_was_shown(shown, other):
    signature = Signature(
        1, "rn-1", "Nurse", "nurse", MEANINGS[0], ENTITY, digest(shown), shown, "", "", "+01:00"
    )
    assert signature.covers(shown)
    assert signature.covers(other) == (shown == other)


def test_a_passphrase_given_more_than_five_minutes_ago_signs_nothing(record):
    session = staffed(record)["ph-1"]
    given = proof(record, "rn-1")
    refused("signature.stale", signed, record, session, replace(given, at=given.at - FRESH * 1.001))
    refused("signature.stale", signed, record, session, replace(given, at=given.at + timedelta(seconds=1)))
    assert signed(record, session, replace(given, at=given.at - FRESH))


def test_whoever_has_left_or_has_another_role_signs_nothing(record):
    staff = staffed(record)
    given = [proof(record, code) for code in ("rn-1", "rn-2")]
    leave(record, staff["ad-1"], "rn-1", "left the hospital")
    change_role(record, staff["ad-1"], "rn-2", "technologist", "moved")
    for old in given:
        refused("people.not-active", signed, record, staff["ph-1"], old)
    refused("people.not-active", signed, record, staff["ph-1"], replace(given[0], person="nobody"))


def test_a_signature_means_something_on_the_list_and_is_under_something(record):
    session = staffed(record)["ph-1"]
    given = proof(record, "rn-1")
    refused("signature.meaning", signed, record, session, given, "looked at")
    refused("signature.nothing-shown", signed, record, session, given, MEANINGS[0], " ")


def test_a_signature_is_undone_with_the_change_it_belongs_to(record):
    session = staffed(record)["ph-1"]

    def signs_and_fails():
        with record.changing(session, "signed") as change:
            sign(change, proof(record, "rn-1"), MEANINGS[0], ENTITY, SHOWN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        signs_and_fails()
    with record.reading() as statements:
        assert signatures_of(statements, ENTITY) == ()
