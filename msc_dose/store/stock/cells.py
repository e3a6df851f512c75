"""Whether the containers reserved for an infusion hold its dose, where the two can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.in_block import planned_infusion
from msc_dose.problems import Problem, stop
from msc_dose.product.plain_text import container_key
from msc_dose.quantity.amount import Amount
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.rows import USED_UP, HeldContainer, reserved_for


def cells_problems(statements: Statements, course: Course, infusion: int) -> tuple[Problem, ...]:
    """What stands between the containers reserved for an infusion and its dose; each names the infusion.

    The STOP `stock.other-population` for each container of other cells than the dose counts, which nothing
    overrides; the CHECKs `stock.fewer-cells`, and `stock.cells-not-compared` where viable cells stand
    against all cells or one side does not say, unless the plan chose just these containers for this dose.
    Nothing is converted here: that takes a viability or a recovery, which a plan with its product states.
    A container counts as what its list says that it holds.
    """
    held = reserved_for(statements, course.course, infusion)
    reserved = [each for each in held if each.state not in USED_UP]
    planned = next(each for each in course.infusions if each.number == infusion)
    others = [p for each in reserved if (p := population_problem(each, course, planned))]
    if others or not reserved:
        return tuple(others)
    return tuple(_counted(reserved, course, planned))


def population_problem(held: HeldContainer, course: Course, planned: CourseInfusion) -> Problem | None:
    """A STOP where a container holds another population than the dose counts; nothing overrides it."""
    own, wanted = _population(held.container.content.held), _population(asked_for(planned))
    if own is None or wanted is None or own == wanted:
        return None
    message = f"{_of(course, planned)}: {held.identity} holds {own}; the dose is of {wanted}."
    fix = "Take another container; nothing overrides this."
    return stop("stock.other-population", "containers", message, fix, own)


def asked_for(planned: CourseInfusion) -> Amount:
    """The cells that are to be given next: what is made up, else the dose."""
    return planned.make_up or planned.dose


def stated_cells(containers: Iterable[HeldContainer], like: Amount) -> Amount | None:
    """The cells of these containers together by their lists; None where one counts others than `like`."""
    held = [each.container.content.held for each in containers]
    alike = [each for each in held if each is not None and _kind(each) == _kind(like)]
    if len(alike) < len(held) or not alike:
        return None
    return reduce(Amount.__add__, (replace(one, moment=None) for one in alike))


def fewer(one: Amount, other: Amount) -> bool:
    """Whether one is less than the other, exactly."""
    return one.numerator * other.denominator < other.numerator * one.denominator


def planned_containers(course: Course, infusion: int) -> tuple[str, ...]:
    """The containers that the plan chose for an infusion; none where it was made without a stock."""
    planned = planned_infusion(course, infusion)
    prepared = planned.preparation if planned is not None else None
    return tuple(drawn.identity for drawn in prepared.containers if drawn.identity) if prepared else ()


def _counted(reserved: Sequence[HeldContainer], course: Course, planned: CourseInfusion) -> Iterator[Problem]:
    """Whether containers of the right cells hold as many as the dose has."""
    dose, named = asked_for(planned), ", ".join(each.identity for each in reserved)
    together = stated_cells(reserved, dose)
    if together is not None and fewer(together, dose):
        message = f"{_of(course, planned)}: {named} hold {together} in all; the dose is {dose}."
        fix = "Reserve more, or say why fewer are right."
        yield Problem("stock.fewer-cells", "check", "containers", message, fix)
    if together is None and not _as_planned(reserved, course, planned):
        message = f"{_of(course, planned)}: what {named} holds is not counted as the dose is, {dose}."
        fix = "Plan with the product and its viability or recovery; or compare by hand, and say how."
        yield Problem("stock.cells-not-compared", "check", "containers", message, fix)


def _as_planned(reserved: Sequence[HeldContainer], course: Course, planned: CourseInfusion) -> bool:
    """Whether just these containers were chosen by a plan which converted them into this very dose."""
    by_plan = planned_infusion(course, planned.number)
    if by_plan is None or planned.make_up is not None or by_plan.dose.cells != planned.dose:
        return False
    chosen = {container_key(each) for each in planned_containers(course, planned.number)}
    return chosen == {each.key for each in reserved}


def _kind(amount: Amount) -> tuple[object, object]:
    return amount.population, amount.counts


def _population(amount: Amount | None) -> str | None:
    return None if amount is None else amount.population


def _of(course: Course, planned: CourseInfusion) -> str:
    return f"Infusion {planned.number} of {course.course}"
