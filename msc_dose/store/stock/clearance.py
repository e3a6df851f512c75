"""What in the stock stands against clearing an infusion to thaw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.problems import Problem, stop
from msc_dose.product.life import QUARANTINED
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.cells import population_problem
from msc_dose.store.stock.holdings import expiry_problem, recipient_problem
from msc_dose.store.stock.rows import USED_UP, HeldContainer, reserved_for


def clearance_problems(
    statements: Statements, course: Course, infusion: int, at: datetime
) -> tuple[Problem, ...]:
    """Every STOP of the stock for an infusion of the course at a moment, with its offset.

    `stock.none-reserved`; of each container reserved for it `container.other-recipient`,
    `recipient.look-alike`, `stock.other-population`, `container.quarantined` (without an exceptional
    release), and `container.expired` on the day of the infusion. None of them can be overridden.
    """
    reserved = reserved_for(statements, course.course, infusion)
    usable = [each for each in reserved if each.state not in USED_UP]
    if not usable:
        message = f"No container is reserved for infusion {infusion} of {course.course}."
        fix = f"Reserve what is to be thawed: msc-dose stock reserve {course.course} {infusion} ID."
        return (stop("stock.none-reserved", "containers", message, fix),)
    planned = next(each for each in course.infusions if each.number == infusion)
    day = _moment(course, planned, at)
    return tuple(problem for each in usable for problem in _problems(each, course, planned, day))


def _problems(
    container: HeldContainer, course: Course, planned: CourseInfusion, day: date
) -> Iterator[Problem]:
    other = recipient_problem(container, course.recipient, f"course {course.course}")
    if other:
        yield other
    others = population_problem(container, course, planned)
    if others:
        yield others
    if container.state == QUARANTINED:
        message = f"{container.identity} is in quarantine, and no exceptional release is in force."
        fix = "Have it released, or reserve another container."
        yield stop("container.quarantined", "containers", message, fix, container.identity)
    expired = expiry_problem(container, day)
    if expired:
        yield expired


def _moment(course: Course, planned: CourseInfusion, at: datetime) -> date:
    """When it is to be given: its date with its time where one is arranged; never earlier than now."""
    local = at.astimezone(ZoneInfo(course.zone)).replace(tzinfo=None)
    day = planned.date
    if day is None or day < local.date():
        return local.date()
    return _timed(planned, day) or day


def _timed(planned: CourseInfusion, day: date) -> datetime | None:
    return None if planned.time is None else datetime.combine(day, time.fromisoformat(planned.time))
