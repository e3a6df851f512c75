"""The record on a PostgreSQL server: many people at once, one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msc_dose.problems import Refusal
from msc_dose.store.databases import failures
from msc_dose.store.databases.database import Row, Statements, Taken
from msc_dose.store.databases.statements import for_postgres, statements

if TYPE_CHECKING:
    import psycopg

OLDEST = 13
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
# Only an owner of the server may change the first; with `replica` no trigger would stand guard.
GUARDED = {"session_replication_role": "origin", "server_encoding": "UTF8"}
# A server that is gone is noticed within a minute; an address may say otherwise.
CONNECTING = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "application_name": "msc_dose",
}
_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED"
_AT_ONCE = 1_000  # rows fetched together by `each`
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BUSY = ("55P03", "40P01", "40001")
_GONE = ("42P01", "42703", "42883")  # table, column, function
_UNWRITABLE = ("42501", "58030")


class _Statements:
    """The statements of one transaction; after one that failed there is no other."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._cursors = 0
        self.failed = False

    def all(self, name: str, /, **values: Any) -> list[Row]:
        return list(self._execute(for_postgres(name), values).fetchall())

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        self._cursors += 1
        cursor = f"each_{self._cursors}"
        self._execute(f"DECLARE {cursor} NO SCROLL CURSOR FOR {for_postgres(name)}", values)
        while rows := self._execute(f"FETCH {_AT_ONCE} FROM {cursor}").fetchall():
            yield from rows
        self._execute(f"CLOSE {cursor}")

    def one(self, name: str, /, **values: Any) -> Row | None:
        row: Row | None = self._execute(for_postgres(name), values).fetchone()
        return row

    def run(self, name: str, /, **values: Any) -> int:
        return int(self._execute(for_postgres(name), values).rowcount)

    def _execute(self, text: str, values: Mapping[str, Any] | None = None) -> Any:
        from psycopg import Error
        from psycopg.errors import UniqueViolation

        if self.failed:
            raise RuntimeError("a statement of this transaction failed; nothing of it can be kept")
        try:
            return self._connection.execute(text, values)
        except UniqueViolation as error:
            self.failed = True
            raise Taken(error.diag.table_name or "") from error
        except Error:
            self.failed = True
            raise


class PostgresDatabase:
    """A record in the database that `address` names (`postgresql+psycopg://user@host/name`).

    Raises Refusal `record.driver-missing` without the extra `postgres`, `record.address`,
    `record.unreachable`, `record.unsafe`, `record.postgres-old`.
    """

    dialect = "postgres"

    def __init__(self, address: str) -> None:
        """Connect and put the settings in force."""
        self._where = _read(address)
        self.place = _shown(self._where)
        self._lock = threading.RLock()
        self._open: _Statements | None = None
        with self._translated():
            self._connection = self._connected()

    def _connected(self) -> Any:
        import psycopg
        from psycopg.rows import dict_row

        connection: Any = psycopg.connect(
            **{**CONNECTING, **self._where}, autocommit=True, row_factory=dict_row, prepare_threshold=None
        )
        try:
            self._set(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set(self, connection: Any) -> None:
        found = connection.info.server_version // 10_000
        if found < OLDEST:
            raise failures.postgres_old(self.place, str(found), str(OLDEST))
        setting = ", ".join("set_config(%s, %s, false)" for _ in SETTINGS)
        connection.execute(f"SELECT {setting}", [part for pair in SETTINGS.items() for part in pair])
        in_force = _settings(connection)
        wrong = [name for name, value in {**SETTINGS, **GUARDED}.items() if in_force[name] != value]
        if wrong:
            raise failures.setting_refused(self.place, ", ".join(wrong))

    def settings(self) -> dict[str, str]:
        """The settings as they are in force."""
        with self._lock, self._translated():
            return _settings(self._connection)

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
                raise RuntimeError("a change within another transaction")
            with self._transaction(_WRITING) as opened:
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))
                yield opened

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[_Statements]:
        opened = None
        try:
            self._begin(begin)
            self._open = opened = _Statements(self._connection)
            yield opened
            if opened.failed:
                raise RuntimeError("a statement of this transaction failed; nothing of it can be kept")
            self._commit()
        finally:
            self._open = None
            if opened:
                opened.failed = True  # nothing more is read
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
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            refusal = self._refusal(error)
            if refusal is None:
                raise
            raise refusal from error

    def _refusal(self, error: psycopg.Error) -> Refusal | None:
        """What the error is for a person; None where it is a defect of a statement."""
        import psycopg

        state, told = error.sqlstate or "", error.diag.message_primary or str(error)
        if state in _BUSY:
            return failures.busy(self.place)
        if state in _GONE:
            return failures.changed_beneath(self.place, told)
        if state in _UNWRITABLE or state[:2] in ("53", "25"):
            return failures.unwritable(self.place, told)
        if state[:2] == "XX":
            return failures.damaged(self.place, told)
        if state == "P0001" or isinstance(error, psycopg.IntegrityError | psycopg.DataError):
            return failures.refused_by_record(self.place, told)
        if isinstance(error, psycopg.OperationalError):
            return failures.unreachable(self.place, told)
        return None

    def script(self, text: str) -> None:
        """Carry out a migration's text within the open transaction."""
        self._connection.execute(text)

    def schema(self) -> dict[str, str]:
        """Every column, index, constraint, trigger and function with its definition."""
        with self._lock, self._translated():
            rows = self._connection.execute(statements()["postgres_schema"]).fetchall()
        return {str(row["name"]): str(row["definition"]) for row in rows}

    def soundness(self) -> list[str]:
        """Nothing is asked here: the server keeps its own checksums."""
        return []

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


def _read(address: str) -> dict[str, Any]:
    """The parts of an address. Raises Refusal `record.driver-missing`, `record.address`."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise failures.driver_missing() from error
    try:
        where = dict(conninfo_to_dict(address.replace("postgresql+psycopg://", "postgresql://", 1)))
    except psycopg.Error as error:
        raise failures.unreadable_address() from error
    ports, name = str(where.get("port", "")), str(where.get("dbname", ""))
    if (ports and not ports.replace(",", "").isdecimal()) or "@" in name:  # parts of a passphrase
        raise failures.unreadable_address()
    return where


def _shown(where: Mapping[str, Any]) -> str:
    """The address as a person may be told: without its passphrase."""
    user, host, port = (str(where.get(part) or "") for part in ("user", "host", "port"))
    socket = f"?host={host}" if host.startswith("/") else ""
    server = ("" if socket else f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    name = quote(str(where.get("dbname") or ""))
    return f"postgresql://{quote(user)}{'@' if user else ''}{server}/{name}{socket}"


def address_shown(address: str) -> str:
    """The address as a person may be told, without its passphrase; no server is asked.

    Raises Refusal `record.driver-missing`, `record.address`.
    """
    return _shown(_read(address))


def _settings(connection: Any) -> dict[str, str]:
    names = (*SETTINGS, *GUARDED)
    shown = ", ".join(f"current_setting('{name}') AS \"{name}\"" for name in names)
    return dict(connection.execute(f"SELECT {shown}").fetchone())
