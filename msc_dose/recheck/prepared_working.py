"""What the working of a preparation may name beside what is stated and beside its results."""

from __future__ import annotations

from msc_dose.recheck.chain import Value, calculated
from msc_dose.recheck.content import part
from msc_dose.recheck.exact import HUNDRED, ZERO, Exact, total
from msc_dose.recheck.giving import Timing
from msc_dose.recheck.handling import Exposure, Handling
from msc_dose.recheck.preparation import Need, Prepared
from msc_dose.recheck.source import Draw

_HUNDREDTH = Exact(1, 100)


def on_the_way(made: Prepared, need: Need, handling: Handling, exposures: list[Exposure]) -> set[Value]:
    """The cells, volumes, masses and counts that lead from the containers to the results."""
    found = calculated("kg", [need.weight]) | calculated("cells", [need.cells])
    found |= calculated("g", [one.mass for one in exposures])
    still = need.cells
    for draw in made.draws:
        found |= calculated("cells", [still]) | _of_draw(draw, still)
        still = still - draw.source.cells if draw.source.cells < still else ZERO
    masses = [draw.dmso for draw in made.draws]
    found |= calculated("g", [*masses, total([mass for mass in masses if mass is not None])])
    return found | _of_choice(made, need) | _of_giving(made, handling) | _counts(made, need, handling)


def _of_choice(made: Prepared, need: Need) -> set[Value]:
    """What the containers hold together, what is left of it, and the limits in cells."""
    held = total([draw.source.cells for draw in made.draws])
    cells = [held, held - need.cells if need.cells < held else ZERO, need.maximum]
    of_each = {"prepared-to-calculated": need.cells / HUNDRED, "cells-per-weight": need.weight}
    for limit in need.limits:
        each = of_each.get(limit.what)
        if each is not None:
            cells += [end * each for end in (limit.low, limit.high) if end is not None]
    return calculated("cells", cells)


def _of_draw(draw: Draw, still: Exact) -> set[Value]:
    source, content = draw.source, draw.source.content
    taken = source.cells if source.cells < still else still
    held = [content.cells, content.held]
    if content.concentration is not None:
        held += [content.concentration * volume for volume in (content.fill, content.volume) if volume]
    counted = [one * part(source.percents) for one in held if one is not None]
    cells = [source.cells, taken, draw.cells, *held, *counted]
    volumes = [content.volume, source.volume, draw.volume, draw.unrounded]
    product = None if draw.volume is None else draw.volume * source.product
    found = calculated("cells", cells) | calculated("mL", [*volumes, product])
    found |= calculated("%", [*source.percents, source.product * HUNDRED])
    return found | calculated("cells/mL", [source.concentration, content.concentration])


def _of_giving(made: Prepared, handling: Handling) -> set[Value]:
    rates = [rate for rate, _ in handling.steps]
    drops = [rate * Exact(handling.drop_factor) for rate in rates] if handling.drop_factor else []
    found, final = calculated("drops/min", drops), made.final_volume
    if handling.rate is not None and handling.duration is not None:
        found |= calculated("mL", [handling.rate * handling.duration])
    if final is None:
        return found
    lost = handling.hold_up or ZERO
    rest, volumes, times = final, [final, final - lost, final / Exact(handling.split)], []
    for rate, duration in handling.steps:
        taken = rest / rate
        times.append(taken if duration is None or taken < duration else duration)
        volumes += [rest, rate * times[-1]]
        rest = rest - rate * times[-1]
    return found | calculated("mL", volumes) | calculated("min", times)


def _counts(made: Prepared, need: Need, handling: Handling) -> set[Value]:
    counts = [Exact(len(made.draws)), Exact(handling.split)]
    counts += [need.cells / draw.source.cells for draw in made.draws]
    drops = None if handling.drop_factor is None else Exact(handling.drop_factor)
    counted = calculated("containers", counts) | calculated("container", counts)
    return counted | calculated("drops/mL", [drops])


def times_of(handling: Handling, found: Timing | None) -> set[Value]:
    """The times of the clock as the working shows them, and the least rate, up to 0.01 mL/min."""
    clock = handling.clock
    if clock is None or found is None:
        return set()
    needed = found.rate_needed
    rates = set() if needed is None else calculated("mL/min", [needed.up_to(_HUNDREDTH)])
    if clock.started is None:
        return rates
    times = (clock.started, found.finish_by, found.start_by)
    return rates | {(time.isoformat(), "date") for time in times if time is not None}
