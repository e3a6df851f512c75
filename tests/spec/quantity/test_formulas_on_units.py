"""The unit suite: the formulas of the program, run on quantities of md.units, keep their dimensions."""

import inspect
from decimal import Decimal

import pint
import pytest

import msc_dose as md
from msc_dose.dosing import dimensions, formulas, measures


def quantity(value, unit):
    return md.units.Quantity(Decimal(value), unit)


def is_in(quantity, unit):
    return quantity.dimensionality == md.units.Quantity(1, unit).dimensionality


@pytest.mark.parametrize("cells", ["cell", "viable_cell", "all_cell"])
def test_cells_per_kilogram_of_patient_times_kilograms_of_patient_are_cells(cells):
    dose = formulas.cells_for_weight(quantity(2_000_000, f"{cells}/body_kg"), quantity(60, "body_kg"))
    assert dose == quantity(120_000_000, cells)
    assert isinstance(dose.magnitude, Decimal)


@pytest.mark.parametrize("unit", ["kg", "g", "mL", "cm"])
def test_a_products_kilogram_does_not_cancel_the_patients(unit):
    dose = formulas.cells_for_weight(quantity(2_000_000, "viable_cell/body_kg"), quantity(60, unit))
    assert not is_in(dose, "viable_cell")
    with pytest.raises(pint.DimensionalityError):
        dose.to("viable_cell")


def test_viable_cells_are_not_all_cells_and_not_cells():
    dose = formulas.cells_for_weight(quantity(2_000_000, "viable_cell/body_kg"), quantity(60, "body_kg"))
    for other in ("all_cell", "cell", "platelet"):
        assert not is_in(dose, other)


def test_pounds_of_patient_are_a_patients_mass():
    dose = formulas.cells_for_weight(quantity(2_000_000, "cell/body_kg"), quantity(100, "lb"))
    assert dose.to("cell").magnitude == Decimal("90718474")


@pytest.mark.parametrize(("calculated", "dose"), [(120, 120), (200, 200), (260, 200)])
def test_the_smaller_of_two_numbers_of_cells_is_a_number_of_cells(calculated, dose):
    found = formulas.within_maximum(quantity(calculated, "viable_cell"), quantity(200, "viable_cell"))
    assert found == quantity(dose, "viable_cell")


def test_a_maximum_of_other_cells_cannot_be_compared():
    with pytest.raises(pint.DimensionalityError):
        formulas.within_maximum(quantity(1, "viable_cell"), quantity(2, "all_cell"))


def test_the_cells_of_a_course_are_cells():
    assert formulas.course_total(quantity(120, "viable_cell"), 4) == quantity(480, "viable_cell")


def test_the_program_holds_every_formula_to_its_dimension():
    """The check that runs in the program names each function of `formulas`, and finds nothing."""
    functions = {f for _, f in inspect.getmembers(formulas, inspect.isfunction)}
    # The body surfaces are dimensional by convention only; the other measures are held too.
    functions |= {measures.ideal_weight, measures.adjusted_weight, measures.body_mass_index}
    assert {formula for formula, _, _ in dimensions.FORMULAS} == functions
    assert dimensions.wrong_dimensions() == ()
