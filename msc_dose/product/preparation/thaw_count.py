"""How many cells and how many containers are to be thawed for a dose."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from msc_dose.derivation import Step, Term, term
from msc_dose.product.conversion import FROZEN
from msc_dose.product.preparation.dispensing import Source
from msc_dose.product.preparation.working import ARITHMETIC, fraction, rounded_step
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.parts import before_taking
from msc_dose.quantity.rounded import TENTH_OF_A_CELL, Rounded, up

UP = "policy: cells to thaw are rounded up"


def uniform(need: Amount, used: tuple[Source, ...]) -> tuple[Rounded | None, tuple[Step, ...]]:
    """Cells to thaw, where all containers count and convert alike; else there is no one number.

    Cells after thaw and a label's nominal content are thawed alike; cells before freeze are others.
    """
    first = used[0].gives
    for each in (source.gives for source in used[1:]):
        if each.percents != first.percents or _counted(each.unconverted) != _counted(first.unconverted):
            return None, ()
    rounded, made = cells_to_thaw(need, first.unconverted, first.percents, first.names)
    return rounded, (made,)


def _counted(cells: Amount) -> tuple[str | None, bool]:
    return cells.counts, cells.moment == FROZEN


def cells_to_thaw(
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


def containers_step(need: Amount, each: Amount, number: int) -> Step:
    """The working of dose ÷ cells in one container, up to whole containers."""
    top, bottom = fraction(need, each)
    unrounded = plain(Amount("ratio", Decimal(top), bottom).shown_value)
    inputs = (term("dose", need), term("cells in one container", each))
    result = Term("containers to thaw", str(number), "container" if number == 1 else "containers")
    formula = "dose ÷ cells in one container"
    return Step(result.name, formula, inputs, result, unrounded, "up to whole containers", ARITHMETIC)
