"""Statements by name within one transaction of a SQLite file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from msc_dose.store.databases import failures
from msc_dose.store.databases.database import Row, Taken
from msc_dose.store.databases.statements import statements

# The triggers ask before the indexes do: a row that is there is refused before it could be replaced.
_THERE = re.compile(r"(\w+): it is there already|UNIQUE constraint failed: (\w+)\.")


class SqliteStatements:
    """The statements of one transaction; after one that failed there is no other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Nothing was said yet."""
        self._connection = connection
        self._cursors: list[sqlite3.Cursor] = []
        self.failed = False

    def all(self, name: str, /, **values: Any) -> list[Row]:
        """Every row that the statement gives."""
        return list(self._rows(self._execute(name, values)))

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        """The rows one after another; the transaction stays open."""
        cursor = self._execute(name, values)
        self._cursors.append(cursor)
        yield from self._rows(cursor)

    def one(self, name: str, /, **values: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.all(name, **values)), None)

    def run(self, name: str, /, **values: Any) -> int:
        """Carry it out; how many rows it wrote. Raises Taken."""
        return self._execute(name, values).rowcount

    def _execute(self, name: str, values: dict[str, Any]) -> sqlite3.Cursor:
        if self.failed:
            raise RuntimeError("a statement of this transaction failed; nothing of it can be kept")
        try:
            return self._connection.execute(statements()[name], values)
        except UnicodeEncodeError as error:
            self.failed = True
            raise failures.not_unicode(values) from error
        except sqlite3.Error as error:
            self.failed = True
            there = _THERE.match(str(error))
            if isinstance(error, sqlite3.IntegrityError) and there:
                raise Taken(there[1] or there[2]) from error
            raise

    def _rows(self, cursor: sqlite3.Cursor) -> Iterator[Row]:
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def end(self) -> None:
        """Nothing more is read: what was left half-read would keep every writer waiting."""
        self.failed = True
        for cursor in self._cursors:
            cursor.close()
