"""Where a record is: a path or an address as it was said, and the database that is there."""

from __future__ import annotations

import os
import re

from msc_dose.problems import refuse
from msc_dose.store.databases.database import Database
from msc_dose.store.databases.network_mounts import network_mount_of

VARIABLE = "MSC_DOSE_DB"
_SERVER = ("postgresql://", "postgresql+psycopg://", "postgres://")
# What somebody means as an address: of another kind, or with a slash or a letter amiss.
_ADDRESS = re.compile(r"://|^(postgres|sqlite|mysql|mariadb|oracle|mssql|file)[a-z0-9+]*:", re.IGNORECASE)


def chosen_place(said: str | None) -> str:
    """The place that was said, else that of the variable MSC_DOSE_DB, else the platform's data directory."""
    from platformdirs import user_data_dir

    default = os.path.join(user_data_dir("msc_dose", appauthor=False), "record.db")
    return said if said is not None else os.environ.get(VARIABLE) or default


def path_of(place: str) -> str | None:
    """The path of a record in a file; None for the address of a server.

    Raises Refusal `record.address` for what is neither; it is not repeated, for a passphrase can stand in it.
    """
    if place.startswith(_SERVER):
        return None
    path = place.removeprefix("sqlite:///")
    if _ADDRESS.search(path) or not path or any(character < " " for character in path):
        message = "The record is a path, or an address that begins with postgresql+psycopg://."
        raise refuse("record.address", "db", message, "Give one of the two, with both slashes.")
    return path


def database_at(place: str, create: bool = False) -> Database:
    """The database at a path, or at the address of a PostgreSQL server.

    Raises Refusal `record.address` for another kind of address, `record.network-mount` for a path on a
    network's file system, and those of the two databases.
    """
    path = path_of(place)
    if path is None:
        from msc_dose.store.databases.postgres import PostgresDatabase

        return PostgresDatabase(place)
    mounted = network_mount_of(path)
    if mounted is not None:
        message = f"{path} is on a network's file system ({mounted}), whose locks SQLite cannot trust."
        fix = "Keep it on a local disk, or use PostgreSQL: --db postgresql+psycopg://…"
        raise refuse("record.network-mount", "db", message, fix, path)
    from msc_dose.store.databases.sqlite import SqliteDatabase

    return SqliteDatabase(path, create)
