"""The dates of a course calculated a second time, from a plain document of its facts."""

from __future__ import annotations

from typing import Any

from msc_dose.courses.closures_document import closures_document
from msc_dose.courses.folding.calendar import facts_of, slots_of
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.schedule_document import schedule_document, visit_document
from msc_dose.courses.window_document import window_document
from msc_dose.problems import Refusal, refuse
from msc_dose.recheck.calendar import recheck_calendar
from msc_dose.scheduling.facts import Facts, Slot


def agreed_dates(ledger: Ledger) -> None:
    """Refusal `recheck.disagrees` where the second calculation of any block's dates differs."""
    for block in ledger.blocks:
        disagreements = recheck_calendar(calendar_document(ledger, block))
        if disagreements:
            defect = "The second calculation of the dates disagrees: this is a defect of msc_dose."
            first = refuse("recheck.disagrees", "course", defect, "Do not use these dates; report it.")
            raise Refusal([*first.problems, *disagreements])


def calendar_document(ledger: Ledger, block: Block) -> dict[str, Any]:
    """The dates of a block and everything they follow from (schema `msc-dose/calendar/1`)."""
    inputs = block.plan.inputs
    maximum = {} if inputs.maximum_gap is None else {"maximum_gap": inputs.maximum_gap}
    return {
        "schema": "msc-dose/calendar/1",
        "start": inputs.start.isoformat(),
        "schedule": schedule_document(inputs.schedule),
        "window": window_document(inputs.window),
        "minimum_gap": block.minimum_gap,
        **maximum,
        **closures_document(block.closures),
        "visits": [visit_document(rule) for rule in inputs.visits],
        "facts": _facts(facts_of(ledger, block)),
        "slots": [_slot(slot) for slot in slots_of(ledger, block)],
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "given": [{"number": number, "date": day.isoformat()} for number, day in facts.given],
        "fixed": [{"number": number, "date": day.isoformat()} for number, day in facts.fixed],
        "dropped": list(facts.dropped),
        "rebased": [
            {"first": each.first, "anchor": each.anchor, "day": each.day.isoformat(), "how": each.how}
            for each in facts.rebased
        ],
        "not_before": facts.not_before and facts.not_before.isoformat(),
        "undecided_from": facts.undecided_from,
    }


def _slot(slot: Slot) -> dict[str, Any]:
    days = {name: getattr(slot, name) for name in ("target", "earliest", "latest", "date")}
    return {
        "number": slot.number,
        "state": slot.state,
        **{name: day and day.isoformat() for name, day in days.items()},
    }
