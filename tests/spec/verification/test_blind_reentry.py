"""A re-entry from the source order is compared exactly, field by field."""

import pytest
from courses.story import kg

import msc_dose as md
from msc_dose.verification.comparison import compare
from msc_dose.verification.covered import covered

from .facts import PER_KG, reentry, told, wrong


def signed():
    course, containers = told()
    return covered(course, 1, containers)


def differing(entry, document=None):
    return [each.field for each in compare(document or signed(), entry)]


@pytest.mark.parametrize(
    "entry",
    [
        reentry(),
        reentry(dose=md.read("0.002 × 10⁹ viable MSC/kg", "dose_per_weight")),
        reentry(weight=kg("60.0"), containers=("l1 v-1", "L1 V-1")),
        reentry(containers=("  l1   v-1 ",)),
    ],
)
def test_the_same_amounts_and_containers_agree_however_they_are_written(entry):
    assert differing(entry) == []


@pytest.mark.parametrize("field", wrong())
def test_each_field_that_differs_is_named_and_no_other(field):
    assert differing(wrong()[field]) == [field]


def test_next_to_the_same_is_not_the_same():
    assert differing(reentry(weight=kg("60.001"))) == ["weight"]
    assert differing(reentry(dose=md.read("2.001e6 cells/kg", "dose_per_weight"))) == ["dose"]


def test_an_order_that_depends_on_no_weight_need_not_name_one_but_a_named_one_is_compared():
    document = signed() | {
        "ordered_dose": {"value": "100000000", "unit": "cells"},
        "depends_on": "neither weight nor surface",
    }
    flat = md.read("100 million cells", "cell_count")
    assert differing(reentry(dose=flat, weight=None, basis=None), document) == []
    assert differing(reentry(dose=flat, weight=kg("61")), document) == ["weight"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"weight": None, "basis": None}, ("value.missing", "value.missing")),
        ({"counts": "live"}, ("counts.unknown",)),
        ({"basis": "guessed"}, ("weight.basis-unknown",)),
        ({"dose": PER_KG.stating("all")}, ("count.mixed",)),
        ({"dose": md.read("0 cells/kg", "dose_per_weight")}, ("dose.zero",)),
        ({"weight": md.read("60 kg IBW", "body_weight")}, ("weight.basis-differs",)),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_no_re_entry(given, codes):
    with pytest.raises(md.Refusal) as refusal:
        reentry(**given)
    assert refusal.value.codes == codes
