"""Who has which container: reserved for an infusion, and given back while it is still frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.allocation.expiry import past, usable_until
from msc_dose.product.container import UNASSIGNED
from msc_dose.product.life import Life
from msc_dose.product.plain_text import container_key
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.record import Record, Session
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.stock.cells import population_problem
from msc_dose.store.stock.purpose import over_problem
from msc_dose.store.stock.rows import HeldContainer, known, not_found
from msc_dose.store.stock.rows import find as find_container
from msc_dose.store.stock.steps import add_step, held, life_on_record, project


def reserve(
    record: Record, session: Session, course: str, infusion: int, identities: Sequence[str]
) -> tuple[HeldContainer, ...]:
    """Reserve these containers for an infusion, all or none; the containers as they are then.

    Raises one Refusal that names everything in the way: `container.held` (who has it, since when),
    `container.not-found`, `container.other-recipient` and `recipient.look-alike` (which nothing overrides),
    `stock.other-population` (which nothing overrides either), `container.expired`,
    `container.unlawful-step` (quarantined without an exceptional release, thawed …), `stock.duplicate`;
    `stock.infusion-over` for one that nothing is to be thawed for any more, `course.unknown`,
    `course.no-such-infusion`, `people.role`.
    """
    require(session.role, "stock")
    _check_named(identities)
    with record.changing(session, "containers reserved") as change:
        of, planned = _infusion(change.statements, course, infusion)
        over = over_problem(of, infusion)
        if over:
            raise Refusal([over])
        problems = [problem for each in identities for problem in _obstacles(change, each, of, planned)]
        if problems:
            raise Refusal(problems)
        for identity in identities:
            add_step(change, identity, "reserve", course, infusion)
            project(change, identity, course)
        return tuple(known(change.statements, each) for each in identities)


def unreserve(
    record: Record, session: Session, course: str, infusion: int, identities: Sequence[str], reason: str
) -> tuple[HeldContainer, ...]:
    """Give reserved containers back, all or none; one that was retrieved is returned first.

    Raises one Refusal: `container.not-held` where the infusion has no such reservation,
    `container.unlawful-step`, `stock.duplicate`; `people.role`, and those of a reason.
    """
    require(session.role, "stock")
    _check_named(identities)
    with record.changing(session, "containers unreserved", stated_reason(reason)) as change:
        problems = [p for each in identities for p in _not_given_back(change, each, course, infusion)]
        if problems:
            raise Refusal(problems)
        for identity in identities:
            add_step(change, identity, "unreserve", course, infusion)
            project(change, identity)
        return tuple(known(change.statements, each) for each in identities)


def recipient_problem(container: HeldContainer, recipient: str, of: str) -> Problem | None:
    """A STOP where the container is bound to somebody else than this patient; nothing overrides it."""
    own = container.container.recipient
    if own in (UNASSIGNED, recipient):
        return None
    if own.casefold() == recipient.casefold():
        message = f"{container.identity} is bound to {own}, and {of} is for {recipient}: one of the two is"
        message = f"{message} written otherwise."
        return stop("recipient.look-alike", "containers", message, "Find out which is right.", own)
    # The other patient is not named to whoever treats this one.
    message = f"{container.identity} is bound to another recipient than the patient of {of}."
    fix = "Take another container; nothing overrides this."
    return stop("container.other-recipient", "containers", message, fix, container.identity)


def expiry_problem(container: HeldContainer, moment: date) -> Problem | None:
    """A STOP where the container may not be used any more at this date, or site's local date and time."""
    if not past(container.container, moment):
        return None
    message = f"{container.identity} is expired: {usable_until(container.container, moment)}."
    return stop("container.expired", "containers", message, "Take another container.", container.identity)


def _obstacles(change: Change, identity: str, course: Course, planned: CourseInfusion) -> Iterator[Problem]:
    """Everything that stands against reserving one container."""
    found = find_container(change.statements, identity)
    if found is None:
        yield from not_found(identity).problems
        return
    other = recipient_problem(found, course.recipient, f"course {course.course}")
    if other:
        yield other
        return
    others = population_problem(found, course, planned)
    if others:
        yield others
    life = life_on_record(change.statements, identity)
    if life.holder:
        yield from held(found.identity, life.holder, change.at.tzinfo).problems
        return
    yield from _unlawful(life, "reserve", found.identity)
    expired = expiry_problem(found, change.at.replace(tzinfo=None))
    if expired:
        yield expired


def _not_given_back(change: Change, identity: str, course: str, infusion: int) -> Iterator[Problem]:
    life = life_on_record(change.statements, identity)
    holder = life.holder
    if holder is None or (holder.course, holder.infusion) != (course, infusion):
        message = f"{identity} is not reserved for infusion {infusion} of {course}."
        fix = "Look at it: msc-dose stock show."
        yield stop("container.not-held", "containers", message, fix, identity)
        return
    yield from _unlawful(life, "unreserve", identity)


def _unlawful(life: Life, step: str, identity: str) -> tuple[Problem, ...]:
    try:
        life.check(step, identity)
    except Refusal as refusal:
        return refusal.problems
    return ()


def _check_named(identities: Sequence[str]) -> None:
    if isinstance(identities, str):
        raise TypeError("identities are a sequence of texts, not one text")
    if not identities:
        message = "No container is named."
        raise refuse("value.missing", "containers", message, "Name one at least.")
    keys = [container_key(each) for each in identities]
    twice = [each for place, each in enumerate(identities) if keys[place] in keys[:place]]
    if twice:
        fix = "Name each container once."
        raise Refusal(
            stop("stock.duplicate", "containers", f"{each} is named twice.", fix, each) for each in twice
        )


def _infusion(statements: Statements, code: str, number: int) -> tuple[Course, CourseInfusion]:
    """The course and its infusion; Refusal `course.unknown` or `course.no-such-infusion`."""
    from msc_dose.store.courses import course_on_record  # which itself writes to the stock

    course = course_on_record(statements, code)
    planned = next((each for each in course.infusions if each.number == number), None)
    if planned is None:
        message = f"Course {code} has {len(course.infusions)} infusions, and none is number {number}."
        fix = "Look at the course, and correct the number."
        raise refuse("course.no-such-infusion", "infusion", message, fix, str(number))
    return course, planned
