"""What the supply gives for one dose: how many containers, and what is taken of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem, Refusal, gather, refuse
from msc_dose.product.container import Content
from msc_dose.product.content import containers_for, deliverable
from msc_dose.product.handling import Handling
from msc_dose.product.limits import alike
from msc_dose.product.preparation.dispensing import Dispensed, Drawn, Option, Source, draw, shares
from msc_dose.product.preparation.supply import Supplied, Wanted, dispense_not_stated, lowest_viability
from msc_dose.product.preparation.thaw_count import cells_to_thaw, containers_step, uniform
from msc_dose.product.preparation.unsized import unsized, without_containers
from msc_dose.product.preparation.whole import nearest, options, whole
from msc_dose.product.preparation.working import ARITHMETIC, prefixed, step, total
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import percent_of
from msc_dose.quantity.writer import briefly

if TYPE_CHECKING:
    from msc_dose.product.preparation.preparing import Preparation

MOST_CONTAINERS = 1_000


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
        if unsized(supply):
            return without_containers(wanted, supply)
        return _nominal(wanted, supply, planned)
    return _stock(wanted, supply, planned)


def _nominal(wanted: Wanted, content: Content, planned: Preparation | None) -> Supplied:
    """As many containers of one content as are needed, or as many as were thawed."""
    gives = deliverable(content, wanted.need, wanted.handling)
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
    to_thaw, thawing = cells_to_thaw(wanted.need, gives.unconverted, gives.percents, gives.names)
    steps = (*steps, thawing)
    if not table and planned is None:
        steps = (*steps, containers_step(wanted.need, gives.cells, number))
    available = gives.cells * number
    sources = tuple(Source(f"container {n}", gives, content.dmso) for n in range(1, number + 1))
    problems = (*gives.problems, *_short(wanted, available, planned))
    out = _taken(wanted, sources, available, table)
    return Supplied(
        out, to_thaw, number, available, lowest_viability([content], wanted.need), steps, problems
    )


def _stock(wanted: Wanted, supply: tuple[tuple[str, Content], ...], planned: Preparation | None) -> Supplied:
    """The chosen containers of a stock, in order of use."""
    handling = wanted.handling
    sources = _sources(supply, wanted.need, handling)
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
    to_thaw, thawing = uniform(wanted.need, used)
    cells = tuple(term(f"in {source.identity}", source.gives.cells) for source in used)
    formula = "sum of the cells of the containers"
    steps += [*thawing, step("cells in the containers used", formula, cells, available, ARITHMETIC)]
    contents = [content for identity, content in supply if any(identity == one.identity for one in used)]
    out = _taken(wanted, used, available, ())
    return Supplied(
        out,
        to_thaw,
        len(used),
        available,
        lowest_viability(contents, wanted.need),
        tuple(steps),
        tuple(problems),
    )


def _sources(supply: tuple[tuple[str, Content], ...], need: Amount, handling: Handling) -> tuple[Source, ...]:
    """Each container with what it gives; one Refusal names every container that cannot be used."""
    found, refused = [], []
    for identity, content in supply:
        try:
            gives = deliverable(content, need, handling, alone=len(supply) == 1)
            found.append(Source(identity, gives, content.dmso))
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
        drawn = tuple(
            Drawn(source.identity, None, False, share, None, source.dmso) for source, _, share in parts
        )
        return Dispensed(drawn, problems=(dispense_not_stated(),))
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
