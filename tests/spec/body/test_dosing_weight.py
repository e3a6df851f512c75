"""The dosing weight: taken as given, or calculated from height and sex, exactly.

Rows of dosing.csv: IBW-03, IBW-04 and HPC-06.
"""

import pickle
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.dosing import measures
from msc_dose.dosing.body import Patient, actual_weight, dosing_weight
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.quantity.with_pint import registry

from .patients import codes, kilograms, numbers, patient, refused

HEIGHTS = st.decimals("152.4", "250", places=2)
WEIGHTS = st.decimals("0.2", "650", places=3)
SEXES = st.sampled_from(["female", "male"])


def exactly(amount):
    return Fraction(amount.numerator) / amount.denominator


def devine(height, sex):
    return (Fraction(50) if sex == "male" else Fraction(91, 2)) + Fraction(23, 10) * (
        Fraction(height) / Fraction(127, 50) - 60
    )


@pytest.mark.parametrize("number", ["IBW-03", "IBW-04"])
def test_reference_rows_of_the_ideal_weight(number):
    """The page of IBW-03 prints 68; its own formula gives 68.5, and a weight is not rounded here."""
    inputs, expected = numbers(number)
    sex = {"F": "female", "M": "male"}[inputs["sex"]]
    weight, _ = dosing_weight(patient(None, "ideal", inputs["height_in"] * Decimal("2.54"), sex=sex))
    assert weight == kilograms(expected["ibw_kg"])


def test_cells_per_kilogram_of_ideal_weight_are_more_than_per_kilogram_of_a_heavier_actual_weight():
    """HPC-06: an actual weight 21 % above the ideal; 5.0 million/kg become 6.05, which the paper rounds."""
    inputs, expected = numbers("HPC-06")
    ideal = dosing_weight(patient("80", "ideal", "177.8", sex="female"))[0]
    actual = ideal * inputs["ABW_over_IBW"]
    dose = DoseRule.per_weight(md.Amount("dose_per_weight", inputs["cd34_per_kg_ABW"]))
    cells = calculate_dose(dose, Patient(actual, "actual")).cells
    assert (cells / ideal).value == expected["cd34_per_kg_IBW"]


@given(HEIGHTS, WEIGHTS, SEXES)
def test_an_ideal_weight_is_devines_to_the_last_digit(height, weight, sex):
    assert exactly(dosing_weight(patient(weight, "ideal", height, sex=sex))[0]) == devine(height, sex)


@given(HEIGHTS, WEIGHTS, SEXES)
def test_an_adjusted_weight_is_exact_and_never_below_the_lighter_of_ideal_and_actual(height, weight, sex):
    ideal = devine(height, sex)
    found = exactly(dosing_weight(patient(weight, "adjusted", height, sex=sex))[0])
    if Fraction(weight) > ideal:
        assert found == ideal + Fraction(2, 5) * (Fraction(weight) - ideal)
    else:
        assert found == Fraction(weight)


def test_the_quotient_of_centimetres_by_an_inch_is_kept_and_its_working_can_be_redone_by_hand():
    weight, (step,) = dosing_weight(patient("80", "ideal", "170", sex="male"))
    assert (weight.numerator, weight.denominator) == (Decimal(8374), 127)
    assert [(term.value, term.unit) for term in step.inputs] == [
        ("50", "kg"),
        ("2.3", "kg"),
        ("170", "cm"),
        ("2.54", "cm"),
    ]
    assert step.result.value == "65.937007874"
    assert step.rounding == "none: kept as an exact quotient, shown cut to 12 significant digits"
    assert "Devine" in step.source


def test_an_actual_weight_at_or_below_the_ideal_is_not_adjusted_and_the_working_says_so():
    for weight in ("50", "68.5"):
        found, steps = dosing_weight(patient(weight, "adjusted", "177.8", sex="female"))
        assert found == kilograms(weight)
        assert "not above the ideal" in steps[1].formula
        assert steps[1].source.startswith("policy")
    assert dosing_weight(patient("68.6", "adjusted", "177.8", sex="female"))[0] == kilograms("68.54")


@pytest.mark.parametrize(
    ("below", "height", "weight"),
    [("clamp", "147.32", "50"), ("extrapolate", "147.32", "45.4"), (None, "152.4", "50")],
)
def test_below_60_inches_the_habit_is_stated(below, height, weight):
    found, (step,) = dosing_weight(patient("60", "ideal", height, sex="male", below_60_inches=below))
    assert found == kilograms(weight)
    assert ("as stated" in step.formula) == (below is not None)


def test_below_60_inches_without_a_stated_habit_is_refused():
    (problem,) = refused(dosing_weight, patient("60", "ideal", "152.3", sex="male"))
    assert (problem.code, problem.field) == ("height.below-60-inches", "below_60_inches")


