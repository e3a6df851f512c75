"""Which container of the stock is meant by an identity that was typed, or by what was scanned."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.finding import find_containers
from msc_dose.product.scans.identifiers import Scanned, read_scan
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.rows import HeldContainer, beginning_with, find, not_found

Named = tuple[HeldContainer, tuple[Problem, ...]]
_SCAN = "=&(]"


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
