"""What is reserved is held to the dose: a bag too few is told before anything is thawed."""

from dataclasses import replace

import pytest
from recorded import START, at, bag, begun, cleared, course, entered, given, opened
from staff import proof, staffed

import msc_dose as md
from msc_dose.product.container import Recovery
from msc_dose.scheduling import Window
from msc_dose.store import stock, verifications
from msc_dose.store.courses import begin_course
from msc_dose.store.stock.steps import add_step, project
from msc_dose.verification.comparison import Reentry

HALF = replace(md.read("60 million viable MSC", "cell_count"), moment="after thaw")


def half_a_bag(serial):
    whole = bag(serial)
    return replace(whole, content=replace(whole.content, cells=HALF))


def reserved(record, *bags):
    """A course whose first infusion has these bags reserved; what is said of their cells."""
    people = staffed(record)
    begun(record, people["ph-1"])
    stock.import_containers(record, people["te-1"], bags)
    stock.reserve(record, people["te-1"], "C-1", 1, [each.identity for each in bags])
    return people, said(record)


def said(record, infusion=1):
    with record.reading() as statements:
        found = stock.cells_problems(statements, course(record), infusion)
    return [(problem.code, problem.severity) for problem in found]


@pytest.mark.parametrize(
    ("bags", "told"),
    [
        ((bag("1"),), []),
        ((half_a_bag("1"), half_a_bag("2")), []),
        ((half_a_bag("1"),), [("stock.fewer-cells", "check")]),
    ],
    ids=["120 of 120 million", "2 × 60 of 120 million", "60 of 120 million"],
)
def test_fewer_cells_than_the_dose_are_a_check(record, bags, told):
    assert reserved(record, *bags)[1] == told


def test_cells_that_are_counted_otherwise_than_the_dose_are_not_compared_and_it_says_so(record):
    all_cells = replace(md.read("500 million all MSC", "cell_count"), moment="before freeze")
    other = replace(bag("1"), content=replace(bag("1").content, cells=all_cells))
    assert reserved(record, other)[1] == [("stock.cells-not-compared", "check")]


def test_a_reason_for_one_infusion_answers_no_other(record):
    """A reason is kept by code and message: both name the infusion and its containers."""
    people, _ = reserved(record, half_a_bag("1"))
    stock.import_containers(record, people["te-1"], [half_a_bag("2")])
    stock.reserve(record, people["te-1"], "C-1", 2, ["MSC24A 2"])
    with record.reading() as statements:
        messages = [stock.cells_problems(statements, course(record), each)[0].message for each in (1, 2)]
    assert messages[0].startswith("Infusion 1 of C-1: MSC24A 1 hold 60 million viable MSC")
    assert messages[1].startswith("Infusion 2 of C-1: MSC24A 2 hold")


def test_cells_of_another_population_are_never_reserved_and_never_cleared(record):
    people = staffed(record)
    begun(record, people["ph-1"])
    t_cells = replace(md.read("400 million viable CD3+", "cell_count"), moment="before freeze")
    other = replace(bag("1"), content=replace(bag("1").content, cells=t_cells))
    stock.import_containers(record, people["te-1"], [other])
    with pytest.raises(md.Refusal) as refusal:
        stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 1"])
    assert refusal.value.codes == ("stock.other-population",)
    (problem,) = refusal.value.problems
    assert problem.message == "Infusion 1 of C-1: MSC24A 1 holds CD3+; the dose is of MSC."
    # Held all the same, as by a reservation of before: clearance is what stops it.
    with record.changing(people["te-1"], "held for a test") as change:
        add_step(change, "MSC24A 1", "reserve", "C-1", 1)
        project(change, "MSC24A 1", "C-1")
    assert said(record) == [("stock.other-population", "stop")]
    with record.reading() as statements:
        stops = stock.clearance_problems(statements, course(record), 1, record.now())
    assert [problem.code for problem in stops] == ["stock.other-population"]


def test_what_the_plan_chose_and_converted_needs_no_comparing_by_hand(record):
    people = staffed(record)
    all_cells = replace(md.read("160 million all MSC", "cell_count"), moment="before freeze")
    viable = md.read("90 %", "percentage")
    content = replace(bag("1").content, cells=all_cells, viability=viable, viability_moment="after thaw")
    recovery = Recovery(md.read("90 %", "percentage"), "total")
    listed = [replace(bag(each), content=replace(content, recovery=recovery)) for each in "12345"]
    handling = md.product_handling(dispense="whole", rinsed=True)
    product = md.product_use(tuple(listed), handling, recipient="P-1", allergies=("none known",))
    made = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), START, "calendar-month", "viable",
        md.Closures(), Window(3, 3), product=product,
    )  # fmt: skip
    begin_course(record, people["ph-1"], opened(), made, None, at(8))
    stock.import_containers(record, people["te-1"], listed)
    (chosen,) = stock.planned_containers(course(record), 1)
    stock.reserve(record, people["te-1"], "C-1", 1, [chosen])
    assert said(record) == []
    another = next(each.identity for each in listed if each.identity != chosen)
    stock.reserve(record, people["te-1"], "C-1", 1, [another])
    assert said(record) == [("stock.cells-not-compared", "check")]


def test_it_is_cleared_to_thaw_only_with_a_reason_which_stays_on_record(record):
    people, _ = reserved(record, half_a_bag("1"))
    dose = md.read("2e6 viable MSC/kg", "dose_per_weight")
    entry = Reentry(dose, "viable", "actual", md.read("60 kg", "body_weight"), 1, ("MSC24A 1",))
    check = (record, proof(record, "rn-2"), "C-1", 1, entry)
    with pytest.raises(md.Refusal) as refusal:
        verifications.verify(*check)
    assert refusal.value.codes == ("alert.reason-missing",)
    verifications.verify(*check, {"stock.fewer-cells": "all there is; dr-lee agrees"})
    entered(record, people["rn-1"], "C-1", cleared())
    with record.reading() as statements:
        kept = [(row["code"], row["reason"]) for row in statements.all("every_alert") if row["overridden"]]
    assert kept == [("stock.fewer-cells", "all there is; dr-lee agrees")]


def test_what_nobody_holds_and_is_released_can_be_planned_with(record):
    people, _ = reserved(record, bag("1"))
    stock.import_containers(record, people["te-1"], [bag("2"), bag("3", status="quarantined"), bag("4")])
    entered(record, people["rn-1"], "C-1", given("MSC24A 4"))
    with record.reading() as statements:
        assert [each.identity for each in stock.available(statements)] == ["MSC24A 2"]
