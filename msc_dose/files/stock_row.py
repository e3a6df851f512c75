"""One row of a stock list: its cells read into a container, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar, cast

from msc_dose.notation.conventions import Conventions
from msc_dose.notation.dates import read_moment
from msc_dose.notation.door import shown
from msc_dose.notation.reader import read_amount
from msc_dose.problems import Problem, Reading, Refusal, stop
from msc_dose.product.container import (
    DMSO_KINDS,
    NO_EXPIRY,
    UNKNOWN,
    Container,
    Content,
    Dmso,
    Notes,
    Recovery,
)
from msc_dose.product.scans.isbt128 import read_din, read_product_code
from msc_dose.product.validity import belonging_problems, expiry_problems, identity_problems, raise_all
from msc_dose.quantity.amount import COUNTS, Amount

# What the core calls a thing, where its column has another name.
_COLUMN_OF = {
    "type": "container",
    "counts": "viability_kind",
    "fill": "volume",
    "withdrawable": "withdrawable_volume",
    "nominal": "nominal_volume",
}
_NOTES = ("donor_eligibility", "blood_group", "filter", "irradiation", "pump")

# Scanned or typed, an identity is kept in one form, so that two rows of one container are seen.
_READERS: dict[str, Callable[[str], str]] = {
    "din": lambda text: read_din(text).din,
    "product_code": read_product_code,
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong on one line: the column (None: the whole row), why, and what it could mean."""

    line: int
    column: str | None
    problem: Problem
    readings: tuple[Reading, ...] = ()


