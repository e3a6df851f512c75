"""The whole stock as a screen shows it: a page at a time, counted by state, and what is alike as one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from msc_dose.courses.product_document import container_of
from msc_dose.problems import Refusal
from msc_dose.product.container import Container
from msc_dose.product.life import STATES
from msc_dose.product.plain_text import container_key
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.databases.decoding import decoded
from msc_dose.store.stock.rows import LARGEST_PAGE, HeldContainer, held_of_row


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which containers are asked for: those in a `state` (empty: any), and those whose identity or whose
    recipient begins with `start` (empty: all), in any case of its letters."""

    state: str = ""
    start: str = ""

    @property
    def values(self) -> dict[str, str]:
        """As the statements take them."""
        return {"state": self.state, "start": container_key(self.start)}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A container whose row holds what this program never writes; `why` is the code."""

    identity: str
    state: str
    version: int
    why: str

    @property
    def key(self) -> str:
        """The identity in the one writing under which the record keeps it."""
        return container_key(self.identity)


@dataclass(frozen=True, slots=True)
class Alike:
    """How many containers of one lot (or donation number) and state differ in nothing but serial and place.

    `container` is one of them; None where what the record keeps of them cannot be read.
    """

    lot: str
    state: str
    number: int
    container: Container | None


def states(statements: Statements) -> dict[str, int]:
    """How many containers are in each state, in the order of a life; those in none are left out."""
    found = {row["state"]: int(row["number"]) for row in statements.all("stock_states")}
    return {state: found[state] for state in STATES if state in found}


def count_wanted(statements: Statements, wanted: Wanted) -> int:
    """How many containers are wanted."""
    return _counted(statements, wanted, "")


def place_of(statements: Statements, wanted: Wanted, identity: str) -> int:
    """How many of the containers wanted stand before this identity: its place, where it is one of them."""
    return _counted(statements, wanted, container_key(identity))


def page(
    statements: Statements, wanted: Wanted, first: int, most: int, of: int
) -> tuple[HeldContainer | Unreadable, ...]:
    """At most `most` (1,000) of the `of` containers wanted, from place `first` on, in order of identity.

    It is counted from whichever end is nearer. One that cannot be read hides none of the others.
    """
    most = max(0, min(most, LARGEST_PAGE, of - first))
    if first < of // 2:
        rows = statements.all("stock_page", **wanted.values, most=most, skipped=first)
    else:
        skipped = max(0, of - first - most)
        rows = statements.all("stock_page_from_end", **wanted.values, most=most, skipped=skipped)
    return tuple(_read(row) for row in rows)


def alike(statements: Statements, state: str = "") -> tuple[Alike, ...]:
    """Every container of a state (empty: any), those that are alike as one, by lot, recipient and expiry."""
    return tuple(
        Alike(row["lot"], row["state"], int(row["number"]), _one_of(row))
        for row in statements.all("stock_alike", state=state)
    )


def infusions_with_containers(statements: Statements) -> frozenset[tuple[str, int]]:
    """Every course and infusion that holds a container which is neither given nor wasted."""
    return frozenset((row["course"], row["infusion"]) for row in statements.all("stock_infusions_held"))


def _counted(statements: Statements, wanted: Wanted, before: str) -> int:
    row = statements.one("stock_page_counted", **wanted.values, before=before)
    return int(row["number"]) if row else 0


def _read(row: Row) -> HeldContainer | Unreadable:
    try:
        return held_of_row(row)
    except Refusal as refusal:
        return Unreadable(row["identity"], row["state"], row["version"], refusal.problems[0].code)


def _one_of(row: Row) -> Container | None:
    try:
        return decoded("container", row["lot"], lambda: container_of(json.loads(row["document"])))
    except Refusal:
        return None
