"""The audit as it is asked for: its rows by who, what and when; its head; whether it tells the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from msc_dose.store.audit.exporting import export
from msc_dose.store.audit.verifying import unguarded_record, verify
from msc_dose.store.chain import AuditRow
from msc_dose.store.databases.database import Row, Statements

__all__ = [
    "Asked",
    "Pages",
    "export",
    "head_row",
    "page",
    "pages",
    "row_of",
    "rows",
    "unguarded_record",
    "verify",
]

MOST = 1_000_000_000
PAGE = 100
_FIRST, _LAST = "", "~"  # before and behind every moment, which begins with a digit


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: all that fit everything that is given.

    `entity` is a whole name (`person rn-104`) or the words it begins with (`container`); that of a course
    (`course C-0417`) takes in its events. `since` and `until` carry an offset; `until` is left out itself.
    `words` stand somewhere in person, action, entity or reason, in large or small letters.
    """

    person: str = ""
    entity: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""

    def values(self) -> dict[str, Any]:
        """What the statements ask with."""
        course = self.entity.removeprefix("course ")
        below = f"event {course}" if course != self.entity else self.entity
        return {
            "person": self.person,
            "action": self.action,
            "entity": self.entity,
            **_under("below", "below_end", self.entity),
            **_under("events", "events_end", below),
            "since": _moment(self.since, _FIRST),
            "until": _moment(self.until, _LAST),
            "words": _anywhere(self.words.strip().lower()),
        }


ALL = Asked()


def rows(
    statements: Statements, asked: Asked = ALL, after: int = 0, limit: int = MOST, latest: bool = False
) -> tuple[AuditRow, ...]:
    """At most `limit` rows behind sequence `after`, in their order: the first ones, or the `latest`."""
    name = "latest_audit_rows" if latest else "audit_rows"
    found = statements.all(name, after=after, most=limit, **asked.values())
    return tuple(row_of(row) for row in (reversed(found) if latest else found))


@dataclass(frozen=True, slots=True)
class Pages:
    """How many rows fit what is asked, and the sequence with which each page of `size` of them begins.

    The pages are counted from the oldest row: what is added later changes the last page alone.
    """

    asked: Asked
    count: int
    starts: tuple[int, ...]
    size: int


def pages(statements: Statements, asked: Asked = ALL, size: int = PAGE) -> Pages:
    """Where the pages begin, so that any of hundreds of thousands of rows is found at once by `page`."""
    counted = statements.one("audit_matching", **asked.values())
    starts = statements.all("audit_page_starts", size=size, **asked.values())
    return Pages(asked, counted["number"] if counted else 0, tuple(row["sequence"] for row in starts), size)


def page(statements: Statements, of: Pages, number: int) -> tuple[AuditRow, ...]:
    """The rows of one page, the oldest first; page 0 holds the first rows of the audit."""
    return rows(statements, of.asked, of.starts[number] - 1, of.size)


def head_row(statements: Statements) -> AuditRow | None:
    """The last row; None where the audit is empty."""
    head = statements.one("head")
    row = statements.one("one_audit", sequence=head["sequence"]) if head else None
    return row_of(row) if row else None


def row_of(row: Row) -> AuditRow:
    """A row of the database as it is."""
    return AuditRow(**row)


def _under(begin: str, end: str, entity: str) -> dict[str, str]:
    """Every name that goes on behind these words: `!` is the sign that follows the space."""
    return {begin: f"{entity} ", end: f"{entity}!"}


def _anywhere(words: str) -> str:
    """A pattern of LIKE for these words with anything around them; empty where there are none."""
    plain = "".join(f"!{sign}" if sign in "!%_" else sign for sign in words)
    return f"%{plain}%" if plain else ""


def _moment(moment: datetime | None, otherwise: str) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else otherwise
