"""What one container can give in the cells that a dose counts, and at which concentration."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem, Refusal, Severity, refuse
from msc_dose.product.container import Content
from msc_dose.product.conversion import Conversion, conversion
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.working import ARITHMETIC, step
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import same_cells
from msc_dose.quantity.parts import taking

SMALLER = "policy: the smaller is counted on; a volume drawn undiluted follows the stated concentration"


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What can be got out of one container, in the cells of the dose.

    `cells` (a cell_count) is what it gives in all; `concentration` (cells/mL) is that of the undiluted
    product, `None` where no volume is stated; `volume` (mL) is what can be withdrawn, `fill` what is in it.
    `held` is what it holds, of which some may stay behind. `percents` and `case` say how its own count was
    converted; `unconverted` is `cells` before that, in its own terms.
    """

    cells: Amount
    held: Amount
    unconverted: Amount
    concentration: Amount | None
    volume: Amount | None
    fill: Amount | None
    percents: tuple[Amount, ...]
    names: tuple[str, ...]
    case: str
    stated_concentration: Amount | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a container holds and what of it can be got, in its own terms.

    `other` is the larger of two statements, `other_gettable` what of that could be got.
    """

    cells: Amount
    gettable: Amount
    other: Amount | None
    other_gettable: Amount | None
    steps: tuple[Step, ...]


def deliverable(
    content: Content, dose_cells: Amount, handling: Handling | None = None, *, alone: bool = True
) -> Deliverable:
    """What one container gives, in cells of the dose.

    Cells stated, or concentration × volume; where both are stated and differ, the smaller, with
    `content.disagrees`: a CHECK where the number of containers hangs on it, else a NOTE. `handling` and
    whether the container stands `alone` for all that are used decide what that says. Then times the percents
    of the conversion. Raises Refusal `content.missing`, `content.volume-missing`, and those of `conversion`.
    """
    way = conversion(content, dose_cells)
    held = _held(content)
    cells = _in_terms(held.gettable, way, dose_cells)
    concentration = _concentration(content, held, way, dose_cells)
    problems = list(way.problems)
    if held.other is not None:
        problems.append(_disagrees(held, dose_cells, way, handling, alone))
    return Deliverable(
        cells,
        _in_terms(held.cells, way, dose_cells),
        held.gettable,
        concentration,
        content.withdrawable or content.fill,
        content.fill or content.withdrawable,
        way.percents,
        way.names,
        way.case,
        content.concentration,
        (*held.steps, *_converting(held.gettable, cells, way)),
        tuple(problems),
    )


def concentration_in_terms(content: Content, dose_cells: Amount) -> tuple[Amount, Conversion]:
    """The stated concentration in the cells of the dose, for a container whose size is not stated.

    Raises Refusal `content.missing` where no concentration is stated.
    """
    way = conversion(content, dose_cells)
    if content.concentration is None:
        raise _missing()
    return _in_terms(content.concentration, way, dose_cells), way


def _held(content: Content) -> Held:
    """The content in its own terms, with the steps that made it.

    Source: policy: of two statements that disagree the smaller is used.
    """
    stated, concentration, fill = content.cells, content.concentration, content.fill
    volume = fill or content.withdrawable
    product = concentration * volume if concentration and volume else None
    cells, other = stated, None
    steps: list[Step] = []
    if product is not None and concentration and volume:
        both = (term("concentration", concentration), term("volume in the container", volume))
        steps.append(step("cells in one container", "concentration × volume", both, product, ARITHMETIC))
        if stated is None:
            cells = product
        elif (product != stated) if fill else (product > stated):
            cells, other = (stated, product) if stated < product else (product, stated)
            steps.append(_smaller(stated, product, cells))
        elif not fill:
            cells = product
    if cells is None:
        raise _missing() if concentration is None else _no_volume()
    gettable, more = cells, other
    if fill and content.withdrawable and content.withdrawable < fill:
        gettable = _part(cells, content.withdrawable, fill)
        more = None if other is None else _part(other, content.withdrawable, fill)
        inputs = (
            term("cells in one container", cells),
            term("withdrawable volume", content.withdrawable),
            term("volume in the container", fill),
        )
        formula = "cells × withdrawable volume ÷ volume in the container"
        steps.append(step("cells that can be withdrawn", formula, inputs, gettable, ARITHMETIC))
    return Held(cells, gettable, other, more, tuple(steps))


def _part(cells: Amount, part: Amount, whole: Amount) -> Amount:
    """Cells × part ÷ whole, multiplied first and divided once."""
    top, bottom = part.numerator.as_integer_ratio()
    over, under = whole.numerator.as_integer_ratio()
    return cells * (top * under * whole.denominator) / (bottom * part.denominator * over)


def _smaller(stated: Amount, product: Amount, used: Amount) -> Step:
    inputs = (term("cells stated", stated), term("concentration × volume", product))
    name = "cells in one container, the smaller of two statements"
    return step(name, "the smaller of both", inputs, used, SMALLER)


def _in_terms(amount: Amount, way: Conversion, dose: Amount) -> Amount:
    return same_cells(taking(amount, *way.percents), dose)


def _concentration(content: Content, held: Held, way: Conversion, dose: Amount) -> Amount | None:
    """The stated concentration, else cells ÷ volume, in cells of the dose."""
    volume = content.fill or content.withdrawable
    if content.concentration is not None:
        return _in_terms(content.concentration, way, dose)
    return None if volume is None else _in_terms(held.cells / volume, way, dose)


def _converting(own: Amount, cells: Amount, way: Conversion) -> tuple[Step, ...]:
    if not way.percents:
        return ()
    inputs = (term("cells of the container", own), *map(term, way.names, way.percents))
    formula = " × ".join(("cells of the container", *way.names))
    return (
        step(
            "cells that the dose counts, from one container", formula, inputs, cells, "as stated: " + way.case
        ),
    )


def _disagrees(held: Held, dose: Amount, way: Conversion, handling: Handling | None, alone: bool) -> Problem:
    """Both statements, what the smaller is used for, and whether the number of containers depends on it.

    Whole containers are chosen near the dose, and those of a stock differ: no number is told of them.
    """
    if held.other is None or held.other_gettable is None:
        raise TypeError("two statements disagree")
    both = (held.gettable, held.other_gettable)
    used, other = (containers_for(dose, _in_terms(cells, way, dose)) for cells in both)
    message = f"The container holds {held.cells} by one statement and {held.other} by the other. "
    message += f"The smaller is counted on {_what_for(handling)}."
    if alone and not (handling and handling.dispense == "whole"):
        message += (
            f" The number of containers is {used} either way."
            if used == other
            else f" It needs {used} containers, where the other would need {other}."
        )
    fix = "Ask which of the two the product is released by."
    severity: Severity = "note" if used == other else "check"
    return Problem(
        "content.disagrees", severity, "container", message, fix, source="policy: the smaller is counted on"
    )


def _what_for(handling: Handling | None) -> str:
    """What the smaller of two statements decides, in words."""
    if handling is not None and handling.dispense == "whole":
        return "for the cells that a whole container gives"
    added = handling.diluent_per_container if handling is not None else None
    if added is not None and added.numerator:
        return (
            "for the number of containers, for what each can give, and for the volumes drawn after dilution"
        )
    return "for the number of containers and for what each can give; volumes follow the stated concentration"


def containers_for(need: Amount, each: Amount) -> int:
    """The least whole number of containers of `each` cells that hold `need` cells, exactly."""
    top, bottom = replace(need, as_written=None).numerator.as_integer_ratio()
    over, under = each.numerator.as_integer_ratio()
    return -(-(top * under * each.denominator) // (bottom * need.denominator * over))


def _missing() -> Refusal:
    message = "What is in one container is not stated."
    return refuse("content.missing", "container", message, "Give its cells, or concentration and volume.")


def _no_volume() -> Refusal:
    message = "A concentration is stated, the volume in the container is not."
    return refuse("content.volume-missing", "volume", message, "Give the volume, or the cells in it.")
