"""The answer of `msc-dose dose`: the calculated dose, what is prepared for it, and both workings."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from msc_dose.cli.answer import Answer
from msc_dose.cli.table import columns, wrapped
from msc_dose.cli.thawed import measured_of, thawed_table
from msc_dose.courses.held_to_rule import Recipient
from msc_dose.courses.preparing import prepare_dose, prepare_thawed
from msc_dose.derivation import Derivation
from msc_dose.dosing.body import Patient, body_problems, raising_stops
from msc_dose.dosing.dose import Dose, calculate_dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.library.reading import Reader
from msc_dose.problems import Problem
from msc_dose.product.preparation import Preparation
from msc_dose.product.text import nearly, percent, preparation_lines, volume_line
from msc_dose.product.use import ProductUse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import fraction_document, number_document
from msc_dose.quantity.exact import plain
from msc_dose.quantity.rounded import Rounded


def answer(
    rule: DoseRule,
    patient: Patient,
    ordered: Amount | None,
    use: ProductUse | None,
    given: argparse.Namespace,
) -> Answer:
    """The dose of these inputs and what is prepared for it."""
    reader = Reader()
    on = reader.moment(given.on, "on")
    reader.attempts.settle()
    dose = calculate_dose(rule, patient, ordered)
    problems = [*dose.problems, *_of_the_body(patient, on)]
    if use is None:
        return Answer(_dose_lines(dose), dose_document(dose), problems)
    recipient = Recipient.of(rule, patient, dose)
    use, bound = use.for_recipient()
    planned = prepare_dose(use, recipient, dose, on)
    problems += bound
    document = {**dose_document(dose), **prepared_document(planned)}
    measured = measured_of(given)
    if measured is None:
        lines = list(_prepared_lines(dose, planned, use))
        return Answer(lines, document, tuple(dict.fromkeys([*problems, *planned.problems])))
    thawed = prepare_thawed(use, recipient, dose, planned, measured, on)
    lines = list(_thawed_lines(dose, planned, thawed, use))
    # What the plan was judged by before the count is judged by the count now.
    told = [problem for problem in planned.problems if not problem.code.startswith("limit.")]
    found = tuple(dict.fromkeys([*problems, *told, *thawed.problems]))
    return Answer(lines, {**document, "as_thawed": thawed.as_document()}, found)


def _of_the_body(patient: Patient, on: Any) -> tuple[Problem, ...]:
    """What is to be looked at in weight and height; what stops is raised."""
    return raising_stops(body_problems(patient, on))


def dose_document(dose: Dose) -> dict[str, Any]:
    """The dose as a plain mapping (schema `msc-dose/dose/1`)."""
    per_weight = dose.per_weight
    return {
        "schema": "msc-dose/dose/1",
        "cells": plain(dose.cells.shown_value),
        **fraction_document(dose.cells),
        "counts": dose.cells.counts or "not stated",
        "calculated": number_document(dose.calculated),
        "per_weight": None if per_weight is None else number_document(per_weight),
        "days": [number_document(day) for day in dose.days],
        "steps": dose.derivation.as_document(),
    }


def prepared_document(made: Preparation) -> dict[str, Any]:
    """The results of a preparation as plain decimals in canonical units, and the whole of it."""
    return {
        "cells_to_thaw": _plain(made.cells_to_thaw),
        "containers_to_thaw": made.containers_to_thaw,
        "withdrawal_volume": _plain(made.withdrawal_volume),
        "delivered": None if made.delivered is None else plain(made.delivered.shown_value),
        "preparation": made.as_document(),
    }


def _plain(rounded: Rounded | None) -> str | None:
    return None if rounded is None else plain(rounded.value.value)


def _dose_lines(dose: Dose) -> list[str]:
    return [f"DOSE {dose}", *_days(dose), "", *str(dose.derivation).splitlines()]


def _days(dose: Dose) -> list[str]:
    if len(dose.days) == 1:
        return []
    return [f"  day {n} of {len(dose.days)}: {nearly(cells)}" for n, cells in enumerate(dose.days, 1)]


def _prepared_lines(dose: Dose, made: Preparation, use: ProductUse) -> Iterator[str]:
    results = preparation_lines(made, use.handling.diluent)
    first = [results.pop(0)] if volume_line(made) else []
    lines = [*first, f"DOSE {dose}", *_days(dose), *results]
    yield from (line for text in lines for line in wrapped(text, indent=4))
    yield from _options(made)
    if made.left_out:
        yield "Left out:"
    for each in made.left_out:
        yield from wrapped(f"  {each.identity}: {each.why} [{each.code}]", indent=4)
    working = Derivation((*dose.derivation.steps, *made.derivation.steps))
    yield from ("", *str(working).splitlines())


def _thawed_lines(dose: Dose, planned: Preparation, thawed: Preparation, use: ProductUse) -> Iterator[str]:
    """As thawed first, for that is what is given; then both side by side, and the working as thawed."""
    results = preparation_lines(thawed, use.handling.diluent)
    first = [f"{results.pop(0)}, AS THAWED"] if volume_line(thawed) else ["AS THAWED"]
    lines = [*first, f"DOSE {dose}", *_days(dose), *results]
    yield from (line for text in lines for line in wrapped(text, indent=4))
    yield from ("", *thawed_table(planned, thawed))
    working = Derivation((*dose.derivation.steps, *thawed.derivation.steps))
    yield from ("", *str(working).splitlines())


def _options(made: Preparation) -> list[str]:
    if not made.options:
        return []
    heads = ("Containers", "Cells", "Cells/kg", "Of the dose", "Inside")
    rows = [
        (
            str(each.containers),
            nearly(each.cells),
            nearly(each.per_weight) if each.per_weight is not None else "-",
            percent(each.percent_of_dose),
            "yes" if each.inside else each.why,
        )
        for each in made.options
    ]
    return columns(heads, rows)
