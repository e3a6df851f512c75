"""The working: every dose can be redone by hand, and what is not stated is said."""

import json
from decimal import Decimal

import pytest

import msc_dose as md
from msc_dose.derivation import Derivation

BY_HAND = {
    "dose per body weight × body weight": lambda a, b: a * b,
    "the smaller of calculated and maximum": min,
}


def dose_of(dose="2e6 cells/kg", weight="60 kg", basis=None, **facts):
    return md.calculate_dose(md.DoseRule.per_weight(dose, **facts), md.Patient(weight, basis))


@pytest.mark.parametrize("weight", ["3.5 kg", "60 kg", "70.123 kg", "130 kg"])
@pytest.mark.parametrize("maximum", [None, "200 million cells"])
def test_every_step_can_be_redone_from_its_inputs(weight, maximum):
    dose = dose_of(weight=weight, maximum=maximum)
    before = None
    for step in dose.derivation.steps:
        redone = BY_HAND[step.formula](*(Decimal(term.value) for term in step.inputs))
        assert redone == Decimal(step.result.value) == Decimal(step.unrounded)
        assert before is None or before in [term.value for term in step.inputs]
        assert (step.result.unit, step.rounding, step.source) == ("cells", "none: exact", "as ordered")
        before = step.result.value
    assert Decimal(before) == dose.cells.value


def test_the_working_names_what_is_counted_and_whose_weight_it_is():
    text = str(dose_of("2e6 viable MSC/kg", basis="actual").derivation)
    assert text.splitlines() == [
        "1. viable MSC for this body weight",
        "     dose per body weight × body weight",
        "       dose per body weight, viable MSC: 2,000,000 cells/kg",
        "       body weight, basis actual: 60 kg",
        "     = 120,000,000 cells",
        "     source: as ordered",
    ]


def test_the_working_survives_its_document():
    working = dose_of(maximum="1e8 cells").derivation
    assert Derivation.from_document(json.loads(json.dumps(working.as_document()))) == working


@pytest.mark.parametrize(
    ("basis", "counts", "codes"),
    [
        (None, None, ["weight.basis-not-stated", "dose.counts-not-stated"]),
        ("actual", None, ["dose.counts-not-stated"]),
        (None, "viable", ["weight.basis-not-stated"]),
        ("predicted", "all", []),
    ],
)
def test_what_is_not_stated_is_a_note_and_never_a_default(basis, counts, codes):
    dose = dose_of(basis=basis, counts=counts)
    assert [problem.code for problem in dose.problems] == codes
    assert {problem.severity for problem in dose.problems} <= {"note"}
    assert dose.cells.counts == counts
    assert dose.cells.value == 120_000_000
    assert ("not stated" in str(dose.derivation)) == bool(codes)


@pytest.mark.parametrize("basis", ["actual", "ideal", "adjusted", "predicted"])
def test_a_basis_names_the_weight_and_computes_nothing(basis):
    assert dose_of(basis=basis).cells == dose_of().cells


@pytest.mark.parametrize("basis", ["lean", "", "Actual", 3])
def test_an_unknown_basis_is_refused(basis):
    with pytest.raises(md.Refusal) as caught:
        md.Patient("60 kg", basis)
    assert caught.value.codes == ("weight.basis-unknown",)


@pytest.mark.parametrize("counts", ["total", "", "Viable", 3])
def test_an_unknown_way_of_counting_is_refused(counts):
    with pytest.raises(md.Refusal) as caught:
        md.DoseRule.per_weight("2e6 cells/kg", counts=counts)
    assert caught.value.codes == ("counts.unknown",)


def test_what_is_counted_can_be_stated_later_but_not_changed():
    rule = md.DoseRule.per_weight("2e6 cells/kg", maximum="2e8 cells").counting("viable", "MSC")
    assert (rule.counts, rule.maximum.counts, rule.dose.population) == ("viable", "viable", "MSC")
    with pytest.raises(md.Refusal) as caught:
        rule.counting("all")
    assert caught.value.codes == ("count.mixed",)
