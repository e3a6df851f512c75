"""The dose of each infusion of a course, their sum, and the limit on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from msc_dose.courses.plan import Inputs
from msc_dose.dosing.cumulative import cumulative
from msc_dose.dosing.dose import Dose, calculate_dose
from msc_dose.dosing.shapes import Steps
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.quantity.amount import Amount


def course_doses(inputs: Inputs, infusions: int) -> tuple[tuple[Dose, ...], list[Problem]]:
    """The dose of each infusion, and the problems of all of them; a course above its limit is refused.

    Raises Refusal `dose.orders-differ` where neither one dose nor one for each infusion is ordered,
    `dose.cumulative-above-limit`, and those of the dose.
    """
    orders = _orders(inputs.ordered, infusions)
    known: dict[tuple[Amount | None, int], Dose] = {}
    doses = []
    for n, order in enumerate(orders, 1):
        key = (order, n if isinstance(inputs.rule.shape, Steps) else 1)
        if key not in known:
            known[key] = calculate_dose(inputs.rule, inputs.patient, order, inputs.version, n)
        doses.append(known[key])
    if inputs.rule.cumulative_limit is not None:
        _, above = cumulative(inputs.rule, [dose.cells for dose in doses], doses[0].weight)
        if above:
            raise Refusal(above)
    return tuple(doses), [problem for dose in known.values() for problem in dose.problems]


def _orders(ordered: tuple[Amount, ...], infusions: int) -> tuple[Amount | None, ...]:
    if not ordered:
        return (None,) * infusions
    if len(ordered) == 1:
        return ordered * infusions
    if len(ordered) != infusions:
        message = f"{len(ordered)} doses are ordered for {infusions} infusion{'s' * (infusions != 1)}."
        raise refuse("dose.orders-differ", "ordered", message, "Order one dose, or one for each infusion.")
    return ordered


def total_of(doses: Sequence[Dose]) -> Amount:
    """The cells of all infusions together."""
    each = doses[0].cells
    if all(dose is doses[0] for dose in doses):
        return each * len(doses)
    return reduce(lambda total, cells: total + cells, (dose.cells for dose in doses))
