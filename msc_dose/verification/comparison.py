"""A re-entry from the source order, made blind, and held against what was entered first: exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msc_dose.dosing.checks import check_basis, check_kind
from msc_dose.dosing.shapes import check_dose
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.plain_text import container_key
from msc_dose.quantity.amount import BASES, COUNTS, Amount
from msc_dose.quantity.documents import number_document
from msc_dose.verification.wording import said


@dataclass(frozen=True, slots=True)
class Reentry:
    """What the second person reads in the source order, and which containers they see reserved.

    `dose` is in cells/kg, cells/m² or cells, as ordered; `counts` is `viable` or `all`; `weight` (kg) and
    `basis` are asked for where the dose is per kg. Raises Refusal `value.missing`, `counts.unknown`,
    `weight.basis-unknown`, `weight.basis-differs`, `count.mixed`, `unit.wrong-kind`; TypeError.
    """

    dose: Amount
    counts: str
    basis: str | None
    weight: Amount | None
    infusion: int
    containers: tuple[str, ...]

    def __post_init__(self) -> None:
        """Hold every field to what it may be; one Refusal names everything that is wrong."""
        check_dose(self.dose, "dose")
        if self.weight is not None:
            check_kind(self.weight, "body_weight", "weight")
        if type(self.infusion) is not int or not isinstance(self.containers, tuple):
            raise TypeError("infusion is a whole number, and containers are a tuple of identities")
        problems = list(self._problems())
        if problems:
            raise Refusal(problems)
        for amount in (self.dose, self.weight):
            if amount is not None:
                check_basis(amount, self.basis, "The basis")
        if self.dose.counts not in (None, self.counts):
            message = f"The dose counts {self.dose.counts} cells, and {self.counts} is said beside it."
            raise refuse("count.mixed", "counts", message, "Read the source order again.")

    def _problems(self) -> Iterator[Problem]:
        if self.counts not in COUNTS:
            message = f"{self.counts!r} does not say whether viable or all cells are counted."
            yield stop("counts.unknown", "counts", message, "Say viable or all.", str(self.counts))
        if self.basis is not None and self.basis not in BASES:
            message = f"{self.basis!r} is no weight basis."
            yield stop("weight.basis-unknown", "basis", message, f"Say {', '.join(BASES)}.", str(self.basis))
        if self.dose.kind == "dose_per_weight":
            missing = {"weight": self.weight, "basis": self.basis}
            for name in (name for name, value in missing.items() if value is None):
                message = f"A dose per kg is re-entered with its {name}."
                yield stop("value.missing", name, message, f"Read the {name} in the source order.")

    def as_document(self) -> dict[str, Any]:
        """The re-entry as a plain mapping, ready for JSON; containers in one writing and order."""
        return {
            "dose": number_document(self.dose),
            "counts": self.counts,
            "population": self.dose.population,
            "basis": self.basis,
            "weight": None if self.weight is None else number_document(self.weight),
            "infusion": self.infusion,
            "containers": sorted({container_key(each) for each in self.containers}),
        }


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field that differs: its name, and both values in words, which only a second mismatch shows."""

    field: str
    first: str
    second: str


def compare(covered: Mapping[str, Any], reentry: Reentry) -> tuple[Mismatch, ...]:
    """The fields in which a re-entry differs from what is covered; empty where it agrees."""
    return compare_documents(covered, reentry.as_document())


def compare_documents(covered: Mapping[str, Any], reentry: Mapping[str, Any]) -> tuple[Mismatch, ...]:
    """The same, of the document that `Reentry.as_document` wrote."""
    return tuple(
        Mismatch(field, said(first), said(second))
        for field, first, second in _pairs(covered, reentry)
        if first != second
    )


def _pairs(covered: Mapping[str, Any], reentry: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    yield "dose", covered["ordered_dose"], reentry["dose"]
    yield "counts", covered["counts"], reentry["counts"]
    if reentry["population"] is not None:
        yield "population", covered["population"], reentry["population"]
    # An order that depends on no weight need not name one.
    needed = covered["depends_on"] == "body weight"
    if needed or reentry["basis"] is not None:
        yield "basis", covered["weight_basis"], reentry["basis"]
    if needed or reentry["weight"] is not None:
        yield "weight", covered["dosing_weight"], reentry["weight"]
    yield "infusion", covered["infusion"], reentry["infusion"]
    first = sorted(container_key(each["identity"]) for each in covered["containers"])
    yield "containers", first, reentry["containers"]
