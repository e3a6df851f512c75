"""The whole record in one file: JSON Lines that tell of themselves whether they are whole.

First a header; then the rows of the audit and of every table, one a line, in the order of their keys; and a
last line with the SHA-256 of all that stands before it. The same record gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from msc_dose.problems import refuse
from msc_dose.store.about import check_may_leave
from msc_dose.store.audit.files import exists, written
from msc_dose.store.chain import AuditRow, Head, canonical
from msc_dose.store.change import PROGRAM
from msc_dose.store.databases.database import Database, Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.record import Record, Session
from msc_dose.store.tables import TABLES

Progress = Callable[[int, int], None]

SCHEMA = "msc-dose/record/1"
AUDIT = "audit"
LONGEST_LINE = 64 * 2**20  # bytes; no line of a record comes near it, and a longer one is never held whole
# The audit comes first: the database takes no row that the audit does not tell of.
COLUMNS: dict[str, tuple[str, ...]] = {
    AUDIT: tuple(AuditRow.__dataclass_fields__),
    **{
        name: (*table.key, *table.columns, *(("version",) if table.mutable else ()))
        for name, table in TABLES.items()
    },
}
_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: the record up to `head`, the rows of each table, and its last line's hash."""

    path: str
    head: Head
    counts: dict[str, int]
    sha256: str


def silent(done: int, total: int) -> None:
    """The progress that nobody asked for."""


def export_record(
    record: Record, session: Session, path: str, force: bool = False, progress: Progress = silent
) -> Exported:
    """Write the record to a new file of mode 0600, whole or not at all, when the audit tells of it.

    It holds everything, what the passphrases are held to as well: it is for whoever may care for the record.
    `force` replaces an earlier export, and nothing else; where anything fails, that one stays.

    Raises Refusal `people.role`, `people.not-active`, `file.exists`, `file.unwritable`,
    `record.export-onto-other`, `demo.stays`.
    """
    require(session.role, "care")
    with record.reading() as statements:
        check_may_leave(statements)
    if force:
        _check_replaced(path)
    elif os.path.lexists(path):
        raise exists(path)
    with record.changing(session, "record exported"):
        pass  # whoever may not is refused before anything is read
    lines = Lines(record.database, progress)
    # No copy of everything has a name of which the audit does not tell; what was there stays until then.
    with written(path, lines, force), record.changing(session, "record exported") as change:
        change.note("export", f"rows up to {lines.head.sequence}, SHA-256 {lines.sha256}")
    return Exported(path, lines.head, lines.counts, lines.sha256)


class Lines:
    """The lines of an export of one moment; `head`, `counts` and `sha256` are known when all are read."""

    def __init__(self, database: Database, progress: Progress = silent) -> None:
        """Nothing is read yet."""
        self._database, self._progress = database, progress
        self.head = Head(0, "")
        self.counts: dict[str, int] = {}
        self.sha256 = ""

    def __iter__(self) -> Iterator[str]:
        """Header, rows and last line, each with its line end."""
        seal = hashlib.sha256()
        with self._database.snapshot() as database, database.reading() as statements:
            for content in self._contents(statements):
                line = canonical(content) + "\n"
                seal.update(line.encode())
                yield line
        self.sha256 = seal.hexdigest()
        yield canonical({"counts": self.counts, "sha256": self.sha256}) + "\n"

    def _contents(self, statements: Statements) -> Iterator[dict[str, Any]]:
        # A record that is about to be upgraded lacks the tables that come with it.
        schema = self._database.schema()
        tables = [name for name in COLUMNS if f"table {name}" in schema]
        self.counts = {name: _number(statements, f"count_{name}") for name in tables}
        last = statements.one("head")
        self.head = Head(last["sequence"], last["hash"]) if last else self.head
        yield _header(statements, self.head, self.counts)
        done, total = 0, sum(self.counts.values())
        for name in tables:
            for row in statements.each(f"every_{name}"):
                yield {"table": name, "row": dict(row)}
                done += 1
                if done % _STEP == 0:
                    self._progress(done, total)
        self._progress(total, total)


def _header(statements: Statements, head: Head, counts: dict[str, int]) -> dict[str, Any]:
    about = {row["name"]: row["value"] for row in statements.all("every_about")}
    steps = statements.all("every_migration")
    return {
        "schema": SCHEMA,
        "record": about.get("record", ""),
        "program": PROGRAM,
        "migrations": [migration_name(row["number"], row["name"]) for row in steps],
        "head": {"sequence": head.sequence, "hash": head.hash},
        "counts": counts,
    }


def migration_name(number: int, name: str) -> str:
    """A migration as an export names it, the same on every database: `0001_record`."""
    return f"{number:04}_{name}"


def _number(statements: Statements, name: str) -> int:
    row = statements.one(name)
    return int(row["number"]) if row else 0


def _check_replaced(path: str) -> None:
    """Refusal `record.export-onto-other` where the file that is there is no export of a record."""
    try:
        with open(path, "rb") as file:
            begins = file.readline(LONGEST_LINE)
    except OSError:
        return  # there is none, or writing it will tell what is wrong
    if f'"schema":"{SCHEMA}"'.encode() not in begins:
        message = f"{path} is no export of a record; it is not replaced."
        raise refuse("record.export-onto-other", "file", message, "Name another file.", path)
