"""Whether a reservation still has a purpose: none is made for what is over, and what is left is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msc_dose.courses.course import Course
from msc_dose.courses.events.dating import CourseStopped, Missed, NotNeeded
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, PartialDecided
from msc_dose.courses.folding.ledger import named
from msc_dose.problems import Problem, stop
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.rows import HeldContainer, reserved_for
from msc_dose.store.stock.steps import life_on_record

_OVER = {
    "completed": "it was given",
    "stopped-early": "it was begun and stopped early, and nothing of it is to be made up",
    "not-needed": "it is not needed",
    "missed": "it was missed",
    "cancelled": "it is cancelled",
}


def why_over(course: Course, infusion: int) -> str:
    """Why nothing more is to be thawed for an infusion, in words; empty where something may be."""
    if course.stopped is not None:
        return "the course is stopped"
    found = next(each for each in course.infusions if each.number == infusion)
    return "" if found.make_up is not None else _OVER.get(found.state, "")


def over_problem(course: Course, infusion: int) -> Problem | None:
    """The STOP `stock.infusion-over` where nothing is to be reserved for an infusion any more."""
    why = why_over(course, infusion)
    if not why:
        return None
    message = f"Nothing is reserved for infusion {infusion} of {course.course}: {why}."
    return stop("stock.infusion-over", "infusion", message, "Correct the number.", str(infusion))


def left_reserved(statements: Statements, course: Course, event: Event) -> Iterator[Problem]:
    """A NOTE `stock.left-reserved` for each infusion that an event has ended and that has containers left."""
    what = event.what
    if isinstance(what, CourseStopped):
        numbers = [each.number for each in course.infusions]
    elif isinstance(what, Completed | Missed | NotNeeded | PartialDecided):
        numbers = [what.infusion]
    else:
        return
    for number in numbers:
        held = reserved_for(statements, course.course, number)
        left = [each for each in held if life_on_record(statements, each.identity).frozen]
        if left and (why := why_over(course, number)):
            yield _left(course, number, event, left, why)


def _left(course: Course, infusion: int, event: Event, left: Sequence[HeldContainer], why: str) -> Problem:
    names = ", ".join(each.identity for each in left)
    are = "is" if len(left) == 1 else "are"
    said = f"{names} {are} still reserved for infusion {infusion} of {course.course}: {why}."
    listed = " ".join(f'"{each.identity}"' for each in left)
    fix = f"Give back: msc-dose stock unreserve {course.course} {infusion} {listed} --reason TEXT."
    if any(each.state == "retrieved" for each in left):
        fix = f"Return what was retrieved (msc-dose stock return). {fix}"
    return Problem("stock.left-reserved", "note", "containers", f"{named(event)}: {said}", fix)
