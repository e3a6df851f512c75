"""Approved protocols: two people stand for a file, byte for byte, until a day of review."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from staff import MONDAY, proof, staffed

import msc_dose as md
from msc_dose.courses.plan import Plan
from msc_dose.courses.same_rules import departures
from msc_dose.files.protocols import protocol_from_text, shipped_protocols
from msc_dose.library.approved import held_to_approved, proposable, protocol_on_record
from msc_dose.problems import Refusal
from msc_dose.store.people.signatures import signatures_of
from msc_dose.store.site import protocols

SITE = (Path(__file__).parents[3] / "examples/site_sjogren_msc.toml").read_text(encoding="utf-8")
ID = "site-sjogren-msc"
TODAY = MONDAY.date()
REVIEW = date(2026, 1, 29)


def plan_of(text=SITE, **given):
    """A plan by a protocol file, as a person makes it."""
    inputs = {"start": date(2024, 2, 1), "closures": md.Closures(open="mon-fri")} | given
    return md.plan_course(protocol_from_text(text, "site.toml"), md.Patient(weight="60 kg"), **inputs)


def propose(record, code="ph-1", text=SITE, review=REVIEW):
    return protocols.propose(record, proof(record, code), ID, text, review)


def approved(record, text=SITE, review=REVIEW):
    fingerprint = propose(record, text=text, review=review)
    protocols.approve(record, proof(record, "md-1"), fingerprint)
    return fingerprint


def check(record, plan, fingerprint, on=TODAY):
    with record.reading() as statements:
        protocols.check_plan(statements, plan, fingerprint, on)


def refused(code, act):
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.codes == (code,)
    return caught.value.problems[0].message


def test_two_people_sign_the_very_text_and_its_hash_is_that_of_the_file(record):
    staffed(record)
    fingerprint = approved(record)
    assert fingerprint == hashlib.sha256(SITE.encode()).hexdigest()
    with record.reading() as statements:
        [one] = protocols.approved(statements, TODAY)
        signed = signatures_of(statements, f"protocol {fingerprint}")
    assert (one.proposed_by, one.approved_by, one.review, one.name) == ("ph-1", "md-1", REVIEW, ID)
    assert [(each.person, each.meaning) for each in signed] == [
        ("ph-1", "protocol proposed"),
        ("md-1", "protocol approved"),
    ]
    assert all(each.shown == SITE and each.hash == fingerprint for each in signed)


def test_whoever_proposed_it_does_not_approve_it(record):
    staffed(record)
    fingerprint = propose(record)
    refused("protocol.same-person", lambda: protocols.approve(record, proof(record, "ph-1"), fingerprint))
    refused("people.role", lambda: protocols.approve(record, proof(record, "rn-1"), fingerprint))
    refused("people.role", lambda: propose(record, "ad-1"))
    refused("protocol.not-approved", lambda: check(record, plan_of(), fingerprint))


def test_only_an_approved_file_starts_a_course_and_one_byte_more_is_another_file(record):
    staffed(record)
    fingerprint = approved(record)
    check(record, plan_of(), fingerprint)
    other = hashlib.sha256((SITE + " ").encode()).hexdigest()
    assert "never proposed" in refused("protocol.not-approved", lambda: check(record, plan_of(), other))
    literature = replace(plan_of(), status="literature")
    assert "literature" in refused("protocol.not-approved", lambda: check(record, literature, fingerprint))
    renamed = replace(plan_of(), protocol="another")
    assert "the plan is of another" in refused(
        "protocol.not-approved", lambda: check(record, renamed, fingerprint)
    )


def test_a_plan_that_comes_as_a_document_needs_an_approved_protocol_of_its_name(record):
    staffed(record)
    refused("protocol.not-approved", lambda: check(record, plan_of(), None))
    approved(record)
    check(record, plan_of(), None)
    refused("protocol.not-approved", lambda: check(record, replace(plan_of(), protocol="another"), None))


def test_after_the_day_of_review_it_starts_no_course_until_it_is_proposed_again(record):
    sessions = staffed(record)
    fingerprint = approved(record, review=TODAY + timedelta(days=1))
    later = replace(record, clock=lambda: MONDAY + timedelta(days=2))
    check(record, plan_of(), fingerprint, TODAY + timedelta(days=1))
    message = refused(
        "protocol.not-approved", lambda: check(record, plan_of(), fingerprint, later.now().date())
    )
    assert "2024-01-30, has passed" in message
    told = refused("protocol.not-approved", lambda: protocol_on_record(later, ID))
    assert "its date of review, 2024-01-30, has passed" in told
    assert approved(later) == fingerprint
    check(record, plan_of(), fingerprint, later.now().date())
    protocols.withdraw(later, sessions["di-1"], fingerprint, "doubt about the label")
    refused("protocol.not-approved", lambda: check(later, plan_of(), fingerprint))


def test_the_day_of_review_lies_ahead_when_it_is_named_and_when_it_is_approved(record):
    staffed(record)
    refused("protocol.review", lambda: propose(record, review=TODAY))
    fingerprint = propose(record, review=date(2024, 1, 30))
    late = replace(record, clock=lambda: MONDAY + timedelta(days=1))
    refused("protocol.review", lambda: protocols.approve(late, proof(late, "md-1"), fingerprint))
    with pytest.raises(TypeError):
        propose(record, review="2026-01-29")


def test_what_is_in_force_or_waits_is_not_proposed_again(record):
    sessions = staffed(record)
    fingerprint = propose(record)
    assert "proposed already, by ph-1" in refused("protocol.on-record", lambda: propose(record, "ph-2"))
    protocols.approve(record, proof(record, "md-1"), fingerprint)
    assert "by ph-1 and md-1" in refused("protocol.on-record", lambda: propose(record, "ph-2"))
    refused("protocol.not-proposed", lambda: protocols.approve(record, proof(record, "di-1"), fingerprint))
    refused("value.missing", lambda: protocols.withdraw(record, sessions["ph-1"], fingerprint, " "))
    protocols.withdraw(record, sessions["ph-1"], fingerprint, "a new date of review")
    again = lambda: protocols.withdraw(record, sessions["ph-1"], fingerprint, "again")  # noqa: E731
    refused("protocol.withdrawn-already", again)
    assert propose(record, "md-1", review=date(2027, 1, 1)) == fingerprint
    refused("protocol.same-person", lambda: protocols.approve(record, proof(record, "md-1"), fingerprint))
    protocols.approve(record, proof(record, "ph-1"), fingerprint)


def test_a_new_version_replaces_the_one_of_its_name_in_the_same_change(record):
    staffed(record)
    first = approved(record)
    newer = SITE.replace("MSC, four monthly", "MSC (version 4), four monthly")
    second = propose(record, text=newer)
    check(record, plan_of(), first)
    assert protocols.approve(record, proof(record, "md-1"), second) == (first,)
    refused("protocol.not-approved", lambda: check(record, plan_of(), first))
    with record.reading() as statements:
        assert [each.hash for each in protocols.approved(statements, TODAY)] == [second]
        assert {each.hash: each.state(TODAY) for each in protocols.filed(statements)} == {
            first: "withdrawn",
            second: "approved",
        }
        assert protocols.find(statements, ID).hash == second
        assert protocols.find(statements, first[:8]).hash == first


def test_a_recorded_course_is_planned_from_the_text_of_the_record(record):
    staffed(record)
    fingerprint = approved(record)
    protocol, found = protocol_on_record(record, ID)
    assert (protocol, found) == (protocol_from_text(SITE, "x.toml"), fingerprint)
    assert protocol_on_record(record, fingerprint[:8])[1] == fingerprint
    refused("protocol.not-approved", lambda: protocol_on_record(record, "ryoncil-us-2024"))


def test_only_a_file_of_the_site_whose_examples_agree_can_be_proposed():
    assert proposable(SITE, "site.toml")[0].id == ID
    refused("protocol.status", lambda: proposable(SITE.replace('"site-approved"', '"literature"'), "x.toml"))
    wrong = SITE.replace('cells = "120 million cells"', 'cells = "121 million cells"')
    refused("protocol.example-failed", lambda: proposable(wrong, "x.toml"))


def test_every_plan_keeps_to_the_protocol_that_it_was_made_by():
    tried = 0
    for name in shipped_protocols():
        protocol = md.load_protocol(name)
        for component in [each.name for each in protocol.components] or [None]:
            plan = made(protocol, component)
            if plan is not None:
                assert departures(plan, protocol) == ()
                assert (
                    departures(Plan.from_document(json.loads(json.dumps(plan.as_document()))), protocol) == ()
                )
                tried += 1
    assert tried >= 12


def made(protocol, component):
    """A plan by a shipped protocol, whatever it asks for; None where one patient does not suit it."""
    shape = protocol.rule.shape
    given = {"start": date(2024, 2, 5), "component": component}
    given |= {} if protocol.rule.counts else {"counts": "viable"}
    given |= (
        {"interval": choice}
        if (choice := next(iter(getattr(protocol.schedule, "choices", ())), None))
        else {}
    )
    given |= {"version": shape.versions[0].name} if hasattr(shape, "versions") else {}
    for ordered in (None, "1e6 cells/kg", "2e8 cells", "1e8 cells"):
        try:
            patient = md.Patient(weight="30 kg", basis=protocol.basis or "actual")
            return md.plan_course(protocol, patient, ordered=ordered, **given)
        except Refusal:
            continue
    return None


def test_what_a_plan_states_besides_is_named_where_the_protocol_states_it():
    protocol = protocol_from_text(SITE, "site.toml")
    plan = plan_of(follow_up=md.FollowUp((18,), "first"))
    assert departures(plan, protocol) == ()
    assert departures(plan_of(window=5), protocol) == ("window",)
    changed = SITE.replace('"2 × 10⁶ cells/kg"', '"1 × 10⁶ cells/kg"').replace(
        "infusions = 4", "infusions = 3"
    )
    assert departures(plan_of(changed), protocol) == ("dose rule", "schedule")
    changed = SITE.replace('"10 %"', '"20 %"').replace("minimum_gap = 21", "minimum_gap = 14")
    assert departures(plan_of(changed), protocol) == ("course rules", "minimum gap")
    changed = SITE.replace("days_before_each = 1", "days_before_each = 2")
    assert departures(plan_of(changed), protocol) == ("visits",)
    assert departures(replace(plan, status="literature", protocol="x"), protocol) == ("protocol id", "status")


def test_a_plan_from_elsewhere_is_held_to_the_approved_file_rule_for_rule(record):
    staffed(record)
    fingerprint = approved(record)
    assert held_to_approved(record, Plan.from_document(plan_of().as_document())) == fingerprint
    other = plan_of(SITE.replace("infusions = 4", "infusions = 3"))
    assert "in: schedule." in refused("protocol.other-rules", lambda: held_to_approved(record, other))


def test_the_handling_of_the_product_is_the_protocols_and_may_be_completed():
    protocol = md.load_protocol("temcell-jp-weekly")
    plan = made(protocol, None)
    assert departures(plan, protocol) == ()
    use = plan.inputs.product
    completed = replace(use, handling=replace(use.handling, dispense="whole"))
    assert departures(replace(plan, inputs=replace(plan.inputs, product=completed)), protocol) == ()
    other = replace(use, handling=replace(use.handling, diluent="albumin"))
    for product in (other, None):
        changed = replace(plan, inputs=replace(plan.inputs, product=product))
        assert departures(changed, protocol) == ("product handling",)
