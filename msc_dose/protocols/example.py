"""A worked example inside a protocol file: inputs, and what must come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.quantity.amount import Amount, Counts
from msc_dose.scheduling import Closures, Window


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the inputs of a plan, the cells of one infusion and the dates it must give."""

    name: str
    weight: Amount
    basis: str
    counts: Counts
    start: date
    interval: str | None
    window: Window | None
    closures: Closures
    cells: Amount
    dates: tuple[date, ...]
