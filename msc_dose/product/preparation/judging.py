"""A preparation beside its dose: in %, per kg, and what is held to the acceptance limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.product.preparation.working import ARITHMETIC, step, without_basis
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import percent_of

if TYPE_CHECKING:
    from msc_dose.product.preparation.preparing import Preparation


def compared(made: Preparation, weight: Amount | None) -> tuple[Preparation, tuple[Step, ...]]:
    """The preparation with % of the dose, cells/kg and mL/kg of the dosing weight, and their working."""
    if made.delivered is None:
        return made, ()
    delivered, need = term("cells delivered", made.delivered), term("dose", made.need)
    percent, cells = percent_of(made.delivered, made.need), made.delivered
    formula = "cells delivered ÷ dose × 100"
    steps = [step("delivered, of the dose", formula, (delivered, need), percent, ARITHMETIC)]
    made = replace(made, percent_of_dose=percent)
    if weight is None:
        return made, tuple(steps)
    kilograms, shown = without_basis(weight), term("dosing weight", weight)
    per_weight = cells / kilograms
    formula = "cells delivered ÷ dosing weight"
    steps.append(step("delivered per kg", formula, (delivered, shown), per_weight, ARITHMETIC))
    volume = None if made.final_volume is None else made.final_volume / kilograms
    return replace(made, per_weight=per_weight, volume_per_weight=volume), tuple(steps)


def results(
    made: Preparation, viability: Amount | None, planned: Preparation | None
) -> dict[str, Amount | None]:
    """The result for everything that can be limited; `None` where it is not known."""
    infused = None if made.infused is None else percent_of(made.infused, made.need)
    return {
        "prepared-to-calculated": made.percent_of_dose,
        "infused-to-calculated": infused,
        "cells-per-weight": made.per_weight,
        "cells-per-dose": made.delivered,
        "post-thaw-viability": viability,
        "final-concentration": made.final_concentration,
        "final-volume": made.final_volume,
        "nominal-to-measured": nominal_to_measured(planned, made),
    }


def nominal_to_measured(planned: Preparation | None, thawed: Preparation) -> Amount | None:
    """The planned content of the containers ÷ the measured one, in %, both in cells of the dose."""
    if planned is None or planned.available is None or thawed.available is None:
        return None
    return percent_of(planned.available, thawed.available)


def whole_without_limit(made: Preparation, limits: Sequence[Limit], handling: Handling) -> list[Problem]:
    """A CHECK where whole containers differ from the dose and no limit says by how much they may."""
    judged = {"prepared-to-calculated", "cells-per-weight", "cells-per-dose"}
    differs = made.delivered is not None and made.delivered != made.need
    if handling.dispense != "whole" or not differs or any(limit.what in judged for limit in limits):
        return []
    message = (
        f"Whole containers deliver {made.percent_of_dose} of the dose; no limit says what is acceptable."
    )
    fix = "A person decides whether it may be given."
    return [Problem("limit.not-set", "check", "limits", message, fix, str(made.percent_of_dose))]
