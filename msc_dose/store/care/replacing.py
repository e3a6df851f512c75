"""A record that a restored one takes the place of: who may do that, and what of its audit goes with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from msc_dose.problems import Refusal, refuse
from msc_dose.store.chain import Head
from msc_dose.store.databases.database import Statements
from msc_dose.store.databases.place import database_at
from msc_dose.store.people.permissions import require
from msc_dose.store.record import Clock, Record, Session, open_record
from msc_dose.store.site.reasons import stated_reason

# What keeps a record from being opened as it is; nobody can sign in to it then.
BROKEN = frozenset(
    ("record.damaged", "record.not-a-record", "record.unsafe", "record.empty", "record.altered")
)
_WHAT = "record replaced"


@dataclass(frozen=True, slots=True)
class Losing:
    """What is about to be replaced: its name, its head, how many rows of its audit the backup lacks.

    `head` and `rows` are None where it cannot be opened; `broken` then says why, by its codes.
    """

    name: str
    head: Head | None
    rows: int | None
    broken: tuple[str, ...] = ()


@contextmanager
def replaced_record(path: str, clock: Clock) -> Iterator[Record | tuple[str, ...]]:
    """The record that is there, open; or the codes of what keeps it from being opened.

    Raises every other Refusal of `open_record`: a record that is newer, older or busy is not a broken one.
    """
    try:
        record = open_record(path, clock)
    except Refusal as refusal:
        yield _broken(refusal)
        return
    with closing(record):
        yield record


def is_anybodys(record: Record) -> bool:
    """Whether anybody was ever added to it."""
    with record.reading() as statements:
        return bool(statements.all("every_person"))


def hold_to_administrator(old: Record, session: Session | None, reason: str) -> None:
    """Refuse to replace a record in use but by its own administrator, with a reason.

    One in which nobody was ever added is nobody's. Raises Refusal `people.signed-out`, `people.role`,
    `people.not-active`, `people.other-sign-in`, and those of a reason.
    """
    if not is_anybodys(old):
        return
    if session is None:
        message = f"A record is in use at {old.database.place}, and nobody of it has signed in."
        fix = "Let an administrator of that record sign in and say why, or restore into a new place."
        raise refuse("people.signed-out", "person", message, fix)
    require(session.role, "care")
    stated_reason(reason)
    with old.changing(session, _WHAT, reason):
        pass  # it refuses whoever has left since, or signed in to another record


def losing(path: str, old: Record | tuple[str, ...], backup: Record) -> Losing:
    """What the record loses that is there: the rows of its audit from the first that the backup has not."""
    name = os.path.basename(path)
    if not isinstance(old, Record):
        return Losing(name, None, None, old)
    try:
        with old.reading() as there, backup.reading() as kept:
            row = there.one("head")
            head = Head(row["sequence"], row["hash"]) if row else Head(0, "")
            return Losing(name, head, head.sequence - _shared(there, kept, head.sequence))
    except Refusal as refusal:
        return Losing(name, None, None, _broken(refusal))


def _shared(there: Statements, kept: Statements, most: int) -> int:
    """How many rows both audits begin with: where two rows have one hash, so have all before them."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        rows = [each.one("one_audit", sequence=middle) for each in (there, kept)]
        alike = all(rows) and len({row["hash"] for row in rows if row}) == 1
        least, most = (middle, most) if alike else (least, middle - 1)
    return least


def keep_others_out(path: str, old: Record | tuple[str, ...], seen: Losing, open_ones: ExitStack) -> None:
    """Until the stack ends nobody writes to what is replaced, unless it is too broken to be opened.

    Whoever has it open writes nothing to it afterwards: SQLite sees that the file has moved. Raises Refusal
    `record.changed-meanwhile` where somebody wrote since the rows that it loses were counted.
    """
    try:
        there = (
            old.database if isinstance(old, Record) else open_ones.enter_context(closing(database_at(path)))
        )
        statements = open_ones.enter_context(there.writing())
        row = statements.one("head") if seen.head else None
    except Refusal as refusal:
        _broken(refusal)
        return
    if seen.head is not None and row is not None and row["sequence"] != seen.head.sequence:
        message = f"Somebody wrote to {seen.name} meanwhile; nothing was replaced."
        raise refuse("record.changed-meanwhile", "db", message, "Look at it, then restore again.")


def _broken(refusal: Refusal) -> tuple[str, ...]:
    """The codes of a record that is broken; raises the Refusal where it is anything else."""
    if BROKEN.isdisjoint(refusal.codes):
        raise refusal
    return refusal.codes
