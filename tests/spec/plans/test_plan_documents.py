"""A plan is a value: it compares, hashes, pickles, and goes through JSON without loss."""

import copy
import json
import pickle
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md

WEIGHTS = st.decimals("3", "200", places=3)
STARTS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CLOSED = st.dictionaries(st.dates(date(2020, 1, 1), date(2041, 6, 30)), st.just("closed"), max_size=5)


@st.composite
def plans(draw):
    patient = md.Patient(f"{draw(WEIGHTS)} kg", draw(st.sampled_from(["actual", "ideal"])))
    counts = draw(st.sampled_from(["viable", "all"]))
    closures = md.Closures(open=draw(st.sampled_from([None, "mon-fri", "mon-sat"])), closed=draw(CLOSED))
    start = draw(STARTS)
    protocol, interval = draw(
        st.sampled_from(
            [("sjogren-itp-msc-monthly", "calendar-month"), ("sjogren-itp-msc-monthly", "28-days"),
             ("ryoncil-us-2024", None)]
        )
    )  # fmt: skip
    try:
        return md.plan_course(protocol, patient, start, interval, counts, closures, draw(st.integers(0, 4)))
    except md.Refusal as refusal:
        if set(refusal.codes) != {"schedule.no-open-day"}:
            raise
        return None


@settings(max_examples=150, deadline=None)
@given(plans())
def test_a_plan_goes_through_json_and_back_unchanged(plan):
    if plan is None:
        return
    document = json.loads(json.dumps(plan.as_document()))
    assert md.Plan.from_document(document) == plan
    assert md.recheck_plan(document) == ()
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert hash(md.Plan.from_document(document)) == hash(plan)


@pytest.fixture
def document():
    plan = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), date(2027, 1, 29), "calendar-month", "viable",
        md.Closures(open="mon-fri"), 3,
    )  # fmt: skip
    return plan.as_document()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("infusions", 1, "date"), "2027-03-02"),
        (("infusions", 1, "target"), "2027-03-01"),
        (("infusions", 3, "cells"), "12000000"),
        (("total_cells",), "480000001"),
        (("inputs", "weight", "value"), "61"),
        (("inputs", "window", "after"), 0),
    ],
)
def test_a_document_that_was_changed_is_not_a_plan(document, path, value):
    changed = copy.deepcopy(document)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(md.Refusal) as refused:
        md.Plan.from_document(changed)
    assert set(refused.value.codes) == {"recheck.disagrees"}


@pytest.mark.parametrize("key", ["title", "source", "missing", "inputs", "infusions", "problems"])
def test_a_document_with_a_part_missing_is_refused(document, key):
    del document[key]
    with pytest.raises(md.Refusal) as refused:
        md.Plan.from_document(document)
    assert refused.value.codes == ("document.malformed",)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("missing",), [1]),
        (("infusions", 0, "dose_steps", 0, "rounding"), 1),
        (("infusions", 0, "date_steps", 0, "formula"), None),
        (("infusions", 0, "dose_problems"), [{"severity": "boo"}]),
        (("problems",), [1, None]),
        (("inputs", "product"), "no-such-class"),
    ],
)
def test_a_document_with_a_part_of_a_wrong_kind_is_refused(document, path, value):
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(md.Refusal) as refused:
        md.Plan.from_document(document)
    assert refused.value.codes[0] in ("document.malformed", "product.unknown")


def test_the_document_has_the_fields_that_programs_rely_on(document):
    assert document["schema"] == "msc-dose/plan/2"
    assert document["recheck"] == "agrees"
    assert set(document["infusions"][0]) >= {"number", "target", "earliest", "latest", "date", "cells"}
    assert document["infusions"][0]["cells"] == "120000000"
    assert document["inputs"]["weight"] == {"value": "60", "unit": "kg"}


def test_a_plan_whose_second_calculation_disagrees_does_not_exist(monkeypatch):
    from msc_dose.courses import planning
    from msc_dose.problems import stop

    found = stop(
        "recheck.disagrees", "infusions[0].cells", "the document says 1, the second calculation 2", ""
    )
    monkeypatch.setattr(planning, "recheck_plan", lambda document: (found,))
    with pytest.raises(md.Refusal) as refused:
        md.plan_course("ryoncil-us-2024", md.Patient("35 kg", "actual"), date(2027, 3, 1), None, "viable")
    assert refused.value.problems[0].field == "plan"
    assert found in refused.value.problems


def test_a_course_is_told_apart_from_its_working(document):
    """The explanation lets a person redo every number: inputs, formula, result, and days passed over."""
    text = md.Plan.from_document(document).explain()
    for needed in (
        "2,000,000 cells/kg",
        "60 kg",
        "= 120,000,000 cells",
        "passed over Sun 28-Feb-2027",
        "AB0452",
    ):
        assert needed in text


def test_an_actual_weight_beside_a_flat_dose_is_the_dosing_weight_of_the_plan():
    """Darvadstrocel is 120 million cells for everybody; cells per kg are told where a weight is known."""
    patient = md.Patient(basis="actual", actual="60 kg")
    plan = md.plan_course("darvadstrocel", patient, date(2027, 1, 29), counts="viable")
    assert str(plan.inputs.weight) == "60 kg"
    assert plan.infusions[0].dose.weight == plan.inputs.weight
    assert md.Plan.from_document(plan.as_document()) == plan
