"""The record on a PostgreSQL server: many people at once, one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from msc_dose.problems import Refusal
from msc_dose.store import failures
from msc_dose.store.database import Row, Statements, Taken
from msc_dose.store.statements import for_postgres, statements

if TYPE_CHECKING:
    import psycopg

CHAIN_LOCK = 0x6D73635F646F7365  # "msc_dose": whoever writes holds it, so the chain has one next row
# Asserted on every connection.
SETTINGS = {
    "synchronous_commit": "on",
    "TimeZone": "UTC",
    "default_transaction_isolation": "read committed",
    "lock_timeout": "10s",
    "statement_timeout": "10min",
    "idle_in_transaction_session_timeout": "10min",
    "standard_conforming_strings": "on",
    "client_encoding": "UTF8",
}
# Only an owner of the server may change it; with `replica` no trigger would stand guard.
GUARDED = {"session_replication_role": "origin"}
_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class _Statements:
    """The statements of an open connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._cursors = 0

    def all(self, name: str, /, **values: Any) -> list[Row]:
        return list(self._connection.execute(_text(name), values).fetchall())

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        self._cursors += 1
        with self._connection.cursor(f"each_{self._cursors}") as cursor:
            cursor.itersize = 1_000
            yield from cursor.execute(_text(name), values)

    def one(self, name: str, /, **values: Any) -> Row | None:
        return self._connection.execute(_text(name), values).fetchone()

    def run(self, name: str, /, **values: Any) -> int:
        from psycopg.errors import UniqueViolation

        try:
            return self._connection.execute(_text(name), values).rowcount
        except UniqueViolation as error:
            raise Taken(error.diag.table_name or name) from error


def _text(name: str) -> Any:
    return for_postgres(name)


class PostgresDatabase:
    """A record in the database that `address` names (`postgresql+psycopg://user@host/name`).

    Raises Refusal `record.driver-missing` without the extra `postgres`, `record.unreachable`,
    `record.unsafe`.
    """

    dialect = "postgres"

    def __init__(self, address: str) -> None:
        """Connect and put the settings in force."""
        self._address = address.replace("postgresql+psycopg://", "postgresql://", 1)
        self.place = _without_password(self._address)
        self._lock = threading.RLock()
        self._open: _Statements | None = None
        with self._translated():
            self._connection = self._connected()

    def _connected(self) -> Any:
        try:
            import psycopg
            from psycopg.rows import dict_row
        except ImportError as error:
            raise failures.driver_missing(self.place) from error
        connection: Any = psycopg.connect(
            self._address,
            autocommit=True,
            row_factory=dict_row,
            connect_timeout=10,
            prepare_threshold=None,
            application_name="msc_dose",
        )
        for name, value in SETTINGS.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        in_force = _shown(connection)
        wrong = [name for name, value in {**SETTINGS, **GUARDED}.items() if in_force[name] != value]
        if wrong:
            raise failures.setting_refused(self.place, ", ".join(wrong))
        return connection

    def settings(self) -> dict[str, str]:
        """The settings as they are in force."""
        with self._lock, self._translated():
            return _shown(self._connection)

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A consistent view of one moment."""
        with self._lock, self._translated():
            if self._open is not None:
                yield self._open
                return
            with self._transaction(_READING) as opened:
                yield opened

    @contextmanager
    def writing(self) -> Iterator[Statements]:
        """The one writer: the advisory lock of the chain comes first, and is given back at the end."""
        with self._lock, self._translated():
            if self._open is not None:
                raise RuntimeError("a change within another one")
            with self._transaction("BEGIN ISOLATION LEVEL READ COMMITTED") as opened:
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))
                yield opened

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[_Statements]:
        self._begin(begin)
        self._open = _Statements(self._connection)
        try:
            yield self._open
            self._commit()
        finally:
            self._open = None
            self._undo()

    def _begin(self, begin: str) -> None:
        """Begin; a connection that broke while nobody used it is made anew, once."""
        import psycopg

        try:
            self._connection.execute(begin)
        except psycopg.OperationalError:
            if not self._connection.broken:
                raise
            self._connection = self._connected()
            self._connection.execute(begin)

    def _commit(self) -> None:
        import psycopg

        try:
            self._connection.execute("COMMIT")
        except psycopg.OperationalError as error:
            if self._connection.broken:
                raise failures.outcome_unknown(self.place, str(error)) from error
            raise

    def _undo(self) -> None:
        """Give up what was not kept; a broken connection has given it up by itself."""
        import psycopg

        if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            import psycopg
        except ImportError as error:
            raise failures.driver_missing(self.place) from error
        try:
            yield
        except psycopg.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: psycopg.Error) -> Refusal:
        state = error.sqlstate or ""
        if state in ("55P03", "40P01", "40001"):
            return failures.busy(self.place)
        if state in ("P0001", "23514", "23503", "23502", "23505"):
            return failures.refused_by_record(self.place, error.diag.message_primary or str(error))
        if state[:2] in ("53", "25") or state == "42501":
            return failures.unwritable(self.place, str(error))
        return failures.unreachable(self.place, str(error))

    def script(self, text: str) -> None:
        """Carry out a migration's text within the open transaction."""
        self._connection.execute(text)

    def schema(self) -> dict[str, str]:
        """Every column, index, constraint, trigger and function with its definition."""
        rows = self._connection.execute(statements()["postgres_schema"]).fetchall()
        return {str(row["name"]): str(row["definition"]) for row in rows}

    def soundness(self) -> list[str]:
        """Nothing is asked here: the server keeps its own checksums."""
        return []

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, f"{user.partition(':')[0]}{at}{host}", parts.path, "", ""))


def _shown(connection: Any) -> dict[str, str]:
    names = (*SETTINGS, *GUARDED)
    rows = [connection.execute("SELECT current_setting(%s) AS value", (name,)).fetchone() for name in names]
    return {name: str(row["value"]) for name, row in zip(names, rows, strict=True) if row}
