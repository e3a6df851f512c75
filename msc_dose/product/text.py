"""A preparation in lines of words: the volume first, then containers, dilution, rate, clock, limits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from msc_dose.product.limits import Limit
from msc_dose.product.preparation import Drawn, Preparation
from msc_dose.product.rates import Drops
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain, quotient
from msc_dose.quantity.rounded import Rounded, down
from msc_dose.quantity.writer import briefly, grouped

_SHOWN, _DIGITS = 4, 6


def preparation_lines(preparation: Preparation, diluent: str | None = None) -> list[str]:
    """The results of a preparation, one a line; what is not known is left out, and told in its problems."""
    return [
        *_volume(preparation),
        *container_lines(preparation),
        *given_lines(preparation, diluent),
        *clock_lines(preparation),
        *verdict_lines(preparation),
    ]


def volume_line(preparation: Preparation) -> str:
    """The first line of a preparation: the volume to withdraw, or the whole containers to give."""
    volume = preparation.withdrawal_volume
    if volume is None:
        return ""
    whole = all(each.whole for each in preparation.containers) and bool(preparation.containers)
    what = f"VOLUME {briefly(volume.value)}"
    if whole:
        return f"{what}: {_containers_of(preparation.containers_to_thaw)}, whole"
    return f"{what} to withdraw{_before(volume)}, from {_containers_of(preparation.containers_to_thaw)}"


def _containers_of(number: int | None) -> str:
    if number is None:
        return "containers whose number is not known"
    return f"{number} container{'s' * (number != 1)}"


def _before(rounded: Rounded) -> str:
    if rounded.value == rounded.unrounded:
        return ""
    return f" ({nearly(rounded.unrounded)}, rounded down)"


def nearly(amount: Amount, digits: int = _DIGITS) -> str:
    """An amount in words, a long decimal cut to a few places for reading; the working has it whole."""
    if amount.exact and len(f"{amount.value:f}".partition(".")[2]) <= min(_SHOWN, digits):
        return briefly(amount)
    cut = quotient(amount.numerator, amount.denominator, digits)
    shortened = Amount(amount.kind, cut, 1, amount.counts, amount.population, amount.moment, amount.basis)
    return f"about {briefly(shortened)}"


def _volume(preparation: Preparation) -> Iterator[str]:
    if line := volume_line(preparation):
        yield line


def container_lines(preparation: Preparation) -> Iterator[str]:
    """What is thawed and taken from each container, and what that delivers."""
    thaw = preparation.cells_to_thaw
    if thaw is not None:
        cells = grouped(thaw.value.value)
        exact = "" if thaw.value == thaw.unrounded else f" ({thaw.rule})"
        yield f"Cells to thaw: {cells}{exact}"
    if preparation.containers_to_thaw is not None:
        yield f"Containers to thaw: {preparation.containers_to_thaw}"
    for each in preparation.containers:
        yield f"  {each.identity}: {_taken(each)}, {nearly(each.cells)}"
    if preparation.delivered is not None and preparation.percent_of_dose is not None:
        part = percent(preparation.percent_of_dose)
        yield f"Delivered: {nearly(preparation.delivered)}, {part} of the dose"


def _taken(drawn: Drawn) -> str:
    """What is taken from one container."""
    if drawn.whole:
        return "whole"
    return briefly(drawn.withdraw.value) if drawn.withdraw else "volume not stated"


def percent(ratio: Amount) -> str:
    """A ratio in per cent for reading, cut to a few digits; the working has it whole."""
    return nearly(ratio).removeprefix("about ") if ratio.exact else nearly(ratio)


def given_lines(preparation: Preparation, diluent: str | None = None) -> Iterator[str]:
    """Final volume, parts, what is infused, rate and dimethyl sulphoxide."""
    if preparation.final_volume is not None:
        more = preparation.diluent_volume
        added = f", of it {nearly(more)} {diluent or 'diluent'}" if more is not None and more.value else ""
        strength = preparation.final_concentration
        yield f"Final volume: {nearly(preparation.final_volume)}{added}" + (
            f"; {nearly(strength)}" if strength is not None else ""
        )
    for part in preparation.parts if len(preparation.parts) > 1 else ():
        number = f"{part.number} of {len(preparation.parts)}"
        yield f"  Final product container {number}: {nearly(part.volume)}, {nearly(part.cells)}"
    if preparation.infused is not None and preparation.infused != preparation.delivered:
        yield f"Infused, without what stays behind: {nearly(preparation.infused)}"
    if preparation.rate is not None and preparation.duration is not None:
        drops = preparation.drops_per_minute
        yield f"Rate: {nearly(preparation.rate)} for {nearly(preparation.duration)}" + (
            f"; {_drops(drops)}" if drops is not None else ""
        )
    elif preparation.duration is not None:
        yield f"Time: {nearly(preparation.duration)} in all, by the steps of its rate"
    yield from _dmso(preparation)


def _drops(drops: Drops) -> str:
    """Drops per minute for counting: to a tenth, as no one counts more."""
    tenth = down(drops.number, Decimal("0.1"))
    about = "" if tenth.value == tenth.unrounded else "about "
    return f"{about}{plain(tenth.value.value)} drops/min"


def _dmso(preparation: Preparation) -> Iterator[str]:
    dmso = preparation.dmso
    if dmso is None:
        return
    parts = [f"DMSO: {nearly(dmso.mass)}"]
    for name, amount in (
        ("this infusion", dmso.per_weight),
        ("calendar day", dmso.calendar_day),
        ("rolling 24 h", dmso.rolling_24_h),
    ):
        if amount is not None:
            parts.append(f"{name} {nearly(amount)}")
    yield "; ".join(parts)


def clock_lines(preparation: Preparation) -> Iterator[str]:
    """How long the product may be kept, and by when it must be started and finished."""
    clock = preparation.clock
    if clock is None:
        return
    yield f"Clock: all infused within {nearly(clock.limit)} of {clock.zero}"
    if clock.start_within is not None:
        yield f"  start within {nearly(clock.start_within)} of {clock.zero}"
    if clock.start_by is not None and clock.finish_by is not None:
        yield f"  START BY {clock.start_by:%H:%M}, FINISH BY {clock.finish_by:%H:%M on %d-%b-%Y}"


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
