"""`msc-dose dose`: one dose with its working."""

from __future__ import annotations

import argparse
from typing import Any, cast

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.guards import check_product
from msc_dose.dosing.rules import check_counts
from msc_dose.library import DoseRule, Patient, amount_of, calculate_dose
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain

_EXAMPLES = """  msc-dose dose --per-kg "2e6 cells/kg" --weight "60 kg" --basis actual --counts viable
  msc-dose dose --per-kg "2e6 viable cells/kg" --weight "130 kg" --max "2e8 cells" """.rstrip()


def run(words: list[str], as_json: bool) -> int:
    """Calculate the dose and write it with its working."""
    arguments = parser("dose", "One dose with its working.", _EXAMPLES)
    arguments.add_argument(
        "--per-kg", metavar="DOSE", help='the dose per body weight, such as "2e6 cells/kg"'
    )
    arguments.add_argument("--weight", metavar="WEIGHT", help='the dosing weight, such as "60 kg"')
    arguments.add_argument("--max", metavar="CELLS", help='the most for one infusion, such as "2e8 cells"')
    arguments.add_argument("--basis", help="whose weight: actual, ideal, adjusted, predicted")
    arguments.add_argument("--counts", help="what is counted: viable, all")
    arguments.add_argument("--product", help="the product class whose guards apply: iv-msc")
    add_conventions(arguments)
    given = arguments.parse_args(words)
    dose = _calculated(given)
    if as_json:
        mark = conventions_of(given).decimal_mark
        output.document({**dose_document(dose), **({} if mark == "point" else {"decimal_mark": mark})})
    else:
        output.say("\n".join([*_lines(dose), *echo(None, conventions_of(given))]))
    return 0


def _calculated(given: argparse.Namespace) -> Dose:
    """The dose, or one refusal that names everything wrong and everything missing."""
    attempts, site = Attempts(), conventions_of(given)
    dose = attempts.get(lambda: amount_of(_required(given.per_kg, "dose"), "dose_per_weight", "dose", site))
    maximum = attempts.get(
        lambda: given.max if given.max is None else amount_of(given.max, "cell_count", "maximum", site)
    )
    attempts.get(lambda: check_counts(given.counts))
    attempts.get(lambda: check_product(given.product))
    weight = attempts.get(lambda: amount_of(_required(given.weight, "weight"), "body_weight", "weight", site))
    patient = attempts.get(lambda: Patient(weight, given.basis))
    attempts.settle()
    rule = DoseRule.per_weight(cast(Amount, dose), maximum, given.counts, given.product)
    return calculate_dose(rule, cast(Patient, patient))


def _required(text: str | None, field: str) -> str:
    if text is None:
        message, fix = _MISSING[field]
        raise refuse("value.missing", field, message, fix)
    return text


_MISSING = {
    "dose": ("The dose per body weight is missing.", 'Give it with its unit: --per-kg "2e6 cells/kg".'),
    "weight": ("The dosing weight is missing.", 'Give it with its unit: --weight "60 kg".'),
}


def dose_document(dose: Dose) -> dict[str, Any]:
    """The dose as a plain mapping (schema `msc-dose/dose/1`)."""
    return {
        "schema": "msc-dose/dose/1",
        "cells": plain(dose.cells.shown_value),
        **({} if dose.cells.exact else {"exact": False}),
        "counts": dose.cells.counts or "not stated",
        "steps": dose.derivation.as_document(),
        "problems": [problem.as_document() for problem in dose.problems],
    }


def _lines(dose: Dose) -> list[str]:
    lines = [f"DOSE {dose}", "", str(dose.derivation)]
    return [*lines, "", *output.problem_lines(dose.problems)] if dose.problems else lines
