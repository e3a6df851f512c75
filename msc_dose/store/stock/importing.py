"""Whole stock lists into the record: all of a list or nothing of it; and a position that is corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.container import Container
from msc_dose.product.document import container_document
from msc_dose.product.plain_text import container_key, note_problem
from msc_dose.store.chain import canonical
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.record import Record, Session
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.stock.rows import HeldContainer, known
from msc_dose.store.stock.steps import life_on_record


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """A container of a list (its place there, from 0) that the stock has, and what the list says otherwise.

    `differs` names each part with what the stock has and what the list says; it is empty where all agree.
    """

    place: int
    identity: str
    differs: tuple[str, ...]

    def problem(self) -> Problem:
        """`stock.exists` for this container; `read` holds the differences, None where there are none."""
        field = f"containers[{self.place}]"
        if not self.differs:
            message = f"{self.identity} is in the stock already, as it is listed."
            return stop("stock.exists", field, message, "Leave it out of the list.")
        message = f"{self.identity} is in the stock already, and listed otherwise: {'; '.join(self.differs)}."
        fix = "A position is corrected (stock correct); for anything else quarantine it and find out."
        return stop("stock.exists", field, message, fix, ", ".join(self.differs))


def import_containers(
    record: Record, session: Session, containers: Sequence[Container], reason: str = ""
) -> int:
    """Take a whole list into the stock, each as `quarantined` or `released` as it is listed; how many.

    One that a course has thawed or given before it was listed is in the state that this left it in.
    Raises one Refusal that names every `stock.exists` and `stock.duplicate`; `stock.empty`, `people.role`;
    TypeError for anything but Containers.
    """
    require(session.role, "stock")
    if any(not isinstance(each, Container) for each in containers):
        raise TypeError("a stock list holds Containers")
    if not containers:
        raise refuse("stock.empty", "containers", "The list has no container.", "List one at least.")
    with record.changing(session, "stock imported", reason) as change:
        bad = [each.problem() for each in already_there(change.statements, containers)]
        bad += _twins(containers)
        if bad:
            raise Refusal(bad)
        _insert(change, containers)
    return len(containers)


def already_there(statements: Statements, containers: Sequence[Container]) -> tuple[AlreadyThere, ...]:
    """Which containers of a list the stock has, in the order of the list, and what is listed otherwise."""
    found = (_there(statements, place, each) for place, each in enumerate(containers))
    return tuple(each for each in found if each is not None)


def correct_position(
    record: Record, session: Session, identity: str, position: str, reason: str
) -> HeldContainer:
    """The container with its position as it is in truth; nothing else of a container is ever rewritten.

    Raises Refusal `container.not-found`, `stock.not-moved` (it is said to be there already), `people.role`,
    and those of plain text for position and reason.
    """
    require(session.role, "stock")
    wrong = note_problem(position, "position")
    if wrong:
        raise Refusal([wrong])
    with record.changing(session, "container position corrected", stated_reason(reason)) as change:
        found = known(change.statements, identity)
        if found.container.position == position:
            message = f"{found.identity} is at {position} already."
            raise refuse("stock.not-moved", "position", message, "Nothing was written.", position)
        row = change.statements.one("one_container", key=found.key)
        assert row is not None
        document = canonical({**json.loads(row["document"]), "position": position})
        change.update("container", row, position=position, document=document)
        return known(change.statements, identity)


def _insert(change: Change, containers: Sequence[Container]) -> None:
    for container in containers:
        key, document = container_key(container.identity), container_document(container)
        row = {name: document[name] for name in ("identity", "recipient", "expiry", "position")}
        state, lot = container.status, document["lot_or_din"]
        change.insert("container", key=key, **row, lot=lot, state=state, document=canonical(document))
        if change.statements.one("stock_first_step", container=key):
            _bring_up(change, key)


def _bring_up(change: Change, key: str) -> None:
    """The state that the steps of a container come to which courses knew before the stock did."""
    row = change.statements.one("one_container", key=key)
    assert row is not None
    change.update("container", row, state=life_on_record(change.statements, key).state)


def _twins(containers: Sequence[Container]) -> list[Problem]:
    first: dict[str, int] = {}
    found: list[Problem] = []
    for place, container in enumerate(containers):
        before = first.setdefault(container_key(container.identity), place)
        if before != place:
            message = f"{container.identity} stands in the list before, as {containers[before].identity}."
            fix = "Keep one: a container has one line, whatever the case of its letters."
            field = f"containers[{place}]"
            found.append(stop("stock.duplicate", field, message, fix, container.identity))
    return found


def _there(statements: Statements, place: int, container: Container) -> AlreadyThere | None:
    row = statements.one("one_container", key=container_key(container.identity))
    if row is None:
        return None
    kept, listed = json.loads(row["document"]), container_document(container)
    names = [name for name in listed if json.loads(canonical(listed[name])) != kept.get(name)]
    return AlreadyThere(place, row["identity"], tuple(_difference(n, kept.get(n), listed[n]) for n in names))


def _difference(name: str, kept: object, listed: object) -> str:
    said = name.replace("_", " ")
    if isinstance(kept, str) and isinstance(listed, str | date):
        return f"{said} {kept}, listed as {listed}"
    return said
