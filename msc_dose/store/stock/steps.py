"""The steps of containers as they are kept, and the state and holding that follow from them.

The steps are the truth: `container.state` and the open row of `holding` are written from their fold, so that
an event entered in error gives back exactly what it took.
"""

from __future__ import annotations

import json
from datetime import datetime, tzinfo

from msc_dose.problems import Refusal, refuse
from msc_dose.product.life import QUARANTINED, Claim, Life, Step, life_of
from msc_dose.scheduling import day_text
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Row, Statements, Taken


def container_key(identity: str) -> str:
    """One writing for one container in any case; TypeError for anything but text."""
    if not isinstance(identity, str):
        raise TypeError(f"an identity is text, not {type(identity).__name__}")
    return identity.upper()


def strikes(statements: Statements, course: str) -> dict[int, int]:
    """Each entry in error of a course, and the event that it strikes; the last first."""
    rows = statements.all("stock_strikes", course=course)
    return {row["number"]: json.loads(row["document"])["event"] for row in rows}


def history(statements: Statements, identity: str) -> tuple[tuple[Step, bool], ...]:
    """Every step of a container, in order, and whether it counts: one of a struck event does not."""
    rows = statements.all("stock_steps", container=container_key(identity))
    struck: dict[str, set[int]] = {}
    for course in {row["course"] for row in rows if row["event"] is not None}:
        struck[course] = _struck(strikes(statements, course))
    return tuple(
        (_step(row), row["event"] is None or row["event"] not in struck[row["course"]]) for row in rows
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
) -> None:
    """Keep one more step; `person` is whoever recorded the event, else whoever makes the change."""
    who = person or change.who.person
    facts = {"course": course, "infusion": infusion, "event": event, "reason": change.reason}
    change.append("step", container=container_key(identity), name=name, **facts, at=change.moment, person=who)


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
