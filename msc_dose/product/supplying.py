"""What the supply gives for one dose: how many containers, and what is taken of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from msc_dose.derivation import Step, Term, step, term
from msc_dose.problems import Problem, Refusal, gather, refuse
from msc_dose.product.container import Content
from msc_dose.product.content import concentration_in_terms, containers_for, deliverable
from msc_dose.product.conversion import conversion
from msc_dose.product.dispensing import DOWN, Dispensed, Drawn, Option, Source, draw, shares
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit, alike
from msc_dose.product.whole import nearest, options, whole
from msc_dose.product.working import ARITHMETIC, fraction, prefixed, rounded_step, total
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.parts import before_taking, percent_of
from msc_dose.quantity.rounded import TENTH_OF_A_CELL, Rounded, measured_volume, up
from msc_dose.quantity.writer import briefly

if TYPE_CHECKING:
    from msc_dose.product.preparation import Preparation

MOST_CONTAINERS = 1_000
UP = "policy: cells to thaw are rounded up"
PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The dose in cells, how the product is handled, the limits, dosing weight (kg) and maximum (cells)."""

    need: Amount
    handling: Handling
    limits: tuple[Limit, ...] = ()
    weight: Amount | None = None
    maximum: Amount | None = None


@dataclass(frozen=True, slots=True)
class Supplied:
    """What is thawed and taken; `available` is what the containers used give, `viability` the lowest."""

    dispensed: Dispensed
    cells_to_thaw: Rounded | None
    containers_to_thaw: int | None
    available: Amount | None
    viability: Amount | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def supplied(
    wanted: Wanted, supply: Content | tuple[tuple[str, Content], ...], planned: Preparation | None
) -> Supplied:
    """The containers of this supply for this dose, nominal or of a stock in order of use.

    Raises Refusal `dose.zero`, `dose.shortfall`, `containers.too-many`, `preparation.none-fits`,
    `preparation.above-maximum`, and those of `deliverable`.
    """
    if wanted.need.numerator == 0:
        raise refuse("dose.zero", "dose", "A dose of nothing is no dose.", "Give the dose as ordered.")
    if isinstance(supply, Content):
        if _unsized(supply):
            return _without_containers(wanted, supply)
        return _nominal(wanted, supply, planned)
    return _stock(wanted, supply, planned)


def _unsized(content: Content) -> bool:
    """Whether it is not stated how much one container holds."""
    volume = content.fill or content.withdrawable
    return content.cells is None and (content.concentration is None or volume is None)


def _nominal(wanted: Wanted, content: Content, planned: Preparation | None) -> Supplied:
    """As many containers of one content as are needed, or as many as were thawed."""
    gives = deliverable(content, wanted.need)
    least = containers_for(wanted.need, gives.cells)
    handling = wanted.handling
    table: tuple[Option, ...] = ()
    if least > MOST_CONTAINERS:
        message = f"{least:,} containers of {briefly(gives.cells)} would be needed."
        fix = "Check the content of one container against the dose."
        raise refuse("containers.too-many", "container", message, fix)
    number, steps = least, gives.steps
    if planned is not None and planned.containers_to_thaw is not None:
        number = planned.containers_to_thaw
    elif handling.dispense == "whole":
        table = options(wanted.need, gives.cells, wanted.limits, wanted.weight, wanted.maximum)
        number = nearest(table, wanted.need).containers
    to_thaw, thawing = _cells_to_thaw(wanted.need, gives.unconverted, gives.percents, gives.names)
    steps = (*steps, thawing)
    if not table and planned is None:
        steps = (*steps, _containers_step(wanted.need, gives.cells, number))
    available = gives.cells * number
    sources = tuple(Source(f"container {n}", gives, content.dmso) for n in range(1, number + 1))
    problems = (*gives.problems, *_short(wanted, available, planned))
    out = _taken(wanted, sources, available, table)
    return Supplied(out, to_thaw, number, available, _viability([content]), steps, problems)


