"""What every action on the stock of a record shares: the record, and its answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import Parser, parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.cli.stocks import ACTIONS
from msc_dose.product.document import container_document
from msc_dose.scheduling import day_text
from msc_dose.store.record import Record
from msc_dose.store.stock import HeldContainer

DONE = 0
Answer = tuple[list[str], dict[str, Any]]
ID_HELP = 'as listed, "LOT SERIAL" or "DIN PRODUCT-CODE", in any case; or its scans, in quotes'


def arguments_of(action: str, examples: str, signing: bool = True) -> Parser:
    """The parser of one action, with the options of the record."""
    said = ACTIONS[action][1]
    made = parser(f"stock {action}", f"{said[:1].upper()}{said[1:]}.", examples)
    add_record(made, signing=signing)
    return made


def answered(
    given: argparse.Namespace, as_json: bool, work: Callable[[Record, argparse.Namespace], Answer]
) -> int:
    """Open the record, do the work, write its answer as lines beneath the record's banner or as JSON."""
    record = record_of(given)
    try:
        lines, document = work(record, given)
        head = banner(record)
    finally:
        record.close()
    if as_json:
        output.document({**document, "training": record.training})
    else:
        output.say("\n".join([*head, *([""] if head else []), *lines]))
    return DONE


def held_document(held: HeldContainer) -> dict[str, Any]:
    """A container of the record as a plain mapping."""
    return {
        "identity": held.identity,
        "state": held.state,
        "version": held.version,
        "course": held.course,
        "infusion": held.infusion,
        "exceptional_release": held.exceptional,
        "container": container_document(held.container),
    }


def state_of(held: HeldContainer) -> str:
    """The state in words, and that it is used by exception where it is."""
    return f"{held.state} (exceptional release)" if held.exceptional else held.state


def holder_of(held: HeldContainer) -> str:
    """Who has it, in words; empty where nobody has."""
    return f"{held.course}, infusion {held.infusion}" if held.course else ""


def moment_text(record: Record, at: str) -> str:
    """A moment that the record keeps in UTC, as the site's clock showed it."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(record.zone))
    return f"{day_text(local.date())} {local:%H:%M}"
