"""What went in: counted, or by volume from what was prepared."""

from __future__ import annotations

from functools import reduce

from msc_dose.courses.events.giving import Completed, Given, StoppedEarly
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.derivation import Derivation, step, term
from msc_dose.dosing.counted import counted_by, taking_over
from msc_dose.quantity.amount import Amount

SOURCE = "what is infused is what went in, by volume"


def infused_of(record: Record, what: Completed | StoppedEarly) -> tuple[Amount | None, Derivation]:
    """The cells infused, and their working; None where neither cells nor volumes are stated.

    By volume: cells prepared (of what is made up, the cells decided) × mL infused ÷ mL issued, over all
    containers of the infusion, which are taken as equally concentrated. Exact. Raises Refusal `count.mixed`
    where the cells stated are others than those of the dose.
    """
    if what.cells is not None:
        cells = taking_over(what.cells, counted_by(record.dose), "cells", "count")
        stated = step("cells infused", "as stated", (term("stated", what.cells),), cells, "the record")
        return cells, Derivation((stated,))
    return by_volume(record, what)


def by_volume(record: Record, what: Completed | StoppedEarly) -> tuple[Amount | None, Derivation]:
    """The cells infused by volume; by the counts after thaw where every container was counted."""
    if not what.containers:
        return None, Derivation()
    if all(given.container in record.counted and given.issued.value for given in what.containers):
        return _by_count(record, what.containers)
    issued, infused = (_sum(what.containers, name) for name in ("issued", "infused"))
    if issued.value == 0:
        return None, Derivation()
    prepared = record.brought
    cells = _part(prepared, infused, issued)
    made = step(
        "cells infused",
        "cells prepared × volume infused ÷ volume issued",
        (term("cells prepared", prepared), term("volume infused", infused), term("volume issued", issued)),
        cells,
        SOURCE,
    )
    return cells, Derivation((made,))


def _by_count(record: Record, containers: tuple[Given, ...]) -> tuple[Amount | None, Derivation]:
    """The cells counted after thaw in each container × mL infused ÷ mL issued, and their sum. Exact."""
    steps, parts = [], []
    for given in containers:
        counted = record.counted[given.container]
        part = _part(counted, given.infused, given.issued)
        inputs = (
            term("cells counted after thaw", counted),
            term("volume infused", given.infused),
            term("volume issued", given.issued),
        )
        formula = "cells counted × volume infused ÷ volume issued"
        steps.append(step(f"cells infused of {given.container}", formula, inputs, part, SOURCE))
        parts.append(part)
    total = reduce(lambda one, other: one + other, parts)
    if len(parts) > 1:
        summed = tuple(term(each.name, part) for each, part in zip(steps, parts, strict=True))
        steps.append(step("cells infused", "the sum of all containers", summed, total, SOURCE))
    return total, Derivation(tuple(steps))


def _part(cells: Amount, infused: Amount, issued: Amount) -> Amount:
    """Cells × volume infused ÷ volume issued: multiplied first, divided once."""
    top, bottom = infused.numerator.as_integer_ratio()
    below, above = issued.numerator.as_integer_ratio()
    return cells * (top * issued.denominator * above) / (bottom * infused.denominator * below)


def _sum(containers: tuple[Given, ...], name: str) -> Amount:
    amounts: list[Amount] = [getattr(given, name) for given in containers]
    return reduce(lambda total, each: total + each, amounts)
