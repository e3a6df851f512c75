"""The record in one SQLite file: safe against power loss, other programs and another hand at once."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from msc_dose.problems import Refusal
from msc_dose.store.databases import failures
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.databases.database import Database, Statements
from msc_dose.store.databases.sqlite_copy import copy_whole
from msc_dose.store.databases.sqlite_statements import SqliteStatements

OLDEST = (3, 37, 0)  # the first with STRICT tables
APPLICATION = 0x6D736364  # "mscd", in the header of the file
WAITS = 10_000  # milliseconds for another writer to finish
LARGE = 20 * 10**6  # bytes; reading more than this at length would keep writers waiting
# Asserted on every connection: a rollback journal synced in full, and its folder when it is gone (EXTRA),
# keep what was acknowledged through a power cut, on a disk of Apple's by a sync of its own; and a replaced
# row is deleted by name (https://www.sqlite.org/pragma.html).
SETTINGS = {
    "busy_timeout": WAITS,
    "journal_mode": "delete",
    "synchronous": 3,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_NO_TEXT = "Could not decode to UTF-8"
_GONE = re.compile(r"no such (table|column)")
_COUNTED = ("table sqlite_stat1", "table sqlite_stat4")
_DEFECTS = (sqlite3.ProgrammingError, sqlite3.InterfaceError)


class SqliteDatabase:
    """A record in the file `path`; it is made where `create` and it is not there.

    Raises Refusal `record.missing` where it is not there and not to be made, `record.unreachable`,
    `record.not-a-record`, `record.damaged`, `record.unsafe`, `record.sqlite-old`.
    """

    dialect = "sqlite"

    def __init__(self, path: str, create: bool = False) -> None:
        """Open the file and put the settings in force."""
        if sqlite3.sqlite_version_info < OLDEST:
            raise failures.sqlite_old(sqlite3.sqlite_version, ".".join(map(str, OLDEST)))
        self.place = path
        self._lock = threading.RLock()
        self._path = os.path.abspath(path)  # a folder that is changed later moves no record
        self._file = (0, 0)  # device and inode of what was opened
        self._open: SqliteStatements | None = None
        self._check: Callable[[], None] | None = None
        self._version = 0
        self.made: tuple[int, int] | None = None  # device and inode of the file, where it was not there
        with self._translated():
            self._connection = self._connected(create)
            with closed_on_failure(self._connection):
                self._claim(create)
                self._set()

    def _connected(self, create: bool) -> sqlite3.Connection:
        path = os.path.realpath(self.place)  # whole, or ":memory:" would be kept nowhere
        if os.path.isdir(path):
            raise failures.unreachable(self.place, "it is a directory")
        if not create and not os.path.exists(path):
            raise failures.missing(self.place)
        try:
            if create:
                os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
                with suppress(FileExistsError):
                    self.made = _made(path)
        except OSError as error:
            raise failures.unreachable(self.place, error.strerror or str(error)) from error
        self._file = self._there()
        return sqlite3.connect(path, timeout=WAITS / 1000, isolation_level=None, check_same_thread=False)

    def _claim(self, create: bool) -> None:
        """Hold the file to its mark before anything is set: another program's is left as it is."""
        marked = self._pragma("application_id")
        empty = not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        if marked != APPLICATION and not (marked == 0 and empty):
            raise failures.not_a_record(self.place)
        if create and not marked:
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")

    def _set(self) -> None:
        for name, value in SETTINGS.items():
            self._connection.execute(f"PRAGMA {name} = {value}")
        wrong = [name for name, value in self.settings().items() if value != SETTINGS[name]]
        if wrong:
            raise failures.setting_refused(self.place, ", ".join(wrong))

    def _pragma(self, name: str) -> Any:
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    def _there(self) -> tuple[int, int]:
        """Device and inode of the file that stands at the path now; refused where none does."""
        try:
            found = os.stat(self._path)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise failures.gone(self.place) from error
        except OSError as error:
            raise failures.unreachable(self.place, error.strerror or str(error)) from error
        return found.st_dev, found.st_ino

    def _held(self) -> None:
        """A file that was moved, or another put in its place, goes on being read as if nothing were."""
        if self._there() != self._file:
            raise failures.replaced(self.place)

    def settings(self) -> dict[str, Any]:
        """The settings as they are in force."""
        return {name: self._pragma(name) for name in SETTINGS}

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A consistent view of one moment. Raises `record.missing`, `record.replaced` as `writing` does."""
        with self._lock, self._translated():
            if self._open is not None:
                yield self._open
                return
            with self._transaction("BEGIN") as opened:
                yield opened

    @contextmanager
    def writing(self) -> Iterator[Statements]:
        """The one writer: `BEGIN IMMEDIATE`, so that nobody reads what another is about to change.

        Raises Refusal `record.missing` where the file is gone, `record.replaced` where another is there.
        """
        with self._lock, self._translated():
            if self._open is not None:
                raise RuntimeError("a change within another transaction")
            with self._transaction("BEGIN IMMEDIATE") as opened:
                self._hold()
                yield opened

    def guard(self, check: Callable[[], None]) -> None:
        """Carry the check out again before a write, where another program has changed the schema."""
        with self.reading(), self._translated():
            self._check, self._version = check, self._pragma("schema_version")

    def _hold(self) -> None:
        """Another program may have changed it since: then nothing is written."""
        if self._pragma("journal_mode") != SETTINGS["journal_mode"]:
            raise failures.setting_refused(self.place, "journal_mode")
        version = self._pragma("schema_version")
        if self._check and version != self._version:
            self._check()
            self._version = version

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[SqliteStatements]:
        self._open = opened = SqliteStatements(self._connection)
        try:
            self._connection.execute(begin)
            self._held()
            yield opened
            if opened.failed:
                raise RuntimeError("a statement of this transaction failed; nothing of it can be kept")
            self._commit()
        finally:
            self._open = None
            opened.end()
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR:  # before or after the journal was gone
                raise failures.outcome_unknown(self.place, str(error)) from error
            raise

    @contextmanager
    def _translated(self, written: str | None = None) -> Iterator[None]:
        """Errors of the database as refusals; `written` is the file, where it is another one."""
        try:
            yield
        except _DEFECTS:
            raise
        except sqlite3.Error as error:
            raise self._refusal(error, written or self.place) from error

    def _refusal(self, error: sqlite3.Error, written: str) -> Refusal:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary in _BUSY:
            return failures.busy(self.place)
        if primary == sqlite3.SQLITE_NOTADB:
            return failures.not_a_record(self.place)
        if primary == sqlite3.SQLITE_CORRUPT or str(error).startswith(_NO_TEXT):
            return failures.damaged(self.place, str(error))
        if primary == sqlite3.SQLITE_CONSTRAINT:
            return failures.refused_by_record(self.place, str(error))
        if primary in _UNWRITABLE:
            return failures.unwritable(written, str(error))
        if _GONE.match(str(error)):
            return failures.changed_beneath(self.place, str(error))
        return failures.unreachable(written, str(error))

    def script(self, text: str) -> None:
        """Carry out a migration's text, statement by statement, within the open transaction."""
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                self._connection.execute(statement)
                statement = ""
        self._connection.execute(statement)

    def schema(self) -> dict[str, str]:
        """Every object of the schema with the text that made it; what SQLite counts for itself is no part."""
        with self._lock, self._translated():
            return schema_of(self._connection)

    def soundness(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty where nothing is."""
        with self._lock, self._translated():
            found = [row[0] for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            stray = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [*found, *(f"{row[0]} refers to a row of {row[2]} that is not there" for row in stray)]

    def hazards(self) -> list[str]:
        """Nothing: every setting that keeps a file safe was put in force when it was opened."""
        return []

    @contextmanager
    def snapshot(self) -> Iterator[Database]:
        """The record of one moment, to be read at length: a large one in a copy beside it."""
        with self._lock:
            within = self._open is not None
        self._held()
        copy = None if within or os.path.getsize(self.place) <= LARGE else self._copied_beside()
        if copy is None:
            yield self
            return
        path, copy.place = copy.place, self.place
        try:
            yield copy
        finally:
            copy.close()
            os.unlink(path)

    def _copied_beside(self) -> SqliteDatabase | None:
        """A copy that is read instead; None where there is no room or right to make one."""
        path = f"{os.path.realpath(self.place)}.{uuid.uuid4()}.part"
        try:
            self.copy_to(path)
            return SqliteDatabase(path)
        except Refusal as refusal:
            with suppress(OSError):
                os.unlink(path)
            if "record.unwritable" in refusal.codes:
                return None
            raise

    def copy_to(self, path: str) -> None:
        """A copy of one moment, taken while others go on (SQLite's online backup), synced to the disk.

        Raises Refusal `record.unwritable` where something is there already, or the disk is full;
        `record.busy` where another program keeps the record to itself for ten seconds.
        """
        with self._lock, self._translated(path):
            try:
                _made(path)
                try:
                    busy = failures.busy(self.place)
                    copy_whole(self._connection, path, WAITS / 1000, busy)
                except BaseException:  # even by Ctrl+C: half a copy must not pass for a backup
                    os.unlink(path)
                    raise
            except OSError as error:
                raise failures.unwritable(path, error.strerror or str(error)) from error

    def close(self) -> None:
        """Leave the file."""
        self._connection.close()


def _made(path: str) -> tuple[int, int]:
    """A new empty file for its owner alone: device and inode. FileExistsError where one is there."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        made = os.fstat(descriptor)
        return made.st_dev, made.st_ino
    finally:
        os.close(descriptor)


def schema_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Every object of a schema by its kind and name, with the text that made it.

    The tables in which ANALYZE counts are left out; anything else of such a name is somebody's.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {f"{kind} {name}": sql for kind, name, sql in rows if f"{kind} {name}" not in _COUNTED}
