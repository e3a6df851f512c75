"""The four numbers of an infusion, each by its own name: ordered, calculated, prepared, infused."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.in_block import plan_of
from msc_dose.courses.plan import Plan
from msc_dose.quantity.amount import Amount


def four_numbers(course: Course, infusion: CourseInfusion) -> Iterator[tuple[str, Amount]]:
    """Each number that is known, by its name, in the order in which they come about.

    `ORDERED` is the dose that an order states as a number (what it says in words stands with the orders),
    `CALCULATED` what is made of it, `PREPARED` what the plan's containers hold for it, unless its dose was
    changed since, and `INFUSED` what went in.
    """
    changes = _changes(course, infusion)
    plan, place = plan_of(course, infusion.number)
    numbers = (
        ("ORDERED", _ordered(changes, plan, place)),
        ("CALCULATED", infusion.dose),
        ("PREPARED", None if changes else _prepared(plan, place)),
        ("INFUSED", infusion.infused),
    )
    return ((name, amount) for name, amount in numbers if amount is not None)


def _changes(course: Course, infusion: CourseInfusion) -> list[DoseChanged]:
    """The changes of dose that hold for the infusion; one that was given before keeps its own."""
    return [
        entry.event.what
        for entry in course.entries
        if entry.struck_by is None
        and isinstance(entry.event.what, DoseChanged)
        and entry.event.what.from_infusion <= infusion.number
        and (infusion.started is None or infusion.started > entry.event.occurred)
    ]


def _ordered(changes: list[DoseChanged], plan: Plan | None, place: int) -> Amount | None:
    stated = [change.ordered for change in changes if change.ordered is not None]
    if stated or plan is None or not plan.inputs.ordered:
        return stated[-1] if stated else None
    ordered = plan.inputs.ordered
    return ordered[place] if len(ordered) > 1 else ordered[0]


def _prepared(plan: Plan | None, place: int) -> Amount | None:
    made = None if plan is None else plan.infusions[place].preparation
    return None if made is None else made.delivered
