"""A preparation in lines of words: the volume first, then containers, dilution, rate, clock, limits.

What is given and how fast is worded in `giving_text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from msc_dose.product.container import Container
from msc_dose.product.giving_text import clock_lines, dmso_lines, final_lines, rate_lines
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.product.preparation.preparing import Drawn, Preparation
from msc_dose.product.shortened import nearly
from msc_dose.product.use import LABEL_LIMIT
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import percent_of
from msc_dose.quantity.rounded import Rounded
from msc_dose.quantity.writer import briefly, grouped

__all__ = [
    "clock_lines",
    "container_lines",
    "given_lines",
    "nearly",
    "notes_line",
    "percent",
    "place_line",
    "preparation_lines",
    "verdict_lines",
    "volume_line",
]
_PERCENT_DIGITS = 4
NOT_STATED = Handling()


def preparation_lines(
    preparation: Preparation,
    handling: Handling | None = None,
    *,
    days: int = 1,
    dmso_limit: Amount = LABEL_LIMIT,
) -> list[str]:
    """The results of a preparation, one a line; what is not known is left out, and told in its problems.

    `handling` is how it was prepared, `days` over how many days its dose is split, `dmso_limit` (g/kg a day)
    the limit that it was held to.
    """
    return [
        *([line] if (line := volume_line(preparation, days)) else []),
        *container_lines(preparation, handling, days),
        *given_lines(preparation, handling, dmso_limit),
        *clock_lines(preparation),
        *verdict_lines(preparation),
    ]


def volume_line(preparation: Preparation, days: int = 1) -> str:
    """The first line of a preparation: the volume to withdraw, or the whole containers to give."""
    volume = preparation.withdrawal_volume
    if volume is None:
        return ""
    whole = all(each.whole for each in preparation.containers) and bool(preparation.containers)
    containers = _containers_of(preparation.containers_to_thaw)
    what = f"VOLUME {briefly(volume.value)}" + (f", each of {days} days," if days > 1 else "")
    if whole:
        return f"{what.rstrip(',')}: {containers}, whole"
    return f"{what} to withdraw{_before(volume)}, from {containers}"


def _containers_of(number: int | None) -> str:
    if number is None:
        return "containers whose number is not known"
    return f"{number} container{'s' * (number != 1)}"


def _before(rounded: Rounded) -> str:
    if rounded.value == rounded.unrounded:
        return ""
    return f" ({nearly(rounded.unrounded)}, rounded down)"


def container_lines(
    preparation: Preparation, handling: Handling | None = None, days: int = 1
) -> Iterator[str]:
    """What is thawed and taken from each container, what of it is prepared and what is infused."""
    thaw = preparation.cells_to_thaw
    if thaw is not None:
        exact = "" if thaw.value == thaw.unrounded else f" ({thaw.rule})"
        yield f"Cells to thaw: {grouped(thaw.value.value)}{exact}"
    if preparation.containers_to_thaw is not None:
        yield f"Containers to thaw: {preparation.containers_to_thaw}"
    stated = handling or NOT_STATED
    if stated.diluent_per_container is not None:
        what = stated.diluent or "diluent"
        yield f"Added to each container first: {nearly(stated.diluent_per_container)} {what}"
    for each in preparation.containers:
        yield f"  {each.identity}: {_taken(each)}, {nearly(each.cells)}"
    yield from _four_numbers(preparation, stated, days)


def _four_numbers(preparation: Preparation, handling: Handling, days: int) -> Iterator[str]:
    """Prepared and infused, each beside the dose that was calculated, never called by one another's name."""
    of = "of the day's dose" if days > 1 else "of the calculated dose"
    if preparation.delivered is not None and preparation.percent_of_dose is not None:
        part = nearly(preparation.percent_of_dose, _PERCENT_DIGITS)
        yield f"Prepared: {nearly(preparation.delivered)}, {part} {of}"
    if preparation.infused is not None:
        part = nearly(percent_of(preparation.infused, preparation.need), _PERCENT_DIGITS)
        held = handling.hold_up
        stays = "; container and line are rinsed" if handling.rinsed else ""
        if not handling.rinsed and held is not None and held.numerator:
            stays = f"; {nearly(held)} stay behind"
        yield f"Infused: {nearly(preparation.infused)}, {part} {of}{stays}"


def _taken(drawn: Drawn) -> str:
    """What is taken from one container."""
    if drawn.whole:
        return "whole"
    return briefly(drawn.withdraw.value) if drawn.withdraw else "volume not stated"


def percent(ratio: Amount) -> str:
    """A ratio in per cent for reading, cut to a few digits; the working has it whole."""
    return nearly(ratio, _PERCENT_DIGITS)


def given_lines(
    preparation: Preparation, handling: Handling | None = None, dmso_limit: Amount = LABEL_LIMIT
) -> Iterator[str]:
    """Final volume, parts, rate and dimethyl sulphoxide."""
    stated = handling or NOT_STATED
    yield from final_lines(preparation, stated)
    yield from rate_lines(preparation, stated)
    yield from dmso_lines(preparation, dmso_limit)


def verdict_lines(preparation: Preparation) -> Iterator[str]:
    """Each result that has a limit, and in one line those that have none."""
    if not preparation.verdicts:
        return
    yield "Acceptance limits:"
    for verdict in preparation.verdicts:
        if verdict.limit is not None:
            value = f"{nearly(verdict.value)} – " if verdict.value is not None else ""
            yield f"  {verdict.what}: {value}{verdict.verdict} ({limit_text(verdict.limit)})"
    unset = [verdict.what for verdict in preparation.verdicts if verdict.limit is None]
    if unset:
        yield f"  limit not set: {', '.join(unset)}"


def limit_text(limit: Limit) -> str:
    """A limit in words, with whose it is."""
    low, high, origin = limit.low, limit.high, limit.origin
    if low is not None and high is not None:
        span = f"{briefly(low)} to {briefly(high)}"
    else:
        span = f"at least {briefly(low)}" if low is not None else f"at most {briefly(cast(Amount, high))}"
    return f"{span}, {origin}"


def place_line(container: Container) -> str:
    """What a container is, where it stands, and until when it may be used."""
    expiry = container.expiry
    until = f"expires {expiry}" if isinstance(expiry, date) else f"expiry: {expiry}"
    return f"{container.type}, position {container.position}, {until}"


def notes_line(container: Container) -> str:
    """What must be known before it is used; what is unknown says so."""
    known = [f"{name.replace('_', ' ')}: {text}" for name, text in container.notes.texts()]
    return "; ".join([*known, f"contains: {', '.join(container.notes.hypersensitivity)}"])
