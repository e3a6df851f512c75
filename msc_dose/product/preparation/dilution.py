"""From the pooled volume to final product containers: diluent, concentration, hold-up, parts."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.working import ARITHMETIC, in_proportion, number_term, rounded_step, step
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.rounded import Rounded, measured_volume

EVEN = "policy: parts are measured, the last takes the rest"


@dataclass(frozen=True, slots=True)
class Part:
    """One final product container: its number from 1, its volume (mL) and the cells in it."""

    number: int
    volume: Amount
    cells: Amount


@dataclass(frozen=True, slots=True)
class Diluted:
    """The final volume (mL), the diluent added to the pool, the cells that reach the vein, the parts.

    What is not known is `None`; so is `infused` where what stays behind is not stated.
    """

    final_volume: Amount | None
    diluent_volume: Amount | None
    concentration: Amount | None
    infused: Amount | None
    infused_volume: Amount | None
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def dilute(pooled: Amount | None, delivered: Amount | None, handling: Handling) -> Diluted:
    """What becomes of the pooled volume (mL) and the cells in it; `None` is "not known".

    Hold-up stays behind once, unless rinsed: infused = delivered × (final volume − hold-up) ÷ final volume.
    Neither stated: NOTE `hold-up.not-stated`, and infused is not known. Raises Refusal
    `volume.final-too-small`, `hold-up.too-large` or `split.too-small`.
    """
    final, steps = _final(pooled, handling)
    added = None if final is None or pooled is None else final - pooled
    concentration = None
    if final is not None and delivered is not None:
        concentration = delivered / final
        inputs = (term("cells delivered", delivered), term("final volume", final))
        made = step("final concentration", "cells ÷ final volume", inputs, concentration, ARITHMETIC)
        steps = (*steps, made)
    volume = _infused_volume(final, handling)
    infused, more = _infused(delivered, final, volume, handling)
    parts, last = _parts(final, delivered, handling)
    problems = tuple(_told(added, handling))
    return Diluted(final, added, concentration, infused, volume, parts, (*steps, *more, *last), problems)


def _final(pooled: Amount | None, handling: Handling) -> tuple[Amount | None, tuple[Step, ...]]:
    stated, diluent = handling.final_volume, handling.diluent_volume
    if pooled is None:
        return stated, ()
    pool = term("withdrawal volume", pooled)
    if stated is not None:
        if stated < pooled:
            message = f"{pooled} of product do not go into a final volume of {stated}."
            fix = f"State a final volume of at least {pooled}, or none."
            raise refuse("volume.final-too-small", "final_volume", message, fix, str(stated))
        name, formula = "diluent to add", "final volume − withdrawal volume"
        inputs = (term("final volume", stated), pool)
        return stated, (step(name, formula, inputs, stated - pooled, ARITHMETIC),)
    if diluent is not None:
        final, inputs = pooled + diluent, (pool, term("diluent", diluent))
        formula = "withdrawal volume + diluent"
        return final, (step("final volume", formula, inputs, final, "policy: volumes add up"),)
    return pooled, (step("final volume", "the withdrawal volume", (pool,), pooled, ARITHMETIC),)


def nothing_stays(handling: Handling) -> bool:
    """Whether container and line are rinsed, or said to hold nothing back."""
    return bool(handling.rinsed) or (handling.hold_up is not None and handling.hold_up.numerator == 0)


def _infused_volume(final: Amount | None, handling: Handling) -> Amount | None:
    """The volume that reaches the vein, where what stays behind is stated."""
    hold_up = handling.hold_up
    if nothing_stays(handling) or final is None:
        return final
    if hold_up is None:
        return None
    if hold_up >= final:
        message = f"{hold_up} stay in container and line, of a final volume of {final}."
        fix = "Dilute further, or rinse container and line."
        raise refuse("hold-up.too-large", "hold_up", message, fix, str(hold_up))
    return final - hold_up


def _infused(
    delivered: Amount | None, final: Amount | None, volume: Amount | None, handling: Handling
) -> tuple[Amount | None, tuple[Step, ...]]:
    """The cells that reach the vein."""
    name = "cells infused"
    if delivered is None:
        return None, ()
    cells = term("cells delivered", delivered)
    if nothing_stays(handling):
        formula = "the cells delivered: nothing stays behind"
        return delivered, (step(name, formula, (cells,), delivered, "as stated"),)
    if final is None or volume is None or handling.hold_up is None:
        return None, ()
    infused = in_proportion(delivered, volume, final)
    inputs = (cells, term("final volume", final), term("hold-up", handling.hold_up))
    formula = "cells delivered × (final volume − hold-up) ÷ final volume"
    return infused, (step(name, formula, inputs, infused, ARITHMETIC),)


def _parts(
    final: Amount | None, delivered: Amount | None, handling: Handling
) -> tuple[tuple[Part, ...], tuple[Step, ...]]:
    """Even parts, rounded down; the last takes the rest."""
    if final is None or delivered is None:
        return (), ()
    if handling.split == 1:
        return (Part(1, final, delivered),), ()
    even = measured_volume(final / handling.split, handling.step)
    if even.value.numerator == 0:
        raise _too_small(even, handling.split)
    volumes = [even.value] * (handling.split - 1)
    volumes.append(final - even.value * (handling.split - 1))
    parts = tuple(Part(n, each, in_proportion(delivered, each, final)) for n, each in enumerate(volumes, 1))
    return parts, (_even_step(final, handling.split, even), *(_part_step(p, delivered, final) for p in parts))


def _even_step(final: Amount, split: int, even: Rounded) -> Step:
    inputs = (term("final volume", final), number_term("final product containers", split, "containers"))
    name, formula = (
        "volume of each final product container but the last",
        "final volume ÷ number of containers",
    )
    return rounded_step(name, formula, inputs, even, EVEN)


def _part_step(part: Part, delivered: Amount, final: Amount) -> Step:
    inputs = (
        term("cells delivered", delivered),
        term("its volume", part.volume),
        term("final volume", final),
    )
    name = f"cells in final product container {part.number}"
    return step(name, "cells delivered × its volume ÷ final volume", inputs, part.cells, ARITHMETIC)


def _too_small(even: Rounded, split: int) -> Refusal:
    message = f"{even.unrounded} for each of {split} containers is less than can be measured."
    fix = "Use fewer final product containers, or dilute further."
    return refuse("split.too-small", "split", message, fix, str(split))


def _told(added: Amount | None, handling: Handling) -> list[Problem]:
    found = []
    hold_up = handling.hold_up
    if hold_up is None and not handling.rinsed:
        message = "What stays in container and line is not stated, nor that they are rinsed: the cells "
        message += "infused are not known."
        fix = "State the hold-up, or that container and line are rinsed."
        found.append(Problem("hold-up.not-stated", "note", "hold_up", message, fix))
    elif handling.split > 1 and not nothing_stays(handling):
        message = f"{hold_up} are taken to stay behind once, not in each of {handling.split} containers."
        fix = "State the hold-up of all containers and lines together."
        found.append(Problem("hold-up.once", "check", "hold_up", message, fix))
    diluted = handling.diluent_per_container is not None or (added is not None and added.numerator)
    if diluted and handling.diluent is None:
        message = "What it is diluted with is not stated."
        found.append(Problem("diluent.not-stated", "note", "diluent", message, "Name the diluent."))
    return found
