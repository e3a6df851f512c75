"""The calculated volume out of each container: drawn in order, each draw rounded down by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem, refuse
from msc_dose.product.container import Dmso
from msc_dose.product.content import Deliverable
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.working import ARITHMETIC, in_proportion, rounded_step, step, total
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.rounded import Rounded, measured_volume

DOWN = "policy: a volume is rounded down, so that no dose is passed"
SUMMED = "none: a sum of rounded volumes"


@dataclass(frozen=True, slots=True)
class Source:
    """A container to use: its name, what it can give, and the dimethyl sulphoxide in it."""

    identity: str
    gives: Deliverable
    dmso: Dmso | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is taken from one container: a volume (`None`: not known) or all of it, and the cells in it.

    `product` is the volume of thawed product in it, without what was added to the container.
    """

    identity: str
    withdraw: Rounded | None
    whole: bool
    cells: Amount
    product: Amount | None = None
    dmso: Dmso | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """What so many whole containers deliver: cells, cells/kg, % of the dose; inside, or why not."""

    containers: int
    cells: Amount
    per_weight: Amount | None
    percent_of_dose: Amount
    inside: bool
    why: str


@dataclass(frozen=True, slots=True)
class Dispensed:
    """The containers used, the volume taken of all (mL), and the cells in it; `None` where not known."""

    containers: tuple[Drawn, ...] = ()
    volume: Rounded | None = None
    delivered: Amount | None = None
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()


def shares(need: Amount, sources: tuple[Source, ...]) -> tuple[tuple[Source, Amount, Amount], ...]:
    """Each container that is used, what was still needed before it, and what it is to give of that."""
    found: list[tuple[Source, Amount, Amount]] = []
    for source in sources:
        if need.numerator == 0:
            break
        share = need if need < source.gives.cells else source.gives.cells
        found.append((source, need, share))
        need = need - share
    return tuple(found)


def draw(need: Amount, sources: tuple[Source, ...], handling: Handling) -> Dispensed:
    """The volume that holds the needed cells, out of the containers in their order.

    Where a container's volume is not known there is no volume: NOTE `volume.not-stated`. A draw below the
    smallest volume that can be measured is a CHECK `volume.below-step`, one of less than 1 % of the dose out
    of a further container a CHECK `container.for-little`: the number of containers follows the dose exactly,
    so neither is left out. Raises Refusal `volume.too-small`
    where nothing at all can be measured.
    """
    drawn: list[Drawn] = []
    steps: list[Step] = []
    little: list[Problem] = []
    for source, needed, share in shares(need, sources):
        one, more = _one(source, needed, share, handling)
        if drawn and one.withdraw and one.withdraw.value.numerator and share * 100 < need:
            little.append(_for_little(one, one.withdraw.value))
        drawn.append(one)
        steps += more
    containers = tuple(drawn)
    rounded = [each.withdraw for each in containers if each.withdraw is not None]
    if len(rounded) < len(containers):
        return Dispensed(containers, steps=tuple(steps), problems=(volume_not_stated(),))
    return _together(containers, rounded, tuple(steps), little)


def _one(source: Source, needed: Amount, share: Amount, handling: Handling) -> tuple[Drawn, list[Step]]:
    """The draw from one container: share ÷ concentration, rounded down; cells = volume × concentration."""
    name = source.identity
    inputs = (term("cells that it can give", source.gives.cells), term("cells still needed", needed))
    formula = "the smaller of what it can give and what is still needed"
    steps = [step(f"{name}: cells to take from it", formula, inputs, share, ARITHMETIC)]
    concentration, more = concentration_in(source, handling)
    if concentration is None:
        return Drawn(name, None, False, share, dmso=source.dmso), steps
    rounded = measured_volume(share / concentration, handling.step)
    cells = rounded.value * concentration
    drawn = (term("cells to take from it", share), term("concentration", concentration))
    formula = "cells to take ÷ concentration"
    back = (term("volume to withdraw", rounded.value), term("concentration", concentration))
    steps += [
        *more,
        rounded_step(f"{name}: volume to withdraw", formula, drawn, rounded, DOWN),
        step(f"{name}: cells in that volume", "volume × concentration", back, cells, ARITHMETIC),
    ]
    product, more = product_part(name, rounded.value, source.gives, handling)
    # What of it is thawed product is told for the DMSO in it.
    steps += more if source.dmso is not None else []
    return Drawn(name, rounded, False, cells, product, source.dmso), steps


