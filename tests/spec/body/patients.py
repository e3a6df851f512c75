"""Patients from plain numbers, for the chapters on the body."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.dosing.body import Patient

CASES = Path(__file__).parents[2] / "cases"


def kilograms(number, **facts):
    return md.Amount("body_weight", Decimal(number), **facts)


def centimetres(number):
    return md.Amount("height", Decimal(number))


def patient(weight="70", basis="actual", height=None, **facts):
    """A patient whose weight, height and other weights are numbers of kg and cm."""
    for name in ("actual", "ordered_on"):
        if name in facts:
            facts[name] = kilograms(facts[name])
    known = None if weight is None else kilograms(weight)
    tall = None if height is None else centimetres(height)
    return Patient(known, basis, tall, **facts)


def refused(function, *arguments, **facts):
    """The problems of the refusal that this call raises."""
    with pytest.raises(md.Refusal) as caught:
        function(*arguments, **facts)
    return caught.value.problems


def codes(problems):
    return [problem.code for problem in problems]


def row(file, number):
    """A row of a file of reference cases."""
    with (CASES / file).open(encoding="utf-8", newline="") as lines:
        return next(row for row in csv.DictReader(lines) if row["id"] == number)


def numbers(number):
    """Inputs and expectation of a row of dosing.csv, exactly."""
    found = row("dosing.csv", number)
    return (json.loads(found[key], parse_float=Decimal) for key in ("inputs", "expected"))
