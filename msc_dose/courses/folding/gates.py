"""What stands in the way of clearance to thaw: after thaw, a fever costs a product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.folding.calendar import slot_of
from msc_dose.courses.folding.doses import weight_differs
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.problems import Problem, stop
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

REVIEWED = "last reaction reviewed"  # the words of the item that answers a reaction
REQUIREMENTS = {"consent": "the recipient's consent", "ethics-approval": "ethics approval"}


def missing_requirements(ledger: Ledger, at: datetime | None = None) -> tuple[str, ...]:
    """What the protocols require before the first infusion and is not on record, or was not by then."""
    given = {"consent": ledger.consent, "ethics-approval": ledger.ethics}
    on_record = {name: day is not None and (at is None or day <= at) for name, day in given.items()}
    wanted = [name for block in ledger.blocks for name in block.plan.course_rules.requires]
    return tuple(name for name in dict.fromkeys(wanted) if not on_record[name])


def gate_problems(ledger: Ledger, event: Event, what: Cleared) -> Iterator[Problem]:
    """Everything that keeps this infusion from being cleared on the day of the event, each a STOP."""
    if ledger.held is not None:
        yield _gate("course.held", f"The course is held: {ledger.held[1]}.", "Resume it first.")
    yield from standing_gates(ledger, event, what.infusion)
    yield from _day_gates(ledger, event, what.infusion)
    for record in ledger.records.values():
        if record.undecided:
            message = f"Infusion {record.number} stopped early, and nobody has decided what becomes of it."
            yield _gate("course.partial", message, "Say whether it counts, is made up, or is repeated.")
        if record.awaits_make_up and record.number != what.infusion:
            message = f"The rest of infusion {record.number} is still to be made up."
            yield _gate("course.make-up", message, "Give it, or decide anew what becomes of it.")
    if ledger.unreviewed and not any(i.item == REVIEWED and i.holds for i in what.items):
        message = f"A reaction to infusion {ledger.unreviewed[-1]} asks for review before the next infusion."
        yield _gate("course.review-reaction", message, f'Add the item "{REVIEWED}".')
    for item in what.items:
        if not item.holds:
            yield _gate("course.item-not-met", f"{item.item}: no. {item.note}".strip(), "Settle it first.")


def standing_gates(ledger: Ledger, event: Event, number: int) -> Iterator[Problem]:
    """What must hold from clearance to the start: requirements, an order, and a weight that it is for."""
    for name in missing_requirements(ledger, event.occurred):
        message = f"The protocol requires {REQUIREMENTS[name]} before the first infusion."
        yield _gate("course.requirement-missing", message, "Record it.")
    yield from _order_gates(ledger)
    yield from _weight_gates(ledger, event, ledger.block_of(number))


def _order_gates(ledger: Ledger) -> Iterator[Problem]:
    if not ledger.orders:
        yield _gate("course.no-order", "No order is on record.", "Record the order.")
    elif not any(ledger.orders.values()):
        yield _gate("course.no-order", "Every order is cancelled.", "Record a new order.")


def _weight_gates(ledger: Ledger, event: Event, block: Block) -> Iterator[Problem]:
    if (latest := weight_differs(ledger, block, event.occurred)) is not None:
        message = f"The weight of {briefly(latest)} asks for a new order: the dose is for "
        yield _gate("course.new-order", f"{message}{block.dosing.inputs.weight}.", "Have the dose ordered.")
    valid = block.plan.course_rules.weight_valid_days
    if valid is None:
        return
    known = [weight.taken.date() for weight in ledger.weights if weight.taken <= event.occurred]
    taken = known[-1] if known else None
    if taken is None or (event.occurred.date() - taken).days > valid:
        since = "no weight is on record" if taken is None else f"the weight is of {day_text(taken)}"
        message = f"The protocol holds a weight valid for {valid} days; {since}."
        yield _gate("course.weight-stale", message, "Weigh the patient.")


def _day_gates(ledger: Ledger, event: Event, number: int) -> Iterator[Problem]:
    if ledger.records[number].awaits_make_up and not ledger.records[number].cleared:
        return
    if not ledger.records[number].pending or ledger.records[number].cleared:
        message = f"Infusion {number} is {ledger.records[number].state}."
        yield _gate("course.not-pending", message, "Name the infusion that comes next.")
        return
    earlier = [record.number for record in ledger.pending if record.number < number]
    if earlier:
        message = f"Infusion {earlier[0]} comes before infusion {number}."
        yield _gate("course.not-next", message, "Give it, or record why it is left out.")
    slot = slot_of(ledger, number)
    if slot.date is None:
        yield _gate("course.undecided", f"Infusion {number} has no date.", "Decide its date first.")
    elif event.occurred.date() > slot.date:
        message = f"Infusion {number} is planned for {day_text(slot.date)}, which has passed."
        yield _gate("course.day-passed", message, "Move it to the day on which it is given.")
    elif slot.why_not:
        message = f"Infusion {number} cannot stay on its date. {slot.why_not}."
        yield _gate("course.undecided", message, "Move it to another day.")


def _gate(code: str, message: str, fix: str) -> Problem:
    return stop(code, "infusion", message, fix)
