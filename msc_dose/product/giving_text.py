"""What goes into the vein, in lines of words: final volume, rate, dimethyl sulphoxide, clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from msc_dose.product.handling import Handling
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.preparation.rates import Drops, drops_per_minute, timing
from msc_dose.product.shortened import nearly
from msc_dose.product.use import LABEL_LIMIT
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.rounded import down, up
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

NO_RATE = "not known: no rate"
_HUNDREDTH = Decimal("0.01")


def final_lines(preparation: Preparation, handling: Handling) -> Iterator[str]:
    """Final volume with its diluent, concentration and mL/kg, and the containers it is split into."""
    volume = preparation.final_volume
    if volume is None:
        return
    more = preparation.diluent_volume
    said = [f"Final volume: {nearly(volume)}"]
    if more is not None and more.numerator:
        said[0] += f", of it {nearly(more)} {handling.diluent or 'diluent'}"
    if preparation.final_concentration is not None:
        said.append(nearly(preparation.final_concentration))
    if preparation.volume_per_weight is not None:
        said.append(f"{nearly(preparation.volume_per_weight)} of dosing weight")
    yield "; ".join(said)
    for part in preparation.parts if len(preparation.parts) > 1 else ():
        number = f"{part.number} of {len(preparation.parts)}"
        yield f"  Final product container {number}: {nearly(part.volume)}, {nearly(part.cells)}"


def rate_lines(preparation: Preparation, handling: Handling) -> Iterator[str]:
    """Rate and time, with the volume that they give; of a stepped infusion each step."""
    volume, rate, duration = preparation.final_volume, preparation.rate, preparation.duration
    of = f", of the final volume of {nearly(volume)}" if volume is not None else "; final volume not known"
    if handling.steps:
        lasts = f"{nearly(duration)} in all" if duration is not None else "not known"
        yield f"Time: {lasts}{of}, in steps"
        yield from _step_lines(volume, handling)
    elif rate is not None:
        lasts = f" for {nearly(duration)}" if duration is not None else ", time not known"
        drops = preparation.drops_per_minute
        yield f"Rate: {nearly(rate)}{lasts}{of}" + (f"; {_drops(drops)}" if drops is not None else "")
    elif duration is not None:
        yield f"Time: {nearly(duration)}{of}"


def _step_lines(volume: Amount | None, handling: Handling) -> Iterator[str]:
    factor = handling.drop_factor
    for number, each in enumerate(timing(volume, handling).rate_steps, 1):
        lasts = f" for {nearly(each.duration)}" if each.duration is not None else " until all is in"
        drops = f"; {_drops(drops_per_minute(each.rate, factor))}" if factor is not None else ""
        yield f"  step {number}: {nearly(each.rate)}{lasts}{drops}"


def _drops(drops: Drops) -> str:
    """Drops per minute for counting: to a tenth, as no one counts more."""
    tenth = down(drops.number, Decimal("0.1"))
    about = "" if tenth.value == tenth.unrounded else "about "
    return f"{about}{plain(tenth.value.value)} drops/min"


def dmso_lines(preparation: Preparation, limit: Amount) -> Iterator[str]:
    """Grams and g/kg of this infusion, its calendar day and 24 hours, beside the limit of a day."""
    dmso = preparation.dmso
    if dmso is None:
        return
    if dmso.per_weight is None or dmso.calendar_day is None or dmso.rolling_24_h is None:
        yield f"DMSO: {nearly(dmso.mass)} in this infusion"
        return
    whose = "Hemacord label" if limit == LABEL_LIMIT else "limit as stated"
    yield f"DMSO: {nearly(dmso.mass)} in this infusion, {nearly(dmso.per_weight)} of actual weight"
    sums = f"calendar day {nearly(dmso.calendar_day)}, rolling 24 h {nearly(dmso.rolling_24_h)}"
    yield f"  {sums}, of at most {briefly(limit)} a day ({whose})"


def clock_lines(preparation: Preparation) -> Iterator[str]:
    """How long the product may be kept, the rate that needs, and by when it is started and finished."""
    clock = preparation.clock
    if clock is None:
        return
    yield f"Clock: all infused within {nearly(clock.limit)} of {clock.zero}"
    if clock.start_within is not None:
        yield f"  start within {nearly(clock.start_within)} of {clock.zero}"
    if clock.rate_needed is not None:
        least = up(clock.rate_needed, _HUNDREDTH)
        how = "" if least.value == least.unrounded else ", rounded up"
        yield f"  rate needed, if started at once: at least {briefly(least.value)}{how}"
    if clock.finish_by is not None:
        start = NO_RATE if clock.start_by is None else _moment(clock.start_by)
        yield f"  START BY {start}; FINISH BY {_moment(clock.finish_by)}"


def _moment(moment: datetime) -> str:
    """Time and day; seconds are cut, which is the earlier side."""
    zone = f" (UTC{moment:%z})" if moment.utcoffset() is not None else ""
    return f"{moment:%H:%M}{zone}, {day_text(moment.date())}"
