"""The stock of a record: its containers, their steps, and who has them, under one name.

stock_import     whole lists into the record; a position corrected
stock_rows       containers as they are shown: find, listed, reserved_for
stock_steps      the append-only steps; the state and the holding that follow from them
stock_taking     one step that a person takes
holdings         reserved for an infusion, and given back
exceptional      released by exception, on two people's signatures
stock_events     what an event of a course does to containers
stock_cells      whether what is reserved holds the dose
stock_clearance  what stands against clearing an infusion to thaw
"""

from msc_dose.store.stock.cells import cells_problems
from msc_dose.store.stock.clearance import clearance_problems
from msc_dose.store.stock.events import apply_event
from msc_dose.store.stock.exceptional import ExceptionalRelease, exceptional_release, exceptional_releases
from msc_dose.store.stock.holdings import reserve, unreserve
from msc_dose.store.stock.importing import AlreadyThere, already_there, correct_position, import_containers
from msc_dose.store.stock.rows import (
    HeldContainer,
    available,
    beginning_with,
    count_listed,
    find,
    listed,
    reserved_for,
)
from msc_dose.store.stock.steps import container_key, history, life_on_record
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
    "exceptional_release",
    "exceptional_releases",
    "find",
    "history",
    "import_containers",
    "life_on_record",
    "listed",
    "reserve",
    "reserved_for",
    "take_step",
    "unreserve",
]
