"""What is kept: each table with its key, and how the audit names its rows."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.store.chain import canonical, told
from msc_dose.store.databases.database import Row


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key, its other columns; `mutable` has a version; `secret` columns are told by digest."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    mutable: bool = False
    secret: tuple[str, ...] = ()

    def entity(self, row: Row) -> str:
        """The name of a row in the audit."""
        return " ".join([self.name, *(str(row[name]) for name in self.key)])

    def values(self, row: Row) -> dict[str, str | None]:
        """The row's columns as the audit tells them, its key and version left out."""
        return {name: told(row[name], name in self.secret) for name in self.columns}

    def whole(self, row: Row) -> str:
        """The columns of a new row in one text."""
        return canonical(self.values(row))


def _table(
    name: str, key: str, columns: str, mutable: bool = False, secret: tuple[str, ...] = ()
) -> tuple[str, Table]:
    return name, Table(name, tuple(key.split()), tuple(columns.split()), mutable, secret)


# In the order in which they can be filled: what a row refers to stands before it.
TABLES: dict[str, Table] = dict(
    (
        _table("about", "name", "value"),
        _table("person", "code", "name role passphrase active failures failed", True, ("passphrase",)),
        _table("setting", "name", "value", True),
        _table("protocol", "hash", "name text proposed_by approved_by approved review withdrawn", True),
        _table("patient", "code", "identifiers", True, ("identifiers",)),
        _table("course", "code", "recipient training"),
        _table("event", "course number", "type recorded person document"),
        _table("container", "key", "identity lot recipient expiry position state document", True),
        _table("step", "number", "container name course infusion event at person reason"),
        _table("holding", "number", "container course infusion taken freed", True),
        _table("signature", "number", "person name role meaning entity hash shown reason at utc_offset"),
        # A re-entry is blind: the audit tells neither person what the other entered.
        _table(
            "verification",
            "number",
            "course infusion person covers outcome document at",
            secret=("document",),
        ),
        _table("alert", "number", "code entity message person overridden reason at"),
    )
)
