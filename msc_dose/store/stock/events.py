"""What an event of a course does to containers, in the same change: taken, given, or given back.

What was in fact done is taken as it is told, and what departs from a lawful life is a CHECK; the one thing
refused is a container that another course has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, Given, StoppedEarly, Thawed
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.results import EnteredInError
from msc_dose.courses.folding.ledger import named
from msc_dose.problems import Problem
from msc_dose.product.allocation.expiry import past, usable_until
from msc_dose.product.container import UNASSIGNED
from msc_dose.product.life import QUARANTINED, Claim, Life
from msc_dose.store.change import Change
from msc_dose.store.stock.rows import HeldContainer, find
from msc_dose.store.stock.steps import add_step, held, life_on_record, project, strikes

_DONE = {"thaw": "thawed", "infuse": "given", "waste": "wasted"}
_WHY = "A deviation says why."
# Nobody loses sight of a container by a step that a site does not record: these are only told.
_SKIPPED = {("reserved", "thaw"): "retrieved", ("thawed", "infuse"): "issued"}


@dataclass(frozen=True, slots=True)
class _Taken:
    """A container as an event takes it: by which step, for which infusion, and how it stood before."""

    identity: str
    step: str
    infusion: int
    before: Life
    listed: HeldContainer | None


def apply_event(change: Change, course: str, event: Event, struck: Event | None) -> tuple[Problem, ...]:
    """Do to containers what an event tells that has just been written in this change; what to look at.

    `Thawed` holds and thaws; `Completed` and `StoppedEarly` hold and give; an entry in error (`struck` is
    the event that it strikes) gives back what that event took, or takes it again where it struck another
    entry in error. Events that touch no container do nothing. Problems are CHECKs and NOTEs:
    `stock.unknown-container`, `container.quarantined`, `container.expired`, `container.other-recipient`,
    `stock.other-infusion`, `stock.out-of-order`, `stock.steps-missing`, `stock.not-given-back`.

    Raises Refusal `container.held` where another course has one of them; nothing of the change is kept then.
    """
    if isinstance(event.what, EnteredInError):
        return () if struck is None else tuple(_given_back(change, course, event, event.what))
    return tuple(
        problem
        for identity, step, infusion in _steps(event.what)
        for problem in _take(change, course, event, identity, step, infusion)
    )


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


def _take(
    change: Change, course: str, event: Event, identity: str, step: str, infusion: int
) -> Iterator[Problem]:
    before = life_on_record(change.statements, identity)
    other = before.held_by_other(course)
    if other:
        raise held(identity, other, change.at.tzinfo)
    taken = _Taken(identity, step, infusion, before, find(change.statements, identity))
    add_step(change, identity, step, course, infusion, event.number, event.by)
    project(change, identity, course)
    yield from _departures(change, course, event, taken)


def _departures(change: Change, course: str, event: Event, taken: _Taken) -> Iterator[Problem]:
    """What departs from a lawful life; what an earlier event of the course told is not told again."""
    holder, listed = taken.before.holder, taken.listed
    if holder is not None and holder.infusion != taken.infusion:
        yield _moved(event, taken, holder)
    if listed is None:
        if holder is None:
            message = f"{taken.identity} is not in the record's stock."
            fix = "Check the label; import the list that it stands on."
            yield _check(event, "stock.unknown-container", message, fix)
        return
    if taken.before.frozen:
        yield from _unfit(change, course, event, listed, taken.before)
    yield from _out_of_order(event, taken)


def _unfit(
    change: Change, course: str, event: Event, listed: HeldContainer, before: Life
) -> Iterator[Problem]:
    row = change.statements.one("one_course", code=course)
    if row is not None and listed.container.recipient not in (UNASSIGNED, row["recipient"]):
        message = f"{listed.identity} is bound to another recipient."
        fix = "See to the patient first; then find out how it came here."
        yield _check(event, "container.other-recipient", message, fix)
    if before.status == QUARANTINED:
        message = f"{listed.identity} was in quarantine, without an exceptional release."
        yield _check(event, "container.quarantined", message, _WHY)
    moment = event.occurred.astimezone(change.at.tzinfo).replace(tzinfo=None)
    if past(listed.container, moment):
        message = f"{listed.identity} was expired: {usable_until(listed.container, moment)}."
        yield _check(event, "container.expired", message, _WHY)


def _out_of_order(event: Event, taken: _Taken) -> Iterator[Problem]:
    """A CHECK for what cannot follow what the stock says; a NOTE where only a step between was not told."""
    state, step = taken.before.state, taken.step
    if step in taken.before.lawful or state == QUARANTINED:
        return
    done = _DONE[step]
    if (state, step) in _SKIPPED:
        lacks = f"{taken.identity} was {done}, and the stock was not told that it was"
        message = f"{lacks} {_SKIPPED[state, step]}."
        fix = "Where the site records that step, take it before the next one."
        yield Problem("stock.steps-missing", "note", "containers", f"{named(event)}: {message}", fix)
        return
    message = f"{taken.identity} was {done}; for the stock it was {state} until then."
    yield _check(event, "stock.out-of-order", message, "Make sure that it is this container.")


def _moved(event: Event, taken: _Taken, holder: Claim) -> Problem:
    message = f"{taken.identity} was {_DONE[taken.step]} for infusion {taken.infusion}, and held for infusion"
    message = f"{message} {holder.infusion}, which has it no more."
    return _check(event, "stock.other-infusion", message, f"See what infusion {holder.infusion} is to have.")


def _given_back(change: Change, course: str, event: Event, what: EnteredInError) -> Iterator[Problem]:
    """Every container of the event that is struck, or counts again, stands as the steps that count say."""
    targets = strikes(change.statements, course)
    number = what.event
    while number in targets:
        number = targets[number]
    rows = change.statements.all("stock_containers_of_event", course=course, event=number)
    for row in rows:
        life = project(change, row["container"], course)
        if not life.frozen and life.holder is None:
            message = f"{row['container']} is {life.state} all the same, by a step taken in the stock."
            fix = "It can be used for nobody; msc-dose stock show says who took that step."
            yield _check(event, "stock.not-given-back", message, fix)


def _check(event: Event, code: str, message: str, fix: str) -> Problem:
    return Problem(code, "check", "containers", f"{named(event)}: {message}", fix)
