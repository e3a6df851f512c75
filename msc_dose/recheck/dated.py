"""The days that a document gives for one infusion or visit, beside those that are calculated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import Problem
from msc_dose.recheck.dates import Slot
from msc_dose.recheck.differing import differ, disagreement
from msc_dose.recheck.document import Node
from msc_dose.recheck.working import VisitTerms, compare_steps, date_steps


@dataclass(frozen=True, slots=True)
class Dated:
    """The days that the document gives, and their working."""

    node: Node
    slot: Slot
    date: date
    steps: Node

    @classmethod
    def of(cls, node: Node) -> Dated:
        """The days that stand here."""
        slot = Slot(node.at("target").day(), node.at("earliest").day(), node.at("latest").day())
        return cls(node, slot, node.at("date").day(), node.at("date_steps"))


def compare_slot(said: Dated, slot: Slot) -> Iterator[Problem]:
    """The disagreements of the target and the days permitted with those calculated."""
    for key in ("target", "earliest", "latest"):
        mine, theirs = getattr(slot, key), getattr(said.slot, key)
        if mine != theirs:
            yield from differ(f"{said.node.path}.{key}", theirs, mine)


def compare_date(
    said: Dated,
    origin: date,
    counted: int,
    slot: Slot,
    calculated: date | None,
    terms: VisitTerms | None = None,
) -> Iterator[Problem]:
    """The disagreements of the date and its working with those calculated, or that no day is allowed."""
    if calculated is None:
        found = f"finds no allowed day from {slot.earliest} to {slot.latest}"
        yield disagreement(f"{said.node.path}.date", said.date, found)
        return
    if said.date != calculated:
        yield from differ(f"{said.node.path}.date", said.date, calculated)
    yield from compare_steps(said.steps, date_steps(origin, counted, slot, calculated, terms))
