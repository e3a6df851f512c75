"""The record in one SQLite file: safe against power loss, other programs and another hand at once."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from msc_dose.problems import Refusal
from msc_dose.store import failures
from msc_dose.store.database import Row, Statements, Taken
from msc_dose.store.statements import statements

APPLICATION = 0x6D736364  # "mscd", in the header of the file
WAITS = 10_000  # milliseconds for another writer to finish
# Asserted on every connection: a rollback journal synced in full keeps what was acknowledged, and a
# replaced row is deleted by name (https://www.sqlite.org/pragma.html).
SETTINGS = {
    "journal_mode": "delete",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "busy_timeout": WAITS,
}
_UNIQUE = re.compile(r"UNIQUE constraint failed: (\w+)\.|index '(\w+)'")
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class _Statements:
    """The statements of an open connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, name: str, /, **values: Any) -> list[Row]:
        return list(self.each(name, **values))

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        cursor = self._connection.execute(statements()[name], values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def one(self, name: str, /, **values: Any) -> Row | None:
        return next(iter(self.all(name, **values)), None)

    def run(self, name: str, /, **values: Any) -> int:
        try:
            return self._connection.execute(statements()[name], values).rowcount
        except sqlite3.IntegrityError as error:
            found = _UNIQUE.search(str(error))
            if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE and found:
                raise Taken(found[1] or found[2]) from error
            raise


class SqliteDatabase:
    """A record in the file `path`; it is made where `create` and it is not there.

    Raises Refusal `record.missing` where it is not there and not to be made, `record.unreachable`,
    `record.not-a-record`, `record.damaged`.
    """

    dialect = "sqlite"

    def __init__(self, path: str, create: bool = False) -> None:
        """Open the file and put the settings in force."""
        self.place = path
        self._lock = threading.RLock()
        self._open: _Statements | None = None
        with self._translated():
            self._connection = self._connected(create)
            self._set()

    def _connected(self, create: bool) -> sqlite3.Connection:
        if create:
            os.makedirs(os.path.dirname(os.path.abspath(self.place)), mode=0o700, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self.place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        elif not os.path.exists(self.place):
            raise failures.missing(self.place)
        return sqlite3.connect(
            self.place, timeout=WAITS / 1000, isolation_level=None, check_same_thread=False
        )

    def _set(self) -> None:
        for name, value in SETTINGS.items():
            self._connection.execute(f"PRAGMA {name} = {value}")
        marked = self._pragma("application_id")
        if marked == 0 and not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
        elif marked != APPLICATION:
            raise failures.not_a_record(self.place)
        wrong = [name for name, value in SETTINGS.items() if self._pragma(name) != value]
        if wrong:
            raise failures.setting_refused(self.place, ", ".join(wrong))

    def _pragma(self, name: str) -> Any:
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    def settings(self) -> dict[str, Any]:
        """The settings as they are in force."""
        return {name: self._pragma(name) for name in SETTINGS}

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A consistent view of one moment."""
        with self._lock, self._translated():
            if self._open is not None:
                yield self._open
                return
            with self._transaction("BEGIN") as opened:
                yield opened

    @contextmanager
    def writing(self) -> Iterator[Statements]:
        """The one writer: `BEGIN IMMEDIATE`, so that nobody reads what another is about to change."""
        with self._lock, self._translated():
            if self._open is not None:
                raise RuntimeError("a change within another one")
            with self._transaction("BEGIN IMMEDIATE") as opened:
                yield opened

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[_Statements]:
        self._connection.execute(begin)
        self._open = _Statements(self._connection)
        try:
            yield self._open
            self._connection.execute("COMMIT")
        finally:
            self._open = None
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.Error | OSError) -> Refusal:
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF
        if primary in _BUSY:
            return failures.busy(self.place)
        if primary in _DAMAGED:
            return failures.damaged(self.place, str(error))
        if primary == sqlite3.SQLITE_CONSTRAINT:
            return failures.refused_by_record(self.place, str(error))
        if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return failures.unwritable(self.place, str(error))
        return failures.unreachable(self.place, getattr(error, "strerror", None) or str(error))

    def script(self, text: str) -> None:
        """Carry out a migration's text, statement by statement, within the open transaction."""
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                self._connection.execute(statement)
                statement = ""

    def schema(self) -> dict[str, str]:
        """Every object of the schema with the text that made it."""
        rows = self._connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {f"{kind} {name}": sql for kind, name, sql in rows}

    def soundness(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty where nothing is."""
        with self._lock, self._translated():
            rows = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
            broken = [
                f"{row[0]} row {row[1]}" for row in self._connection.execute("PRAGMA foreign_key_check")
            ]
        return [*(row for row in rows if row != "ok"), *broken]

    def copy_to(self, path: str) -> None:
        """A copy of one moment, taken while others go on (SQLite's online backup), synced to the disk."""
        with self._lock, self._translated():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            copy = sqlite3.connect(path)
            try:
                self._connection.backup(copy)
            finally:
                copy.close()
            with open(path, "rb") as written:
                os.fsync(written.fileno())

    def close(self) -> None:
        """Leave the file."""
        self._connection.close()
