"""The formulas run on pint quantities of the table of units, and held to the dimension they promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msc_dose.dosing.formulas import (
    cells_for_surface,
    cells_for_weight,
    cells_per_weight,
    changed_to,
    course_total,
    day_share,
    within_maximum,
)
from msc_dose.dosing.measures import adjusted_weight, body_mass_index, ideal_weight
from msc_dose.problems import Problem, stop

# Each formula with the units of what goes in and the unit of what comes out.
FORMULAS: tuple[tuple[Callable[..., Any], tuple[str, ...], str], ...] = (
    (cells_for_weight, ("viable_cell/body_kg", "body_kg"), "viable_cell"),
    (cells_for_weight, ("all_cell/body_kg", "body_kg"), "all_cell"),
    (cells_for_surface, ("viable_cell/square_meter", "square_meter"), "viable_cell"),
    (cells_per_weight, ("viable_cell", "body_kg"), "viable_cell/body_kg"),
    (within_maximum, ("viable_cell", "viable_cell"), "viable_cell"),
    (changed_to, ("viable_cell", "percent", "percent"), "viable_cell"),
    (day_share, ("viable_cell", ""), "viable_cell"),
    (course_total, ("viable_cell", ""), "viable_cell"),
    (ideal_weight, ("body_kg", "body_kg", "centimeter", "centimeter"), "body_kg"),
    (adjusted_weight, ("body_kg", "body_kg"), "body_kg"),
    (body_mass_index, ("body_kg", "meter"), "body_kg/square_meter"),
)


def wrong_dimensions() -> tuple[Problem, ...]:
    """A STOP `formula.dimension` for each formula whose result has another dimension than it promises."""
    from msc_dose.quantity.with_pint import registry

    units = registry()
    found = []
    for formula, inputs, result in FORMULAS:
        made = formula(*(units.Quantity(2, unit) for unit in inputs))
        if made.dimensionality != units.Quantity(1, result).dimensionality:
            message = f"{formula.__name__} gives {made.dimensionality} instead of {result}."
            found.append(
                stop("formula.dimension", formula.__name__, message, "Report it: a defect of msc_dose.")
            )
    return tuple(found)
