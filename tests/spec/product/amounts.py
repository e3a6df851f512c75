"""Amounts, contents and reference rows as the chapters on preparation write them."""

import csv
import json
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from msc_dose.problems import Refusal
from msc_dose.product.container import Content, Recovery
from msc_dose.quantity.amount import Amount

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"


def cells(number, counts="viable", population="MSC", moment=None):
    return Amount("cell_count", Decimal(number), 1, counts, population, moment)


def per_ml(number, counts="viable", population="MSC", moment=None):
    return Amount("cell_concentration", Decimal(number), 1, counts, population, moment)


def ml(number):
    return Amount("volume", Decimal(number))


def percent(number):
    return Amount("percentage", Decimal(number))


def kg(number):
    return Amount("body_weight", Decimal(number))


def rate(number):
    return Amount("flow_rate", Decimal(number))


def minutes(number):
    return Amount("duration", Decimal(number))


def at(text):
    """A moment in the site's local time, as people write it."""
    return datetime.fromisoformat(text)


def recovery(number, of):
    return Recovery(percent(number), of)


RYONCIL = Content(cells("25e6", moment="label nominal"), per_ml("6.68e6", moment="label nominal"), ml("3.8"))
TEMCELL = Content(cells("72e6", moment="label nominal"), fill=ml("10.8"))


def fraction(amount):
    """The exact value of an amount."""
    return Fraction(amount.numerator) / amount.denominator


def case(number):
    """Inputs and expected values of a reference row, as decimals."""
    with CASES.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == number)
    return tuple(json.loads(row[key], parse_float=Decimal) for key in ("inputs", "expected"))


def codes(preparation):
    return [problem.code for problem in preparation.problems]


def refused(making, *wanted):
    """The Refusal, which has exactly these codes."""
    with pytest.raises(Refusal) as caught:
        making()
    assert caught.value.codes == wanted
    return caught.value
