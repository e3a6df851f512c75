"""Reservations: one container for one infusion, and whoever comes second is told who has it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from staff import staffed
from stocked import at, bag, begun, codes, given, reserved, shown, state, stocked, tell

import msc_dose as md
from msc_dose.courses.events import dating, giving
from msc_dose.problems import Refusal
from msc_dose.store import stock
from msc_dose.store.courses import course_on_record
from msc_dose.store.stock import holdings
from msc_dose.store.stock.clearance import clearance_problems

LAST_YEAR = date(2023, 12, 31)


@pytest.fixture
def staff(record):
    """A course of four infusions for P-1, and three bags."""
    people = staffed(record)
    begun(record, people)
    stocked(record, people, bag("L1 1"), bag("L1 2"), bag("L1 3", recipient="P-1"))
    return people


def refused(work, *given):
    with pytest.raises(Refusal) as refusal:
        work(*given)
    return refusal.value


def stands_against(record, infusion=1):
    with record.reading() as statements:
        return codes(clearance_problems(statements, course_on_record(statements, "C-1"), infusion, at(9)))


def test_reserved_containers_are_those_of_their_infusion(record, staff):
    holdings.reserve(record, staff["te-1"], "C-1", 1, ["l1 2", "L1 3"])
    assert state(record, "L1 2") == ("reserved", "C-1", 1)
    with record.reading() as statements:
        held = stock.reserved_for(statements, "C-1", 1)
        assert [each.identity for each in held] == ["L1 2", "L1 3"]
        assert [each.identity for each in stock.listed(statements, course="C-1")] == ["L1 2", "L1 3"]
        assert stock.reserved_for(statements, "C-1", 2) == ()


def test_who_comes_second_is_told_who_has_it_since_when_and_by_whom(record, staff):
    begun(record, staff, "C-2", "P-2")
    reserved(record, staff, "L1 1")
    found = refused(reserved, record, staff, "L1 1", "C-2", 3)
    assert found.codes == ("container.held",)
    since = "since Mon 29-Jan-2024 09:00, reserved by te-1."
    assert found.problems[0].message == f"L1 1 is held by course C-1, infusion 1, {since}"
    assert refused(reserved, record, staff, "L1 1", "C-1", 2).codes == ("container.held",)
    assert state(record) == ("reserved", "C-1", 1)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (given(1, "L1 2"), "it was given"),
        (dating.Missed(1, "fever"), "it was missed"),
        (dating.NotNeeded(1, "better"), "it is not needed"),
        (dating.CourseStopped("consent withdrawn"), "the course is stopped"),
    ],
    ids=["given", "missed", "not needed", "stopped"],
)
def test_nothing_is_reserved_for_an_infusion_that_is_over(record, staff, what, why):
    tell(record, staff, "C-1", what)
    (problem,) = refused(reserved, record, staff).problems
    assert (problem.code, problem.field) == ("stock.infusion-over", "infusion")
    assert problem.message == f"Nothing is reserved for infusion 1 of C-1: {why}."
    assert state(record) == ("released", None, None)


def test_what_is_made_up_or_repeated_can_be_reserved_for(record, staff):
    ended = given(1, "L1 2", infused="10 mL")
    what = giving.StoppedEarly(1, ended.started, ended.ended, "rash", ended.containers)
    tell(record, staff, "C-1", what)
    assert refused(reserved, record, staff).codes == ("stock.infusion-over",)
    rest = replace(md.read("60 million viable MSC", "cell_count"), moment=None)
    tell(record, staff, "C-1", giving.PartialDecided(1, "made-up", "half of it", 3, rest))
    reserved(record, staff)
    assert state(record) == ("reserved", "C-1", 1)


def test_all_of_a_reservation_or_nothing_of_it(record, staff):
    stocked(record, staff, bag("L2 1", status="quarantined"), bag("L2 2", expiry=LAST_YEAR))
    wanted = ["L1 1", "L2 1", "L2 2", "L9 9"]
    found = refused(holdings.reserve, record, staff["te-1"], "C-1", 1, wanted)
    assert found.codes == ("container.unlawful-step", "container.expired", "container.not-found")
    assert state(record) == ("released", None, None)
    twice = refused(holdings.reserve, record, staff["te-1"], "C-1", 1, ["L1 1", "l1 1"])
    assert twice.codes == ("stock.duplicate",)
    assert refused(holdings.reserve, record, staff["te-1"], "C-1", 1, []).codes == ("value.missing",)


def test_a_container_of_another_recipient_is_never_reserved(record, staff):
    stocked(record, staff, bag("L2 1", recipient="P-9"), bag("L2 2", recipient="p-1"))
    assert refused(reserved, record, staff, "L2 1").codes == ("container.other-recipient",)
    assert "P-9" not in str(refused(reserved, record, staff, "L2 1"))
    assert refused(reserved, record, staff, "L2 2").codes == ("recipient.look-alike",)


def test_a_reservation_is_for_an_infusion_that_there_is_and_by_those_who_may(record, staff):
    assert refused(reserved, record, staff, "L1 1", "C-1", 5).codes == ("course.no-such-infusion",)
    assert refused(reserved, record, staff, "L1 1", "C-7", 1).codes == ("course.unknown",)
    by_nurse = (record, staff["rn-1"], "C-1", 1, ["L1 1"])
    assert refused(holdings.reserve, *by_nurse).codes == ("people.role",)


def test_unreserved_it_is_free_for_others(record, staff):
    begun(record, staff, "C-2", "P-2")
    reserved(record, staff)
    wrong = (record, staff["te-1"], "C-2", 1, ["L1 1"], "a mistake")
    assert refused(holdings.unreserve, *wrong).codes == ("container.not-held",)
    no_reason = (record, staff["te-1"], "C-1", 1, ["L1 1"], "")
    assert refused(holdings.unreserve, *no_reason).codes == ("value.missing",)
    holdings.unreserve(record, staff["te-1"], "C-1", 1, ["L1 1"], "given later")
    assert state(record) == ("released", None, None)
    reserved(record, staff, "L1 1", "C-2", 1)
    assert state(record) == ("reserved", "C-2", 1)


def test_what_was_retrieved_is_returned_before_it_is_unreserved(record, staff):
    reserved(record, staff)
    stock.take_step(record, staff["te-1"], "L1 1", "retrieve")
    back = (record, staff["te-1"], "C-1", 1, ["L1 1"], "postponed")
    assert refused(holdings.unreserve, *back).codes == ("container.unlawful-step",)
    assert stock.take_step(record, staff["te-1"], "L1 1", "return").state == "reserved"
    holdings.unreserve(*back)
    assert state(record) == ("released", None, None)


def test_a_reserved_container_that_is_wasted_is_nobodys(record, staff):
    reserved(record, staff)
    stock.take_step(record, staff["te-1"], "L1 1", "waste", "the bag is torn")
    assert state(record) == ("wasted", None, None)
    assert stands_against(record) == ["stock.none-reserved"]


def test_nothing_is_cleared_without_a_container_that_may_be_used(record, staff):
    assert stands_against(record) == ["stock.none-reserved"]
    reserved(record, staff)
    assert stands_against(record) == []
    assert stands_against(record, 2) == ["stock.none-reserved"]
    stock.take_step(record, staff["ph-1"], "L1 1", "quarantine", "a question on its label")
    assert shown(record).course == "C-1"
    assert stands_against(record) == ["container.quarantined"]
    stock.take_step(record, staff["ph-1"], "L1 1", "release", "answered")
    assert (stands_against(record), state(record)) == ([], ("reserved", "C-1", 1))


def test_a_container_that_expires_before_its_infusion_is_not_cleared(record, staff):
    with record.reading() as statements:
        second = course_on_record(statements, "C-1").infusions[1].date
    stocked(record, staff, bag("L2 1", expiry=second), bag("L2 2", expiry=second - timedelta(1)))
    reserved(record, staff, "L2 1", "C-1", 2)
    assert stands_against(record, 2) == []
    reserved(record, staff, "L2 2", "C-1", 2)
    assert stands_against(record, 2) == ["container.expired"]


def test_what_another_program_took_between_is_refused_by_the_index(record, staff, monkeypatch):
    """The rule of the database holds where the steps, for whatever reason, do not tell of a holder."""
    with record.by_itself("a holding without its step") as change:
        taken = {"container": "L1 1", "course": "C-9", "infusion": 1, "taken": change.moment, "freed": None}
        change.append("holding", **taken)
    monkeypatch.setattr("msc_dose.store.stock.steps._open_holding", lambda *_: None)
    assert refused(reserved, record, staff).codes == ("container.held",)
