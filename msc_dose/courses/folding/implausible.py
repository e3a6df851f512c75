"""What went in, held against what was brought: told where the two can hardly both be."""

from __future__ import annotations

from functools import reduce

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, StoppedEarly
from msc_dose.courses.folding.infused import by_volume
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Ledger
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly

LEAST_PERCENT = 1  # of what was brought; less is more likely a lost power of ten (policy)
OTHER_PERCENT = 10  # by which a stated number and the volumes may differ (policy)


def tell_infused(
    ledger: Ledger, event: Event, record: Record, what: Completed | StoppedEarly, infused: Amount | None
) -> None:
    """Tell cells that are more than was brought, next to none of it, or not what the volumes say."""
    if infused is None:
        return
    brought = record.brought
    volumes = by_volume(record, what)[0] if what.cells is not None else None
    if infused > brought or (infused * 100 < brought * LEAST_PERCENT and infused.value):
        message = f"{briefly(infused)} infused; {briefly(brought)} were brought."
    elif volumes is not None and _differ(infused, volumes):
        message = f"{briefly(infused)} are stated as infused; by the volumes it is {briefly(volumes)}."
    else:
        return
    ledger.departs(event, "course.infused-implausible", "cells", message, "Check cells and volumes.")


def _differ(one: Amount, other: Amount) -> bool:
    more, less = (one, other) if one >= other else (other, one)
    return more * 100 > less * (100 + OTHER_PERCENT)


def tell_left_over(ledger: Ledger, event: Event, record: Record, what: Completed) -> None:
    """Tell an infusion that ended as planned with volume left: what is left in container and line is dose."""
    if not any(given.left.value for given in what.containers):
        return
    left = reduce(lambda total, each: total + each, [given.left for given in what.containers])
    infused = record.attempts[-1].infused
    went_in = f": {briefly(infused)} of {briefly(record.brought)} went in" if infused is not None else ""
    message = f"{briefly(left)} were left{went_in}."
    fix = "If it stopped early, retract this and enter it so: a person then decides what becomes of it."
    ledger.departs(event, "course.left-over", "containers", message, fix)


def tell_make_up_cells(ledger: Ledger, event: Event, record: Record, cells: Amount) -> None:
    """Tell a make-up of more cells than are missing, or of next to none of them."""
    infused = record.attempts[-1].infused
    if infused is None or infused >= record.prepared:
        return
    missing = record.prepared - infused
    if cells > missing or cells * 100 < missing * LEAST_PERCENT:
        message = f"{briefly(cells)} are to be made up; {briefly(missing)} are missing."
        ledger.departs(event, "course.infused-implausible", "cells", message, "Check the number.")
