"""Where a record is: a path or an address as it was said, and the database that is there."""

from __future__ import annotations

import os

from msc_dose.problems import refuse
from msc_dose.store.databases.database import Database
from msc_dose.store.databases.network_mounts import network_mount_of

VARIABLE = "MSC_DOSE_DB"
_SERVER = ("postgresql://", "postgresql+psycopg://", "postgres://")


def chosen_place(said: str | None) -> str:
    """The place that was said, else that of the variable MSC_DOSE_DB, else the platform's data directory."""
    from platformdirs import user_data_dir

    default = os.path.join(user_data_dir("msc_dose", appauthor=False), "record.db")
    return said if said is not None else os.environ.get(VARIABLE) or default


def database_at(place: str, create: bool = False) -> Database:
    """The database at a path, or at the address of a PostgreSQL server.

    Raises Refusal `record.address` for another kind of address, `record.network-mount` for a path on a
    network's file system, and those of the two databases.
    """
    if place.startswith(_SERVER):
        from msc_dose.store.databases.postgres import PostgresDatabase

        return PostgresDatabase(place)
    path = place.removeprefix("sqlite:///")
    if "://" in path or not path or any(character < " " for character in path):
        message = "The record is a path, or an address that begins with postgresql+psycopg://."
        raise refuse("record.address", "db", message, "Give one of the two.")
    mounted = network_mount_of(path)
    if mounted is not None:
        message = f"{path} is on a network's file system ({mounted}), whose locks SQLite cannot trust."
        fix = "Keep it on a local disk, or use PostgreSQL: --db postgresql+psycopg://…"
        raise refuse("record.network-mount", "db", message, fix, path)
    from msc_dose.store.databases.sqlite import SqliteDatabase

    return SqliteDatabase(path, create)
