"""What every action on the stock of a record shares: the record, its answer, and which container is meant."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import Parser, parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.cli.stocks import ACTIONS
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.document import container_document
from msc_dose.product.finding import find_containers
from msc_dose.product.scans.identifiers import Scanned, read_scan
from msc_dose.scheduling import day_text
from msc_dose.store.databases.database import Statements
from msc_dose.store.record import Record
from msc_dose.store.stock import HeldContainer, beginning_with, find
from msc_dose.store.stock.rows import not_found

DONE = 0
Answer = tuple[list[str], dict[str, Any]]
Named = tuple[HeldContainer, tuple[Problem, ...]]
ID_HELP = 'as listed, "LOT SERIAL" or "DIN PRODUCT-CODE", in any case; or its scans, in quotes'
_SCAN = "=&(]"


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


def named(statements: Statements, words: Sequence[str]) -> Named:
    """The container of an identity in words, or of its scans; with what its label says otherwise.

    Raises Refusal `container.not-found`, `identity.incomplete` (a DIN or a lot alone: it names those that
    it may be, and selects none), and those of a scan.
    """
    said = " ".join(words)
    found = find(statements, said)
    if found is not None:
        return found, ()
    scanned = _scanned(words)
    if scanned is None:
        raise _incomplete(statements, said) or not_found(said)
    start = scanned.din or scanned.lot or ""
    if not scanned.complete:
        raise _incomplete(statements, start) or not_found(start or said)
    identity = f"{start} {scanned.product_code or scanned.serial}"
    found = find(statements, identity)
    if found is None:
        raise not_found(identity)
    return found, find_containers([found.container], scanned).problems


def _scanned(words: Sequence[str]) -> Scanned | None:
    try:
        return read_scan(*words)
    except Refusal:
        if any(word[:1] in _SCAN for word in words):
            raise
        return None  # no scan at all: an identity that the stock does not have


def _incomplete(statements: Statements, start: str) -> Refusal | None:
    listed = beginning_with(statements, f"{start} ") if start else ()
    if not listed:
        return None
    message = f"{start} alone may be {', '.join(listed)}; none is selected."
    return refuse("identity.incomplete", "containers", message, "Give the whole identity, or scan it.", start)


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
