"""One change of the record: every row that it writes is told by the audit, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msc_dose import __version__
from msc_dose.problems import refuse
from msc_dose.store.chain import AuditRow, Head, told
from msc_dose.store.databases import failures
from msc_dose.store.tables import TABLES, Table

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Row, Statements

PROGRAM = f"msc_dose {__version__}"


@dataclass(frozen=True, slots=True)
class Who:
    """Who changes something, in which role, at which machine."""

    person: str
    role: str
    host: str


class Change:
    """What one transaction writes; `statements` asks within it. `at` carries the site's offset."""

    def __init__(self, statements: Statements, who: Who, at: datetime, action: str, reason: str = "") -> None:
        """Begin after the present head of the chain."""
        self.statements = statements
        self.who, self.at, self.action, self.reason = who, at, action, reason
        last = statements.one("head")
        self.head = Head(last["sequence"], last["hash"]) if last else Head(0, "")

    @property
    def moment(self) -> str:
        """When it is changed, in UTC, as rows keep it."""
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")

    @property
    def offset(self) -> str:
        """The site's offset from UTC at that moment."""
        return self.at.isoformat()[-6:]

    def insert(self, table: str, /, **row: Any) -> Row:
        """Write a new row (a version is 1). Raises Taken where a unique index holds another.

        Raises Refusal `text.not-unicode`, and `record.refused` where the database did not keep the row.
        """
        kind = TABLES[table]
        if set(row) != {*kind.key, *kind.columns}:
            raise TypeError(f"a row of {table} has {', '.join((*kind.key, *kind.columns))}")
        entry = {**row, "version": 1} if kind.mutable else row
        _check_unicode(entry)
        self._tell(kind.entity(entry), 1, "", None, kind.whole(entry))
        self._write(f"insert_{table}", entry, kind.entity(entry))
        return entry

    def update(self, table: str, row: Row, /, **changed: Any) -> Row:
        """Write what differs of a row that was read in this change; the row as it is then."""
        kind = TABLES[table]
        if not set(changed) <= set(kind.columns):
            raise TypeError(f"what can change of {table} is {', '.join(kind.columns)}")
        _check_unicode(changed)
        after = {**row, **changed, "version": row["version"] + 1}
        before_told, after_told = kind.values(row), kind.values(after)
        fields = [name for name in kind.columns if before_told[name] != after_told[name]]
        if not fields:
            return row
        for name in fields:
            self._tell(kind.entity(row), after["version"], name, before_told[name], after_told[name])
        if self.statements.run(f"update_{table}", **after) != 1:
            raise _changed_meanwhile(kind, row)
        return after

    def append(self, table: str, /, **row: Any) -> int:
        """Write the next row of a numbered table; its number."""
        last = self.statements.one(f"last_{table}")
        number = (last["number"] if last else 0) + 1
        self.insert(table, number=number, **row)
        return int(number)

    def note(self, subject: str, said: str) -> None:
        """Tell of something that writes no other row, such as an export."""
        self._tell(f"note {subject}", self.head.sequence + 1, "", None, told(said))

    def _tell(self, entity: str, version: int, field: str, old: str | None, new: str | None) -> None:
        row = AuditRow(
            sequence=self.head.sequence + 1,
            at=self.moment,
            utc_offset=self.offset,
            person=self.who.person,
            role=self.who.role,
            host=self.who.host,
            action=self.action,
            entity=entity,
            version=version,
            field=field,
            old=old,
            new=new,
            reason=self.reason,
            program=PROGRAM,
            previous=self.head.hash,
        )
        _check_unicode({name: getattr(row, name) for name in row.__slots__})
        row = row.sealed()
        written = {name: getattr(row, name) for name in row.__slots__}
        self._write("insert_audit", written, f"the audit's row of {entity}")
        self.head = Head(row.sequence, row.hash)

    def _write(self, name: str, values: Row, what: str) -> None:
        if self.statements.run(name, **values) != 1:  # a rule or trigger that is not ours swallowed it
            raise failures.not_written(what)


def _check_unicode(values: Row) -> None:
    if not all(failures.is_unicode(value) for value in values.values()):
        raise failures.not_unicode(values)


def _changed_meanwhile(kind: Table, row: Row) -> Exception:
    message = f"{kind.entity(row)} was changed meanwhile; nothing was written."
    return refuse("record.changed-meanwhile", kind.name, message, "Look at it, then enter again.")
