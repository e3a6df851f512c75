"""Course and stock say the same of every container: what a course takes as wasted is wasted in the stock.

Product that was thawed and is not given is lost by the course's own fold, at whichever of its events that
comes out. So after each event by which it can come out otherwise the stock is held to the course: its steps
of the course are added to, or entered in error, until both agree. What a person did in the stock by hand is
never touched, and where it differs it is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.problems import Problem
from msc_dose.product.life import Life, Step
from msc_dose.product.plain_text import container_key
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.rows import find
from msc_dose.store.stock.steps import add_step, history, life_on_record, project, take_back

# What the stock may call that which a course says of a container that it has.
_ALIKE = {"thawed": ("thawed", "issued"), "infused": ("infused",), "wasted": ("wasted",)}


def agree(change: Change, course: Course, event: Event) -> None:
    """Waste what the course has lost by now, and take back the wasting of what it has not lost after all.

    Raises Refusal `container.held`, by which nothing of the change is kept.
    """
    stands = _by_key(course)
    for key in _concerned(change.statements, course, stands):
        wasted = [
            step
            for step, counts in history(change.statements, key)
            if counts and step.name == "waste" and _told_by(step, course)
        ]
        lost = stands.get(key) == "wasted"
        if lost and not wasted:
            _waste(change, key, course, event)
        elif wasted and not lost:
            for step in wasted:
                why = f"event {event.number} of {course.course}"
                take_back(change, key, step, event.by, why)
            project(change, key, course.course)


def disagreements(statements: Statements, course: Course) -> tuple[Problem, ...]:
    """A CHECK `stock.disagrees` for each container of which course and stock say different things.

    By the events of the course alone there is none: somebody took a step by hand, or the course does not
    know yet what was done.
    """
    stands = _by_key(course)
    keys = _concerned(statements, course, stands)
    return tuple(p for key in keys if (p := _disagreement(statements, course, key, stands.get(key))))


def not_told_to_course(statements: Statements, identity: str) -> Iterator[Problem]:
    """A NOTE `stock.course-not-told` where a container is wasted that a course has thawed and goes on with.

    It names the commands by which the course learns of it.
    """
    life = life_on_record(statements, identity)
    claim = life.holder
    if claim is None or claim.event is None or life.state != "wasted" or _lost(statements, identity, life):
        return
    whose = f"{claim.course} {claim.infusion}"
    message = f"Course {claim.course} counts {identity} as thawed for infusion {claim.infusion}"
    message = f"{message} until it is told otherwise."
    fix = f"Where nothing is given: msc-dose course skip {whose} --missed --reason TEXT; where some was:"
    fix = f"{fix} msc-dose course give {whose}."
    yield Problem("stock.course-not-told", "note", "containers", message, fix)


def _lost(statements: Statements, identity: str, life: Life) -> bool:
    """Whether the course that has it tells that it is wasted."""
    claim = life.holder
    return any(
        counts and step.name == "waste" and claim is not None and step.course == claim.course
        for step, counts in history(statements, identity)
    )


def _waste(change: Change, key: str, course: Course, event: Event) -> None:
    claim = life_on_record(change.statements, key).holder
    infusion = claim.infusion if claim is not None and claim.course == course.course else None
    add_step(change, key, "waste", course.course, infusion, event.number, event.by)
    project(change, key, course.course)


def _disagreement(statements: Statements, course: Course, key: str, told: str | None) -> Problem | None:
    life = life_on_record(statements, key)
    holder = life.holder
    has = holder is not None and holder.course == course.course and holder.event is not None
    if told is None and not has:
        return None
    alike = told is not None and (life.state in _ALIKE[told] or (told == "thawed" and life.held_back))
    if has and alike:
        return None
    by_stock = life.state if has else f"{life.state}, and not held by it"
    listed = find(statements, key)
    name = listed.identity if listed is not None else key
    message = f"{name} is {told or 'unknown'} for course {course.course}, and {by_stock} in the stock."
    fix = "Record with the course what became of it; or take the step in the stock back (stock retract)."
    return Problem("stock.disagrees", "check", "containers", message, fix)


def _by_key(course: Course) -> dict[str, str]:
    return {container_key(name): state for name, state in course.containers}


def _concerned(statements: Statements, course: Course, stands: dict[str, str]) -> list[str]:
    """The containers that the course names, or that its events ever touched, in order."""
    rows = statements.all("stock_containers_of_course", course=course.course)
    return sorted({*stands, *(row["container"] for row in rows)})


def _told_by(step: Step, course: Course) -> bool:
    return step.course == course.course and step.event is not None
