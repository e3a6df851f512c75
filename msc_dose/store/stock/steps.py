"""The steps of containers as they are kept, and the state and holding that follow from them.

The steps are the truth: `container.state` and the open row of `holding` are written from their fold, so that
an event entered in error gives back exactly what it took. A step that is entered in error itself is named, by
its number, in a later row `entered-in-error`; both stay.
"""

from __future__ import annotations

import json
from datetime import datetime, tzinfo

from msc_dose.problems import Refusal, refuse
from msc_dose.product.life import ENTERED_IN_ERROR, QUARANTINED, Claim, Life, Step, life_of
from msc_dose.product.plain_text import container_key
from msc_dose.scheduling import day_text
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Row, Statements, Taken


def strikes(statements: Statements, course: str) -> dict[int, int]:
    """Each entry in error of a course, and the event that it strikes; the last first."""
    rows = statements.all("stock_strikes", course=course)
    return {row["number"]: json.loads(row["document"])["event"] for row in rows}


def history(statements: Statements, identity: str) -> tuple[tuple[Step, bool], ...]:
    """Every step of a container, in order, and whether it counts.

    One of a struck event does not, and one that was entered in error by itself.
    """
    steps = [_step(row) for row in statements.all("stock_steps", container=container_key(identity))]
    taken_back = {step.event for step in steps if step.name == ENTERED_IN_ERROR}
    told = {step.course for step in steps if step.course is not None and step.event is not None}
    struck: dict[str | None, set[int]] = {each: _struck(strikes(statements, each)) for each in told}
    return tuple(
        (step, step.number not in taken_back and step.event not in struck.get(step.course, set()))
        for step in steps
    )


def _struck(targets: dict[int, int]) -> set[int]:
    """The events that do not count: an entry in error that is struck itself strikes nothing."""
    struck: set[int] = set()
    for number in sorted(targets, reverse=True):
        if number not in struck:
            struck.add(targets[number])
    return struck


def _step(row: Row) -> Step:
    named = ("name", "course", "infusion", "event", "at", "person", "reason", "number")
    return Step(**{name: row[name] for name in named})


def life_on_record(statements: Statements, identity: str) -> Life:
    """Where a container stands by its steps; one that is not in the stock began in quarantine."""
    key = container_key(identity)
    row = statements.one("one_container", key=key)
    status = json.loads(row["document"])["status"] if row else QUARANTINED
    return life_of(status, (step for step, counts in history(statements, key) if counts))


def add_step(
    change: Change,
    identity: str,
    name: str,
    course: str | None = None,
    infusion: int | None = None,
    event: int | None = None,
    person: str | None = None,
    reason: str | None = None,
) -> None:
    """Keep one more step; `person` is whoever recorded the event, else whoever makes the change.

    Its reason is that of the change, unless it has one of its own.
    """
    who, why = person or change.who.person, change.reason if reason is None else reason
    facts = {"course": course, "infusion": infusion, "event": event, "reason": why}
    change.append("step", container=container_key(identity), name=name, **facts, at=change.moment, person=who)


def take_back(change: Change, identity: str, step: Step, person: str | None = None, reason: str = "") -> None:
    """Keep that a step was entered in error: it counts no more, and both stay visible."""
    add_step(change, identity, ENTERED_IN_ERROR, event=step.number, person=person, reason=reason or None)


def project(change: Change, identity: str, course: str | None = None) -> Life:
    """Write the state and the holding that follow from the steps; the life they come to.

    `course` is the one on whose behalf it is done. Raises Refusal `container.held` where another has it.
    """
    key = container_key(identity)
    life = life_on_record(change.statements, key)
    if life.claims and (other := life.held_by_other(course or life.claims[0].course)):
        raise held(identity, other, change.at.tzinfo)
    row = change.statements.one("one_container", key=key)
    if row is not None:
        change.update("container", row, state=life.state)
    _hold(change, identity, life.holder)
    return life


def _hold(change: Change, identity: str, holder: Claim | None) -> None:
    key = container_key(identity)
    row = _open_holding(change.statements, key)
    if row and holder and (row["course"], row["infusion"]) == (holder.course, holder.infusion):
        return
    if row:
        change.update("holding", row, freed=change.moment)
    if holder is None:
        return
    whose = {"course": holder.course, "infusion": holder.infusion}
    try:
        change.append("holding", container=key, **whose, taken=change.moment, freed=None)
    except Taken as taken:
        message = f"{identity} was taken by somebody else a moment ago; nothing was written."
        raise refuse("container.held", "containers", message, "Look at it, then choose again.") from taken


def _open_holding(statements: Statements, key: str) -> Row | None:
    return statements.one("stock_holding", container=key)


def held(identity: str, claim: Claim, zone: tzinfo | None) -> Refusal:
    """`container.held`: which course and infusion has it, since when, and who recorded that."""
    since = datetime.fromisoformat(claim.at).astimezone(zone)
    when = f"{day_text(since.date())} {since:%H:%M}"
    message = f"{identity} is held by course {claim.course}, infusion {claim.infusion}, since {when}"
    if claim.event is None:
        message = f"{message}, reserved by {claim.person}."
        fix = "Take another container; or unreserve it there first."
    else:
        message = f"{message}, recorded by {claim.person} (event {claim.event})."
        fix = "Scan it again. If that event is wrong, it is entered in error first."
    return refuse("container.held", "containers", message, fix, identity)
