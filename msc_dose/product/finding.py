"""From what was scanned to one container, or to a list of which none is selected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from msc_dose.problems import Problem, refuse
from msc_dose.product.container import NO_EXPIRY, Container
from msc_dose.product.scans.identifiers import Scanned


@dataclass(frozen=True, slots=True)
class Found:
    """The containers that a scan may mean, and the one that it selects: None unless its identity is full."""

    containers: tuple[Container, ...]
    selected: Container | None
    problems: tuple[Problem, ...] = ()


def find_containers(stock: Iterable[Container], scanned: Scanned) -> Found:
    """The container that a full identity names; every one of a DIN or a lot alone, none of them selected.

    A donation number names all containers of one collection, a lot all of one batch: even where only one
    is in stock, the other half of its identity must be scanned (NOTE `identity.incomplete`). An expiry on
    the label that is not the stock's is CHECK `expiry.disagrees`.

    Raises Refusal `container.not-found`, `container.ambiguous` (two containers of one identity),
    `identity.missing` (the scan says neither a DIN nor a lot).
    """
    if not (scanned.din or scanned.lot):
        message = "The scan names neither a donation number nor a lot."
        raise refuse("identity.missing", "scanned", message, "Scan the donation number or the lot.")
    found = tuple(container for container in stock if _matches(container, scanned))
    if not found:
        message = f"No container of the stock is {_said(scanned)}."
        raise refuse(
            "container.not-found", "scanned", message, "Check the label and the stock.", _said(scanned)
        )
    if not scanned.complete:
        return Found(found, None, (_incomplete(scanned, len(found)),))
    if len(found) > 1:
        message = f"{len(found)} containers of the stock are {_said(scanned)}."
        fix = "Correct the stock: an identity names one container."
        raise refuse("container.ambiguous", "scanned", message, fix, _said(scanned))
    return Found(found, found[0], _expiry(found[0], scanned))


def _matches(container: Container, scanned: Scanned) -> bool:
    """Whether everything that was scanned of an identity is the container's."""
    pairs = (
        (scanned.din, container.din),
        (scanned.product_code, container.product_code),
        (scanned.lot, container.lot),
        (scanned.serial, container.serial),
    )
    return all(said is None or said == own for said, own in pairs)


def _said(scanned: Scanned) -> str:
    parts = (scanned.din, scanned.product_code, scanned.lot, scanned.serial)
    return " ".join(part for part in parts if part)


def _incomplete(scanned: Scanned, number: int) -> Problem:
    what, other = ("DIN", "product code") if scanned.din else ("lot", "serial number")
    containers = "1 container" if number == 1 else f"{number} containers"
    message = f"The {what} {_said(scanned)} alone lists {containers} and selects none."
    return Problem("identity.incomplete", "note", "scanned", message, f"Scan the {other} too.")


def _expiry(container: Container, scanned: Scanned) -> tuple[Problem, ...]:
    own = container.expiry.date() if isinstance(container.expiry, datetime) else container.expiry
    if scanned.expiry is None or own == scanned.expiry:
        return ()
    stored = NO_EXPIRY if isinstance(own, str) else own.isoformat()
    message = f"The label says expiry {scanned.expiry.isoformat()}, the stock {stored}."
    return (Problem("expiry.disagrees", "check", "scanned", message, "Find out which is right."),)
