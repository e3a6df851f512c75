"""The cells of the whole course against the limit of its protocol: by what was infused."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.courses.folding.ledger import Ledger
from msc_dose.dosing.counted import counted_by
from msc_dose.dosing.cumulative import cumulative
from msc_dose.problems import Problem


def cumulative_problems(ledger: Ledger) -> tuple[Problem, ...]:
    """A CHECK where what was infused and what is still planned are together above the cumulative limit."""
    found: list[Problem] = []
    for block in ledger.blocks:
        inputs = block.dosing.inputs
        if inputs.rule.cumulative_limit is None:
            continue
        cells = []
        counted = counted_by(block.dosing.infusions[0].dose.cells)
        for record in ledger.records.values():
            if counted_by(record.dose) != counted:
                continue  # other cells than the limit speaks of
            known = [attempt.infused for attempt in record.attempts if attempt.infused is not None]
            cells += known if record.attempts else [record.dose] if record.dropped is None else []
        _, above = cumulative(inputs.rule, cells, inputs.weight)
        found += [replace(problem, severity="check") for problem in above]
    return tuple(dict.fromkeys(found))
