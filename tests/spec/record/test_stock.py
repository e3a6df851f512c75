"""The stock of a record: lists are taken in whole, containers are found, listed, and moved along their life."""

import time
from dataclasses import replace
from datetime import date

import pytest
from staff import staffed
from stocked import bag, shown, state, stocked

from msc_dose.problems import Refusal
from msc_dose.store import stock


@pytest.fixture
def staff(record):
    return staffed(record)


def refused(work, *given):
    with pytest.raises(Refusal) as refusal:
        work(*given)
    return refusal.value


def test_a_list_is_taken_in_with_every_container_as_it_is_listed(record, staff):
    assert stocked(record, staff, bag("L1 1"), bag("L1 2", status="quarantined")) == 2
    assert state(record, "L1 1") == ("released", None, None)
    assert state(record, "L1 2") == ("quarantined", None, None)
    assert shown(record, "L1 1").container == bag("L1 1")
    assert shown(record, "L1 3") is None


def test_what_is_set_apart_is_released_with_a_reason(record, staff):
    stocked(record, staff, bag(status="quarantined"))
    assert refused(stock.take_step, record, staff["ph-1"], "L1 1", "release").codes == ("value.missing",)
    stock.take_step(record, staff["ph-1"], "L1 1", "release", "certificate of batch L1")
    with record.reading() as statements:
        assert stock.history(statements, "L1 1")[-1][0].reason == "certificate of batch L1"


def test_a_container_is_found_however_its_spaces_and_letters_are_typed(record, staff):
    stocked(record, staff, bag("L1 1"))
    assert shown(record, "  l1   1 ").identity == "L1 1"
    assert stock.take_step(record, staff["ph-1"], " l1  1", "quarantine").state == "quarantined"
    assert refused(stocked, record, staff, bag("l1 1")).codes == ("stock.exists",)


def test_one_container_is_one_in_any_case_and_another_where_a_sign_differs(record, staff):
    stocked(record, staff, bag("Lot-a 1"), bag("Lot.a 1"))
    assert shown(record, "LOT-A 1").identity == "Lot-a 1"
    assert shown(record, "lot.a 1").identity == "Lot.a 1"
    assert refused(stocked, record, staff, bag("lot-A 1")).codes == ("stock.exists",)


def test_nothing_of_a_list_is_taken_where_one_of_it_is_there_or_stands_twice(record, staff):
    stocked(record, staff, bag("L1 1"), bag("L1 2"))
    found = refused(stocked, record, staff, bag("L1 2"), bag("L1 3"), bag("L1 1"), bag("l1 3"))
    assert found.codes == ("stock.exists", "stock.exists", "stock.duplicate")
    assert [problem.field for problem in found.problems] == [
        "containers[0]",
        "containers[2]",
        "containers[3]",
    ]
    assert shown(record, "L1 3") is None
    assert refused(stocked, record, staff).codes == ("stock.empty",)


def test_the_same_list_again_says_which_changed_and_changes_nothing(record, staff):
    stocked(record, staff, bag("L1 1"), bag("L1 2"))
    before = record.head()
    again = refused(
        stocked, record, staff, bag("L1 1"), bag("L1 2", position="tank 9", expiry=date(2027, 1, 1))
    )
    assert [problem.message for problem in again.problems] == [
        "L1 1 is in the stock already, as it is listed.",
        "L1 2 is in the stock already, and listed otherwise: expiry 2026-12-31, listed as 2027-01-01; "
        "position tank 1, listed as tank 9.",
    ]
    assert record.head() == before


def test_a_long_list_is_one_change_with_one_row_of_the_audit_for_each_container(record, staff):
    before, began = record.head().sequence, time.monotonic()
    stocked(record, staff, *(bag(f"L{number % 50} {number}") for number in range(2_000)))
    assert time.monotonic() - began < 10  # ten thousand take four seconds by themselves
    assert record.head().sequence == before + 2_000
    with record.reading() as statements:
        assert stock.count_listed(statements) == 2_000


