"""A worked example inside a protocol file: inputs, and what must come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.quantity.amount import Amount, Counts
from msc_dose.scheduling import Closures, Window


@dataclass(frozen=True, slots=True)
class Permitted:
    """The least and the most cells that one infusion may have, both included."""

    low: Amount
    high: Amount


@dataclass(frozen=True, slots=True)
class Expected:
    """What an example must give: the cells, the permitted range, or the code of a refusal.

    `days` is the cells of each day where a dose is split; `dates` those of the infusions, empty where they
    are not part of the example; `containers_to_thaw` and `withdrawal_volume` (mL, rounded as it is
    measured) where the file states a container.
    """

    cells: Amount | None = None
    permitted: Permitted | None = None
    refused: str | None = None
    days: tuple[Amount, ...] = ()
    dates: tuple[date, ...] = ()
    containers_to_thaw: int | None = None
    withdrawal_volume: Amount | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the inputs of a plan, and what must come out.

    `weight` and `basis` are `None` where the dose does not depend on them; `ordered` is the dose ordered,
    one for all infusions or one for each; `version` is the label's; `dispense` is the mode taken where the
    protocol states none.
    """

    name: str
    weight: Amount | None
    basis: str | None
    counts: Counts
    start: date
    interval: str | None
    window: Window | None
    closures: Closures
    expected: Expected
    ordered: tuple[Amount, ...] = ()
    version: str | None = None
    height: Amount | None = None
    sex: str | None = None
    dispense: str | None = None
