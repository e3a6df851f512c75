"""A product of which it is not stated how much one container holds: cells to thaw, and perhaps a volume."""

from __future__ import annotations

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem, refuse
from msc_dose.product.container import Content
from msc_dose.product.content import concentration_in_terms, deliverable
from msc_dose.product.conversion import conversion
from msc_dose.product.preparation.dispensing import DOWN, Dispensed, Drawn
from msc_dose.product.preparation.supply import Supplied, Wanted, dispense_not_stated, lowest_viability
from msc_dose.product.preparation.thaw_count import cells_to_thaw
from msc_dose.product.preparation.working import ARITHMETIC, rounded_step, step
from msc_dose.quantity.rounded import measured_volume

PRODUCT = "product"


def unsized(content: Content) -> bool:
    """Whether it is not stated how much one container holds."""
    volume = content.fill or content.withdrawable
    return content.cells is None and (content.concentration is None or volume is None)


def without_containers(wanted: Wanted, content: Content) -> Supplied:
    """Cells to thaw, and a volume where a concentration is stated, of a product in unstated containers."""
    if wanted.handling.dispense == "whole":
        deliverable(content, wanted.need)
    stated = content.concentration
    way = conversion(content, wanted.need)
    like = wanted.need if stated is None else stated
    to_thaw, thawing = cells_to_thaw(wanted.need, like, way.percents, way.names)
    message = "How much one container holds is not stated, so no number of containers can be told."
    fix = "Give the cells in one container, or concentration and volume."
    problems = [*way.problems, Problem("container.not-stated", "note", "container", message, fix)]
    out = Dispensed()
    if wanted.handling.dispense is None:
        problems.append(dispense_not_stated())
    elif stated is not None:
        out = _drawn_by_concentration(wanted, content)
    return Supplied(
        out, to_thaw, None, None, lowest_viability([content], wanted.need), (thawing,), tuple(problems)
    )


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
