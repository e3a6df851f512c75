"""Which courses a list of what waits must look into, and which it can tell from their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Statements


@dataclass(frozen=True, slots=True)
class FromRows:
    """What the rows tell of all courses without any being folded.

    `tried` are the doses, by course and infusion, that somebody tried to verify or declared urgent: where
    their check stands is told by the course alone. `ordered` are the courses with an order; of the courses
    `undone` something was cancelled or entered in error, so that they alone tell whether an order stands.
    """

    tried: frozenset[tuple[str, int]]
    ordered: frozenset[str]
    undone: frozenset[str]


def from_rows(statements: Statements) -> FromRows:
    """Ask the rows."""
    orders = statements.all("orders_by_course")
    return FromRows(
        frozenset((row["course"], row["infusion"]) for row in statements.all("attempted_doses")),
        frozenset(row["course"] for row in orders if row["ordered"]),
        frozenset(row["course"] for row in orders if row["undone"]),
    )