def _stock(wanted: Wanted, supply: tuple[tuple[str, Content], ...], planned: Preparation | None) -> Supplied:
    """The chosen containers of a stock, in order of use."""
    sources = _sources(supply, wanted.need)
    handling = wanted.handling
    steps: list[Step] = []
    problems: list[Problem] = []
    if not sources:
        message = f"No container is at hand for {briefly(wanted.need)}: 100 % is lacking."
        raise refuse("dose.shortfall", "container", message, "Find containers, or order another dose.")
    everything = total([source.gives.cells for source in sources])
    problems += _short(wanted, everything, planned)
    used = sources
    if handling.dispense != "whole" and planned is None:
        used = tuple(source for source, _, _ in shares(wanted.need, sources))
    available = total([source.gives.cells for source in used])
    for source in used:
        steps += prefixed(source.identity, source.gives.steps)
        problems += [_of_container(source, problem) for problem in source.gives.problems]
    to_thaw, thawing = _uniform(wanted.need, used)
    cells = tuple(term(f"in {source.identity}", source.gives.cells) for source in used)
    formula = "sum of the cells of the containers"
    steps += [*thawing, step("cells in the containers used", formula, cells, available, ARITHMETIC)]
    contents = [content for identity, content in supply if any(identity == one.identity for one in used)]
    out = _taken(wanted, used, available, ())
    return Supplied(out, to_thaw, len(used), available, _viability(contents), tuple(steps), tuple(problems))


def _sources(supply: tuple[tuple[str, Content], ...], need: Amount) -> tuple[Source, ...]:
    """Each container with what it gives; one Refusal names every container that cannot be used."""
    found, refused = [], []
    for identity, content in supply:
        try:
            found.append(Source(identity, deliverable(content, need), content.dmso))
        except Refusal as refusal:
            told = [replace(each, message=f"{identity}: {each.message}") for each in refusal.problems]
            refused.append(Refusal(told))
    if refused:
        raise gather(refused)
    return tuple(found)


def _of_container(source: Source, problem: Problem) -> Problem:
    return replace(problem, message=f"{source.identity}: {problem.message}")


def _taken(
    wanted: Wanted, sources: tuple[Source, ...], available: Amount, table: tuple[Option, ...]
) -> Dispensed:
    """What is taken of the containers: the dose, or as much of it as there is; or all of each.

    Where the way to dispense is not stated, only how the dose is shared among them.
    """
    if wanted.handling.dispense == "whole":
        maximum = wanted.maximum
        if maximum is not None and available > alike(maximum, available):
            message = f"These containers give {briefly(available)}, above the maximum of {briefly(maximum)}."
            fix = "Use fewer containers, or draw a volume."
            raise refuse("preparation.above-maximum", "maximum", message, fix)
        return whole(wanted.need, sources, wanted.handling, table)
    need = wanted.need if wanted.need < available else available
    if wanted.handling.dispense is None:
        parts = shares(need, sources)
        drawn = tuple(Drawn(source.identity, None, False, share) for source, _, share in parts)
        return Dispensed(drawn, problems=(_dispense_not_stated(),))
    return draw(need, sources, wanted.handling)


def _short(wanted: Wanted, available: Amount, planned: Preparation | None) -> tuple[Problem, ...]:
    """The shortfall in cells and percent: a STOP before thaw, a CHECK after it; whole containers choose."""
    if available >= wanted.need or (wanted.handling.dispense == "whole" and planned is None):
        return ()
    lacking = wanted.need - available
    message = f"The containers give {briefly(available)} of {briefly(wanted.need)}: {briefly(lacking)} "
    message += f"({percent_of(lacking, wanted.need)}) are lacking."
    if planned is None:
        fix = "Find further containers, or order a dose that can be given."
        raise refuse("dose.shortfall", "container", message, fix, str(available))
    fix = "Ask the prescriber whether it is given; what was thawed is not frozen again."
    return (Problem("dose.shortfall", "check", "container", message, fix, str(available)),)


def _without_containers(wanted: Wanted, content: Content) -> Supplied:
    """Cells to thaw, and a volume where a concentration is stated, of a product in unstated containers."""
    if wanted.handling.dispense == "whole":
        deliverable(content, wanted.need)
    stated = content.concentration
    way = conversion(content, wanted.need)
    like = wanted.need if stated is None else stated
    to_thaw, thawing = _cells_to_thaw(wanted.need, like, way.percents, way.names)
    message = "How much one container holds is not stated, so no number of containers can be told."
    fix = "Give the cells in one container, or concentration and volume."
    problems = [*way.problems, Problem("container.not-stated", "note", "container", message, fix)]
    out = Dispensed()
    if wanted.handling.dispense is None:
        problems.append(_dispense_not_stated())
    elif stated is not None:
        out = _drawn_by_concentration(wanted, content)
    return Supplied(out, to_thaw, None, None, _viability([content]), (thawing,), tuple(problems))


