"""Exceptional release: a product outside its release goes by two signatures, one a director's, told everywhere."""

import json

import pytest
from staff import proof, staffed
from stocked import at, bag, begun, codes, reserved, shown, state, stocked

from msc_dose.problems import Refusal
from msc_dose.store import stock
from msc_dose.store.chain import digest
from msc_dose.store.courses import course_on_record
from msc_dose.store.stock.exceptional import exceptional_release, exceptional_releases

WHY = ("viability after thaw 62 %, below 70 %", "no other product for this patient", "QA-2024-017")


@pytest.fixture
def staff(record):
    people = staffed(record)
    begun(record, people)
    stocked(record, people, bag(status="quarantined"))
    return people


def release(record, staff, *codes_of_two, why=WHY):
    one, other = (proof(record, code) for code in codes_of_two)
    return exceptional_release(record, staff["te-1"], "l1 1", *why, (one, other))


def refused(*given, **more):
    with pytest.raises(Refusal) as refusal:
        release(*given, **more)
    return refusal.value.codes


def stands_against(record):
    with record.reading() as statements:
        return codes(stock.clearance_problems(statements, course_on_record(statements, "C-1"), 1, at(9)))


def test_it_may_be_reserved_then_though_it_is_quarantined_and_is_shown_as_what_it_is(record, staff):
    with pytest.raises(Refusal, match="it cannot be reserved"):
        reserved(record, staff)
    made = release(record, staff, "ph-1", "di-1")
    assert (made.state, made.exceptional) == ("quarantined", True)
    reserved(record, staff)
    assert state(record) == ("reserved", "C-1", 1)
    assert shown(record).exceptional
    assert shown(record).container.status == "quarantined"
    assert stands_against(record) == []


def test_both_sign_the_same_text_and_it_says_what_is_released_and_why(record, staff):
    release(record, staff, "di-1", "md-1")
    with record.reading() as statements:
        (made,) = exceptional_releases(statements, "L1 1")
    assert (made.identity, made.fact, made.reason, made.notification) == ("L1 1", *WHY)
    assert [(each.person, each.role) for each in made.signatures] == [
        ("di-1", "director"),
        ("md-1", "physician"),
    ]
    assert {each.hash for each in made.signatures} == {digest(made.shown)}
    assert {each.entity for each in made.signatures} == {"container L1 1"}
    said = json.loads(made.shown)
    assert (said["state"], said["content"]["cells"]["value"]) == ("quarantined", "120000000")
    assert said["authorized_by"] == ["di-1", "md-1"]


def test_two_people_sign_one_of_them_a_director_each_with_the_right(record, staff):
    assert refused(record, staff, "di-1", "di-1") == ("release.same-person",)
    assert refused(record, staff, "ph-1", "md-1") == ("release.no-director",)
    assert refused(record, staff, "di-1", "te-1") == ("people.role",)
    assert refused(record, staff, "di-1", "ph-1", why=("", WHY[1], "")) == ("value.missing", "value.missing")
    assert not shown(record).exceptional


def test_a_new_quarantine_ends_it_and_an_ordinary_release_takes_its_place(record, staff):
    release(record, staff, "ph-1", "di-1")
    reserved(record, staff)
    stock.take_step(record, staff["ph-1"], "L1 1", "quarantine", "the label is damaged")
    assert (shown(record).state, shown(record).exceptional) == ("quarantined", False)
    assert stands_against(record) == ["container.quarantined"]
    stock.take_step(record, staff["ph-1"], "L1 1", "release", "the label is right")
    assert (state(record), shown(record).exceptional) == (("reserved", "C-1", 1), False)
    with record.reading() as statements:
        assert len(exceptional_releases(statements, "L1 1")) == 1


def test_what_was_wasted_is_released_by_nobody(record, staff):
    stock.take_step(record, staff["te-1"], "L1 1", "waste", "the bag is torn")
    assert refused(record, staff, "ph-1", "di-1") == ("container.unlawful-step",)
