"""Which cells the amounts of one rule count: population, viability and moment, one and the same for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import COUNTS, Amount, Counts
from msc_dose.quantity.kinds import kind_of


class Counted(NamedTuple):
    """What is counted: `viable` or `all`, which population, at which moment; `None` is not stated."""

    counts: Counts | None = None
    population: str | None = None
    moment: str | None = None

    def __str__(self) -> str:
        """What is counted in words: `viable MSC`, `TNC (viable or all: not stated) before freeze`."""
        cells = self.population or "cells"
        text = f"{self.counts} {cells}" if self.counts else f"{cells} (viable or all: not stated)"
        return f"{text} {self.moment}" if self.moment else text


def counted_by(amount: Amount) -> Counted:
    """What this amount says of the cells it counts."""
    return Counted(amount.counts, amount.population, amount.moment)


def agreed(amounts: Iterable[Amount], field: str = "dose", stated: Counted | None = None) -> Counted:
    """What all of these count together with what is `stated`; Refusal `count.mixed` where two differ."""
    known = stated or Counted()
    for amount in amounts:
        own = counted_by(amount)
        for mine, theirs in zip(own, known, strict=True):
            if mine is not None and theirs is not None and mine != theirs:
                raise _mixed(field, f"{amount} counts {mine} cells where {theirs} cells are counted.", amount)
        known = Counted(
            known.counts or own.counts, known.population or own.population, known.moment or own.moment
        )
    return known


def counting(amount: Amount, counted: Counted) -> Amount:
    """The amount, said to count these cells; what is no count stays as it is."""
    if not kind_of(amount.kind).cells or counted_by(amount) == counted:
        return amount
    return replace(amount, counts=counted.counts, population=counted.population, moment=counted.moment)


def taking_over(amount: Amount, counted: Counted, field: str, noun: str) -> Amount:
    """A limit or an order beside the dose: what it does not say it counts as the dose does.

    What it says and the dose does not say as well is Refusal `count.mixed`.
    """
    for own, known in zip(counted_by(amount), counted, strict=True):
        if own is not None and own != known:
            raise _mixed(
                field, f"The {noun} of {amount} does not count what the dose counts: {counted}.", amount
            )
    return counting(amount, counted)


def check_counts(counts: str | None) -> None:
    """Raise Refusal `counts.unknown` for anything but `viable`, `all` or `None`."""
    if counts not in (None, *COUNTS):
        message = f"{counts!r} is not a way of counting cells."
        raise refuse("counts.unknown", "counts", message, "Say viable or all.", str(counts))


def _mixed(field: str, message: str, amount: Amount) -> Refusal:
    return refuse(
        "count.mixed", field, message, "State all amounts in the same cells: viable, or all.", str(amount)
    )
