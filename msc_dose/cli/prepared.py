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
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.shortened import nearly, without_noun
from msc_dose.product.text import notes_line, preparation_lines, volume_line
from msc_dose.product.use import ProductUse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import fraction_document, number_document
from msc_dose.quantity.exact import plain
from msc_dose.quantity.rounded import Rounded
from msc_dose.quantity.writer import briefly, unit_text

_MOST_LEFT_OUT = 12
# The limits by which a number of whole containers is judged.
_JUDGING = frozenset(("prepared-to-calculated", "cells-per-dose", "cells-per-weight"))


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
    both = {"planned": planned.as_document(), "as_thawed": thawed.as_document()}
    return Answer(lines, {**document, **prepared_document(thawed), **both}, found)


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
    return [*wrapped(_dose_line(dose), indent=4), *_days(dose), "", *str(dose.derivation).splitlines()]


def _dose_line(dose: Dose) -> str:
    days = len(dose.days)
    return f"DOSE {dose}" if days == 1 else f"DOSE {dose}, given over {days} days"


def _days(dose: Dose) -> list[str]:
    if len(dose.days) == 1:
        return []
    return [f"  day {n} of {len(dose.days)}: {nearly(cells)}" for n, cells in enumerate(dose.days, 1)]


def permitted_line(low: Amount, high: Amount) -> str:
    """The doses that a patient may be given, where none is ordered: a range, or one amount."""
    if low == high:
        return f"DOSE not ordered; only {briefly(low)} is permitted for this patient; --ordered says it"
    return f"DOSE from {briefly(low)} to {briefly(high)}, for this patient; --ordered says which"


def _results(dose: Dose, made: Preparation, use: ProductUse, said: str = "") -> Iterator[str]:
    """The volume (and what is said of it) first, then the dose and all that is prepared."""
    days = len(dose.days)
    results = preparation_lines(made, use.handling, days=days, dmso_limit=use.dmso_limit)
    first = [results.pop(0)] if volume_line(made) else []
    if said:
        first = [", ".join([*first, said])]
    lines = [*first, _dose_line(dose), *_days(dose), *results]
    yield from (line for text in lines for line in wrapped(text, indent=4))


def _prepared_lines(dose: Dose, made: Preparation, use: ProductUse) -> Iterator[str]:
    yield from _results(dose, made, use)
    yield from _noted(made, use)
    yield from option_lines(made)
    yield from left_out_lines(made)
    working = Derivation((*dose.derivation.steps, *made.derivation.steps))
    yield from ("", *str(working).splitlines())


def _thawed_lines(dose: Dose, planned: Preparation, thawed: Preparation, use: ProductUse) -> Iterator[str]:
    """As thawed first, for that is what is given; then both side by side, and the working as thawed."""
    yield from _results(dose, thawed, use, "AS THAWED")
    yield from _noted(thawed, use)
    yield from ("", *thawed_table(planned, thawed))
    working = Derivation((*dose.derivation.steps, *thawed.derivation.steps))
    yield from ("", *str(working).splitlines())


def _noted(made: Preparation, use: ProductUse) -> Iterator[str]:
    """What must be known of each container of the stock before it is used."""
    if not isinstance(use.supply, tuple):
        return
    stock = {each.identity: each for each in use.supply}
    yield "Containers:"
    for each in made.containers:
        if container := stock.get(each.identity):
            yield from wrapped(f"  {each.identity}: {notes_line(container)}", indent=4)


def left_out_lines(made: Preparation) -> Iterator[str]:
    """Each container that is not used, and why; of many, how many for each reason."""
    if not made.left_out:
        return
    yield "Left out:"
    if len(made.left_out) <= _MOST_LEFT_OUT:
        texts = [f"  {each.identity}: {each.why} [{each.code}]" for each in made.left_out]
    else:
        texts = _by_reason(made)
    for text in texts:
        yield from wrapped(text, indent=4)


def _by_reason(made: Preparation) -> list[str]:
    """One text for each reason; for each code where there are still too many; --json names them all."""
    reasons: dict[tuple[str, str], list[str]] = {}
    codes: dict[str, list[str]] = {}
    for each in made.left_out:
        reasons.setdefault((each.why, each.code), []).append(each.identity)
        codes.setdefault(each.code, []).append(each.identity)
    if len(reasons) <= _MOST_LEFT_OUT:
        return [f"  {_such_as(who)}: {why} [{code}]" for (why, code), who in reasons.items()]
    return [f"  {_such_as(who)} [{code}]; the reasons: --json" for code, who in codes.items()]


def _such_as(identities: list[str]) -> str:
    number = len(identities)
    if number == 1:
        return identities[0]
    return f"{number:,} containers ({identities[0]}{', …, ' if number > 2 else ', '}{identities[-1]})"


def option_lines(made: Preparation) -> list[str]:
    """What 1, 2, 3 … whole containers deliver, and whether a limit that was set allows it."""
    if not made.options:
        return []
    about = f"Whole containers (cells: {unit_text(made.need)}; long numbers cut to four digits)"
    heads = ("Containers", "Cells", "Cells/kg", "Of the dose", "Limit")
    judged = any(each.what in _JUDGING and each.limit and each.value for each in made.verdicts)
    rows, whys = [], []
    for each in made.options:
        allowed = "inside" if judged else "limit not set"
        rows.append(
            (
                str(each.containers),
                without_noun(each.cells),
                without_noun(each.per_weight) if each.per_weight is not None else "-",
                without_noun(each.percent_of_dose),
                allowed if each.inside else "NOT ALLOWED",
            )
        )
        whys += [] if each.inside else [f"  {each.containers} not allowed: {each.why}"]
    return [
        *wrapped(about, indent=4),
        *columns(heads, rows),
        *(line for why in whys for line in wrapped(why, indent=4)),
    ]
