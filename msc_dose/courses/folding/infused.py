"""What went in: counted, or by volume from what was prepared."""

from __future__ import annotations

from functools import reduce

from msc_dose.courses.events.giving import Completed, Given, StoppedEarly
from msc_dose.courses.folding.ledger import Record
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
    if not what.containers:
        return None, Derivation()
    issued, infused = (_sum(what.containers, name) for name in ("issued", "infused"))
    if issued.value == 0:
        return None, Derivation()
    prepared = record.brought
    top, bottom = infused.numerator.as_integer_ratio()
    below, above = issued.numerator.as_integer_ratio()
    cells = prepared * (top * issued.denominator * above) / (bottom * infused.denominator * below)
    made = step(
        "cells infused",
        "cells prepared × volume infused ÷ volume issued",
        (term("cells prepared", prepared), term("volume infused", infused), term("volume issued", issued)),
        cells,
        SOURCE,
    )
    return cells, Derivation((made,))


def _sum(containers: tuple[Given, ...], name: str) -> Amount:
    amounts: list[Amount] = [getattr(given, name) for given in containers]
    return reduce(lambda total, each: total + each, amounts)
