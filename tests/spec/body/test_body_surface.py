"""The body surface: four formulas, 28 digits, then one rounding by name. Row of dosing.csv: BSA-04."""

import math
from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.dosing.body import Patient, body_surface

from .patients import codes, kilograms, numbers, patient, refused

IN_FLOATS = {
    "mosteller": lambda cm, kg: math.sqrt(cm * kg / 3600),
    "dubois": lambda cm, kg: 0.007184 * cm**0.725 * kg**0.425,
    "haycock": lambda cm, kg: 0.024265 * cm**0.3964 * kg**0.5378,
    "gehan-george": lambda cm, kg: 0.0235 * cm**0.42246 * kg**0.51456,
}


def surface(weight, height, formula, **facts):
    return body_surface(patient(weight, height=height, surface_formula=formula, **facts))


def test_the_reference_row_of_dubois():
    inputs, expected = numbers("BSA-04")
    found, _ = surface(inputs["weight_kg"], inputs["height_cm"], "dubois")
    assert found == md.Amount("body_surface", expected["bsa_m2"])


@given(
    st.sampled_from(sorted(IN_FLOATS)), st.decimals("45", "220", places=1), st.decimals("2", "300", places=2)
)
def test_each_formula_is_its_own_before_rounding_and_is_rounded_once(formula, height, weight):
    found, (step,) = surface(weight, height, formula)
    unrounded = Decimal(step.unrounded)
    assert math.isclose(unrounded, IN_FLOATS[formula](float(height), float(weight)), rel_tol=1e-9)
    assert abs(found.value - unrounded) <= Decimal("0.00005")
    assert found.value * 10_000 % 1 == 0


def test_the_working_shows_the_unrounded_value_the_rule_and_the_source():
    _, (step,) = surface("70", "170", "dubois")
    assert step.result.value == "1.8097"
    assert step.unrounded == "1.809707801753247399921869259"
    assert len(step.unrounded.replace(".", "")) == 28
    assert step.rounding == "nearest 0.0001 m², half up"
    assert "globalrph.com/bsa2.htm" in step.source
    assert [(term.value, term.unit) for term in step.inputs] == [("170", "cm"), ("70", "kg")]


def test_a_half_of_the_last_place_is_rounded_up():
    """100 × 36.00360009 ÷ 3600 is 1.0001000025, the square of 1.00005."""
    found, (step,) = surface("36.00360009", "100", "mosteller")
    assert step.unrounded == "1.00005"
    assert found.value == Decimal("1.0001")


def test_the_actual_weight_is_used_whatever_the_dose_is_per():
    formula = {"height": "170", "surface_formula": "mosteller"}
    on_actual = body_surface(patient("80", "actual", **formula))[0]
    assert body_surface(patient("80", "ideal", sex="male", **formula))[0] == on_actual
    assert body_surface(patient("65", "ideal", actual="80", **formula))[0] == on_actual


def test_a_weight_whose_basis_is_not_stated_is_taken_and_named_so():
    _, (step,) = body_surface(patient("80", None, "170", surface_formula="mosteller"))
    assert step.inputs[1].name == "body weight, basis not stated"


def test_another_weight_than_the_actual_one_is_refused():
    named = Patient(kilograms("60", basis="predicted"), None, None, surface_formula="mosteller")
    assert codes(refused(body_surface, named)) == ["weight.actual-missing", "value.missing"]
    given_ = patient("60", "ideal", "170", surface_formula="mosteller")
    (problem,) = refused(body_surface, given_)
    assert (problem.code, problem.field) == ("weight.actual-missing", "actual")


def test_everything_that_is_missing_is_asked_for_at_once():
    problems = refused(body_surface, Patient())
    assert [(p.code, p.field) for p in problems] == [
        ("value.missing", "weight"),
        ("value.missing", "height"),
        ("value.missing", "surface_formula"),
    ]


def test_a_surface_that_no_body_has_is_refused():
    assert codes(refused(surface, "600", "250", "mosteller")) == ["surface.implausible"]


def test_the_result_depends_on_no_decimal_context_of_the_caller():
    expected = surface("70.3", "171.2", "haycock")
    with localcontext() as context:
        context.prec, context.rounding = 4, "ROUND_DOWN"
        assert surface("70.3", "171.2", "haycock") == expected
