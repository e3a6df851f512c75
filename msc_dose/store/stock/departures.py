"""What departs from a lawful life when an event takes a container: told, and taken all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.folding.ledger import named
from msc_dose.problems import Problem
from msc_dose.product.allocation.expiry import past, usable_until
from msc_dose.product.container import UNASSIGNED
from msc_dose.product.life import QUARANTINED, Claim, Life
from msc_dose.store.change import Change
from msc_dose.store.stock.cells import population_problem
from msc_dose.store.stock.rows import HeldContainer, reserved_for
from msc_dose.store.stock.steps import life_on_record

_DONE = {"thaw": "thawed", "infuse": "given", "waste": "wasted"}
_WHY = "A deviation says why."
# Nobody loses sight of a container by a step that a site does not record: these are only told.
_SKIPPED = {("reserved", "thaw"): "retrieved", ("thawed", "infuse"): "issued"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A container as an event takes it: by which step, for which infusion, and how it stood before."""

    identity: str
    step: str
    infusion: int
    before: Life
    listed: HeldContainer | None

    @property
    def skipped(self) -> str:
        """What the stock was not told that was done before, where that is all that it lacks."""
        known = self.listed is not None and self.step not in self.before.lawful
        return _SKIPPED.get((self.before.state, self.step), "") if known else ""


def departures(change: Change, course: Course, event: Event, taken: Taken) -> Iterator[Problem]:
    """What departs with one container; what an earlier event of the course told is not told again."""
    holder, listed = taken.before.holder, taken.listed
    if holder is not None and holder.infusion != taken.infusion:
        yield _moved(event, taken, holder)
    if listed is None:
        if holder is None:
            message = f"{taken.identity} is not in the record's stock."
            fix = "Check the label; import the list that it stands on."
            yield check(event, "stock.unknown-container", message, fix)
        return
    if taken.before.frozen:
        yield from _unfit(change, course, event, listed, taken)
    if taken.before.held_back and taken.step == "infuse":
        yield _held_back(event, listed.identity, "given")
    yield from _out_of_order(event, taken)


def steps_missing(event: Event, taken: Sequence[Taken]) -> Iterator[Problem]:
    """One NOTE `stock.steps-missing` for each step between that the stock was not told of."""
    for lacks in dict.fromkeys(each.skipped for each in taken if each.skipped):
        some = [each for each in taken if each.skipped == lacks]
        names, was = ", ".join(each.identity for each in some), "was" if len(some) == 1 else "were"
        it = "it was" if len(some) == 1 else "they were"
        message = f"{names} {was} {_DONE[some[0].step]}, and the stock was not told that {it} {lacks}."
        fix = "Where the site records that step, take it before the next one."
        yield Problem("stock.steps-missing", "note", "containers", f"{named(event)}: {message}", fix)


def held_back_at_start(change: Change, course: str, event: Event, infusion: int) -> Iterator[Problem]:
    """A CHECK for each container of an infusion that was quarantined after it was thawed."""
    for each in reserved_for(change.statements, course, infusion):
        if life_on_record(change.statements, each.identity).held_back:
            yield _held_back(event, each.identity, "started")


def check(event: Event, code: str, message: str, fix: str) -> Problem:
    """A CHECK that names the event."""
    return Problem(code, "check", "containers", f"{named(event)}: {message}", fix)


def _held_back(event: Event, identity: str, done: str) -> Problem:
    message = f"{identity} was {done} although it is in quarantine since it was thawed."
    return check(event, "container.quarantined", message, "See to the patient; a deviation says why.")


def _unfit(
    change: Change, course: Course, event: Event, listed: HeldContainer, taken: Taken
) -> Iterator[Problem]:
    if listed.container.recipient not in (UNASSIGNED, course.recipient):
        message = f"{listed.identity} is bound to another recipient."
        fix = "See to the patient first; then find out how it came here."
        yield check(event, "container.other-recipient", message, fix)
    planned = next(each for each in course.infusions if each.number == taken.infusion)
    others = population_problem(listed, course, planned)
    if others:
        fix = "See to the patient first; then find out how it came here."
        yield check(event, others.code, others.message, fix)
    if taken.before.status == QUARANTINED:
        message = f"{listed.identity} was in quarantine, without an exceptional release."
        yield check(event, "container.quarantined", message, _WHY)
    moment = event.occurred.astimezone(change.at.tzinfo).replace(tzinfo=None)
    if past(listed.container, moment):
        message = f"{listed.identity} was expired: {usable_until(listed.container, moment)}."
        yield check(event, "container.expired", message, _WHY)


def _out_of_order(event: Event, taken: Taken) -> Iterator[Problem]:
    """A CHECK for what cannot follow what the stock says."""
    state, step = taken.before.state, taken.step
    if step in taken.before.lawful or state == QUARANTINED or taken.skipped:
        return
    message = f"{taken.identity} was {_DONE[step]}; for the stock it was {state} until then."
    yield check(event, "stock.out-of-order", message, "Make sure that it is this container.")


def _moved(event: Event, taken: Taken, holder: Claim) -> Problem:
    message = f"{taken.identity} was {_DONE[taken.step]} for infusion {taken.infusion}, and held for infusion"
    message = f"{message} {holder.infusion}, which has it no more."
    return check(event, "stock.other-infusion", message, f"See what infusion {holder.infusion} is to have.")
