"""`msc-dose dose`: one dose with its working, and what is thawed, drawn and given for it."""

from __future__ import annotations

import argparse
from typing import cast

from msc_dose.cli import output
from msc_dose.cli.answer import Answer
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.belonging import placed
from msc_dose.cli.patient import add_patient, patient_of
from msc_dose.cli.product import add_product, content_of, handling_of, stated, use_of
from msc_dose.cli.rule import add_rule, ordered_of, rule_of
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.table import wrapped
from msc_dose.cli.thawed import add_thawed, thawed_stated
from msc_dose.dosing.body import Patient
from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Refusal, refuse, stop
from msc_dose.product.use import ProductUse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document

_EXAMPLES = """  msc-dose dose --per-kg "2e6 cells/kg" --weight "60 kg" --basis actual --counts viable
  msc-dose dose --per-kg "2e6 viable cells/kg" --weight "130 kg" --max "2e8 cells"
  msc-dose dose --per-kg "2e6 viable cells/kg" --weight "60 kg" --container "25e6 cells" \\
      --container-counts all --moment "before freeze" --recovery "90 %" --recovery-of total \\
      --viability "85 %" --concentration "6.5e6 cells/mL" --dispense draw
  msc-dose dose --per-kg "10 million cells/kg" --weight "80 kg" --basis ideal --height "175 cm" --sex male
  msc-dose dose --at-hand "97e6 cells" --weight "60 kg" """.rstrip()


def run(words: list[str], as_json: bool) -> int:
    """Calculate the dose and what is prepared for it, and write both with their working."""
    arguments = _arguments()
    given = arguments.parse_args(words)
    try:
        answer = _answer(given)
    except Refusal as refusal:
        raise placed(refusal, arguments) from refusal
    return _written(answer, given, as_json)


def _answer(given: argparse.Namespace) -> Answer:
    if given.at_hand is not None:
        from msc_dose.cli.at_hand import answer_at_hand

        return answer_at_hand(given)
    attempts = Attempts()
    rule, patient = rule_of(given, attempts), patient_of(given, attempts)
    if _weightless(patient, given):
        attempts.get(_weight_missing)
    if patient is not None and given.per_m2 is not None:
        attempts.get(lambda: _surface_needs(patient))
    ordered = ordered_of(given, attempts)
    use = _use(given, rule, attempts) if stated(given) or thawed_stated(given) else None
    attempts.settle()
    asked = cast(DoseRule, rule), cast(Patient, patient)
    if _range_only(asked[0], ordered) and use is None:
        return _permitted(*asked)
    from msc_dose.cli.prepared import answer

    return answer(*asked, ordered, use, given)


def _arguments() -> argparse.ArgumentParser:
    arguments = parser(
        "dose",
        "One dose with its working, and what is prepared for it.",
        _EXAMPLES,
        "--per-kg DOSE --weight WEIGHT [options of dose, patient, container, handling, stock]",
    )
    add_rule(arguments)
    add_patient(arguments)
    add_product(arguments)
    add_thawed(arguments)
    arguments.add_argument(
        "--at-hand", metavar="CELLS", help="the other way round: what dose per kg can be given?"
    )
    arguments.add_argument("--on", metavar="DATE", help="the day of the infusion: YYYY-MM-DD, or with HH:MM")
    add_conventions(arguments)
    return arguments


def _weightless(patient: Patient | None, given: argparse.Namespace) -> bool:
    """Whether no weight is known, or can be calculated, for a dose that is not flat."""
    known = patient is None or patient.weight is not None or patient.calculates_weight
    return not known and given.flat is None


def _surface_needs(patient: Patient) -> None:
    """Refuse everything at once that a body surface needs and that is missing."""
    fixes = {"height": 'Give it, such as --height "172 cm".', "surface_formula": "Name the formula."}
    missing = [
        stop("value.missing", name, f"The {name.replace('_', ' ')} is missing.", fix)
        for name, fix in fixes.items()
        if getattr(patient, name) is None
    ]
    if missing:
        raise Refusal(missing)


def _weight_missing() -> None:
    fix = 'Give it with its unit: --weight "60 kg".'
    raise refuse("value.missing", "weight", "The dosing weight is missing.", fix)


def _use(given: argparse.Namespace, rule: DoseRule | None, attempts: Attempts) -> ProductUse | None:
    """The product of these options; its containers hold the population of the dose where they name none."""
    population = rule.population if rule else None
    supply = content_of(given, attempts, population)
    return use_of(given, supply, handling_of(given, attempts), attempts)


def _range_only(rule: DoseRule, ordered: Amount | None) -> bool:
    return ordered is None and rule.dose is None


def _permitted(rule: DoseRule, patient: Patient) -> Answer:
    """The range that this patient may be given, where no dose within it is ordered."""
    found = permitted_doses(rule, patient)
    from msc_dose.cli.prepared import permitted_line

    text = permitted_line(found.low, found.high)
    lines = [
        *wrapped(text, indent=4),
        "",
        *str(found.derivation).splitlines(),
    ]
    document = {
        "schema": "msc-dose/dose/1",
        "cells": None,
        "low": number_document(found.low),
        "high": number_document(found.high),
        "counts": found.low.counts or "not stated",
        "steps": found.derivation.as_document(),
    }
    return Answer(lines, document, found.problems)


def _written(answer: Answer, given: argparse.Namespace, as_json: bool) -> int:
    """Write the answer: lines, then problems; or one document."""
    site = conventions_of(given)
    if as_json:
        found = [problem.as_document() for problem in answer.problems]
        mark = {} if site.decimal_mark == "point" else {"decimal_mark": site.decimal_mark}
        output.document({**answer.document, "problems": found, **mark})
        return 0
    told = output.problem_lines(answer.problems)
    lines = [*answer.lines, *(["", *told] if told else []), *echo(None, site)]
    output.say("\n".join(lines))
    return 0
