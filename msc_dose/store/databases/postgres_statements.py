"""Statements by name within one transaction on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msc_dose.store.databases import failures
from msc_dose.store.databases.database import Row, Taken
from msc_dose.store.databases.statements import for_postgres

_AT_ONCE = 1_000  # rows fetched together by `each`


class PostgresStatements:
    """The statements of one transaction; after one that failed there is no other."""

    def __init__(self, connection: Any) -> None:
        """Nothing was said yet."""
        self._connection = connection
        self._cursors = 0
        self.failed = False

    def all(self, name: str, /, **values: Any) -> list[Row]:
        """Every row that the statement gives."""
        return list(self._execute(for_postgres(name), values).fetchall())

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        """The rows one after another; the transaction stays open."""
        self._cursors += 1
        cursor = f"each_{self._cursors}"
        self._execute(f"DECLARE {cursor} NO SCROLL CURSOR FOR {for_postgres(name)}", values)
        while rows := self._execute(f"FETCH {_AT_ONCE} FROM {cursor}").fetchall():
            yield from rows
        self._execute(f"CLOSE {cursor}")

    def one(self, name: str, /, **values: Any) -> Row | None:
        """The first row, or None."""
        row: Row | None = self._execute(for_postgres(name), values).fetchone()
        return row

    def run(self, name: str, /, **values: Any) -> int:
        """Carry it out; how many rows it wrote. Raises Taken."""
        return int(self._execute(for_postgres(name), values).rowcount)

    def _execute(self, text: str, values: Mapping[str, Any] | None = None) -> Any:
        from psycopg import Error
        from psycopg.errors import UniqueViolation

        if self.failed:
            raise RuntimeError("a statement of this transaction failed; nothing of it can be kept")
        try:
            return self._connection.execute(text, values)
        except UnicodeEncodeError as error:
            self.failed = True
            raise failures.not_unicode(values or {}) from error
        except UniqueViolation as error:
            self.failed = True
            raise Taken(error.diag.table_name or "") from error
        except Error:
            self.failed = True
            raise
