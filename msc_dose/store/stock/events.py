"""What an event of a course does to containers, in the same change: taken, given, lost, or given back.

What was in fact done is taken as it is told, and what departs from a lawful life is a CHECK; the one thing
refused is a container that another course has.
"""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.course import Course
from msc_dose.courses.events.dating import CourseStopped, Missed, Moved, NotNeeded
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, Given, PartialDecided, Started, StoppedEarly, Thawed
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.results import EnteredInError
from msc_dose.problems import Problem
from msc_dose.store.change import Change
from msc_dose.store.stock.agreement import agree
from msc_dose.store.stock.departures import Taken, check, departures, held_back_at_start, steps_missing
from msc_dose.store.stock.ended import ended_problems
from msc_dose.store.stock.purpose import left_reserved
from msc_dose.store.stock.rows import find
from msc_dose.store.stock.steps import add_step, held, life_on_record, project, strikes

_TAKING = (Thawed, Completed, StoppedEarly)
# By these a course loses product that was thawed, or has it after all; or it needs what is reserved no more.
_DECIDING = (CourseStopped, Missed, Moved, NotNeeded, PartialDecided, EnteredInError)


def apply_event(
    change: Change, course: str, event: Event, struck: Event | None, after: Course | None = None
) -> tuple[Problem, ...]:
    """Do to containers what an event tells that has just been written in this change; what to look at.

    `Thawed` holds and thaws; `Completed` and `StoppedEarly` hold and give, or waste what hung and did not
    go in; whatever makes a course lose what was thawed wastes it; an entry in error (`struck` is the event
    that it strikes) gives back what that event took, or takes it again where it struck another entry in
    error. Other events touch no container. `after` is the course with this event and no later one; without
    it, it is read from the record.

    CHECKs: `stock.unknown-container`, `stock.other-population`, `container.quarantined`,
    `container.expired`, `container.other-recipient`, `stock.other-infusion`, `stock.out-of-order`,
    `stock.not-given-back`, `stock.more-than-filled`, `stock.infused-otherwise`. NOTEs:
    `stock.steps-missing`, `stock.left-reserved`.

    Raises Refusal `container.held` where another course has one of them; nothing of the change is kept then.
    """
    what = event.what
    if isinstance(what, Started):
        return tuple(held_back_at_start(change, course, event, what.infusion))
    if not isinstance(what, _TAKING + _DECIDING):
        return ()
    known = after if after is not None else _course(change, course)
    return tuple(_done(change, known, event, struck))


def _course(change: Change, course: str) -> Course:
    from msc_dose.store.courses import course_on_record  # which itself writes to the stock

    return course_on_record(change.statements, course)


def _done(change: Change, course: Course, event: Event, struck: Event | None) -> Iterator[Problem]:
    what = event.what
    if isinstance(what, EnteredInError):
        yield from _given_back(change, course, event, what) if struck is not None else ()
        return
    taken: list[Taken] = []
    for identity, step, infusion in _steps(what):
        each = _take(change, course.course, event, identity, step, infusion)
        taken.append(each)
        yield from departures(change, course, event, each)
    yield from steps_missing(event, taken)
    if isinstance(what, _DECIDING):
        agree(change, course, event)
    yield from ended_problems(change.statements, course, event)
    yield from left_reserved(change.statements, course, event)


def _steps(what: What) -> Iterator[tuple[str, str, int]]:
    """Each container that an event names, with the step that it takes and the infusion."""
    if isinstance(what, Thawed):
        for identity in what.containers:
            yield identity, "thaw", what.infusion
    elif isinstance(what, Completed | StoppedEarly):
        for given in what.containers:
            yield given.container, _end_of(given), what.infusion


def _end_of(given: Given) -> str:
    """What has become of a container that was hung: where nothing of it went in, all of it is wasted."""
    return "infuse" if given.infused.numerator else "waste"


def _take(change: Change, course: str, event: Event, identity: str, step: str, infusion: int) -> Taken:
    before = life_on_record(change.statements, identity)
    other = before.held_by_other(course)
    if other:
        raise held(identity, other, change.at.tzinfo)
    taken = Taken(identity, step, infusion, before, find(change.statements, identity))
    add_step(change, identity, step, course, infusion, event.number, event.by)
    project(change, identity, course)
    return taken


def _given_back(change: Change, course: Course, event: Event, what: EnteredInError) -> Iterator[Problem]:
    """Every container of the event that is struck, or counts again, stands as the steps that count say."""
    targets = strikes(change.statements, course.course)
    number = what.event
    while number in targets:
        number = targets[number]
    rows = change.statements.all("stock_containers_of_event", course=course.course, event=number)
    for row in rows:
        project(change, row["container"], course.course)
    agree(change, course, event)
    for row in rows:
        life = life_on_record(change.statements, row["container"])
        if not life.frozen and life.holder is None:
            message = f"{row['container']} is {life.state} all the same, by a step taken in the stock."
            fix = "It can be used for nobody; where that step is wrong: msc-dose stock retract."
            yield check(event, "stock.not-given-back", message, fix)
