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

from msc_dose.problems import Refusal
from msc_dose.store.about import check_may_leave
from msc_dose.store.audit.files import put_in_place, sync_folder, unwritable, write_file
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
_LEFT = ".part"
# What a copy is refused for because of what is in it, and not because it could not be made.
_UNSOUND = (
    *("audit.", "record.import-", "record.altered", "record.damaged", "record.newer", "record.empty"),
    *("record.not-a-record", "record.copy-unsound"),
)

__all__ = [
    "Backup",
    "backup",
    "backup_before",
    "backup_folder",
    "latest_backup",
    "leftovers",
    "make_folder",
    "moment_in_name",
    "put_in_place",
    "sync_folder",
    "unwritable",
]


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

    Raises Refusal `file.exists`, `file.unwritable`, `record.unwritable`, `record.busy`, `demo.stays`, and
    `record.copy-unsound`: then the copy is kept under a name that ends in `.unsound`.
    """
    with record.reading() as statements:
        check_may_leave(statements)
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


def leftovers(record: Record, folder: str) -> tuple[str, ...]:
    """What a backup, restore or export that was killed left in the folder and beside the record."""
    places = [(folder, ".")]
    if record.database.dialect == "sqlite":
        beside, name = os.path.split(os.path.realpath(record.database.place))
        places += [(beside, f"{name}."), (beside, ".msc-dose-")]
    found: list[str] = []
    for where, begins in places:
        with suppress(OSError):
            names = [name for name in os.listdir(where) if name.startswith(begins) and name.endswith(_LEFT)]
            found += [os.path.join(where, name) for name in names]
    return tuple(sorted(set(found)))


def moment_in_name(clock: Clock) -> tuple[datetime, str]:
    """The present moment, and as a name has it."""
    now = clock().astimezone(UTC).replace(microsecond=0)
    return now, now.strftime(_MOMENT)


def _taken(database: Database, clock: Clock, folder: str, kind: str, progress: Progress) -> Backup:
    taken, moment = moment_in_name(clock)
    make_folder(folder)
    temporary = os.path.join(folder, f".{uuid.uuid4()}{_LEFT}")
    suffix = "db" if database.dialect == "sqlite" else "jsonl"
    begins = os.path.join(folder, f"record-{kind}{moment}")
    try:
        head = (_copied if suffix == "db" else _exported)(database, temporary, clock, progress)
        path = f"{begins}-{head.short or _EMPTY}.{suffix}"
        put_in_place(temporary, path)
    except Refusal as refusal:
        raise _kept_aside(
            temporary, f"{begins}-{uuid.uuid4().hex[:SHORT]}.{suffix}.unsound", refusal
        ) from refusal
    finally:
        with suppress(OSError):
            os.unlink(temporary)
    return Backup(path, head, taken)


def _kept_aside(temporary: str, path: str, refusal: Refusal) -> Refusal:
    """A copy that is not sound is kept for whoever finds out why, and is not restored by mistake."""
    if not refusal.codes[0].startswith(_UNSOUND) or not os.path.exists(temporary):
        return refusal
    put_in_place(temporary, path)
    return unsound(f"The copy, which is kept as {path},", refusal.problems)


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
        raise Refusal(found.problems)
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
