"""What the tests of the response share: rows of the reference table, counts by day, criteria, one call."""

import csv
import json
from pathlib import Path

from msc_dose.files.response_criteria import load_criteria, shipped_grades
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount
from msc_dose.response.classify import classify
from msc_dose.response.counts import Count, rescues_of

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"
IWG = load_criteria("iwg-2009-itp")
CASE = load_criteria("case-ab0452")
GRADES = shipped_grades()


def row(name):
    """Inputs and expectation of a row of dosing.csv."""
    with CASES.open(encoding="utf-8", newline="") as file:
        (found,) = (each for each in csv.DictReader(file) if each["id"] == name)
    return json.loads(found["inputs"]), json.loads(found["expected"])


def platelets(number):
    return None if number is None else Amount("platelet_count", number)


def counts(*pairs, bleeding=False):
    """Counts from (day, number) or (day, number, bleeding)."""
    return [Count(day, platelets(number), *(own or [bleeding])) for day, number, *own in pairs]


def response(given, baseline=20, criteria=IWG, rescues=(), **more):
    return classify(given, platelets(baseline), criteria, rescues=rescues_of(rescues), **more)


def classes(found):
    return [each.name for each in found.counts]


def codes(found):
    return [problem.code for problem in found.problems]


def refused(make):
    try:
        make()
    except Refusal as refusal:
        return refusal
    raise AssertionError("it is not refused")