@dataclass(slots=True)
class StockRow:
    """One row on its way to a container; what is wrong with it is collected in `bad`, not raised.

    `known` remembers what texts of earlier rows have become; `identity` is None where it is bad.
    """

    line: int
    cells: dict[str, str]
    conventions: Conventions
    known: dict[tuple[str, ...], Any]
    bad: list[BadCell] = field(default_factory=list)
    identity: str | None = None

    @property
    def identity_column(self) -> str:
        """The column in which the identity begins."""
        return "din" if self.cells["din"] else "lot"

    def container(self) -> Container | None:
        """The container of this row, or None with `bad` filled."""
        identity = self._identity()
        content, notes = self._content(), self._notes()
        cells = self.cells
        belonging = {
            "donor_type": cells["donor_type"],
            "recipient": cells["recipient"],
            "status": cells["status"],
            "position": cells["position"],
        }
        self._found(belonging_problems(cells["container"], **belonging))
        expiry = self._try("expiry", lambda: _expiry(cells["expiry"]), "expiry", cells["expiry"])
        if self.bad or content is None or notes is None or expiry is None:
            return None
        return self._try(
            None,
            lambda: Container(
                content, cells["container"], expiry=expiry, notes=notes, **belonging, **identity
            ),
        )

    def _identity(self) -> dict[str, str]:
        parts = {
            name: self.cells[name] for name in ("din", "product_code", "lot", "serial") if self.cells[name]
        }
        before = len(self.bad)
        for name, reader in _READERS.items():
            if name in parts:
                parts[name] = self._try(name, partial(reader, parts[name])) or parts[name]
        if len(self.bad) == before:
            asked = [parts.get(name) for name in ("din", "product_code", "lot", "serial")]
            self._found(identity_problems(*asked))
        if len(self.bad) == before:
            self.identity = " ".join(parts.values())
        return parts

    def _content(self) -> Content | None:
        cells, before = self.cells, len(self.bad)
        facts = self._facts()
        number = self._amount("cells", "cell_count")
        concentration = self._amount("concentration", "cell_concentration")
        values: dict[str, Any] = {
            "fill": self._amount("volume", "volume"),
            "nominal": self._amount("nominal_volume", "volume"),
            "withdrawable": self._amount("withdrawable_volume", "volume"),
            "viability": self._amount("viability", "percentage"),
            "viability_moment": cells.get("viability_moment") or None,
            "recovery": self._recovery(),
            "dmso": self._dmso(),
        }
        if not number and not (concentration and any(values[v] for v in ("fill", "nominal", "withdrawable"))):
            if len(self.bad) == before:
                message = "Neither a number of cells nor a concentration with a volume is given."
                self._found([stop("content.missing", "cells", message, "Give one of them, with its unit.")])
            return None
        values["cells"] = self._stating("cells", number, facts)
        values["concentration"] = self._stating("concentration", concentration, facts)
        return self._try("cells", lambda: Content(**values)) if len(self.bad) == before else None

    def _facts(self) -> dict[str, str]:
        """Population, viability kind and moment: named by their columns, whatever the cells' text says."""
        facts = {name: self.cells[name] for name in ("population", "viability_kind", "moment")}
        said = {"population": "which cells are counted", "moment": "when they were counted"}
        for name, what in said.items():
            if not facts[name]:
                self._found([stop(f"{name}.missing", name, f"It is not stated {what}.", f"State {what}.")])
        if facts["viability_kind"] not in COUNTS:
            code = "counts.unknown" if facts["viability_kind"] else "counts.missing"
            message = "It is not stated whether viable or all cells are counted."
            read = shown(facts["viability_kind"]) or None
            self._found([stop(code, "viability_kind", message, "Say viable or all.", read)])
        return facts

    def _stating(self, column: str, amount: Amount | None, facts: dict[str, str]) -> Amount | None:
        if amount is None or not all(facts.values()) or facts["viability_kind"] not in COUNTS:
            return amount

        counts = COUNTS[COUNTS.index(facts["viability_kind"])]
        try:
            stated = amount.stating(counts, facts["population"])
            return replace(stated, moment=facts["moment"])
        except Refusal as refusal:
            # A contradiction of the cells' own text is shown at the cells, not at the column it contradicts.
            mixed = "count.mixed" in refusal.codes
            problems = [replace(p, field=column) if mixed else p for p in refusal.problems]
            self._found(problems, column)
            return None

    def _recovery(self) -> Recovery | None:
        percent, kind = self._amount("recovery", "percentage"), self.cells["recovery_kind"]
        if percent is None:
            if kind and not self.cells["recovery"]:
                message = "A kind of recovery is given, and no recovery."
                self._found([stop("value.missing", "recovery", message, "Give the recovery in %.", kind)])
            return None
        return self._try(
            "recovery", lambda: Recovery(percent, kind), "recovery", self.cells["recovery"], kind
        )

    def _dmso(self) -> Dmso | None:
        text, stated = self.cells["dmso"], self.cells.get("dmso_kind", "")
        number, _, last = text.rpartition(" ")
        inside = last if number and last in DMSO_KINDS else ""
        if inside and stated and inside != stated:
            message = f"The cell says {inside}, the column dmso_kind {shown(stated)}."
            self._found([stop("dmso.kind-disagrees", "dmso_kind", message, "Correct one of them.", text)])
            return None
        percent = self._amount("dmso", "percentage", number if inside else text)
        if percent is None:
            if stated and not text:
                message = "A kind of DMSO percentage is given, and no percentage."
                self._found([stop("value.missing", "dmso", message, "Give the percentage.", stated)])
            return None
        return self._try("dmso", lambda: Dmso(percent, inside or stated), "dmso", text, stated)

    def _notes(self) -> Notes | None:
        given = {name: self.cells.get(name) or UNKNOWN for name in _NOTES}
        flags = self.cells.get("hypersensitivity", UNKNOWN)
        listed = tuple(flag.strip() for flag in flags.split(";"))
        return self._try(
            None, lambda: Notes(hypersensitivity=listed, **given), "notes", flags, *given.values()
        )

    def _amount(self, column: str, kind: str, text: str | None = None) -> Amount | None:
        """The amount of a cell, None where it is empty or bad."""
        clean = self.cells.get(column, "") if text is None else text
        if not clean:
            return None
        return self._try(column, lambda: read_amount(clean, kind, column, self.conventions), kind, clean)

    def _try(self, column: str | None, make: Callable[[], T], *texts: str) -> T | None:
        """What `make` makes, or None with its refusal kept; of the same `texts` it is made once a file."""
        if texts and texts in self.known:
            return cast(T, self.known[texts])
        try:
            made = make()
        except Refusal as refusal:
            self._found(refusal.problems, column, refusal.readings)
            return None
        if texts:
            self.known[texts] = made
        return made

    def _found(
        self, problems: Sequence[Problem], column: str | None = None, readings: tuple[Reading, ...] = ()
    ) -> None:
        for n, problem in enumerate(problems):
            own = _COLUMN_OF.get(problem.field, problem.field)
            where = own if own in self.cells else column
            self.bad.append(
                BadCell(
                    self.line, where, replace(problem, field=where or "stock"), readings if n == 0 else ()
                )
            )


def _expiry(text: str) -> date | datetime | str:
    """The expiry of a cell: a date, a date and time without a zone, or `none assigned`."""
    if text and text != NO_EXPIRY:
        return read_moment(text, "expiry")
    raise_all(expiry_problems(text))
    return text
