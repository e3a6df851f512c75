"""A protocol held to its own worked examples, and its formulas to their dimensions."""

from __future__ import annotations

from datetime import date

from msc_dose.courses.planning import plan_course
from msc_dose.dosing.body import Patient
from msc_dose.dosing.dimensions import wrong_dimensions
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.protocols.example import Example
from msc_dose.protocols.protocol import Protocol
from msc_dose.scheduling import day_text


def check_protocol(protocol: Protocol) -> tuple[Problem, ...]:
    """What is wrong with a protocol: examples that come out otherwise, formulas of a wrong dimension.

    A protocol without an example is a CHECK `protocol.no-example`; each difference is a STOP
    `protocol.example-failed` that names the example and both values.
    """
    found = [
        problem for i, example in enumerate(protocol.examples) for problem in _check(protocol, i, example)
    ]
    if not protocol.examples:
        message, fix = "The file has no worked example, so nothing checks it.", "Add an [[example]]."
        found.append(Problem("protocol.no-example", "check", "example", message, fix, protocol.id))
    return (*found, *wrong_dimensions())


def _check(protocol: Protocol, index: int, example: Example) -> list[Problem]:
    field = f"example[{index}]"
    patient = Patient(example.weight, example.basis)
    try:
        plan = plan_course(
            protocol,
            patient,
            example.start,
            example.interval,
            example.counts,
            example.closures,
            example.window,
        )
    except Refusal as refusal:
        return [
            _failed(f"{field}.{p.field}", example, f"refused: {p.message}", "a plan")
            for p in refusal.problems
        ]
    found = []
    cells = plan.infusions[0].dose.cells
    if cells.value != example.cells.value:
        found.append(_failed(f"{field}.cells", example, str(cells), str(example.cells)))
    days = tuple(infusion.date for infusion in plan.infusions)
    if days != example.dates:
        found.append(_failed(f"{field}.dates", example, _days(days), _days(example.dates)))
    return found


def _days(days: tuple[date, ...]) -> str:
    return ", ".join(day_text(day) for day in days)


def _failed(field: str, example: Example, got: str, wanted: str) -> Problem:
    message = f"Example “{example.name}”: calculated {got}; the file says {wanted}."
    return stop("protocol.example-failed", field, message, "Correct the example, or the protocol.")
