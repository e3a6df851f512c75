"""What the chapters on notation share: reading with the refusal as a value, and the reference rows."""

import csv
import json
from pathlib import Path

import pytest

import msc_dose as md

CASES = Path(__file__).parents[2] / "cases"


def refusal_of(text, kind, **site):
    with pytest.raises(md.Refusal) as caught:
        md.read(text, kind, **site)
    return caught.value


def amount_or_refusal(text, kind, **site):
    try:
        return md.read(text, kind, **site)
    except md.Refusal as refusal:
        return refusal


def values(refusal):
    """Each reading as one number, or as its two ends."""
    return [reading.value or (reading.low, reading.high) for reading in refusal.readings]


def bad_inputs(where):
    """Rows of badinputs.csv whose `where` begins so, as id → (text, what must happen)."""
    with (CASES / "badinputs.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["where"].startswith(where)]
    return {row["id"]: (json.loads(row["input"]), row["must"]) for row in rows}


def reference_notations():
    """The notation rows of dosing.csv, as id → (text, kind)."""
    kinds = {
        "cells/kg": "dose_per_weight",
        "cells": "cell_count",
        "cells/mL": "cell_concentration",
        "1e9/L": "platelet_count",
    }
    with (CASES / "dosing.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["topic"] == "notation"]
    inputs = {row["id"]: json.loads(row["inputs"]) for row in rows}
    return {number: (i["text"], kinds[i["expect_unit"]]) for number, i in inputs.items()}
