"""What is told of an infusion that ended, against what its containers can hold."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, Given, StoppedEarly
from msc_dose.courses.folding.ledger import named
from msc_dose.courses.in_block import planned_infusion
from msc_dose.problems import Problem
from msc_dose.quantity.writer import briefly
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.cells import fewer, stated_cells
from msc_dose.store.stock.rows import find


def ended_problems(statements: Statements, course: Course, event: Event) -> Iterator[Problem]:
    """CHECKs for volumes and cells that the containers of an infusion cannot have held.

    `stock.more-than-filled`: more was issued of a container than is in it by its list (what is printed on
    it, where its list says no more). `stock.infused-otherwise`: all containers of the infusion hold
    fewer cells than the course takes as infused. What is not on a list, or counts other cells, is not
    compared.
    """
    what = event.what
    if not isinstance(what, Completed | StoppedEarly):
        return
    if not _diluted(course, what.infusion):
        for given in what.containers:
            yield from _more_than_filled(statements, event, given)
    yield from _infused_otherwise(statements, course, event, what.infusion)


def _diluted(course: Course, infusion: int) -> bool:
    """Whether the plan adds to what was in the containers, so that more is issued than they held."""
    planned = planned_infusion(course, infusion)
    prepared = planned.preparation if planned else None
    return prepared is not None and prepared.diluent_volume is not None


def _more_than_filled(statements: Statements, event: Event, given: Given) -> Iterator[Problem]:
    found = find(statements, given.container)
    volume = found and (found.container.content.fill or found.container.content.nominal)
    if not found or not volume or not fewer(volume, given.issued):
        return
    message = f"{briefly(given.issued)} were issued of {found.identity}, and its list says {briefly(volume)}."
    fix = "Correct the volume; where it was diluted, a deviation says with how much."
    yield _check(event, "stock.more-than-filled", message, fix)


def _infused_otherwise(
    statements: Statements, course: Course, event: Event, infusion: int
) -> Iterator[Problem]:
    made = next(each for each in course.infusions if each.number == infusion)
    found = [find(statements, given.container) for given in made.given]
    listed = [each for each in found if each is not None]
    if made.infused is None or len(listed) < len(found):
        return
    held = stated_cells(listed, made.infused)
    if held is None or not fewer(held, made.infused):
        return
    names = ", ".join(each.identity for each in listed)
    message = f"{names} hold {held} in all by their list, and the course takes {made.infused} as infused"
    message = f"{message} (infusion {infusion} of {course.course})."
    fix = "Both cannot be: enter it in error, and record how many cells went in."
    yield _check(event, "stock.infused-otherwise", message, fix)


def _check(event: Event, code: str, message: str, fix: str) -> Problem:
    return Problem(code, "check", "containers", f"{named(event)}: {message}", fix)