def concentration_in(source: Source, handling: Handling) -> tuple[Amount | None, list[Step]]:
    """The concentration of what is drawn, in cells of the dose, after diluent was added to the container.

    Raises Refusal `volume.withdrawable-unclear` where only part of the undiluted product could be got out:
    what can be got out after dilution is then not stated.
    """
    gives, added = source.gives, handling.diluent_per_container
    name = f"{source.identity}: concentration"
    if added is None or added.numerator == 0:
        steps = [] if gives.concentration is None else concentration_steps(name, gives)
        return gives.concentration, steps
    if gives.fill is None or gives.volume is None:
        return None, []
    if gives.volume != gives.fill:
        message = f"Of {gives.fill} in {source.identity} {gives.volume} can be withdrawn; how much can be "
        message += f"withdrawn once {added} of diluent are added is not stated."
        fix = "State the volume after dilution, or leave out the withdrawable volume."
        raise refuse("volume.withdrawable-unclear", "withdrawable", message, fix)
    concentration = gives.held / (gives.fill + added)
    inputs = (
        term("cells in the container", gives.held),
        term("volume in the container", gives.fill),
        term("diluent added to it", added),
    )
    formula = "cells ÷ (volume + diluent)"
    return concentration, [step(f"{name} after dilution", formula, inputs, concentration, ARITHMETIC)]


def concentration_steps(name: str, gives: Deliverable) -> list[Step]:
    """How the undiluted concentration came about; none where it is as stated."""
    own = gives.stated_concentration
    if gives.concentration is None:
        return []
    if own is None:
        if gives.fill is None:
            return []
        inputs = (term("cells in the container", gives.held), term("volume in the container", gives.fill))
        return [step(name, "cells ÷ volume", inputs, gives.concentration, ARITHMETIC)]
    if not gives.percents:
        return []
    stated = (term("concentration of the container", own), *map(term, gives.names, gives.percents))
    formula = " × ".join(("concentration of the container", *gives.names))
    return [step(name, formula, stated, gives.concentration, f"as stated: {gives.case}")]


def product_part(
    name: str, volume: Amount, gives: Deliverable, handling: Handling
) -> tuple[Amount | None, list[Step]]:
    """What part of a volume is thawed product, and not diluent that was added to the container."""
    added = handling.diluent_per_container
    if added is None or added.numerator == 0:
        return volume, []
    if gives.fill is None:
        return None, []
    product = in_proportion(volume, gives.fill, gives.fill + added)
    inputs = (
        term("volume to withdraw", volume),
        term("volume in the container", gives.fill),
        term("diluent added to it", added),
    )
    formula = "volume to withdraw × volume in the container ÷ (volume in the container + diluent)"
    return product, [step(f"{name}: volume of thawed product", formula, inputs, product, ARITHMETIC)]


def _together(
    containers: tuple[Drawn, ...], rounded: list[Rounded], steps: tuple[Step, ...], little: list[Problem]
) -> Dispensed:
    """All draws added up: rounded volumes, unrounded volumes, cells."""
    value, unrounded = total([each.value for each in rounded]), total([each.unrounded for each in rounded])
    if value.numerator == 0:
        message = f"{unrounded} is less than can be measured."
        fix = "Dilute the container before drawing, or measure in smaller steps."
        raise refuse("volume.too-small", "round_volume", message, fix)
    volume = Rounded(value, unrounded, rounded[0].rule)
    delivered = total([each.cells for each in containers])
    names = [f"from {each.identity}" for each in containers]
    exact = tuple(term(name, each.unrounded) for name, each in zip(names, rounded, strict=True))
    volumes = tuple(term(name, each.value) for name, each in zip(names, rounded, strict=True))
    cells = tuple(term(name, each.cells) for name, each in zip(names, containers, strict=True))
    before, formula = "volume that holds the cells needed", "sum of the volumes to withdraw, before rounding"
    summed = step("withdrawal volume", "sum of the volumes to withdraw, each rounded", volumes, value, DOWN)
    more = (
        *((step(before, formula, exact, unrounded, ARITHMETIC),) if len(rounded) > 1 else ()),
        replace(summed, rounding=SUMMED),
        step("cells delivered", "sum of the cells in the volumes", cells, delivered, ARITHMETIC),
    )
    empty = [_below_step(each) for each in containers if each.withdraw and not each.withdraw.value.value]
    return Dispensed(containers, volume, delivered, (), (*steps, *more), (*empty, *little))


def _for_little(one: Drawn, volume: Amount) -> Problem:
    message = f"{one.identity} is opened for {volume}, less than 1 % of the dose."
    fix = "Let a person decide whether it is thawed for that; without it the dose is short by as much."
    return Problem(
        "container.for-little", "check", "container", message, fix, source="policy: 1 % of the dose"
    )


def _below_step(empty: Drawn) -> Problem:
    volume = empty.withdraw.unrounded if empty.withdraw else None
    message = f"{volume} of {empty.identity} is less than can be measured: nothing is drawn from it."
    fix = "Leave that container frozen, or measure in smaller steps."
    return Problem("volume.below-step", "check", "round_volume", message, fix)


def volume_not_stated() -> Problem:
    """The NOTE that no volume can be told."""
    message = "The volume in the container is not stated, so no volume to withdraw can be told."
    fix = "Give the volume, or the concentration."
    return Problem("volume.not-stated", "note", "volume", message, fix)
