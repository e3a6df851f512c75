"""A record made again from a backup: verified before it takes its place, and what was there is kept aside."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass

from msc_dose.problems import refuse
from msc_dose.store.care.backups import make_folder, moment_in_name, put_in_place, sync_folder, unwritable
from msc_dose.store.care.examining import Examined, examine, unsound
from msc_dose.store.care.export_file import ExportFile
from msc_dose.store.care.exporting import Progress, silent
from msc_dose.store.care.importing import file_of, import_record, occupied
from msc_dose.store.care.replacing import (
    Losing,
    hold_to_administrator,
    keep_others_out,
    losing,
    replaced_record,
)
from msc_dose.store.chain import Head
from msc_dose.store.change import Change, Who
from msc_dose.store.databases.database import Database
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import Clock, Session, utc_now

_SQLITE = b"SQLite format 3\0"
# Files that belong to one of SQLite's by their names; left behind, they would be taken for the new one's.
_BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the record is again, up to which head; how many rows a known head had more; what was set aside.

    `missing` is None where no head was given, `replaced` where nothing was there. A record of an older
    version is not `current`: upgrade it.
    """

    place: str
    head: Head
    missing: int | None
    set_aside: str | None
    current: bool
    replaced: Losing | None = None


@dataclass(frozen=True, slots=True)
class Replacing:
    """By whom a record in use is replaced, an administrator of that very record, and why.

    `agree` is told what is about to be lost, and refuses where nobody agrees to it.
    """

    session: Session | None = None
    reason: str = ""
    agree: Callable[[Losing], None] = lambda losing: None


_NOBODY = Replacing()


def restore(
    source: str,
    place: str,
    force: bool = False,
    head: Head | None = None,
    clock: Clock = utc_now,
    progress: Progress = silent,
    by: Replacing = _NOBODY,
) -> Restored:
    """Make a record from a backup (a copied file, or an export), at a place where none is.

    With `force` the record that is there is set aside under a name with the time; nothing is ever deleted.
    It is its administrator who does so, and says why (`by`), unless it is too broken to be opened, or
    nobody was ever added to it. `head` is one that was printed or exported: the backup must hold it, unless
    it is older; then `missing` tells how many rows of the audit it lacks. The audit of the new record tells
    that it was restored, by whom and why, and of which head it took the place.

    Raises Refusal `record.exists`, `people.signed-out`, `people.role`, `record.restore-unreadable`,
    `record.restore-server`, `record.copy-unsound`, `record.changed-meanwhile`, `file.unwritable`, and those
    of a reason and of `import_record`.
    """
    copied = _is_copy(source)
    path = file_of(place)
    if path is None:
        return _on_server(source, place, force or copied, head, clock, progress)
    if not os.path.lexists(path):
        return _new(source, path, copied, head, clock, progress)
    if not force:
        raise occupied(path)
    return _in_place_of(source, path, copied, head, clock, progress, by)


def _new(
    source: str, path: str, copied: bool, head: Head | None, clock: Clock, progress: Progress
) -> Restored:
    with _beside(path) as temporary:
        with _made(source, temporary, copied, head, clock, progress) as found:
            _tell(found, source)
        put_in_place(temporary, path)
    return Restored(path, found.head, _missing(found.head, head), None, found.current)


def _in_place_of(
    source: str,
    path: str,
    copied: bool,
    head: Head | None,
    clock: Clock,
    progress: Progress,
    by: Replacing,
) -> Restored:
    with ExitStack() as open_ones:
        old = open_ones.enter_context(replaced_record(path, clock))
        if not isinstance(old, tuple):
            hold_to_administrator(old, by.session, by.reason)
        temporary = open_ones.enter_context(_beside(path))
        with _made(source, temporary, copied, head, clock, progress) as found:
            lost = losing(path, old, found.record)
            by.agree(lost)
            keep_others_out(path, old, lost, open_ones)
            _tell(found, source, lost, by)
        aside = _set_aside(path, clock)
        put_in_place(temporary, path)
    return Restored(path, found.head, _missing(found.head, head), aside, found.current, lost)


@contextmanager
def _beside(path: str) -> Iterator[str]:
    """A name beside it for a record in the making; what still has that name at the end is thrown away."""
    temporary = f"{path}.{uuid.uuid4()}.part"
    try:
        yield temporary
    finally:
        with suppress(OSError):
            os.unlink(temporary)


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
    with _made(source, place, False, head, clock, progress) as found:
        _tell(found, source)
    return Restored(shown, found.head, _missing(found.head, head), None, found.current)


@contextmanager
def _made(
    source: str, path: str, copied: bool, head: Head | None, clock: Clock, progress: Progress
) -> Iterator[Examined]:
    """The record of a backup at a new place, verified, open."""
    with (_from_copy if copied else _from_export)(source, path, head, clock, progress) as found:
        yield found


@contextmanager
def _from_copy(
    source: str, path: str, head: Head | None, clock: Clock, progress: Progress
) -> Iterator[Examined]:
    from msc_dose.store.databases.sqlite import SqliteDatabase

    with closing(SqliteDatabase(source)) as database:
        make_folder(os.path.dirname(os.path.abspath(path)))
        database.copy_to(path)
    with closing(database_at(path)) as copy:
        yield _examined(source, copy, head, clock, progress)


@contextmanager
def _from_export(
    source: str, place: str, head: Head | None, clock: Clock, progress: Progress
) -> Iterator[Examined]:
    file = ExportFile(source)
    next(file.rows(), None)
    known = _held_to(head, file.header.head)
    with closing(import_record(source, place, clock, known, progress)) as record:
        yield Examined(record, True, record.head(), ())


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


def _tell(found: Examined, source: str, lost: Losing | None = None, by: Replacing = _NOBODY) -> None:
    """Tell in the new record that it was restored: from what, in place of what, by whom and why."""
    if not found.current:
        return  # its schema is an older version's, and takes no row of this one's
    record, session = found.record, by.session
    # Whoever signed in to the record that is replaced may be nobody, or another, in the backup.
    who = Who(session.person, session.role, record.host) if session and lost else record.itself
    with record.database.writing() as statements:
        change = Change(statements, who, record.now(), "record restored", by.reason if lost else "")
        said = f"{os.path.basename(source)}, up to {found.head.sequence}:{found.head.hash}"
        change.note("restore", said if lost is None else f"{said}; {_instead(lost)}")


def _instead(lost: Losing) -> str:
    if lost.head is None:
        return f"in place of a record that could not be opened ({', '.join(lost.broken)})"
    return f"in place of {lost.head.sequence}:{lost.head.hash}, {lost.rows} rows of its audit left out"


def _missing(has: Head, known: Head | None) -> int | None:
    return None if known is None else max(0, known.sequence - has.sequence)


def _set_aside(path: str, clock: Clock) -> str:
    """Give what is there another name, with the time."""
    aside = f"{path}.replaced-{moment_in_name(clock)[1]}"
    if os.path.lexists(aside):
        raise occupied(aside)
    _move(path, aside)
    return aside


def _move(path: str, aside: str) -> None:
    try:
        for suffix in ("", *_BESIDE):
            if os.path.lexists(path + suffix):
                os.rename(path + suffix, aside + suffix)
    except OSError as error:
        raise unwritable(path, error) from error
    sync_folder(path)
