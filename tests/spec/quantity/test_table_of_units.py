"""The table of units: one text, read by pint and by us alike, and true to pint's own registry."""

import csv
from decimal import Decimal, localcontext
from pathlib import Path

import pint
import pytest

import msc_dose as md
from msc_dose.quantity.table import units

CASES = Path(__file__).parents[2] / "cases" / "units.csv"
ROOTS = {
    "mass": "gram",
    "body_mass": "body_kg",
    "length": "centimeter",
    "time": "second",
    "cells": "cell",
    "viable_cells": "viable_cell",
    "all_cells": "all_cell",
    "platelets": "platelet",
}
NOT_IN_PINT = {
    "Kg", "square_meter", "m2", "cm3", "cubic_millimeter", "cubic_millimetre", "mm3", "cumm", "cmm",
    "cell", "cells", "viable_cell", "viable_cells", "all_cell", "all_cells", "platelet", "platelets",
    "giga_platelet", "giga_platelets",
}  # fmt: skip


@pytest.fixture(scope="module")
def default():
    return pint.UnitRegistry(non_int_type=Decimal)


@pytest.mark.parametrize("name", units())
def test_pint_and_we_read_every_name_of_the_table_alike(name):
    ours = units()[name]
    theirs = md.units.Quantity(Decimal(1), name).to_root_units()
    assert str(md.units.Unit(name)) == ours.name
    assert theirs.magnitude == ours.factor
    assert dict(theirs.unit_items()) == {ROOTS[dimension]: power for dimension, power in ours.dimension}


@pytest.mark.parametrize("name", [name for name in units() if name not in NOT_IN_PINT])
def test_every_unit_that_pint_knows_has_pints_size(name, default):
    """Compared at 20 digits, for pint derives the inch from a rounded yard.

    The patient's kilogram and pound are pint's plain ones in size.
    """
    ours = units()[name]
    plain = default.Quantity(Decimal(1), name.removeprefix("body_"))
    with localcontext(prec=60):
        for dimension, power in ours.dimension:
            root = {"body_mass": "kilogram"}.get(dimension, ROOTS[dimension])
            plain = plain / default.Quantity(Decimal(1), root) ** power
        plain = plain.to_base_units()
    assert plain.dimensionless
    with localcontext(prec=20):
        assert +plain.magnitude == ours.factor


@pytest.mark.parametrize("name", sorted(NOT_IN_PINT))
def test_names_that_pint_lacks_are_ours_on_purpose(name, default):
    assert name in units()
    assert name not in default


@pytest.mark.parametrize("name", ["Mcell", "K", "bag", "M", "k", "molar", "kL", "stone", "kilocell"])
def test_no_prefix_and_no_unit_outside_the_table_exists(name):
    assert name not in md.units
    with pytest.raises(pint.UndefinedUnitError):
        md.units.Unit(name)


# UCUM codes in the names of md.units; a kilogram under cells is the patient's.
CODES = {
    "ucumft-3-102": ("mm", "m"),
    "ucumft-3-105": ("s/mm", "s/m"),
    "ucumft-3-110": ("s/mm/g", "s/m/g"),
    "fhirpath-04": ("cm", "mm"),
    "oracle-002": ("lb", "body_kg"),
    "oracle-008": ("mL", "uL"),
    "oracle-009": ("mL", "L"),
    "oracle-012": ("mm3", "uL"),
    "oracle-019": ("mg/kg", "ug/g"),
    "oracle-030": ("cell/body_lb", "cell/body_kg"),
    "oracle-042": ("g/dL", "mg/mL"),
    "oracle-048": ("percent", ""),
    "oracle-057": ("1/h", "1/d"),
}
LEFT_OUT = {
    "ucumft-3-114": "a number inside a unit (4.s/m) is an expression",
    "ucumft-3-117": "milliseconds: nothing is timed so",
    "oracle-004": "pounds are a patient's only: grams of product are no body weight",
    "oracle-053": "weeks are the calendar's, not a unit",
    "oracle-056": "weeks are the calendar's, not a unit",
    "oracle-064": "international units count no cells",
    "oracle-temp-02": "temperatures are not calculated with",
}


def reference_rows():
    with CASES.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["scope"] == "ours"}


@pytest.mark.parametrize("row", CODES)
def test_ucum_conversions_agree_with_other_programs(row):
    """Rows of units.csv; compared at the digits that the row prints."""
    source, target = CODES[row]
    case = reference_rows()[row]
    found = md.units.Quantity(Decimal(case["value"]), source).to(target).magnitude
    expected = Decimal(case["expected"])
    with localcontext(prec=max(6, len(expected.as_tuple().digits))):
        assert +found == expected


def test_every_ucum_row_is_tested_or_left_out_for_a_reason():
    assert set(reference_rows()) == {*CODES, *LEFT_OUT}
