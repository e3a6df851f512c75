"""As planned from the inventory, and as counted after thaw: the two side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.dosing.body import check_kind
from msc_dose.problems import refuse
from msc_dose.product.container import Content, Moment
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import percent_of

AFTER_THAW: Moment = "after thaw"
MEASURED_KINDS = {
    "cells": "cell_count",
    "concentration": "cell_concentration",
    "viability": "percentage",
    "volume": "volume",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in a container after thaw: cells or cells/mL (viable or all), viability (%), mL.

    Raises Refusal `measured.missing`, `measured.counts-missing`, `count.mixed`, `unit.wrong-kind`.
    """

    cells: Amount | None = None
    concentration: Amount | None = None
    viability: Amount | None = None
    volume: Amount | None = None

    def __post_init__(self) -> None:
        """Hold every part to its kind; a count says whether viable or all cells were counted."""
        for field, kind in MEASURED_KINDS.items():
            if getattr(self, field) is not None:
                check_kind(getattr(self, field), kind, field)
        counted = self.cells or self.concentration
        if counted is None:
            message = "Neither cells nor a concentration after thaw are stated."
            raise refuse("measured.missing", "container", message, "Give the post-thaw count.")
        if counted.counts is None:
            message = f"Whether the {counted} after thaw are viable or all cells is not stated."
            raise refuse("measured.counts-missing", "counts", message, "Say viable or all.")


@dataclass(frozen=True, slots=True)
class Row:
    """One result as planned and as thawed; `difference` is how much `more` or `less`, in % of the planned."""

    what: str
    planned: Amount | None
    thawed: Amount | None
    difference: Amount | None
    direction: str | None


def as_thawed(content: Content, measured: Measured) -> Content:
    """The content as it was measured after thaw, in place of what the inventory said.

    Cells, concentration and viability are the measured ones alone; the volume is the measured one, else as
    planned; recovery is behind it. Raises Refusal `count.mixed` for another population.
    """
    stated = content.cells or content.concentration
    population = stated.population if stated is not None else None
    volume, out = measured.volume or content.fill, content.withdrawable
    if out is not None and volume is not None and out > volume:
        out = volume
    return Content(
        cells=_after(measured.cells, population),
        concentration=_after(measured.concentration, population),
        fill=volume,
        nominal=content.nominal,
        withdrawable=out,
        viability=measured.viability,
        viability_moment=AFTER_THAW if measured.viability is not None else None,
        dmso=content.dmso,
    )


def _after(amount: Amount | None, population: str | None) -> Amount | None:
    """The count with its moment; another population than the inventory's is refused."""
    if amount is None:
        return None
    if amount.moment not in (None, AFTER_THAW):
        message = f"{amount} was counted {amount.moment}, not after thaw."
        raise refuse("count.mixed", "container", message, "Give the post-thaw count.")
    return replace(amount.stating(None, population), moment=AFTER_THAW)


def side_by_side(planned: Preparation, thawed: Preparation) -> tuple[Row, ...]:
    """The results of both, in the order in which they are worked; `None` where one is not known."""
    pairs = (
        ("cells in the containers", planned.available, thawed.available),
        ("withdrawal volume", _volume(planned), _volume(thawed)),
        ("cells delivered", planned.delivered, thawed.delivered),
        ("of the dose", planned.percent_of_dose, thawed.percent_of_dose),
        ("final volume", planned.final_volume, thawed.final_volume),
        ("final concentration", planned.final_concentration, thawed.final_concentration),
        ("cells infused", planned.infused, thawed.infused),
        ("DMSO", _dmso(planned), _dmso(thawed)),
    )
    return tuple(_row(*pair) for pair in pairs)


def _volume(preparation: Preparation) -> Amount | None:
    return None if preparation.withdrawal_volume is None else preparation.withdrawal_volume.value


def _dmso(preparation: Preparation) -> Amount | None:
    return None if preparation.dmso is None else preparation.dmso.mass


def _row(what: str, planned: Amount | None, thawed: Amount | None) -> Row:
    if planned is None or thawed is None or planned.numerator == 0:
        return Row(what, planned, thawed, None, None)
    if thawed == planned:
        return Row(what, planned, thawed, percent_of(thawed - planned, planned), "same")
    more = thawed > planned
    apart = thawed - planned if more else planned - thawed
    return Row(what, planned, thawed, percent_of(apart, planned), "more" if more else "less")
