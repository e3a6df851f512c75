"""The one small interface to a database: consistent reading, exclusive writing, statements by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = Mapping[str, Any]


class Taken(Exception):
    """A unique index holds a row of this kind already; `what` is the table. Nothing of the change is kept."""

    def __init__(self, what: str) -> None:
        """Name the table."""
        super().__init__(what)
        self.what = what


class Statements(Protocol):
    """What can be asked and said within one transaction; `name` is a statement of a `.sql` file.

    Once a statement has failed the transaction is lost: RuntimeError where it is used on or kept.
    """

    def all(self, name: str, /, **values: Any) -> list[Row]:
        """Every row that the statement gives."""

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        """The rows one after another, for what is too long to hold; the transaction stays open."""

    def one(self, name: str, /, **values: Any) -> Row | None:
        """The first row, or None."""

    def run(self, name: str, /, **values: Any) -> int:
        """Carry the statement out; how many rows it wrote. Raises Taken."""


class Database(Protocol):
    """A database that holds a record. Every method raises Refusal `record.…` where it cannot answer."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgres`."""

    @property
    def place(self) -> str:
        """Where it is, as a person may be told: a path, or an address without its password."""

    def reading(self) -> AbstractContextManager[Statements]:
        """A consistent view of one moment; nothing can be written."""

    def writing(self) -> AbstractContextManager[Statements]:
        """The one writer: kept when the block ends, undone whole when it raises."""

    def script(self, text: str) -> None:
        """Carry out a migration's text; only within `writing`."""

    def schema(self) -> dict[str, str]:
        """Every table, index, trigger and function by kind and name, with its definition in words."""

    def guard(self, check: Callable[[], None]) -> None:
        """What the database is held to from now on: after every new connection, and before a write where
        another program may have changed the schema since it was held to it last."""

    def soundness(self) -> list[str]:
        """What the database itself finds wrong with what it keeps, in words; empty where nothing is."""

    def hazards(self) -> list[str]:
        """Settings of the server by which what was acknowledged can be lost, in words."""

    def snapshot(self) -> AbstractContextManager[Database]:
        """A database with the record of one moment; reading it at length keeps no writer waiting."""

    def close(self) -> None:
        """Leave the database."""
