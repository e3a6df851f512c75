"""Containers as the record shows them: what each holds, where it stands, and which infusion has it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from msc_dose.courses.product_document import container_of
from msc_dose.problems import Refusal, refuse
from msc_dose.product.container import Container
from msc_dose.product.life import EXCEPTIONAL, QUARANTINED, RELEASED, STATES
from msc_dose.product.plain_text import container_key
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.databases.decoding import decoded

LARGEST_PAGE = 1_000
USED_UP = ("infused", "wasted")
_JUDGED = {"release": RELEASED, "quarantine": QUARANTINED, EXCEPTIONAL: QUARANTINED}


@dataclass(frozen=True, slots=True)
class HeldContainer:
    """A container of the stock: its `state` (one of STATES), and the course and infusion that hold it.

    `container` is as it was listed, with its status as it is now; `exceptional` where it may be used by an
    exceptional release, which is told wherever it is shown. `version` grows with every change of its row.
    """

    container: Container
    identity: str
    state: str
    version: int
    course: str | None = None
    infusion: int | None = None
    exceptional: bool = False

    @property
    def key(self) -> str:
        """The identity in the one writing under which the record keeps it."""
        return container_key(self.identity)


def find(statements: Statements, identity: str) -> HeldContainer | None:
    """The container of that identity, in any case of its letters; None where the stock has none."""
    row = statements.one("stock_one", key=container_key(identity))
    return held_of_row(row) if row else None


def known(statements: Statements, identity: str) -> HeldContainer:
    """The container of that identity; Refusal `container.not-found`."""
    found = find(statements, identity)
    if found is None:
        raise not_found(identity)
    return found


def not_found(identity: str) -> Refusal:
    """`container.not-found`: the record's stock has no such container."""
    message = f"The record's stock has no container {identity}."
    fix = "Check the label, or import the list that it stands on: msc-dose stock import."
    return refuse("container.not-found", "containers", message, fix, identity)


def listed(
    statements: Statements,
    state: str | None = None,
    course: str | None = None,
    after: str = "",
    limit: int = LARGEST_PAGE,
    lot: str | None = None,
    recipient: str | None = None,
) -> tuple[HeldContainer, ...]:
    """Containers in order of identity, `limit` (at most 1,000) of those behind `after`.

    Those in a state, held by a course, of a lot or donation number, bound to a recipient; None is any.
    Raises Refusal `container.state-unknown`.
    """
    asked = _asked(state, course, lot, recipient)
    most = min(limit, LARGEST_PAGE)
    rows = statements.all("stock_listed", **asked, after=container_key(after), most=most)
    return tuple(held_of_row(row) for row in rows)


def available(statements: Statements) -> tuple[Container, ...]:
    """Every container that is released and held by nobody: what a plan may choose from."""
    found: list[Container] = []
    after = ""
    while page := listed(statements, RELEASED, after=after):
        found += [each.container for each in page]
        after = page[-1].identity
    return tuple(found)


def count_listed(
    statements: Statements,
    state: str | None = None,
    course: str | None = None,
    lot: str | None = None,
    recipient: str | None = None,
) -> int:
    """How many containers `listed` would give on all its pages."""
    row = statements.one("stock_counted", **_asked(state, course, lot, recipient))
    return int(row["number"]) if row else 0


def reserved_for(statements: Statements, course: str, infusion: int) -> tuple[HeldContainer, ...]:
    """The containers of the stock that an infusion holds, from its reservation on, in order of identity."""
    rows = statements.all("stock_reserved_for", course=course, infusion=infusion)
    return tuple(held_of_row(row) for row in rows)


def beginning_with(statements: Statements, start: str, most: int = 6) -> tuple[str, ...]:
    """The identities that begin with this DIN or lot, as many as a person can look through."""
    plain = container_key(start).replace("%", "").replace("_", "")
    rows = statements.all("stock_like", start=f"{plain}%", most=most)
    return tuple(row["identity"] for row in rows)


def _asked(state: str | None, course: str | None, lot: str | None, recipient: str | None) -> dict[str, str]:
    if state is not None and state not in STATES:
        fix = f"Say {', '.join(STATES[:-1])} or {STATES[-1]}."
        raise refuse("container.state-unknown", "state", f"{state!r} is no state of a container.", fix, state)
    return {
        "state": state or "",
        "course": course or "",
        "lot": container_key(lot or ""),
        "recipient": recipient or "",
    }


def held_of_row(row: Row) -> HeldContainer:
    """A row with its container, as `stock_one` gives it; Refusal `record.damaged`."""
    container = decoded("container", row["key"], lambda: container_of(json.loads(row["document"])))
    status = _JUDGED.get(row["judged"], container.status)
    if status != container.status:
        container = replace(container, status=status)
    whose = row["course"], row["infusion"]
    judged = row["judged"] == EXCEPTIONAL
    return HeldContainer(container, row["identity"], row["state"], row["version"], *whose, judged)
