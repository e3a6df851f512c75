"""Verification in the record: another person, from the source order, blind; and what follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from doublechecked import (
    ORDER,
    checks,
    gate,
    heavier,
    kg,
    ready,
    reentry,
    refused,
    stands,
    told_by,
)
from staff import proof
from stocked import at, bag, given, reserved, stocked

import msc_dose as md
from msc_dose.courses.events import dating, giving, ordering
from msc_dose.store.courses import course_on_record
from msc_dose.store.stock import holdings
from msc_dose.store.verifications import cosign, declare_urgent, owed, verify, waiting

WRONG = {
    "dose": reentry(dose=md.read("7531000 cells/kg", "dose_per_weight")),
    "counts": reentry(dose=replace(ORDER, counts=None), counts="all"),
    "basis": reentry(basis="ideal"),
    "weight": reentry(weight=kg("66.6")),
    "infusion": reentry(infusion=3),
    "containers": reentry(containers=("L1 1", "L9 99")),
}


@pytest.fixture
def staff(record):
    """A course planned by nurse 1, and a bag reserved for its first infusion by technologist 1."""
    return ready(record)


def rows(record):
    with record.reading() as statements:
        return statements.all("every_verification")


def test_another_person_enters_the_order_again_and_the_dose_is_verified(record, staff):
    assert (stands(record).state, gate(record)) == ("calculated", ["verify.missing"])
    outcome = checks(record, entry=reentry(containers=("l1 1",)))
    assert (outcome.state, outcome.fields, outcome.values) == ("verified", (), ())
    assert (stands(record).state, gate(record)) == ("verified", [])
    signature = stands(record).signature
    assert (signature.person, signature.meaning) == ("ph-2", "independent double check")
    assert signature.document["dosing_weight"] == {"value": "60", "unit": "kg"}


@pytest.mark.parametrize("who", ["rn-1", "te-1"])
def test_whoever_planned_the_course_or_reserved_its_containers_never_verifies_it(record, staff, who):
    refusal = refused(checks, record, who)
    assert refusal.codes == ("verify.same-person",)
    assert not rows(record)


def test_whoever_changed_the_dose_never_verifies_what_they_changed(record, staff):
    told_by(record, staff, heavier(2), by="ph-2")
    assert refused(checks, record, "ph-2", reentry(infusion=2), infusion=2).codes == ("verify.same-person",)
    assert checks(record, "ph-2").state == "verified"


def test_an_administrator_verifies_nothing_and_a_passphrase_of_before_signs_nothing(record, staff):
    assert refused(checks, record, "ad-1").codes == ("people.role",)
    old = replace(proof(record, "ph-2"), at=record.now() - timedelta(minutes=6))
    assert refused(verify, record, old, "C-1", 1, reentry()).codes == ("signature.stale",)
    assert not rows(record)


def test_a_first_mismatch_tells_the_fields_name_and_nobodys_value(record, staff):
    for field, entry in WRONG.items():
        # Another wording of the order makes it another document, of which this is the first re-entry.
        told_by(record, staff, ordering.OrderAmended("O-1", f"as before ({field})", "dr-lee", "clearer"))
        outcome = checks(record, entry=entry)
        assert (outcome.state, outcome.fields, outcome.values) == ("mismatch", (field,), ())
        assert stands(record).fields == (field,)
        now = stands(record)
        said = f"{outcome} {outcome.lines()} {outcome.as_document()} {now.disagreement} {now.attempts}"
        leaked = (
            "60 kg",
            "'60'",
            "66.6",
            "2 million",
            "2000000",
            "7531000",
            "L1 1",
            "L9 99",
            "actual",
            "ideal",
            "120",
        )
        assert not [value for value in leaked if value in said]
        with record.reading() as statements:
            audit = str(statements.all("every_audit")[-1])
        assert not [value for value in ("66.6", "7531000", "L9 99") if value in audit]
        assert gate(record) == ["verify.missing"]


def test_after_a_mismatch_the_right_entry_of_the_order_still_verifies(record, staff):
    checks(record, entry=WRONG["weight"])
    assert stands(record).state == "mismatch"
    assert checks(record).state == "verified"


def test_the_second_mismatch_shows_both_sides_and_their_sources_and_nobody_verifies_it_any_more(
    record, staff
):
    checks(record, "ph-2", WRONG["weight"])
    outcome = checks(record, "md-1", WRONG["weight"])
    assert (outcome.state, outcome.fields) == ("disagreed-twice", ("weight",))
    shown = outcome.values[1]
    assert (shown.first, shown.second) == ("60 kg", "66.6 kg")
    assert shown.first_source == "event 2 (planned) by rn-1, 2024-01-29 09:00"
    assert shown.second_source == "re-entered by md-1, 2024-01-29 09:00"
    assert gate(record) == ["verify.disagreed"]
    assert stands(record).disagreement == outcome.values
    assert [each.document["weight"]["value"] for each in stands(record).attempts] == ["66.6", "66.6"]
    assert refused(checks, record, "rn-2").codes == ("verify.disagreed",)
    assert refused(declare_urgent, record, proof(record, "rn-1"), "C-1", 1, "haste").codes == (
        "verify.disagreed",
    )


def test_a_disagreement_about_containers_says_who_reserved_them(record, staff):
    checks(record, entry=WRONG["containers"])
    shown = checks(record, entry=WRONG["containers"]).values[0]
    assert (shown.first, shown.second) == ("L1 1", "L1 1, L9 99")
    assert shown.first_source == "reserved by te-1, 2024-01-29 09:00"


def test_only_a_change_by_the_owner_opens_it_again_and_the_count_begins_anew(record, staff):
    for _ in range(2):
        checks(record, entry=WRONG["weight"])
    told_by(record, staff, heavier())
    assert stands(record).state == "calculated"
    assert checks(record, entry=WRONG["weight"]).state == "mismatch"
    reasons = {"stock.fewer-cells": "all there is; dr-lee agrees"}
    assert checks(record, entry=reentry(weight=kg(62)), reasons=reasons).state == "verified"


def test_a_mismatch_opens_no_urgent_path(record, staff):
    checks(record, entry=WRONG["dose"])
    refusal = refused(declare_urgent, record, proof(record, "rn-1"), "C-1", 1, "nobody here")
    assert refusal.codes == ("verify.disagreed",)


def test_a_change_voids_the_signature_and_says_what_is_another_now(record, staff):
    checks(record)
    told_by(record, staff, heavier())
    found = stands(record)
    assert found.state == "void"
    assert "dosing weight 60 kg → 62 kg" in found.changes
    assert gate(record) == ["verify.void"]
    holdings.unreserve(record, staff["te-1"], "C-1", 1, ["L1 1"], "torn")
    assert "container L1 1 is reserved no more" in stands(record).changes


def test_a_stale_entry_cannot_verify_what_changed_meanwhile(record, staff):
    before = reentry()
    told_by(record, staff, heavier())
    assert checks(record, entry=before).fields == ("weight",)


def test_date_time_and_place_within_the_window_leave_the_signature_as_it_is(record, staff):
    checks(record)
    told_by(record, staff, dating.Moved(1, at(9).date() + timedelta(days=2), "this-one", "no bed"))
    told_by(record, staff, dating.Arranged(1, "10:30", "ward 4"))
    assert (stands(record).state, gate(record)) == ("verified", [])


def test_a_move_out_of_the_window_is_verified_anew_with_a_reason_for_the_departure(record, staff):
    checks(record)
    out = at(9).date() + timedelta(days=6)
    told_by(record, staff, dating.Moved(1, out, "this-one", "no bed"))
    assert stands(record).changes == ("date outside the window none → 2024-02-04",)
    refusal = refused(checks, record)
    assert refusal.codes == ("alert.reason-missing",)
    outcome = checks(record, reasons={"course.out-of-window": "dr-lee agreed"})
    assert outcome.state == "verified"
    assert [(each.code, each.reason, each.person) for each in outcome.answered] == [
        ("course.out-of-window", "dr-lee agreed", "ph-2")
    ]


def test_findings_are_told_all_at_once_and_only_once_the_entry_agrees(record, staff):
    told_by(record, staff, dating.Moved(1, at(9).date() + timedelta(days=6), "this-one", "no bed"))
    told_by(record, staff, ordering.Ordered("for 62 kg", "dr-lee", "O-2", None, kg(62)))
    assert checks(record, entry=WRONG["weight"]).state == "mismatch"
    refusal = refused(checks, record)
    assert refusal.codes == ("alert.reason-missing", "alert.reason-missing")
    assert "course.order-differs" in str(refusal)
    reasons = {"course.out-of-window": "agreed", "course.order-differs": "asked dr-lee"}
    assert checks(record, reasons=reasons).state == "verified"


def test_nothing_overrides_an_expired_container_or_an_order_that_is_cancelled(record, staff):
    stocked(record, staff, bag("L2 1", expiry=at(9).date()))
    reserved(record, staff, "L2 1")
    told_by(record, staff, dating.Moved(1, at(9).date() + timedelta(days=1), "this-one", "no bed"))
    told_by(record, staff, ordering.OrderCancelled("O-1", "another drug"))
    entry = reentry(containers=("L1 1", "L2 1"))
    expected = ("verify.order-cancelled", "verify.container-expired")
    assert refused(checks, record, entry=entry).codes == expected
    assert refused(declare_urgent, record, proof(record, "rn-1"), "C-1", 1, "haste").codes == expected


def test_urgent_clears_exactly_this_dose_and_a_co_signature_is_owed_until_somebody_else_gives_it(
    record, staff
):
    outcome = declare_urgent(record, proof(record, "rn-1"), "C-1", 1, "nobody else on duty")
    assert outcome.state == "urgent"
    assert (stands(record).state, gate(record)) == ("urgent", [])
    with record.reading() as statements:
        due = owed(statements)
    assert [(each.course, each.infusion, each.person, each.reason) for each in due] == [
        ("C-1", 1, "rn-1", "nobody else on duty")
    ]
    assert due[0].days(record.now() + timedelta(hours=25)) == 1
    assert refused(checks, record, "rn-1", how=cosign).codes == ("verify.same-person",)
    assert checks(record, how=cosign).meaning == "later co-signature"
    with record.reading() as statements:
        assert owed(statements) == ()
    assert stands(record).state == "verified"


def test_urgent_holds_for_this_dose_alone(record, staff):
    declare_urgent(record, proof(record, "rn-1"), "C-1", 1, "nobody else on duty")
    told_by(record, staff, heavier())
    assert gate(record) == ["verify.void"]
    assert refused(checks, record, how=cosign).codes == ("verify.void",)


def put_in(record, staff):
    told_by(record, staff, giving.Cleared(1, (giving.ClearanceItem("IV access", True),)), minute=0)
    told_by(record, staff, giving.Thawed(1, ("L1 1",)), minute=5)
    told_by(record, staff, given(1, "L1 1"), minute=30)


def test_once_the_product_is_in_the_co_signature_is_still_given(record, staff):
    declare_urgent(record, proof(record, "rn-1"), "C-1", 1, "nobody else on duty")
    put_in(record, staff)
    assert stands(record).owed
    assert checks(record, how=cosign).state == "verified"
    assert (stands(record).state, stands(record).owed) == ("verified", False)


def test_once_the_product_is_in_a_mismatch_is_told_plainly_to_both(record, staff):
    declare_urgent(record, proof(record, "rn-1"), "C-1", 1, "nobody else on duty")
    put_in(record, staff)
    outcome = checks(record, entry=WRONG["weight"], how=cosign)
    assert [(each.first, each.second) for each in outcome.values] == [("60 kg", "66.6 kg")]
    assert stands(record).disagreement == outcome.values
    assert (stands(record).state, stands(record).owed) == ("urgent", True)


def test_what_was_given_is_not_verified_afterwards(record, staff):
    put_in(record, staff)
    assert refused(checks, record).codes == ("verify.not-to-come",)
    assert refused(checks, record, how=cosign).codes == ("verify.nothing-owed",)


def test_what_waits_for_a_check_is_listed_by_date_until_it_is_verified(record, staff):
    with record.reading() as statements:
        courses = [course_on_record(statements, "C-1")]
        listed = waiting(statements, courses, record.now())
    assert [(each.infusion, each.state) for each in listed] == [(n, "calculated") for n in (1, 2, 3, 4)]
    checks(record)
    checks(record, entry=WRONG["weight"], infusion=2)
    with record.reading() as statements:
        listed = waiting(statements, courses, record.now())
    assert [(each.infusion, each.state) for each in listed] == [
        (2, "mismatch"),
        (3, "calculated"),
        (4, "calculated"),
    ]


def test_a_dose_is_verified_once(record, staff):
    checks(record)
    assert refused(checks, record, "md-1").codes == ("verify.verified-already",)
    urgent = refused(declare_urgent, record, proof(record, "rn-1"), "C-1", 1, "haste")
    assert urgent.codes == ("verify.verified-already",)


def test_whoever_changes_a_dose_that_they_verified_is_no_other_person_any_more(record, staff):
    checks(record)
    told_by(record, staff, heavier(), by="ph-2")
    told_by(record, staff, ordering.DoseChanged(1, "back", "dr-lee", "O-1", None, kg(60)), by="ph-2")
    assert stands(record).state == "void"


def test_a_refusal_leaves_nothing(record, staff):
    head = record.head()
    refused(checks, record, "rn-1")
    refused(checks, record, reasons={"course.clock": "not asked"})
    assert record.head() == head
    assert refused(checks, record, infusion=9).codes == ("course.no-such-infusion",)
