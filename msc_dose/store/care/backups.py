"""Backups: copies of one moment, taken while others write, and relied on only when they are verified."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from msc_dose.problems import refuse
from msc_dose.store.audit.exporting import write_file
from msc_dose.store.care.examining import examine, record_on, unsound
from msc_dose.store.care.exporting import Lines, Progress, silent
from msc_dose.store.care.importing import import_record
from msc_dose.store.chain import SHORT, Head
from msc_dose.store.databases.database import Database
from msc_dose.store.databases.migrations import migrations, missing
from msc_dose.store.record import Clock, Record

if TYPE_CHECKING:
    from msc_dose.store.databases.sqlite import SqliteDatabase

_MOMENT = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"record-(?:before-migration-[0-9]{4}-)?([0-9]{8}T[0-9]{6}Z)-[0-9a-f]{8}\.(?:db|jsonl)")
_EMPTY = "0" * SHORT


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: where it is, up to which head, and when it was taken (UTC)."""

    path: str
    head: Head
    taken: datetime


def backup(record: Record, folder: str | None = None, progress: Progress = silent) -> Backup:
    """A copy of the record in a folder, else in its own `backup_folder`; verified before it has its name.

    On SQLite it is a record in a file, taken by SQLite's online backup; on PostgreSQL it is an export, proved
    by importing it. Nothing is written to the record itself, so that nobody need be signed in: whoever can
    read the record can copy it.

    Raises Refusal `file.exists`, `file.unwritable`, `record.unwritable`, `record.copy-unsound`.
    """
    return _taken(record.database, record.clock, folder or backup_folder(record), "", progress)


def backup_before(database: Database, clock: Clock, migration: int, progress: Progress = silent) -> Backup:
    """The copy that is taken before a migration, of a record that has an older schema than this version."""
    folder = backup_folder(record_on(database, clock))
    return _taken(database, clock, folder, f"before-migration-{migration:04}-", progress)


def backup_folder(record: Record) -> str:
    """The folder of a record's backups: beside its file; of one on a server, in the user's data directory."""
    if record.database.dialect == "sqlite":
        return f"{os.path.realpath(record.database.place)}.backups"
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("msc_dose", appauthor=False), f"{record.identifier}.backups")


def latest_backup(folder: str) -> tuple[str, datetime] | None:
    """The newest backup of a folder by its name, and when it was taken; None where there is none."""
    try:
        names = os.listdir(folder)
    except OSError:
        return None
    found = [(match[1], name) for name in names if (match := _NAMED.fullmatch(name))]
    if not found:
        return None
    moment, name = max(found)
    return os.path.join(folder, name), datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)


def moment_in_name(clock: Clock) -> tuple[datetime, str]:
    """The present moment, and as a name has it."""
    now = clock().astimezone(UTC).replace(microsecond=0)
    return now, now.strftime(_MOMENT)


def _taken(database: Database, clock: Clock, folder: str, kind: str, progress: Progress) -> Backup:
    taken, moment = moment_in_name(clock)
    make_folder(folder)
    temporary = os.path.join(folder, f".{uuid.uuid4()}.part")
    suffix = "db" if database.dialect == "sqlite" else "jsonl"
    try:
        head = (_copied if suffix == "db" else _exported)(database, temporary, clock, progress)
        path = os.path.join(folder, f"record-{kind}{moment}-{head.short or _EMPTY}.{suffix}")
        put_in_place(temporary, path)
    finally:
        with suppress(OSError):
            os.unlink(temporary)
    return Backup(path, head, taken)


def make_folder(folder: str) -> None:
    """A folder for its owner alone, where there is none. Refusal `file.unwritable`."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def _copied(database: Database, path: str, clock: Clock, progress: Progress) -> Head:
    # Opened as a file, wherever it is: nobody else uses the copy, so its locks may be a network's.
    from msc_dose.store.databases.sqlite import SqliteDatabase

    cast("SqliteDatabase", database).copy_to(path)
    copy = SqliteDatabase(path)
    try:
        found = examine(copy, clock=clock, progress=progress)
    finally:
        copy.close()
    if found.problems:
        raise unsound(f"The copy of {database.place}", found.problems)
    return found.head


def _exported(database: Database, path: str, clock: Clock, progress: Progress) -> Head:
    """An export, proved by a record that is made from it and thrown away, where this version can make one."""
    lines = Lines(database, progress)
    write_file(path, lines)
    if missing(database, migrations(database.dialect)):
        _check_seal(path, lines.sha256)
    else:
        with tempfile.TemporaryDirectory() as proving:
            import_record(path, os.path.join(proving, "record"), clock, progress=progress).close()
    return lines.head


def _check_seal(path: str, sha256: str) -> None:
    """Read what was written, and hold it to what should have been."""
    seal, held = hashlib.sha256(), b""
    with open(path, "rb") as file:
        for line in file:
            seal.update(held)
            held = line
    if seal.hexdigest() != sha256:
        raise unsound(path, ())


def put_in_place(temporary: str, path: str) -> None:
    """Give a finished file its name, where nothing has it. Refusal `file.exists`, `file.unwritable`."""
    if os.path.lexists(path):
        message = f"{path} is there already."
        raise refuse("file.exists", "file", message, "Name another place.", path)
    try:
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from error
    sync_folder(path)


def sync_folder(path: str) -> None:
    """Bring a new name to the disk, where a folder can be told so."""
    if os.name == "posix":
        with suppress(OSError):
            descriptor = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def unwritable(path: str, error: OSError) -> Exception:
    """`file.unwritable`, with the system's reason."""
    message = f"{path}: {error.strerror or error}."
    return refuse("file.unwritable", "file", message, "Check the path and your rights.", path)
