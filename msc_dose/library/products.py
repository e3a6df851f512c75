"""What is at hand and how it is handled, from what people write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msc_dose.dosing.body import check_basis
from msc_dose.library.amounts import amount_of
from msc_dose.library.reading import Reader
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_moment
from msc_dose.problems import Refusal, refuse
from msc_dose.product.container import Container, Content, Dmso, Moment, Recovery
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.limits import Limit
from msc_dose.product.preparation.thawing import Measured
from msc_dose.product.use import LABEL_LIMIT, Exposure, ProductUse
from msc_dose.quantity.amount import Amount, Counts

if TYPE_CHECKING:
    from msc_dose.library.amounts import AmountLike

T = TypeVar("T")


def container_content(
    *,
    container: AmountLike | None = None,
    concentration: AmountLike | None = None,
    volume: AmountLike | None = None,
    nominal_volume: AmountLike | None = None,
    withdrawable: AmountLike | None = None,
    counts: str | None = None,
    population: str | None = None,
    moment: str | None = None,
    viability: AmountLike | None = None,
    viability_at: str | None = None,
    recovery: AmountLike | None = None,
    recovery_of: str | None = None,
    dmso: AmountLike | None = None,
    dmso_of: str | None = None,
    site: Conventions = DEFAULT,
) -> Content | None:
    """What one container holds: cells or cells/mL or both, its volume, and what is known of the cells.

    Texts, Amounts or pint quantities. `counts` (`viable`, `all`), `population` and `moment` (`before
    freeze`, `after thaw`, `label nominal`) name what is counted; what one of the two amounts says holds for
    both. `recovery` needs `recovery_of` (`total`, `viable`), `dmso` needs `dmso_of` (`v/v`, `w/v`). `None`
    where nothing of a content is given.

    Raises one Refusal naming everything that is wrong.
    """
    read = Reader(site)
    stated = {
        "cells": read.amount(container, "cell_count", "container"),
        "concentration": read.amount(concentration, "cell_concentration", "concentration"),
        "fill": read.amount(volume, "volume", "volume"),
        "nominal": read.amount(nominal_volume, "volume", "nominal_volume"),
        "withdrawable": read.amount(withdrawable, "volume", "withdrawable"),
        "viability": read.amount(viability, "percentage", "viability"),
    }
    survived = read.amount(recovery, "percentage", "recovery")
    dmso, dmso_of = _with_kind(dmso, dmso_of)
    solvent = read.amount(dmso, "percentage", "dmso")
    parts: dict[str, Any] = {
        "recovery": survived and read.attempts.get(lambda: _by_options(Recovery, survived, recovery_of)),
        "dmso": solvent and read.attempts.get(lambda: _by_options(Dmso, solvent, dmso_of)),
    }
    counted = [each for each in (stated["cells"], stated["concentration"]) if each is not None]
    counts = counts or next((each.counts for each in counted if each.counts), None)
    population = next((each.population for each in counted if each.population), population)
    for name in ("cells", "concentration"):
        stated[name] = read.attempts.get(partial(_stating, stated[name], counts, population, moment))
    read.attempts.settle()
    if not any(stated.values()) and not any(parts.values()):
        return None
    return Content(**cast(Any, stated), **parts, viability_moment=cast(Moment | None, viability_at))


def _with_kind(percent: AmountLike | None, of: str | None) -> tuple[AmountLike | None, str | None]:
    """`10 % v/v` as the percentage and its kind, as a stock list has it in one cell."""
    if isinstance(percent, str) and of is None:
        for kind in ("v/v", "w/v"):
            if percent.rstrip().endswith(kind):
                return percent.rstrip().removesuffix(kind).rstrip(" ()"), kind
    return percent, of


def _by_options(make: Callable[[Amount, str], T], percent: Amount, of: str | None) -> T:
    """A part with its kind; a refusal names the argument, where a stock list has a column `…_kind`."""
    try:
        return make(percent, cast(str, of))
    except Refusal as refusal:
        found = [
            replace(problem, field=problem.field.replace("_kind", "_of")) for problem in refusal.problems
        ]
        raise Refusal(found, refusal.readings) from refusal


def _stating(
    amount: Amount | None, counts: str | None, population: str | None, moment: str | None
) -> Amount | None:
    """The amount with what it counts stated."""
    if amount is None:
        return None
    stated = amount.stating(cast(Counts | None, counts), population)
    return replace(stated, moment=moment or amount.moment)


def product_handling(
    *,
    dispense: str | None = None,
    diluent: str | None = None,
    diluent_per_container: AmountLike | None = None,
    diluent_volume: AmountLike | None = None,
    final_volume: AmountLike | None = None,
    round_volume: AmountLike | None = None,
    hold_up: AmountLike | None = None,
    rinsed: bool | None = None,
    split: int = 1,
    rate: AmountLike | None = None,
    time: AmountLike | None = None,
    rate_steps: str | None = None,
    highest_rate: AmountLike | None = None,
    drops: int | None = None,
    keep: AmountLike | None = None,
    keep_from: str | None = None,
    started: datetime | str | None = None,
    site: Conventions = DEFAULT,
) -> Handling:
    """How the product is dispensed (`draw`, `whole`), diluted and given; what is left out is not stated.

    Volumes in mL, `rate` in mL/min, `time` and `keep` in min or h; `rate_steps` such as `1 mL/min for 10 min,
    then 4 mL/min`; `keep` is how long it may be kept from `keep_from` (`out of storage`, `thaw complete`,
    `dilution complete`). Raises one Refusal naming everything that is wrong.
    """
    read = Reader(site)
    volumes = {
        "diluent_per_container": read.amount(diluent_per_container, "volume", "diluent_per_container"),
        "diluent_volume": read.amount(diluent_volume, "volume", "diluent_volume"),
        "final_volume": read.amount(final_volume, "volume", "final_volume"),
        "step": read.amount(round_volume, "volume", "round_volume"),
        "hold_up": read.amount(hold_up, "volume", "hold_up"),
        "rate": read.amount(rate, "flow_rate", "rate"),
        "duration": read.amount(time, "duration", "time"),
        "highest_rate": read.amount(highest_rate, "flow_rate", "highest_rate"),
    }
    steps = read.attempts.get(lambda: read_rate_steps(rate_steps, site)) if rate_steps else ()
    clock = read.attempts.get(lambda: _clock(keep, keep_from, started, site))
    read.attempts.settle()
    return Handling(
        dispense=dispense, diluent=diluent, rinsed=rinsed, split=split, steps=steps or (), drop_factor=drops,
        clock=clock, **cast(Any, volumes),
    )  # fmt: skip


def read_rate_steps(text: str, site: Conventions = DEFAULT) -> tuple[RateStep, ...]:
    """The steps of `1 mL/min for 10 min, then 4 mL/min`.

    Raises Refusal `rate.steps` or those of the reader.
    """
    parts = [part.strip().removeprefix("then ").strip() for part in text.replace(" then ", ", ").split(",")]
    steps = [_rate_step(part, site) for part in parts if part]
    if not steps or any(step.duration is None for step in steps[:-1]):
        message = f"{text!r} does not say how long each rate but the last is kept."
        raise refuse("rate.steps", "rate_steps", message, "Write 1 mL/min for 10 min, then 4 mL/min.", text)
    return tuple(steps)


def _rate_step(text: str, site: Conventions) -> RateStep:
    rate, _, time = text.partition(" for ")
    duration = amount_of(time.strip(), "duration", "rate_steps", site) if time else None
    return RateStep(amount_of(rate.strip(), "flow_rate", "rate_steps", site), duration)


def _clock(
    keep: AmountLike | None, zero: str | None, started: datetime | str | None, site: Conventions
) -> Clock | None:
    if keep is None:
        if zero is not None or started is not None:
            message = "When the clock starts is stated, how long the product may be kept is not."
            raise refuse("value.missing", "keep", message, 'Give it, for instance --keep "2.5 h".')
        return None
    limit = amount_of(keep, "duration", "keep", site)
    if zero is None:
        message = "From when the time is counted is not stated."
        fix = "Say out of storage, thaw complete or dilution complete."
        raise refuse("value.missing", "keep_from", message, fix)
    return Clock(zero, limit, None if started is None else read_start(started))


def read_start(started: datetime | str) -> datetime:
    """The date and time at which a clock was started; Refusal `time.format` without a time."""
    when = read_moment(started, "started") if isinstance(started, str) else started
    if not isinstance(when, datetime):
        raise refuse("time.format", "started", f"{when} has no time.", "Write it as 2027-01-29 14:30.")
    return when


def product_use(
    supply: Content | tuple[Container, ...] | str | os.PathLike[str],
    handled: Handling | None = None,
    *,
    limits: Iterable[Limit] = (),
    recipient: str | None = None,
    same: str | None = None,
    allergies: Iterable[str] | None = None,
    earlier_dmso: Iterable[tuple[date | str, AmountLike]] = (),
    dmso_limit: AmountLike | None = None,
    site: Conventions = DEFAULT,
) -> ProductUse:
    """A product as it is used for one patient.

    `supply` is the content of one container of which there are as many as needed, the containers of a
    stock, or the path of a stock list. Raises one Refusal naming everything that is wrong.
    """
    read = Reader(site)
    stock = supply if isinstance(supply, Content | tuple) else read.attempts.get(lambda: _stock(supply, site))
    limit = read.amount(dmso_limit, "mass_per_weight", "dmso_limit")
    given = [
        (read.moment(when, "earlier_dmso"), read.amount(mass, "mass", "earlier_dmso"))
        for when, mass in earlier_dmso
    ]
    read.attempts.settle()
    exposures = tuple(Exposure(when, mass) for when, mass in given if when is not None and mass is not None)
    if isinstance(allergies, str):
        raise TypeError("allergies is a list of texts, not one text")
    known = None if allergies is None else tuple(allergies)
    recipient = recipient if recipient is None else recipient.strip(" ")
    return ProductUse(
        cast(Any, stock), handled or Handling(), tuple(limits), recipient, same, known, exposures,
        _of_actual_weight(limit),
    )  # fmt: skip


def _of_actual_weight(limit: Amount | None) -> Amount:
    """The limit of dimethyl sulphoxide, which is per kg of actual weight; Refusal for another basis."""
    if limit is None:
        return LABEL_LIMIT
    check_basis(limit, "actual", "What dimethyl sulphoxide is counted on")
    return replace(limit, basis=None)


def _stock(path: str | os.PathLike[str], site: Conventions) -> tuple[Container, ...]:
    from msc_dose.files.stock import load_stock

    return load_stock(path, site)


def listed(text: str) -> tuple[str, ...]:
    """The entries of a list written with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def exposures(text: str | None) -> tuple[tuple[str, str], ...]:
    """When and how much, of `5 g 2027-01-28 15:00, 2 g 2027-01-29`.

    Raises Refusal `dmso.exposure`.
    """
    found = []
    for part in listed(text or ""):
        number, _, rest = part.partition(" ")
        unit, _, when = rest.partition(" ")
        if not when:
            message = f"{part!r} does not say how much was given when."
            raise refuse("dmso.exposure", "earlier_dmso", message, "Write 5 g 2027-01-28 15:00.", part)
        found.append((when.strip(), f"{number} {unit}"))
    return tuple(found)


def limits_of(path: str | None, site: Conventions = DEFAULT) -> tuple[Limit, ...]:
    """The acceptance limits of a file, else the site settings'; none where neither states any."""
    from msc_dose.files.settings import declared_settings, load_limits

    return declared_settings().limits if path is None else load_limits(path, site)


def measured(
    *,
    thawed_cells: AmountLike | None = None,
    thawed_concentration: AmountLike | None = None,
    thawed_viability: AmountLike | None = None,
    thawed_volume: AmountLike | None = None,
    site: Conventions = DEFAULT,
) -> Measured | None:
    """What was counted in each container after thaw; `None` where nothing is given.

    Raises one Refusal naming everything that is wrong, and those of `Measured`.
    """
    read = Reader(site)
    found = {
        "cells": read.amount(thawed_cells, "cell_count", "thawed_cells"),
        "concentration": read.amount(thawed_concentration, "cell_concentration", "thawed_concentration"),
        "viability": read.amount(thawed_viability, "percentage", "thawed_viability"),
        "volume": read.amount(thawed_volume, "volume", "thawed_volume"),
    }
    read.attempts.settle()
    return Measured(**found) if any(found.values()) else None