def _drawn_by_concentration(wanted: Wanted, content: Content) -> Dispensed:
    added = wanted.handling.diluent_per_container
    if added is not None and added.numerator:
        message = "Diluent is added to each container, whose volume is not stated."
        raise refuse("content.volume-missing", "volume", message, "Give the volume in one container.")
    concentration, way = concentration_in_terms(content, wanted.need)
    steps: list[Step] = []
    if way.percents and content.concentration is not None:
        inputs = (
            term("concentration of the product", content.concentration),
            *map(term, way.names, way.percents),
        )
        formula = " × ".join(("concentration of the product", *way.names))
        steps.append(step("concentration", formula, inputs, concentration, f"as stated: {way.case}"))
    volume = measured_volume(wanted.need / concentration, wanted.handling.step)
    cells = volume.value * concentration
    drawn = (term("cells needed", wanted.need), term("concentration", concentration))
    back = (term("withdrawal volume", volume.value), term("concentration", concentration))
    steps += [
        rounded_step("withdrawal volume", "cells ÷ concentration", drawn, volume, DOWN),
        step("cells delivered", "volume × concentration", back, cells, ARITHMETIC),
    ]
    if volume.value.numerator == 0:
        message = f"{volume.unrounded} is less than can be measured."
        raise refuse("volume.too-small", "round_volume", message, "Dilute the product before drawing.")
    one = Drawn(PRODUCT, volume, False, cells, volume.value, content.dmso)
    return Dispensed((one,), volume, cells, (), tuple(steps))


def _uniform(need: Amount, used: tuple[Source, ...]) -> tuple[Rounded | None, tuple[Step, ...]]:
    """Cells to thaw where all containers count and convert alike; else there is no one number."""
    first = used[0].gives
    for each in (source.gives for source in used[1:]):
        facts = [(one.counts, one.population, one.moment) for one in (each.unconverted, first.unconverted)]
        if each.percents != first.percents or facts[0] != facts[1]:
            return None, ()
    rounded, made = _cells_to_thaw(need, first.unconverted, first.percents, first.names)
    return rounded, (made,)


def _cells_to_thaw(
    need: Amount, like: Amount, percents: tuple[Amount, ...], names: tuple[str, ...]
) -> tuple[Rounded, Step]:
    """The dose undone by the percents, up to 0.1 cells, in what the container counts.

    Source: arithmetic on what is stated; the rounding is policy.
    """
    before = before_taking(need, *percents)
    before = replace(before, counts=like.counts, population=like.population, moment=like.moment)
    rounded = up(before, TENTH_OF_A_CELL)
    inputs = (term("dose", need), *map(term, names, percents))
    formula = " ÷ ".join(("dose", *names)) if names else "the dose: the container counts the same cells"
    return rounded, rounded_step("cells to thaw", formula, inputs, rounded, UP)


def _containers_step(need: Amount, each: Amount, number: int) -> Step:
    top, bottom = fraction(need, each)
    unrounded = plain(Amount("ratio", Decimal(top), bottom).shown_value)
    inputs = (term("dose", need), term("cells in one container", each))
    result = Term("containers to thaw", str(number), "containers")
    formula = "dose ÷ cells in one container"
    return Step(result.name, formula, inputs, result, unrounded, "up to whole containers", ARITHMETIC)


def _viability(contents: Sequence[Content]) -> Amount | None:
    """The lowest viability after thaw; `None` where it is not known of every container."""
    lowest: Amount | None = None
    for content in contents:
        if content.viability is None or content.viability_moment != "after thaw":
            return None
        lowest = content.viability if lowest is None or content.viability < lowest else lowest
    return lowest


def _dispense_not_stated() -> Problem:
    message = "Whether the calculated volume is drawn or whole containers are given is not stated."
    return Problem("dispense.not-stated", "note", "dispense", message, "Say draw or whole.")
