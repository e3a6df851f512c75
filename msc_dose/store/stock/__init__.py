"""The stock of a record: its containers, their steps, and who has them, under one name.

importing    whole lists into the record; a position corrected
rows         containers as they are shown: find, listed, reserved_for
overview     a page at a time, by state, what is alike as one · naming: what a scan or identity means
steps        the append-only steps; the state and the holding that follow from them
taking       one step that a person takes · retracting: the last one entered in error
holdings     reserved for an infusion, and given back · purpose: whether it is still to come
exceptional  released by exception, on two people's signatures
events       what an event of a course does to containers, by way of
             departures (from a lawful life) · ended (against what containers can hold)
agreement    course and stock say the same of every container
cells        whether what is reserved holds the dose
clearance    what stands against clearing an infusion to thaw
"""

from msc_dose.product.plain_text import container_key
from msc_dose.store.stock.agreement import disagreements, not_told_to_course
from msc_dose.store.stock.cells import cells_problems, planned_containers
from msc_dose.store.stock.clearance import clearance_problems
from msc_dose.store.stock.events import apply_event
from msc_dose.store.stock.exceptional import (
    ExceptionalRelease,
    exceptional_release,
    exceptional_releases,
    release_in_force,
)
from msc_dose.store.stock.holdings import reserve, unreserve
from msc_dose.store.stock.importing import AlreadyThere, already_there, correct_position, import_containers
from msc_dose.store.stock.retracting import last_by_hand, retract_step, second_people
from msc_dose.store.stock.rows import (
    HeldContainer,
    available,
    beginning_with,
    count_listed,
    find,
    listed,
    reserved_for,
)
from msc_dose.store.stock.steps import history, life_on_record
from msc_dose.store.stock.taking import take_step

__all__ = [
    "AlreadyThere",
    "ExceptionalRelease",
    "HeldContainer",
    "already_there",
    "apply_event",
    "available",
    "beginning_with",
    "cells_problems",
    "clearance_problems",
    "container_key",
    "correct_position",
    "count_listed",
    "disagreements",
    "exceptional_release",
    "exceptional_releases",
    "find",
    "history",
    "import_containers",
    "last_by_hand",
    "life_on_record",
    "listed",
    "not_told_to_course",
    "planned_containers",
    "release_in_force",
    "reserve",
    "reserved_for",
    "retract_step",
    "second_people",
    "take_step",
    "unreserve",
]
