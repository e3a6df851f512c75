"""What is reserved is held to the dose: a bag too few is told before anything is thawed."""

from dataclasses import replace

import pytest
from recorded import bag, begun, cleared, course, entered, given
from staff import proof, staffed

import msc_dose as md
from msc_dose.store import stock, verifications
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
    assert reserved(record, other)[1] == [("stock.cells-not-compared", "note")]


def test_it_is_cleared_to_thaw_only_with_a_reason_which_stays_on_record(record):
    people, _ = reserved(record, half_a_bag("1"))
    dose = md.read("2e6 viable MSC/kg", "dose_per_weight")
    entry = Reentry(dose, "viable", "actual", md.read("60 kg", "body_weight"), 1, ("MSC24A 1",))
    verifications.verify(record, proof(record, "rn-2"), "C-1", 1, entry)
    with pytest.raises(md.Refusal) as refusal:
        entered(record, people["rn-1"], "C-1", cleared())
    assert refusal.value.codes == ("alert.reason-missing",)
    entered(
        record, people["rn-1"], "C-1", cleared(), reasons={"stock.fewer-cells": "all there is; dr-lee agrees"}
    )
    with record.reading() as statements:
        kept = [(row["code"], row["reason"]) for row in statements.all("every_alert") if row["overridden"]]
    assert kept == [("stock.fewer-cells", "all there is; dr-lee agrees")]


def test_what_nobody_holds_and_is_released_can_be_planned_with(record):
    people, _ = reserved(record, bag("1"))
    stock.import_containers(record, people["te-1"], [bag("2"), bag("3", status="quarantined"), bag("4")])
    entered(record, people["rn-1"], "C-1", given("MSC24A 4"))
    with record.reading() as statements:
        assert [each.identity for each in stock.available(statements)] == ["MSC24A 2"]
