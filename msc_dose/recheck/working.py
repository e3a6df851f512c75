"""The working beside the results: every number and day of a step is calculated again, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msc_dose.problems import Problem
from msc_dose.recheck.chain import Value, compare_chain, read_step, value_of
from msc_dose.recheck.dates import Slot
from msc_dose.recheck.differing import differ
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.dose import Dose
from msc_dose.recheck.exact import Exact


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step must say: its first inputs in order, its result, and the result before rounding.

    `names` are those of the inputs, where they are held to a rule; `complete`: there are no more inputs.
    """

    inputs: tuple[Value, ...]
    result: Value
    unrounded: str
    names: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class VisitTerms:
    """What the working of a visit's target names: the day it counts from, the unit, and any minutes."""

    origin: str
    unit: str
    minutes: int | None

    def target(self, origin: Value, counted: int, result: Value) -> Wanted:
        """The step of the target, with every name and unit in it."""
        inputs, names = [origin, (str(counted), self.unit)], [self.origin, self.unit]
        if self.minutes is not None:
            inputs.append((str(abs(self.minutes)), "min"))
            names.append("before its start" if self.minutes < 0 else "after its end")
        return Wanted(tuple(inputs), result, result[0], tuple(names), complete=True)


def _plain_steps(dose: Dose, per_weight: Exact) -> list[Wanted]:
    """Dose × weight, and where a maximum is stated the smaller of the two."""
    product = (str(dose.calculated), "cells")
    wanted = [Wanted(((str(per_weight), "cells/kg"), (str(dose.weight), "kg")), product, product[0])]
    if dose.maximum is not None:
        cells = (str(dose.cells), "cells")
        wanted.append(Wanted((product, (str(dose.maximum), "cells")), cells, cells[0]))
    return wanted


def compare_dose_steps(
    steps: Node, dose: Dose, known: set[Value], counts: str, number: int
) -> Iterator[Problem]:
    """The disagreements of the working of a dose, of which every value must be known, as its number is.

    Of one amount per weight every value is compared in its place. Of other rules the steps must end with the
    cells, or with the cells of one day where they are split.
    """
    said = steps.items()
    if dose.plain is not None:
        wanted = _plain_steps(dose, dose.plain)
        if len(said) > len(wanted):
            yield from compare_chain(said[: -len(wanted)], known | dose.on_the_way | {(str(number), "")})
        if len(said) < len(wanted):
            yield from differ(steps.path, f"{len(said)} steps", f"{len(wanted)} steps")
        for step, want in zip(said[-len(wanted) :], wanted, strict=False):
            yield from _compare_step(step, want)
            # What is counted stands in words in the name of each step of the dose.
            first = step.text_at("name").partition(" ")[0]
            if first != counts:
                yield from differ(f"{step.path}.name", first, counts)
        return
    yield from compare_chain(said, known | dose.on_the_way | {(str(number), "")})
    last = value_of(said[-1].at("result")) if said else ("nothing", "")
    ends = [(str(cells), "cells") for cells in (dose.cells, dose.days[0])]
    if last not in ends:
        yield from differ(steps.path, f"{' '.join(last)} at the end", f"{' '.join(ends[0])} at the end")


def date_steps(
    origin: object, counted: int, slot: Slot, day: object, terms: VisitTerms | None = None
) -> list[Wanted]:
    """The target from the day it counts from and what is counted, the date from the window.

    What is counted are the intervals or days from the origin; its unit is words, but for a visit, whose
    `terms` follow from its rule. The days passed over, and why, are words too: they follow from the window
    and the date, which are compared.
    """
    target, date = (str(slot.target), "date"), (str(day), "date")
    window = ((str(slot.earliest), "date"), (str(slot.latest), "date"))
    if terms is not None:
        first = terms.target((str(origin), "date"), counted, target)
        return [first, Wanted(window, date, target[0], ("earliest", "latest"))]
    return [
        Wanted(((str(origin), "date"), (str(counted), "")), target, target[0]),
        Wanted(window, date, target[0]),
    ]


def compare_steps(steps: Node, wanted: list[Wanted]) -> Iterator[Problem]:
    """Every disagreement of the steps at this node with what they must say."""
    said = steps.items()
    if len(said) != len(wanted):
        yield from differ(steps.path, f"{len(said)} steps", f"{len(wanted)} steps")
    for step, want in zip(said, wanted, strict=False):
        yield from _compare_step(step, want)


def _compare_step(step: Node, want: Wanted) -> Iterator[Problem]:
    given = read_step(step)
    if len(given) < len(want.inputs) or (want.complete and len(given) > len(want.inputs)):
        yield from differ(f"{step.path}.inputs", f"{len(given)} inputs", f"{len(want.inputs)} inputs")
    for term, value in zip(given, want.inputs, strict=False):
        if value_of(term) != value:
            yield from _compare_value(term, value)
    for term, name in zip(given, want.names, strict=False):
        if term.text_at("name") != name:
            yield from differ(f"{term.path}.name", describe(term.text_at("name")), describe(name))
    result = step.at("result")
    if value_of(result) != want.result:
        yield from _compare_value(result, want.result)
    if step.text_at("unrounded") != want.unrounded:
        yield from differ(f"{step.path}.unrounded", step.text_at("unrounded"), want.unrounded)


def _compare_value(node: Node, wanted: Value) -> Iterator[Problem]:
    said = value_of(node)
    yield from differ(f"{node.path}.value", said[0], wanted[0])
    if wanted[1]:
        yield from differ(f"{node.path}.unit", said[1], wanted[1])