def test_a_formula_that_gives_no_body_weight_is_refused_by_the_height():
    (problem,) = refused(
        dosing_weight, patient("9", "ideal", "75", sex="female", below_60_inches="extrapolate")
    )
    assert (problem.code, problem.field) == ("weight.implausible", "height")


@pytest.mark.parametrize("height", [None, "170"])
def test_a_predicted_weight_is_not_calculated(height):
    """Its formula ships when its own source has been opened; until then it is given as such."""
    facts = {"height": height, "sex": "male"} if height else {}
    (problem,) = refused(dosing_weight, patient(None, "predicted", **facts))
    assert (problem.code, problem.field) == ("weight.predicted-not-shipped", "basis")
    assert "60 kg PBW" in problem.fix


@pytest.mark.parametrize("basis", ["ideal", "adjusted", "predicted"])
def test_a_weight_that_names_its_basis_is_taken_as_it_is_given(basis):
    named = Patient(kilograms("60", basis=basis), None)
    described = replace(named, height=md.Amount("height", Decimal(170)), sex="male")
    for given_ in (named, described):
        assert dosing_weight(given_) == (kilograms("60"), ())
        assert actual_weight(given_) is None
        assert given_.basis == basis


@pytest.mark.parametrize("facts", [{}, {"height": "170"}, {"sex": "male"}])
def test_without_height_and_sex_the_basis_only_names_the_weight(facts):
    assert dosing_weight(patient("60", "ideal", **facts)) == (kilograms("60"), ())


@pytest.mark.parametrize(
    ("weight", "basis", "facts", "fields"),
    [
        (None, None, {}, ["weight"]),
        (None, None, {"actual": "70"}, ["weight"]),
        (None, "actual", {}, ["weight"]),
        (None, "ideal", {}, ["height", "sex"]),
        (None, "ideal", {"height": "170"}, ["sex"]),
        (None, "adjusted", {}, ["height", "sex", "weight"]),
        (None, "adjusted", {"height": "170", "sex": "male"}, ["weight"]),
    ],
)
def test_everything_that_is_missing_is_asked_for_at_once(weight, basis, facts, fields):
    problems = refused(dosing_weight, patient(weight, basis, **facts))
    assert set(codes(problems)) == {"value.missing"}
    assert [problem.field for problem in problems] == fields


@pytest.mark.parametrize(
    ("given_", "actual"),
    [
        (patient("70", "actual"), "70"),
        (patient("70", None), None),
        (patient("70", "ideal"), None),
        (patient("70", "ideal", actual="80"), "80"),
        (patient("80", "ideal", "170", sex="male"), "80"),
        (patient(None, "ideal", "170", sex="male"), None),
        (patient(None, "actual", actual="80"), "80"),
    ],
)
def test_the_actual_weight_is_known_where_it_is_stated_or_calculated_from(given_, actual):
    assert actual_weight(given_) == (None if actual is None else kilograms(actual))


def test_the_result_depends_on_no_decimal_context_of_the_caller():
    given_ = patient("80.123", "adjusted", "170.1", sex="male")
    expected = dosing_weight(given_)
    with localcontext() as context:
        context.prec = 3
        assert dosing_weight(given_) == expected


def test_long_numbers_stay_exact():
    """Heights and weights of thirty digits are read; none is too long to be calculated with."""
    height, weight = Decimal("170.000000000000000000000000001"), Decimal("80.0000000000000000000000000001")
    found = dosing_weight(patient(weight, "adjusted", height, sex="male"))[0]
    ideal = devine(height, "male")
    assert exactly(found) == ideal + Fraction(2, 5) * (Fraction(weight) - ideal)


def test_a_patient_compares_hashes_and_pickles():
    one = patient("80", "ideal", "170", sex="male", age=40)
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(one) == hash(patient("80", "ideal", "170", sex="male", age=40))
    assert one != replace(one, age=41)


def test_the_formulas_with_a_dimension_keep_it_on_quantities():
    units = registry()
    body, length = units.Quantity(Decimal(80), "body_kg"), units.Quantity(Decimal("177.8"), "centimeter")
    base, per_inch, inch = (
        units.Quantity(Decimal(n), u)
        for n, u in (("45.5", "body_kg"), ("2.3", "body_kg"), ("2.54", "centimeter"))
    )
    assert measures.ideal_weight(base, per_inch, length, inch) == units.Quantity(Decimal("68.5"), "body_kg")
    assert measures.adjusted_weight(base, body) == units.Quantity(Decimal("59.3"), "body_kg")
    index = measures.body_mass_index(body, length)
    assert index.dimensionality == units.Quantity(1, "body_kg/square_meter").dimensionality
