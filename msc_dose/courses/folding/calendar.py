"""The dates of a block, placed again from what happened; and what a change would make of them."""

from __future__ import annotations

from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.placing_visits import beside_of
from msc_dose.scheduling import Closures
from msc_dose.scheduling.facts import Facts, Rhythm, Slot
from msc_dose.scheduling.replanning import replan


def facts_of(ledger: Ledger, block: Block) -> Facts:
    """What has become of the block's infusions, by their numbers within it."""
    records = [ledger.records[number] for number in block.numbers]
    given, fixed, dropped = [], [], []
    for local, record in enumerate(records, 1):
        if (day := record.given_on) is not None:
            given.append((local, day))
        elif record.dropped is not None:
            dropped.append(local)
        elif (day := record.thawed_on or record.fixed) is not None:
            fixed.append((local, day))
    return Facts(
        tuple(given), tuple(fixed), tuple(dropped), tuple(block.rebased), block.not_before,
        _undecided_from(ledger, block, records),
    )  # fmt: skip


def _undecided_from(ledger: Ledger, block: Block, records: list[Record]) -> int | None:
    """The first infusion without a date: after an open question, or the next one while the course is held."""
    first = [block.local(question.first) for question in block.open_later]
    if ledger.held is not None:
        first += [local for local, record in enumerate(records, 1) if record.pending][:1]
    return min(first, default=None)


def slots_of(ledger: Ledger, block: Block) -> tuple[Slot, ...]:
    """One slot for each infusion of the block, in order."""
    inputs, facts = block.plan.inputs, facts_of(ledger, block)
    asked = (facts, block.closures, block.minimum_gap)
    if block.placed is None or block.placed[0] != asked:
        found = replan(
            inputs.start, rhythm_of(block), closures_of(block), block.minimum_gap, facts, inputs.maximum_gap
        )
        block.placed = (asked, found)
    return block.placed[1]


def slot_of(ledger: Ledger, number: int) -> Slot:
    """The slot of one infusion, by its number in the course."""
    block = ledger.block_of(number)
    return slots_of(ledger, block)[block.local(number) - 1]


def rhythm_of(block: Block) -> Rhythm:
    """What the calendar must know of the block's schedule."""
    return block.plan.inputs.schedule.rhythm(block.plan.inputs.window)


def closures_of(block: Block) -> Closures:
    """The days on which the block's infusions may be given: those whose visits beside them may be, too."""
    beside = beside_of(block.plan.inputs.visits)
    return block.closures.with_beside(beside) if beside else block.closures
