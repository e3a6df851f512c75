"""The record on a PostgreSQL server: many people at once, one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from msc_dose.problems import Refusal
from msc_dose.store.databases import failures
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.databases.database import Database, Statements
from msc_dose.store.databases.postgres_address import read_address, shown_without_passphrase
from msc_dose.store.databases.postgres_statements import PostgresStatements
from msc_dose.store.databases.statements import statements

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
    "quote_all_identifiers": "off",
}
# Only an owner of the server may change the first; with `replica` no trigger would stand guard.
GUARDED = {"session_replication_role": "origin", "server_encoding": "UTF8"}
# With any of these a power cut or a damaged disk can take what was acknowledged.
SAFE = {
    "fsync": "on",
    "full_page_writes": "on",
    "zero_damaged_pages": "off",
    "ignore_checksum_failure": "off",
}
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
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BUSY = ("55P03", "40P01", "40001")
_GONE = ("42P01", "42703", "42883")  # table, column, function
_UNWRITABLE = ("42501", "58030")


class PostgresDatabase:
    """A record in the database that `address` names (`postgresql+psycopg://user@host/name`).

    Raises Refusal `record.driver-missing` without the extra `postgres`, `record.address`,
    `record.unreachable`, `record.unsafe`, `record.postgres-old`.
    """

    dialect = "postgres"

    def __init__(self, address: str) -> None:
        """Connect and put the settings in force."""
        self._where = read_address(address)
        self.place = shown_without_passphrase(self._where)
        self._lock = threading.RLock()
        self._open: PostgresStatements | None = None
        self._check: Callable[[], None] | None = None
        self._fingerprint = ""
        self._meeting = False
        with self._translated():
            self._connection = self._connected()

    def _connected(self) -> Any:
        import psycopg
        from psycopg.rows import dict_row

        connection: Any = psycopg.connect(
            **{**CONNECTING, **self._where}, autocommit=True, row_factory=dict_row, prepare_threshold=None
        )
        with closed_on_failure(connection):
            self._set(connection)
        return connection

    def _set(self, connection: Any) -> None:
        found = connection.info.server_version // 10_000
        if found < OLDEST:
            raise failures.postgres_old(self.place, str(found), str(OLDEST))
        # Its own schema first, behind what the server brings; what somebody else keeps is never called.
        named = connection.execute("SELECT pg_catalog.quote_ident(CURRENT_SCHEMA) AS name").fetchone()
        schema = named["name"]
        if schema is None or schema.startswith("pg_"):
            raise failures.setting_refused(self.place, "search_path")
        path = f"{schema}, pg_temp"
        connection.execute("SELECT pg_catalog.set_config('search_path', %s, false)", (path,))
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
                self._hold()
                yield opened

    def guard(self, check: Callable[[], None]) -> None:
        """Carry the check out after every new connection, and before a write where the schema was changed."""
        with self.reading(), self._translated():
            self._check, self._fingerprint = check, self._seen()

    def _hold(self) -> None:
        """Another program may have changed the schema since: then nothing is written."""
        if self._check and (seen := self._seen()) != self._fingerprint:
            self._check()
            self._fingerprint = seen

    def _seen(self) -> str:
        return str(self._connection.execute(statements()["postgres_fingerprint"]).fetchone()["seen"])

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[PostgresStatements]:
        opened = None
        try:
            self._begin(begin)
            self._open = opened = PostgresStatements(self._connection)
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
            if not self._connection.broken or self._meeting:
                raise
            self._meet_again()
            self._connection.execute(begin)

    def _meet_again(self) -> None:
        """A new connection, and on it the same record: an address can lead to another one meanwhile."""
        broken, self._connection = self._connection, self._connected()
        self._meeting = True
        try:
            if self._check:
                self._check()
        except BaseException:  # whatever ended it: the record of another must not stay connected
            self._connection.close()
            self._connection = broken
            raise
        finally:
            self._meeting = False

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

    def hazards(self) -> list[str]:
        """The server's settings by which what was acknowledged can be lost."""
        with self._lock, self._translated():
            in_force = _shown(self._connection, SAFE)
        return [f"{name} is {in_force[name]}" for name, value in SAFE.items() if in_force[name] != value]

    @contextmanager
    def snapshot(self) -> Iterator[Database]:
        """The database itself: whoever reads here keeps no writer waiting."""
        yield self

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


def _settings(connection: Any) -> dict[str, str]:
    return _shown(connection, (*SETTINGS, *GUARDED))


def _shown(connection: Any, names: Iterable[str]) -> dict[str, str]:
    shown = ", ".join(f"current_setting('{name}') AS \"{name}\"" for name in names)
    return dict(connection.execute(f"SELECT {shown}").fetchone())
