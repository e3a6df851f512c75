"""The reference rows about text: weights and doses of badinputs.csv, notations of dosing.csv.

U28 and U29 are safe texts of implausible doses: they are read here and met by the guards of the chapter
on dosing. The notations of the second half come from publications.
"""

import time

import pytest

import msc_dose as md

from .texts import bad_inputs, reference_notations, refusal_of, values

WEIGHTS = bad_inputs("weight")
DOSES = bad_inputs("dose rule")
NOTATIONS = reference_notations()

REFUSED = {
    "N05": "number.malformed",
    "N08": "number.malformed",
    "N10": "number.script",
    "N11": "number.not-finite",
    "N14": "number.not-finite",
    "N16": "number.sign",
    "N23": "number.out-of-range",
    "N27": "number.naked-point",
    "N28": "number.trailing-point",
    "N31": "value.missing",
    "N32": "value.missing",
    "N34": "unit.missing",
    "N35": "number.missing",
    "N36": "number.missing",
    "N37": "notation.range",
    "N39": "notation.approximate",
    "U08": "notation.expression",
    "U10": "unit.unknown",
    "U13": "unit.not-metric",
    "U14": "unit.unknown",
    "U18": "notation.expression",
}


@pytest.mark.parametrize(("row", "code"), REFUSED.items())
def test_a_bad_weight_is_refused_for_its_own_reason_and_at_once(row, code):
    text, must = WEIGHTS[row]
    assert must.startswith("REFUSE")
    started = time.thread_time()
    assert refusal_of(text, "body_weight").codes[0] == code
    assert time.thread_time() - started < 0.1


def test_a_no_break_space_is_a_space():
    """N40 leaves the choice; it is made at the door, and so the same everywhere."""
    assert str(md.read(WEIGHTS["N40"][0], "body_weight")) == "70 kg"


def test_every_row_about_weights_is_covered():
    assert set(WEIGHTS) == {*REFUSED, "N40"}


@pytest.mark.parametrize(("row", "cells_per_kg"), [("U19", 2e6), ("U26", 2e6), ("U28", 200e6), ("U29", 2e9)])
def test_a_dose_in_safe_writing_is_read_however_large(row, cells_per_kg):
    assert md.read(DOSES[row][0], "dose_per_weight").value == int(cells_per_kg)


def test_m_in_a_dose_is_to_be_confirmed():
    assert refusal_of(DOSES["U23"][0], "dose_per_weight").codes == ("notation.ambiguous-multiplier",)


def test_every_row_about_doses_is_covered():
    assert set(DOSES) == {"U19", "U23", "U26", "U28", "U29"}


@pytest.mark.parametrize(
    ("make", "field"),
    [(lambda: md.Patient(weight=" "), "weight"), (lambda: md.DoseRule.per_weight(""), "dose")],
    ids=["weight", "dose"],
)
def test_a_missing_value_is_asked_for_by_its_name(make, field):
    with pytest.raises(md.Refusal) as caught:
        make()
    problem = caught.value.problems[0]
    assert (problem.code, problem.field) == ("value.missing", field)
    assert field in problem.message


# What each notation of the literature is: the readings a person may confirm, the intended one first, or,
# where the text is safe, what is read.
OFFERED = {
    "NOT-01": ["2000000", "212"],
    "NOT-02": [("14", "30"), ("140", "300")],
    "NOT-03": ["100", "1000"],
    "NOT-04": [("50000000", "100000000")],
    "NOT-06": ["150000000", "15.107", "15107"],
    "NOT-15": ["8", "0.0832"],
    "NOT-17": ["24", "0.024"],
    "NOT-18": ["100", "0.1"],
    "NOT-26": ["75", "750"],
    "NOT-28": ["15"],
    "NOT-29": ["10000000", "1060"],
    "NOT-34": ["1000000", "10000000"],
    "NOT-35": [("1000000", "2000000"), ("106", "212")],
    "NOT-38": ["6680000"],
}


@pytest.mark.parametrize("row", OFFERED)
def test_a_dangerous_notation_of_the_literature_is_offered_as_intended_first(row):
    refusal = refusal_of(*NOTATIONS[row])
    assert values(refusal) == OFFERED[row]
    assert all(reading.why for reading in refusal.readings)


def test_a_bound_of_the_literature_is_read_as_one():
    """Row NOT-21."""
    found = md.read(*NOTATIONS["NOT-21"])
    assert found.as_document() == {"relation": "<", "value": "1", "unit": "10*9/L"}


def test_a_basis_of_weight_named_in_the_text_is_kept():
    """Row NOT-32: PBW is predicted body weight."""
    amount = md.read(*NOTATIONS["NOT-32"])
    assert (amount.value, amount.basis) == (10_000_000, "predicted")


def test_every_notation_of_the_literature_is_covered():
    assert set(NOTATIONS) == {*OFFERED, "NOT-21", "NOT-32"}
