"""Which containers a dose is verified with: those its volumes were worked out from, and of the right cells."""

from dataclasses import replace

import pytest
from doublechecked import ORDER, checks, gate, kg, ready, reentry, refused, stands, told_by
from recorded import opened
from staff import proof, staffed
from stocked import MONDAY, bag, reserved, stocked, thawed

import msc_dose as md
from msc_dose.courses.events import ordering
from msc_dose.scheduling import Window
from msc_dose.store import stock
from msc_dose.store.courses import begin_course, course_on_record, events_of, import_course
from msc_dose.store.record import create_record
from msc_dose.store.verifications import declare_urgent, exceptional_of, waiting


@pytest.fixture
def planned(record):
    """A course whose plan draws from the record's own stock: all of one of two bags."""
    people = staffed(record)
    stocked(record, people, bag("L1 1"), bag("L1 2"))
    with record.reading() as statements:
        containers = stock.available(statements)
    handling = md.product_handling(dispense="whole", rinsed=True)
    product = md.product_use(containers, handling, recipient="P-1", allergies=("none known",))
    plan = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), MONDAY, "calendar-month", "viable",
        md.Closures(), Window(3, 3), product=product,
    )  # fmt: skip
    begin_course(record, people["ph-1"], opened(), plan, None)
    told_by(record, people, ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1"))
    return people


def test_the_containers_that_the_plan_draws_from_are_verified(record, planned):
    reserved(record, planned, "L1 1")
    assert checks(record).state == "verified"
    assert gate(record) == []


def test_others_than_the_plan_draws_from_are_not_for_the_volumes_are_those_of_its_own(record, planned):
    reserved(record, planned, "L1 2")
    refusal = refused(checks, record, entry=reentry(containers=("L1 2",)))
    assert refusal.codes == ("verify.other-containers",)
    assert "The plan draws from L1 1; reserved are L1 2." in str(refusal)
    urgent = refused(declare_urgent, record, proof(record, "ph-1"), "C-1", 1, "nobody else on duty")
    assert urgent.codes == ("verify.other-containers",)
    assert gate(record) == ["verify.missing", "verify.other-containers"]


def test_with_another_dose_the_plan_prepares_nothing_and_its_containers_are_not_asked_for(record, planned):
    told_by(record, planned, ordering.DoseChanged(1, "site", "dr-lee", "O-2", None, kg(50)))
    reserved(record, planned, "L1 2")
    entry = reentry(containers=("L1 2",), weight=kg(50))
    assert checks(record, entry=entry).state == "verified"


def test_a_wrong_entry_is_told_before_anything_of_the_containers_is(record, planned):
    reserved(record, planned, "L1 2")
    outcome = checks(record, entry=reentry(weight=kg(61), containers=("L1 2",)))
    assert (outcome.state, outcome.fields) == ("mismatch", ("weight",))


def holding(population="MSC", cells=120_000_000):
    whole = bag("L3 1")
    held = replace(whole.content.cells, numerator=whole.content.cells.numerator * cells / 120_000_000)
    return replace(whole, content=replace(whole.content, cells=replace(held, population=population)))


def held(record, container):
    people = ready(record)
    stock.unreserve(record, people["te-1"], "C-1", 1, ["L1 1"], "another bag")
    stocked(record, people, container)
    reserved(record, people, container.identity)
    return reentry(containers=(container.identity,))


def test_fewer_cells_than_the_dose_are_verified_with_a_reason_only(record):
    entry = held(record, holding(cells=60_000_000))
    refusal = refused(checks, record, entry=entry)
    assert refusal.codes == ("alert.reason-missing",)
    assert "stock.fewer-cells" in str(refusal)
    outcome = checks(record, entry=entry, reasons={"stock.fewer-cells": "all there is; dr-lee agrees"})
    assert [each.code for each in outcome.answered] == ["stock.fewer-cells"]


def test_other_cells_than_the_dose_counts_are_not_verified_for_any_reason(record):
    people = ready(record)
    stocked(record, people, holding(population="CD3+"))
    told_by(record, people, thawed(1, "L3 1"))
    entry = reentry(containers=("L1 1", "L3 1"))
    assert refused(checks, record, entry=entry).codes == ("stock.other-population",)


@pytest.fixture
def exceptional(record):
    """A course whose first infusion has a bag that goes by exceptional release."""
    people = ready(record)
    stock.unreserve(record, people["te-1"], "C-1", 1, ["L1 1"], "another bag")
    stocked(record, people, bag("L3 1", status="quarantined"))
    proofs = (proof(record, "di-1"), proof(record, "md-1"))
    why = ("viability after thaw 62 %", "no other product", "QA-2024-017")
    stock.exceptional_release(record, people["te-1"], "L3 1", *why, proofs)
    reserved(record, people, "L3 1")
    return people


def test_a_product_that_goes_by_exceptional_release_is_named_wherever_its_dose_is_verified(
    record, exceptional
):
    said = "viability after thaw 62 %; reason: no other product; notification QA-2024-017"
    with record.reading() as statements:
        course = course_on_record(statements, "C-1")
        assert [each.exceptional for each in waiting(statements, [course], record.now())] == [1, 0, 0, 0]
        assert exceptional_of(statements, course, 1) == (f"EXCEPTIONAL RELEASE of L3 1: {said}",)
        assert exceptional_of(statements, course, 1, named=False) == (
            f"EXCEPTIONAL RELEASE of a container: {said}",
        )
    outcome = checks(record, entry=reentry(containers=("L3 1",)))
    assert outcome.exceptional == (f"EXCEPTIONAL RELEASE of L3 1: {said}",)
    assert outcome.exceptional[0] in outcome.lines()
    (container,) = stands(record).signature.document["containers"]
    assert container["exceptional_release"] == said


def test_whoever_imports_a_course_counts_as_having_calculated_it(record, tmp_path):
    people = ready(record)
    with record.reading() as statements:
        events = events_of(statements, "C-1")
    other = create_record(str(tmp_path / "other.db"), "Europe/Berlin", training=True, clock=record.now)
    people = staffed(other)
    import_course(other, people["ph-2"], events)
    entry = replace(reentry(), containers=())
    refusal = refused(checks, other, "ph-2", entry)
    assert refusal.codes == ("verify.same-person",)
    assert "imported the course" in str(refusal)
    assert checks(other, "md-1", entry).state == "verified"
    other.close()


def test_an_identity_is_one_in_whatever_writing_it_is_read(record):
    ready(record)
    assert checks(record, entry=reentry(containers=("  l1   1 ",), dose=ORDER)).state == "verified"


def test_why_a_signature_is_void_is_said_in_one_sentence(record):
    people = ready(record)
    checks(record)
    told_by(record, people, ordering.OrderCancelled("O-1", "another drug"))
    with record.reading() as statements:
        from msc_dose.store.verifications import clearance_problems

        (problem,) = clearance_problems(statements, course_on_record(statements, "C-1"), 1, record.now())
    assert problem.code == "verify.void"
    assert problem.message.endswith("rests on.")
    assert ".." not in problem.message
    assert ".;" not in problem.message
