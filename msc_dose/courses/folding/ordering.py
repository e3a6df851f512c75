"""What orders, weights and changes of dose do to the ledger: a weight alone changes no dose."""

from __future__ import annotations

from msc_dose.courses.course import WeightOnRecord
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.ordering import DoseChanged, OrderAmended, OrderCancelled, Ordered, Weighed
from msc_dose.courses.folding.doses import change_doses, equal, weight_differs
from msc_dose.courses.folding.ledger import Ledger
from msc_dose.quantity.writer import briefly


def ordered(ledger: Ledger, event: Event, what: Ordered) -> None:
    """An order stands."""
    if what.order_number in ledger.orders:
        message = f"Order {what.order_number} is on record already."
        fix = "Amend it, or give the order its own number."
        raise ledger.refused(event, "course.order-known", "order_number", message, fix)
    ledger.orders[what.order_number] = True
    if what.dosing_weight is not None:
        ledger.order_weights[what.order_number] = what.dosing_weight
        tell_order_weight(ledger, event, what.order_number)


def tell_order_weight(ledger: Ledger, event: Event, number: str) -> None:
    """Tell an order that was calculated on another weight than the latest plan."""
    ordered, block = ledger.order_weights[number], next(reversed(ledger.blocks), None)
    dosing = block.dosing.inputs.weight if block is not None else None
    if dosing is not None and not equal(ordered, dosing):
        message = f"order {number} is calculated on {ordered}, the plan on {dosing}."
        ledger.departs(event, "course.order-differs", "dosing_weight", message, "Ask the prescriber.")


def order_amended(ledger: Ledger, event: Event, what: OrderAmended) -> None:
    """An order that is on record reads otherwise."""
    _known(ledger, event, what.order_number)
    ledger.orders[what.order_number] = True


def order_cancelled(ledger: Ledger, event: Event, what: OrderCancelled) -> None:
    """An order is withdrawn."""
    _known(ledger, event, what.order_number)
    ledger.orders[what.order_number] = False
    if not any(ledger.orders.values()):
        ledger.void_clearances(f"order {what.order_number} is cancelled")


def _known(ledger: Ledger, event: Event, number: str) -> None:
    if number not in ledger.orders:
        message = f"No order {number} is on record."
        fix = f"Give one of {', '.join(ledger.orders)}." if ledger.orders else "Record the order first."
        raise ledger.refused(event, "course.order-unknown", "order_number", message, fix)


def weighed(ledger: Ledger, event: Event, what: Weighed) -> None:
    """A weight is on record, in the order in which weights were taken."""
    _tell_far(ledger, event, what)
    ledger.weights.append(WeightOnRecord(what.weight, event.occurred, event.number, what.method))
    ledger.weights.sort(key=lambda each: (each.taken, each.event))
    for block in ledger.blocks:
        if weight_differs(ledger, block) is not None:
            ledger.void_clearances("the weight asks for a new order", block.first)


def _tell_far(ledger: Ledger, event: Event, what: Weighed) -> None:
    """Tell a weight of more than double, or less than half, the one before or the dosing weight."""
    dosed = ledger.blocks[-1].dosing.inputs.weight if ledger.blocks else None
    before = ledger.weights[-1].weight if ledger.weights else dosed
    if before is not None and (what.weight > before * 2 or before > what.weight * 2):
        message = f"from {briefly(before)} to {briefly(what.weight)}: more than double, or less than half."
        ledger.departs(event, "course.weight-far", "weight", message, "Weigh again; check unit and comma.")


def dose_changed(ledger: Ledger, event: Event, what: DoseChanged) -> None:
    """The doses of infusions to come are others."""
    record = ledger.record(what.from_infusion, event)
    if not record.pending:
        message = f"Infusion {record.number} is {record.state}: its dose is not changed any more."
        fix = "Name the first infusion that is still to come."
        raise ledger.refused(event, "course.not-pending", "from_infusion", message, fix)
    ledger.orders[what.order_number] = True
    before = record.dose
    change_doses(ledger, event, what)
    ledger.void_clearances("the dose is another", what.from_infusion)
    if record.dose > before * 2 or before > record.dose * 2:
        message = f"from {briefly(before)} to {briefly(record.dose)}: more than double, or less than half."
        ledger.departs(event, "course.dose-far", "ordered", message, "Check the order.")