def test_a_position_is_corrected_with_a_reason_and_nothing_else_is(record, staff):
    stocked(record, staff, bag("L1 1"))
    moved = stock.correct_position(record, staff["te-1"], "l1 1", "tank 2", "moved with its rack")
    assert moved.container == replace(bag("L1 1"), position="tank 2")
    again = ("L1 1", "tank 2", "again")
    assert refused(stock.correct_position, record, staff["te-1"], *again).codes == ("stock.not-moved",)
    assert refused(stock.correct_position, record, staff["te-1"], "L1 1", "", "x").codes == ("value.missing",)
    assert refused(stock.correct_position, record, staff["te-1"], "L1 1", "t", "").codes == ("value.missing",)


def test_people_take_lawful_steps_and_are_told_what_else_could_be_done(record, staff):
    stocked(record, staff, bag(status="quarantined"))
    assert stock.take_step(record, staff["ph-1"], "L1 1", "release", "certified").state == "released"
    found = refused(stock.take_step, record, staff["te-1"], "l1 1", "retrieve")
    assert found.codes == ("container.unlawful-step",)
    assert found.problems[0].message == "L1 1 is released; it cannot be retrieved."
    assert "reserve" in found.problems[0].fix
    assert (
        stock.take_step(record, staff["ph-1"], "L1 1", "quarantine", "damaged label").state == "quarantined"
    )
    assert shown(record).container.status == "quarantined"


def test_wasting_asks_for_a_reason_and_ends_a_life(record, staff):
    stocked(record, staff, bag())
    assert refused(stock.take_step, record, staff["te-1"], "L1 1", "waste").codes == ("value.missing",)
    stock.take_step(record, staff["te-1"], "L1 1", "waste", "the bag is torn")
    assert state(record) == ("wasted", None, None)
    again = (record, staff["ph-1"], "L1 1", "release", "it looks fine")
    assert refused(stock.take_step, *again).codes == ("container.unlawful-step",)
    with record.reading() as statements:
        ((step, counts),) = stock.history(statements, "L1 1")
    assert (step.name, step.person, step.reason, counts) == ("waste", "te-1", "the bag is torn", True)


@pytest.mark.parametrize("step", ["thaw", "infuse", "reserve", "unreserve", "exceptional-release"])
def test_steps_that_need_more_than_a_container_are_taken_elsewhere(record, staff, step):
    stocked(record, staff, bag())
    assert refused(stock.take_step, record, staff["te-1"], "L1 1", step).codes == (
        "container.step-elsewhere",
    )


def test_each_deed_is_for_its_roles(record, staff):
    stocked(record, staff, bag(status="quarantined"))
    nurse = staff["rn-1"]
    assert refused(stock.import_containers, record, nurse, [bag("L1 2")]).codes == ("people.role",)
    assert refused(stock.take_step, record, nurse, "L1 1", "release", "certified").codes == ("people.role",)
    assert refused(stock.take_step, record, nurse, "L1 1", "waste", "torn").codes == ("people.role",)
    assert refused(stock.correct_position, record, nurse, "L1 1", "t", "x").codes == ("people.role",)
    unknown = (record, staff["te-1"], "L9 9", "quarantine")
    assert refused(stock.take_step, *unknown).codes == ("container.not-found",)


def test_a_long_list_is_read_in_pages_and_by_state_lot_and_recipient(record, staff):
    bags = [bag(f"L1 {number:03}") for number in range(7)]
    stocked(record, staff, *bags, bag("L2 1", recipient="P-1"), bag("L2 2", status="quarantined"))
    with record.reading() as statements:
        first = stock.listed(statements, limit=5)
        rest = stock.listed(statements, after=first[-1].identity, limit=5)
        assert [each.identity for each in first + rest] == [*(each.identity for each in bags), "L2 1", "L2 2"]
        assert [each.identity for each in stock.listed(statements, state="quarantined")] == ["L2 2"]
        assert [each.identity for each in stock.listed(statements, recipient="P-1")] == ["L2 1"]
        assert stock.count_listed(statements, lot="l1") == len(stock.listed(statements, lot="L1")) == 7
        assert refused(stock.listed, statements, "frozen").codes == ("container.state-unknown",)
