"""What a patient may be: every field is held to its kind, words and limits, and refused by its name."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from msc_dose.dosing.body import Patient, Weighing

from .patients import centimetres, codes, kilograms, patient, refused

DAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"basis": "lean"}, "weight.basis-unknown", "basis"),
        ({"height": "29.9"}, "height.implausible", "height"),
        ({"height": "250.1"}, "height.implausible", "height"),
        ({"sex": "f"}, "sex.unknown", "sex"),
        ({"sex": "unknown"}, "sex.unknown", "sex"),
        ({"age": -1}, "age.implausible", "age"),
        ({"age": 131}, "age.implausible", "age"),
        ({"method": "guessed"}, "weight.method-unknown", "method"),
        ({"below_60_inches": "ask"}, "height.rule-unknown", "below_60_inches"),
        ({"surface_formula": "boyd"}, "surface.formula-unknown", "surface_formula"),
        ({"actual": "71"}, "weight.actual-twice", "actual"),
        ({"basis": "ideal", "height": "170", "sex": "male", "actual": "71"}, "weight.actual-twice", "actual"),
        (
            {"weighed": DAY, "earlier": (Weighing(kilograms(70), date(2027, 1, 5)),)},
            "weight.earlier-is-later",
            "earlier",
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_field(facts, code, field):
    (problem,) = refused(patient, **facts)
    assert (problem.code, problem.field) == (code, field)


@pytest.mark.parametrize("facts", [{"height": "30"}, {"height": "250"}, {"age": 0}, {"age": 130}])
def test_the_ends_of_the_limits_are_allowed(facts):
    assert patient(**facts)


def test_everything_that_is_wrong_is_said_at_once():
    problems = refused(patient, height="300", sex="m", age=200, method="guessed")
    assert codes(problems) == [
        "height.implausible",
        "age.implausible",
        "sex.unknown",
        "weight.method-unknown",
    ]
    words = {"method": "guessed", "surface_formula": "boyd", "below_60_inches": "ask"}
    assert codes(refused(patient, **words)) == [
        "weight.method-unknown",
        "height.rule-unknown",
        "surface.formula-unknown",
    ]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"weight": centimetres(70)}, "weight"),
        ({"height": kilograms(70)}, "height"),
        ({"actual": centimetres(70)}, "actual"),
        ({"ordered_on": centimetres(70)}, "ordered_on"),
    ],
)
def test_an_amount_of_another_kind_is_refused(facts, field):
    (problem,) = refused(Patient, **facts)
    assert (problem.code, problem.field) == ("unit.wrong-kind", field)


@pytest.mark.parametrize(
    "facts",
    [
        {"weight": 70},
        {"height": 170},
        {"age": 40.0},
        {"age": True},
        {"weighed": "2027-01-04"},
        {"earlier": [Weighing(kilograms(70), DAY)]},
        {"earlier": (kilograms(70),)},
        {"ordered_on": Decimal(70)},
    ],
)
def test_a_wrong_python_type_is_a_type_error(facts):
    with pytest.raises(TypeError):
        Patient(**facts)


def test_a_weighing_has_an_actual_weight_a_moment_and_a_method():
    weighing = Weighing(kilograms("70", basis="actual"), datetime(2027, 1, 4, 9, 30, tzinfo=UTC), "measured")
    assert weighing.weight == kilograms("70")
    assert codes(refused(Weighing, kilograms("70", basis="ideal"), DAY)) == ["weight.basis-differs"]
    assert codes(refused(Weighing, kilograms("70"), DAY, "guessed")) == ["weight.method-unknown"]
    with pytest.raises(TypeError):
        Weighing(kilograms("70"), "2027-01-04")


@pytest.mark.parametrize(
    "facts",
    [
        {"weight": kilograms("70", basis="ideal"), "basis": "actual"},
        {"weight": kilograms("70"), "actual": kilograms("70", basis="ideal")},
        {"weight": kilograms("70"), "basis": "actual", "ordered_on": kilograms("70", basis="ideal")},
    ],
)
def test_a_weight_that_says_another_basis_than_belongs_there_is_refused(facts):
    assert codes(refused(Patient, **facts)) == ["weight.basis-differs"]
