"""The working beside the results: every number and day of a step is calculated again, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msc_dose.problems import Problem
from msc_dose.recheck.dates import Slot
from msc_dose.recheck.differing import differ
from msc_dose.recheck.document import Node
from msc_dose.recheck.dose import Dose
from msc_dose.recheck.exact import Exact

Value = tuple[str, str]  # a value as plain text, and its unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step must say: its first inputs in order, its result, and the result before rounding."""

    inputs: tuple[Value, ...]
    result: Value
    unrounded: str


def _plain_steps(dose: Dose, per_weight: Exact) -> list[Wanted]:
    """Dose × weight, and where a maximum is stated the smaller of the two."""
    product = (str(dose.calculated), "cells")
    wanted = [Wanted(((str(per_weight), "cells/kg"), (str(dose.weight), "kg")), product, product[0])]
    if dose.maximum is not None:
        cells = (str(dose.cells), "cells")
        wanted.append(Wanted((product, (str(dose.maximum), "cells")), cells, cells[0]))
    return wanted


def compare_dose_steps(steps: Node, dose: Dose, counts: str) -> Iterator[Problem]:
    """The disagreements of the working of a dose.

    Of one amount per weight every value is compared. Of other rules the steps must be readable and end with
    the cells, or with the cells of one day where they are split.
    """
    if dose.plain is not None:
        yield from compare_steps(steps, _plain_steps(dose, dose.plain))
        for step in steps.items():
            # What is counted stands in words in the name of each step of the dose.
            name = step.at("name").text()
            yield from differ(f"{step.path}.name", name.partition(" ")[0], counts)
        return
    ends: list[Value] = []
    for step in steps.items():
        _read_step(step)
        step.at("unrounded").text()
        ends.append(_value(step.at("result")))
    wanted = (str(dose.cells), "cells")
    if len(dose.days) > 1 and ends and ends[-1] == (str(dose.days[0]), "cells"):
        ends.pop()
    if wanted not in ends[-1:]:
        found = " ".join(ends[-1]) if ends else "nothing"
        yield from differ(steps.path, f"{found} at the end", f"{' '.join(wanted)} at the end")


def date_steps(origin: object, counted: int, slot: Slot, day: object) -> list[Wanted]:
    """The target from the day it counts from and what is counted, the date from the window.

    What is counted are the intervals or days from the origin; its unit is words. The days passed over, and
    why, are words too: they follow from the window and the date, which are compared.
    """
    target, date = (str(slot.target), "date"), (str(day), "date")
    window = ((str(slot.earliest), "date"), (str(slot.latest), "date"))
    return [
        Wanted(((str(origin), "date"), (str(counted), "")), target, target[0]),
        Wanted(window, date, target[0]),
    ]


def compare_steps(steps: Node, wanted: list[Wanted]) -> Iterator[Problem]:
    """Every disagreement of the steps at this node with what they must say."""
    said = steps.items()
    yield from differ(steps.path, f"{len(said)} steps", f"{len(wanted)} steps")
    for step, want in zip(said, wanted, strict=False):
        yield from _compare_step(step, want)


def _read_step(step: Node) -> list[Node]:
    """The inputs of a step whose words and values are all texts."""
    for key in ("name", "formula", "rounding", "source"):
        step.at(key).text()
    given = step.at("inputs").items()
    for term in given:
        term.at("name").text()
        _value(term)
    return given


def _compare_step(step: Node, want: Wanted) -> Iterator[Problem]:
    given = _read_step(step)
    if len(given) < len(want.inputs):
        yield from differ(f"{step.path}.inputs", f"{len(given)} inputs", f"{len(want.inputs)} inputs")
    for term, value in zip(given, want.inputs, strict=False):
        yield from _compare_value(term, value)
    yield from _compare_value(step.at("result"), want.result)
    yield from differ(f"{step.path}.unrounded", step.at("unrounded").text(), want.unrounded)


def _value(node: Node) -> Value:
    return node.at("value").text(), node.at("unit").text()


def _compare_value(node: Node, wanted: Value) -> Iterator[Problem]:
    said = _value(node)
    yield from differ(f"{node.path}.value", said[0], wanted[0])
    if wanted[1]:
        yield from differ(f"{node.path}.unit", said[1], wanted[1])
