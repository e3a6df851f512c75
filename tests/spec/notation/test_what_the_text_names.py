"""What the text names: the cells that are counted, their viability, and whose weight a kilogram is."""

import pytest

import msc_dose as md
from msc_dose.quantity.stated import Range

from .texts import refusal_of, values

POPULATIONS = [
    ("cells", None),
    ("cell", None),
    ("MSC", "MSC"),
    ("MSCs", "MSC"),
    ("mesenchymal stromal cells", "MSC"),
    ("mesenchymal stem cells", "MSC"),
    ("human MSCs", "MSC"),
    ("UC-MSCs", "UC-MSC"),
    ("bone marrow MSCs", "BM-MSC"),
    ("adipose-derived MSCs", "AD-MSC"),
    ("CD34+ cells", "CD34+"),
    ("CD34⁺ cells", "CD34+"),
    ("CD34-positive cells", "CD34+"),
    ("CD3+ cells", "CD3+"),
    ("CD3+ T cells", "CD3+"),
    ("CAR+ T cells", "CAR+ T"),
    ("CAR-positive T cells", "CAR+ T"),
    ("TNC", "TNC"),
    ("total nucleated cells", "TNC"),
    ("MNC", "MNC"),
    ("mononuclear cells", "MNC"),
    ("NK cells", "NK"),
]


@pytest.mark.parametrize(("words", "population"), POPULATIONS)
def test_the_population_is_kept_as_a_fact(words, population):
    amount = md.read(f"2e6 {words}/kg", "dose_per_weight")
    assert (amount.value, amount.population, amount.counts) == (2_000_000, population, None)


@pytest.mark.parametrize(
    ("words", "counts", "population"),
    [
        ("viable cells", "viable", None),
        ("live cells", "viable", None),
        ("viable CD34+ cells", "viable", "CD34+"),
        ("CAR-positive viable T cells", "viable", "CAR+ T"),
        ("all cells", "all", None),
        ("total cells", "all", None),
        ("all TNC", "all", "TNC"),
    ],
)
def test_viability_is_kept_where_the_text_says_it(words, counts, population):
    amount = md.read(f"2e6 {words}/kg", "dose_per_weight")
    assert (amount.counts, amount.population) == (counts, population)


@pytest.mark.parametrize("words", ["dogs", "CD34- cells", "T", "vials", "viable"])
def test_what_is_no_known_population_is_refused_and_not_left_out(words):
    assert values(refusal_of(f"2e6 {words}/kg", "dose_per_weight")) == []


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("PBW", "predicted"),
        ("(PBW)", "predicted"),
        ("predicted body weight", "predicted"),
        ("IBW", "ideal"),
        ("of ideal body weight", "ideal"),
        ("adjusted body weight", "adjusted"),
        ("AdjBW", "adjusted"),
        ("actual body weight", "actual"),
        ("TBW", "actual"),
        ("body weight", None),
        ("bw", None),
        ("KG", None),
        ("Körpergewicht", None),
    ],
)
def test_the_basis_of_the_weight_is_kept_in_a_dose_and_in_a_weight(words, basis):
    assert md.read(f"2e6 cells/kg {words}", "dose_per_weight").basis == basis
    assert md.read(f"60 kg {words}", "body_weight").basis == basis
    assert md.read(f"10 mL/kg {words}", "volume_per_weight").basis == basis
    assert md.read(f"1 g/kg {words}", "mass_per_weight").basis == basis


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2e6 cells/kg ABW", "dose_per_weight"),
        ("60 kg ABW", "body_weight"),
        ("10 mL/kg ABW", "volume_per_weight"),
        ("1 g/kg ABW", "mass_per_weight"),
    ],
)
def test_abw_is_actual_or_adjusted_and_is_to_be_confirmed(text, kind):
    refusal = refusal_of(text, kind)
    assert refusal.codes == ("weight.basis-ambiguous",)
    assert [reading.text.split(" ", 1)[1].split("kg ")[1] for reading in refusal.readings] == [
        "actual body weight",
        "adjusted body weight",
    ]


def test_lean_body_weight_is_none_of_the_four_and_is_refused():
    assert refusal_of("2e6 cells/kg LBW", "dose_per_weight").codes == ("unit.unknown",)


def test_both_ends_of_a_range_carry_what_its_unit_names():
    found = md.read("1-2 × 10⁶ viable MSC/kg IBW", "dose_per_weight")
    assert isinstance(found, Range)
    for end in (found.low, found.high):
        assert (end.counts, end.population, end.basis) == ("viable", "MSC", "ideal")


def test_the_patients_basis_is_taken_from_the_weight_that_names_it():
    assert md.Patient("60 kg PBW").basis == "predicted"


@pytest.mark.parametrize(
    "make",
    [
        lambda: md.Patient("60 kg PBW", basis="actual"),
        lambda: md.calculate_dose(
            md.DoseRule.per_weight("2e6 cells/kg PBW"), md.Patient("60 kg", basis="actual")
        ),
        lambda: md.calculate_dose(md.DoseRule.per_weight("2e6 cells/kg PBW"), md.Patient("60 kg IBW")),
    ],
    ids=["a weight and its patient", "a dose and a patient", "a dose and a weight"],
)
def test_two_bases_that_differ_are_refused(make):
    with pytest.raises(md.Refusal) as caught:
        make()
    assert caught.value.codes == ("weight.basis-differs",)


def test_the_dose_on_the_basis_that_it_names_is_calculated():
    dose = md.calculate_dose(
        md.DoseRule.per_weight("10 million cells/kg PBW"), md.Patient("60 kg", basis="predicted")
    )
    assert dose.cells.value == 600_000_000


def test_a_population_that_the_rule_contradicts_is_refused():
    with pytest.raises(md.Refusal) as caught:
        md.DoseRule.per_weight("2e6 CD34+ cells/kg", population="MSC")
    assert caught.value.codes == ("count.mixed",)
