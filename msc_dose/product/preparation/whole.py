"""Whole containers: what 1, 2, 3 … of them deliver, and which number is nearest to the dose within limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msc_dose.derivation import NOT_ROUNDED, Step, term
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit, alike, check_limits
from msc_dose.product.preparation.dispensing import Dispensed, Drawn, Option, Source, volume_not_stated
from msc_dose.product.preparation.working import ARITHMETIC, number_term, step, total, without_basis
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import percent_of
from msc_dose.quantity.rounded import Rounded
from msc_dose.quantity.writer import briefly

CHOOSING = "policy: nearest to the dose within limits, of two as near the lower, never above the maximum"


def options(
    need: Amount,
    each: Amount,
    limits: Sequence[Limit] = (),
    weight: Amount | None = None,
    maximum: Amount | None = None,
) -> tuple[Option, ...]:
    """What 1, 2, 3 … containers of `each` cells deliver, up to the first number beyond the dose."""
    by_name = check_limits(limits)
    found: list[Option] = []
    while not found or found[-1].cells <= need:
        number = len(found) + 1
        found.append(_option(number, each * number, need, by_name, weight, maximum))
    return tuple(found)


def judged(
    cells: Amount,
    need: Amount,
    limits: Mapping[str, Limit],
    weight: Amount | None = None,
    maximum: Amount | None = None,
) -> str:
    """Why so many cells may not be given: above the maximum, outside a set limit; empty where they may.

    The limits that speak of cells are asked: prepared-to-calculated, cells-per-weight, cells-per-dose.
    """
    if maximum is not None and cells > alike(maximum, cells):
        return f"above the maximum of {briefly(maximum)}"
    values = {"prepared-to-calculated": percent_of(cells, need), "cells-per-dose": cells}
    if weight is not None:
        values["cells-per-weight"] = cells / without_basis(weight)
    outside = [limits[what] for what in values if what in limits and not limits[what].holds(values[what])]
    return "; ".join(f"outside the limit of {limit.what}, {limit}" for limit in outside)


def _option(
    number: int,
    cells: Amount,
    need: Amount,
    limits: Mapping[str, Limit],
    weight: Amount | None,
    maximum: Amount | None,
) -> Option:
    why = judged(cells, need, limits, weight, maximum)
    per_weight = cells / without_basis(weight) if weight is not None else None
    return Option(number, cells, per_weight, percent_of(cells, need), not why, why or "inside")


def nearest(found: Sequence[Option], need: Amount) -> Option:
    """The option inside the limits that is nearest to the dose, of two as near the lower.

    Raises Refusal `preparation.none-fits`, showing the nearest below and above.
    """
    inside = [option for option in found if option.inside]
    if not inside:
        raise _none_fits(found, need)
    best = inside[0]
    for option in inside[1:]:
        if _distance(option.cells, need) < _distance(best.cells, need):
            best = option
    return best


def _distance(cells: Amount, need: Amount) -> Amount:
    return cells - need if cells > need else need - cells


def _none_fits(found: Sequence[Option], need: Amount) -> Refusal:
    below = [option for option in found if option.cells <= need][-1:]
    above = [option for option in found if option.cells > need][:1]
    shown = "; ".join(
        f"{option.containers} would give {briefly(option.cells)} ({_percent(option)}): {option.why}"
        for option in (*below, *above)
    )
    message = f"No number of whole containers fits the dose of {briefly(need)}. {shown}."
    fix = "Order another dose, draw a volume instead, or have the limit decided by a person."
    return refuse("preparation.none-fits", "dispense", message, fix)


def _percent(option: Option) -> str:
    return f"{option.percent_of_dose} of the dose"


def whole(
    need: Amount,
    sources: tuple[Source, ...],
    handling: Handling,
    table: tuple[Option, ...] = (),
) -> Dispensed:
    """All of each of these containers: cells, and volume with the diluent that was added to each.

    `table` is what was chosen from, for a nominal supply.
    """
    containers = tuple(_all_of(source, handling) for source in sources)
    delivered = total([each.cells for each in containers])
    cells = tuple(term(f"from {each.identity}", each.cells) for each in containers)
    steps: list[Step] = []
    if table:
        steps.append(_chosen(need, len(containers), sources[0].gives.cells, delivered))
    steps.append(step("cells delivered", "sum of the cells in the containers", cells, delivered, ARITHMETIC))
    volumes = [each.withdraw.value for each in containers if each.withdraw is not None]
    if len(volumes) < len(containers):
        problems: tuple[Problem, ...] = (volume_not_stated(),)
        return Dispensed(containers, None, delivered, table, tuple(steps), problems)
    volume = total(volumes)
    inputs = tuple(term(f"from {each.identity}", each.withdraw.value) for each in containers if each.withdraw)
    name, formula = "withdrawal volume", "sum of the volumes of the containers, with diluent added to them"
    steps.append(step(name, formula, inputs, volume, ARITHMETIC))
    return Dispensed(containers, Rounded(volume, volume, NOT_ROUNDED), delivered, table, tuple(steps))


def _chosen(need: Amount, number: int, each: Amount, delivered: Amount) -> Step:
    inputs = (
        number_term("containers", number, "containers"),
        term("cells in one container", each),
        term("dose", need),
    )
    formula = "number × cells in one container, the number nearest to the dose"
    return step("whole containers", formula, inputs, delivered, CHOOSING)


def _all_of(source: Source, handling: Handling) -> Drawn:
    gives, added = source.gives, handling.diluent_per_container
    if gives.volume is None:
        return Drawn(source.identity, None, True, gives.cells, None, source.dmso)
    if added is not None and added.numerator and gives.volume != gives.fill:
        message = (
            f"What of {source.identity} can be withdrawn once {added} of diluent are added is not stated."
        )
        fix = "State the volume after dilution, or leave out the withdrawable volume."
        raise refuse("volume.withdrawable-unclear", "withdrawable", message, fix)
    volume = gives.volume + added if added is not None else gives.volume
    withdraw = Rounded(volume, volume, NOT_ROUNDED)
    return Drawn(source.identity, withdraw, True, gives.cells, gives.volume, source.dmso)
