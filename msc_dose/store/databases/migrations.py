"""Numbered migrations, forward only: which a record has, which it lacks, and bringing it up to date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from msc_dose.problems import Refusal, refuse
from msc_dose.store.chain import digest
from msc_dose.store.databases import failures
from msc_dose.store.databases.database import Database, Statements
from msc_dose.store.databases.schema_guard import check_schema

_NAMED = re.compile(r"([0-9]{4})_([a-z0-9_]+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: its number, its name, the text that makes it."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return digest(self.text)


@lru_cache(maxsize=2)
def migrations(dialect: str) -> tuple[Migration, ...]:
    """The migrations of a dialect, in order, numbered 1, 2, 3 …"""
    found = []
    for file in (files("msc_dose.store") / "sql" / dialect).iterdir():
        named = _NAMED.fullmatch(file.name)
        if named:
            found.append(Migration(int(named[1]), named[2], file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda each: each.number))


def applied(database: Database) -> dict[int, str]:
    """The checksum of every migration that the record has; empty where it has no schema at all."""
    with database.reading() as statements:
        schema = database.schema()
        if not schema:
            return {}
        if "table migration" not in schema:
            raise failures.not_a_record(database.place)
        return {row["number"]: row["checksum"] for row in statements.all("every_migration")}


def missing(database: Database, shipped: tuple[Migration, ...]) -> tuple[Migration, ...]:
    """What the record lacks. Raises Refusal `record.newer`, `record.altered`, `record.not-a-record`."""
    has = applied(database)
    newer = [number for number in has if number > len(shipped)]
    if newer:
        message = f"{database.place} was made by a newer version (migration {max(newer)})."
        raise refuse("record.newer", "db", message, "Install that version; this one leaves it alone.")
    changed = [each.number for each in shipped if each.number in has and has[each.number] != each.checksum]
    if changed or sorted(has) != list(range(1, len(has) + 1)):
        message = f"{database.place}: migration {(changed or [len(has)])[0]} is not the one that is shipped."
        raise _altered(message)
    return shipped[len(has) :]


def upgrade(
    database: Database,
    applied_at: str,
    before: Callable[[], None],
    shipped: tuple[Migration, ...] | None = None,
    within: Callable[[Statements], None] = lambda statements: None,
) -> tuple[Migration, ...]:
    """Carry out what the record lacks, in one transaction, and say what that was.

    `before` takes the backup, where the record is not new; `within` writes what belongs to the same
    transaction. Either every migration is in force and the schema is as it should be, or nothing has
    changed. Of two programs at once one carries them out, and the other is answered with nothing.
    """
    steps = migrations(database.dialect) if shipped is None else shipped
    lacking = missing(database, steps)
    if not lacking:
        return ()
    if len(lacking) < len(steps):
        before()
    with database.writing() as statements:
        lacking = missing(database, steps)  # another program may have been faster
        for step in lacking:
            database.script(step.text)
            told = {"number": step.number, "name": step.name, "checksum": step.checksum}
            statements.run("insert_migration", **told, applied=applied_at)
        if lacking:
            check_schema(database, steps)
            within(statements)
    return lacking


def check_current(database: Database) -> None:
    """Hold an existing record to the shipped schema.

    Raises Refusal `record.empty` (no schema at all), `record.old`, and as `missing` and `check_schema`.
    """
    shipped = migrations(database.dialect)
    lacking = missing(database, shipped)
    if len(lacking) == len(shipped):
        message = f"{database.place} is empty."
        raise refuse("record.empty", "db", message, "Make the record with msc-dose db init.")
    if lacking:
        message = f"{database.place} lacks {len(lacking)} migrations of this version."
        raise refuse("record.old", "db", message, "Run msc-dose db upgrade; it takes a backup first.")
    check_schema(database, shipped)


def _altered(message: str) -> Refusal:
    fix = "Somebody changed the schema. Keep the record as it is, and restore a backup."
    return refuse("record.altered", "db", message, fix)
