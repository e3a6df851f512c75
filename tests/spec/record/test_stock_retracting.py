"""A step taken in the stock by mistake is entered in error by two people; both stay, and it counts no more."""

import pytest
from staff import proof, staffed
from stocked import bag, begun, in_error, reserved, shown, state, stocked, tell, thawed

from msc_dose.problems import Refusal
from msc_dose.store import stock
from msc_dose.store.people.signatures import signatures_of


@pytest.fixture
def staff(record):
    people = staffed(record)
    begun(record, people)
    begun(record, people, "C-2", "P-2")
    stocked(record, people, bag("L1 1"), bag("L1 2", status="quarantined"))
    return people


def step(record, staff, name, identity="L1 1"):
    return stock.take_step(record, staff["ph-1"], identity, name, "so it seemed")


def retract(record, staff, identity="L1 1", by="te-1", second="ph-1", **more):
    why = "another bag was meant"
    return stock.retract_step(record, staff[by], identity, why, proof(record, second), **more)


def refused(*given, **more):
    with pytest.raises(Refusal) as refusal:
        retract(*given, **more)
    return refusal.value.codes


def test_a_bag_wasted_by_mistake_is_there_again_and_its_infusion_has_it(record, staff):
    reserved(record, staff)
    step(record, staff, "waste")
    assert state(record) == ("wasted", None, None)
    assert retract(record, staff, "l1  1").state == "reserved"
    assert state(record) == ("reserved", "C-1", 1)


def test_both_stay_visible_and_who_agreed_signed_what_was_shown(record, staff):
    step(record, staff, "waste")
    retract(record, staff)
    with record.reading() as statements:
        (wasted, counts), (error, _) = stock.history(statements, "L1 1")
        assert stock.second_people(statements, "L1 1") == {error.at: "ph-1"}
        (signed,) = signatures_of(statements, "container L1 1")
    assert (wasted.name, wasted.reason, counts) == ("waste", "so it seemed", False)
    assert (error.name, error.event, error.course) == ("entered-in-error", wasted.number, None)
    assert (error.person, error.reason) == ("te-1", "another bag was meant")
    assert signed.meaning == "second person"
    assert '"name":"waste"' in signed.shown


def test_the_last_that_counts_is_taken_back_then_the_one_before_it(record, staff):
    reserved(record, staff)
    step(record, staff, "retrieve")
    assert retract(record, staff).state == "reserved"
    assert retract(record, staff).state == "released"
    assert refused(record, staff) == ("stock.nothing-to-retract",)


def test_a_release_that_is_taken_back_leaves_it_in_quarantine(record, staff):
    assert step(record, staff, "release", "L1 2").container.status == "released"
    held = retract(record, staff, "L1 2")
    assert (held.state, held.container.status) == ("quarantined", "quarantined")


def test_an_exceptional_release_that_is_taken_back_is_not_in_force(record, staff):
    both = (proof(record, "ph-1"), proof(record, "di-1"))
    why = ("viability 62 %", "no other product", "QA-17")
    stock.exceptional_release(record, staff["te-1"], "L1 2", *why, both)
    with record.reading() as statements:
        assert stock.release_in_force(statements, "L1 2").fact == "viability 62 %"
    assert refused(record, staff, "L1 2", by="te-1", second="ph-1") == ("people.role",)
    assert not retract(record, staff, "L1 2", by="ph-1", second="md-1").exceptional
    with record.reading() as statements:
        assert stock.release_in_force(statements, "L1 2") is None
        assert len(stock.exceptional_releases(statements, "L1 2")) == 1


def test_the_release_in_force_is_the_one_that_counts_not_the_last_that_was_signed(record, staff):
    both = (proof(record, "ph-1"), proof(record, "di-1"))
    stock.exceptional_release(record, staff["te-1"], "L1 2", "first fact", "x", "QA-1", both)
    step(record, staff, "quarantine", "L1 2")
    stock.exceptional_release(record, staff["te-1"], "L1 2", "second fact", "x", "QA-2", both)
    for _ in range(2):
        retract(record, staff, "L1 2", by="ph-1", second="di-1")
    with record.reading() as statements:
        assert stock.release_in_force(statements, "L1 2").fact == "first fact"
    assert shown(record, "L1 2").exceptional


def test_what_an_event_told_is_not_taken_back_here(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    assert refused(record, staff) == ("stock.nothing-to-retract",)
    step(record, staff, "issue")
    assert retract(record, staff).state == "thawed"
    tell(record, staff, "C-1", in_error(4))
    assert state(record) == ("released", None, None)


def test_nothing_that_another_course_has_by_now_is_given_again(record, staff):
    reserved(record, staff)
    stock.unreserve(record, staff["te-1"], "C-1", 1, ["L1 1"], "given later")
    tell(record, staff, "C-2", thawed(1, "L1 1"))
    before = record.head()
    assert refused(record, staff) == ("container.held",)
    assert (state(record), record.head()) == (("thawed", "C-2", 1), before)


def test_two_people_agree_each_with_the_right_to_the_step_that_was_shown(record, staff):
    step(record, staff, "waste")
    assert refused(record, staff, by="ph-1", second="ph-1") == ("stock.same-person",)
    assert refused(record, staff, second="rn-1") == ("people.role",)
    assert refused(record, staff, by="rn-1") == ("people.role",)
    assert refused(record, staff, "L9 9") == ("container.not-found",)
    with record.reading() as statements:
        number = stock.last_by_hand(statements, "L1 1").number
    assert refused(record, staff, number=number + 1) == ("record.changed-meanwhile",)
    assert retract(record, staff, number=number).state == "released"
