"""A record made again from a backup: verified before it takes its place, and what was there is kept aside."""

from __future__ import annotations

import os
import uuid
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass

from msc_dose.problems import Refusal, refuse
from msc_dose.store.care.backups import make_folder, moment_in_name, put_in_place, sync_folder, unwritable
from msc_dose.store.care.examining import Examined, examine, unsound
from msc_dose.store.care.export_file import ExportFile
from msc_dose.store.care.exporting import Progress, silent
from msc_dose.store.care.importing import file_of, import_record, occupied
from msc_dose.store.chain import Head
from msc_dose.store.databases.database import Database
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import Clock, utc_now

_SQLITE = b"SQLite format 3\0"
# Files that belong to one of SQLite's by their names; left behind, they would be taken for the new one's.
_BESIDE = ("-journal", "-wal", "-shm")
_BROKEN = {"record.damaged", "record.not-a-record", "record.unsafe"}


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the record is again, up to which head; how many rows a known head had more; what was set aside.

    `missing` is None where no head was given. A record of an older version is not `current`: upgrade it.
    """

    place: str
    head: Head
    missing: int | None
    set_aside: str | None
    current: bool


def restore(
    source: str,
    place: str,
    force: bool = False,
    head: Head | None = None,
    clock: Clock = utc_now,
    progress: Progress = silent,
) -> Restored:
    """Make a record from a backup (a copied file, or an export), at a place where none is.

    With `force` the file that is there is set aside under a name with the time; nothing is ever deleted.
    `head` is one that was printed or exported: the backup must hold it, unless it is older; then `missing`
    tells how many rows of the audit it lacks. The audit of the new record tells that it was restored.

    Raises Refusal `record.exists`, `record.restore-unreadable`, `record.restore-server`,
    `record.copy-unsound`, `file.unwritable`, and those of `import_record`.
    """
    copied = _is_copy(source)
    path = file_of(place)
    if path is None:
        return _on_server(source, place, force or copied, head, clock, progress)
    if os.path.lexists(path) and not force:
        raise occupied(path)
    temporary = f"{path}.{uuid.uuid4()}.part"
    try:
        found = (_from_copy if copied else _from_export)(source, temporary, head, clock, progress)
        aside = _put(temporary, path, clock)
    finally:
        with suppress(OSError):
            os.unlink(temporary)
    return Restored(path, found.head, _missing(found.head, head), aside, found.current)


def _is_copy(source: str) -> bool:
    try:
        with open(source, "rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        message = f"{source} cannot be read: {error.strerror or error}."
        fix = "Name a backup of a record."
        raise refuse("record.restore-unreadable", "file", message, fix, source) from error


def _on_server(
    source: str, place: str, unlawful: bool, head: Head | None, clock: Clock, progress: Progress
) -> Restored:
    if unlawful:
        message = "On a server a record is restored from an export, into a database that is empty."
        fix = "Make an empty database; from a copied file, use msc-dose db export first."
        raise refuse("record.restore-server", "db", message, fix)
    with closing(database_at(place)) as database:
        shown = database.place
    found = _from_export(source, place, head, clock, progress)
    return Restored(shown, found.head, _missing(found.head, head), None, found.current)


def _from_copy(source: str, path: str, head: Head | None, clock: Clock, progress: Progress) -> Examined:
    from msc_dose.store.databases.sqlite import SqliteDatabase

    with closing(SqliteDatabase(source)) as database:
        make_folder(os.path.dirname(os.path.abspath(path)))
        database.copy_to(path)
    with closing(database_at(path)) as copy:
        found = _examined(source, copy, head, clock, progress)
        if found.current:
            _tell(found, source)
    return found


def _from_export(source: str, place: str, head: Head | None, clock: Clock, progress: Progress) -> Examined:
    file = ExportFile(source)
    next(file.rows(), None)
    known = _held_to(head, file.header.head)
    with closing(import_record(source, place, clock, known, progress)) as record:
        found = Examined(record, True, record.head(), ())
        _tell(found, source)
    return found


def _examined(
    source: str, database: Database, head: Head | None, clock: Clock, progress: Progress
) -> Examined:
    """What was restored, held to its audit and to the head that is known."""
    with database.reading() as statements:
        last = statements.one("head")
    has = Head(last["sequence"], last["hash"]) if last else Head(0, "")
    found = examine(database, _held_to(head, has), clock, progress)
    if found.problems:
        raise unsound(source, found.problems)
    return found


def _held_to(head: Head | None, has: Head) -> Head | None:
    """The head that a backup must contain: one that is younger than the backup cannot be asked for."""
    return head if head is not None and head.sequence <= has.sequence else None


def _tell(found: Examined, source: str) -> None:
    with found.record.by_itself("record restored") as change:
        said = f"{os.path.basename(source)}, up to {found.head.sequence}:{found.head.hash}"
        change.note("restore", said)


def _missing(has: Head, known: Head | None) -> int | None:
    return None if known is None else max(0, known.sequence - has.sequence)


def _put(temporary: str, path: str, clock: Clock) -> str | None:
    """Give the new record its place; what was there is set aside, while nobody is writing to it."""
    if not os.path.lexists(path):
        put_in_place(temporary, path)
        return None
    aside = f"{path}.replaced-{moment_in_name(clock)[1]}"
    if os.path.lexists(aside):
        raise occupied(aside)
    with ExitStack() as open_ones:
        _keep_others_out(path, open_ones)
        _move(path, aside)
        put_in_place(temporary, path)
    return aside


def _keep_others_out(path: str, open_ones: ExitStack) -> None:
    """Nobody writes to what is set aside meanwhile, unless it is too broken to be opened.

    Whoever has it open writes nothing to it afterwards: SQLite sees that the file has moved.
    """
    try:
        old = open_ones.enter_context(closing(database_at(path)))
        open_ones.enter_context(old.writing())
    except Refusal as refusal:
        if _BROKEN.isdisjoint(refusal.codes):
            raise


def _move(path: str, aside: str) -> None:
    try:
        for suffix in ("", *_BESIDE):
            if os.path.lexists(path + suffix):
                os.rename(path + suffix, aside + suffix)
    except OSError as error:
        raise unwritable(path, error) from error
    sync_folder(path)
