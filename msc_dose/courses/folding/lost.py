"""Product that was thawed and is not given: thawing is one-way, so it is lost."""

from __future__ import annotations

from msc_dose.courses.events.event import Event
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Ledger


def lose_product(ledger: Ledger, event: Event, record: Record) -> None:
    """What was thawed and not given is wasted; the infusion is still to come, and cleared anew."""
    lost = ", ".join(record.thawed)
    ledger.containers |= dict.fromkeys(record.thawed, "wasted")
    message = f"{lost} was thawed for infusion {record.number} and not given: it is wasted."
    ledger.departs(event, "course.product-lost", "infusion", message, "Record the fate of the product.")
    record.notes.append(f"thawed and not given: {lost}")
    record.cleared, record.thawed, record.thawed_on = False, (), None
    record.matched, record.expires = None, None
