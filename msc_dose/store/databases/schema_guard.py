"""The schema as it is, held to the schema that the migrations make: a trigger dropped is found at once."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msc_dose.problems import refuse
from msc_dose.store.databases.database import Database

if TYPE_CHECKING:
    from msc_dose.store.databases.migrations import Migration

_NAMED = 5


def check_schema(database: Database, shipped: tuple[Migration, ...]) -> None:
    """Refusal `record.altered`, naming every object that is missing, added or changed."""
    found = schema_differences(database, shipped)
    if found:
        more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        message = f"The schema of {database.place} is not the shipped one: {'; '.join(found[:_NAMED])}{more}."
        fix = "Somebody changed it. Keep the record as it is, find out who, and restore a backup."
        raise refuse("record.altered", "db", message, fix)


def schema_differences(database: Database, shipped: tuple[Migration, ...]) -> list[str]:
    """What is missing, added or changed, in words; empty where the schema is as it should be."""
    expected = _made(shipped) if database.dialect == "sqlite" else expected_of_postgres()
    actual = database.schema()
    found = [
        *(f"{name} is missing" for name in expected if name not in actual),
        *(f"{name} was added" for name in actual if name not in expected),
        *(f"{name} was changed" for name in expected if actual.get(name, expected[name]) != expected[name]),
    ]
    return sorted(found, key=lambda each: not each.startswith("table "))


@lru_cache(maxsize=4)
def _made(shipped: tuple[Migration, ...]) -> dict[str, str]:
    """The schema that the migrations make in an empty SQLite database."""
    import sqlite3  # 10 ms that only an open record is worth

    from msc_dose.store.databases.sqlite import schema_of

    connection = sqlite3.connect(":memory:")
    for step in shipped:
        connection.executescript(step.text)
    made = schema_of(connection)
    connection.close()
    return made


@lru_cache(maxsize=1)
def expected_of_postgres() -> dict[str, str]:
    """The schema on PostgreSQL, as a server describes what the migrations make."""
    text = (files("msc_dose.store") / "sql" / "postgres" / "schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
