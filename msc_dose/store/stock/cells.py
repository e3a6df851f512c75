"""Whether the containers reserved for an infusion hold its dose, where the two can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from msc_dose.courses.course import Course
from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.clearance import USED_UP
from msc_dose.store.stock.rows import HeldContainer, reserved_for


def cells_problems(statements: Statements, course: Course, infusion: int) -> tuple[Problem, ...]:
    """The CHECK `stock.fewer-cells`; the NOTE `stock.cells-not-compared` where other cells are counted.

    Nothing is converted here: that takes a viability or a recovery, which a plan with its product states.
    A container counts as what its list says that it holds.
    """
    reserved = [
        each for each in reserved_for(statements, course.course, infusion) if each.state not in USED_UP
    ]
    planned = next(each for each in course.infusions if each.number == infusion)
    dose = planned.make_up or planned.dose
    if not reserved:
        return ()
    held = [each.container.content.held for each in reserved]
    alike = [each for each in held if each is not None and _counted(each) == _counted(dose)]
    if len(alike) == len(held):
        return _compared(reserved, reduce(Amount.__add__, (replace(one, moment=None) for one in alike)), dose)
    if any(plan.inputs.product for plan in course.plans):
        return ()
    message = (
        f"What {_named(reserved)} holds is not counted as the dose is ({dose.counts} {dose.population})."
    )
    fix = "Plan with the product and its viability or recovery, or compare by hand."
    return (Problem("stock.cells-not-compared", "note", "containers", message, fix),)


def _compared(reserved: Sequence[HeldContainer], held: Amount, dose: Amount) -> tuple[Problem, ...]:
    if held.numerator * dose.denominator >= dose.numerator * held.denominator:
        return ()
    message = f"{_named(reserved)} hold {held} in all; the dose is {dose}."
    fix = "Reserve more, or say why fewer are right."
    return (Problem("stock.fewer-cells", "check", "containers", message, fix),)


def _counted(amount: Amount) -> tuple[object, object]:
    return amount.population, amount.counts


def _named(reserved: Sequence[HeldContainer]) -> str:
    return ", ".join(each.identity for each in reserved)
