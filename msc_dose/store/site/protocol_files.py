"""The protocol files on record: what is kept of each, which are in force, and the one that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.problems import refuse
from msc_dose.product.plain_text import shown
from msc_dose.store.chain import SHORT
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.databases.decoding import decoded

PROPOSED, APPROVED, OVERDUE, WITHDRAWN = "proposed", "approved", "review passed", "withdrawn"


@dataclass(frozen=True, slots=True)
class Filed:
    """A protocol file on record. `hash` is the SHA-256 of its text in UTF-8, `name` the protocol's id.

    `review` is the last day on which it may start a course; a byte order mark is no part of the text.
    """

    hash: str
    name: str
    text: str
    proposed_by: str
    approved_by: str | None
    approved: datetime | None
    review: date
    withdrawn: datetime | None

    @property
    def short(self) -> str:
        """The first characters of the hash, as screens show it."""
        return self.hash[:SHORT]

    def state(self, on: date) -> str:
        """`withdrawn`, `proposed`, `approved`, or `review passed` on a day after the date of review."""
        if self.withdrawn is not None:
            return WITHDRAWN
        if self.approved is None:
            return PROPOSED
        return APPROVED if on <= self.review else OVERDUE


@dataclass(frozen=True, slots=True)
class Approved:
    """A protocol file that may start a course: two people stand for it; times are in UTC."""

    hash: str
    name: str
    text: str
    proposed_by: str
    approved_by: str
    approved: datetime
    review: date


def filed(statements: Statements) -> tuple[Filed, ...]:
    """Every protocol file that was ever proposed, by name and hash."""
    return tuple(
        sorted(map(filed_of, statements.all("every_protocol")), key=lambda each: (each.name, each.hash))
    )


def approved(statements: Statements, on: date) -> tuple[Approved, ...]:
    """Those that may start a course on this day: approved, not withdrawn, not past their review."""
    return tuple(_approved(each) for each in filed(statements) if each.state(on) == APPROVED)


def find(statements: Statements, said: str) -> Filed:
    """The protocol file of a hash, of at least its first eight characters, or the one of a name.

    Where several files have the name, those that were withdrawn are not meant. Raises Refusal
    `protocol.not-on-record`, `protocol.ambiguous`.
    """
    every = filed(statements)
    named = [each for each in every if each.name == said]
    found = [each for each in named if each.withdrawn is None] if len(named) > 1 else named
    if not found and len(said) >= SHORT:
        found = [each for each in every if each.hash.startswith(said)]
    if len(found) == 1:
        return found[0]
    if not found:
        message = f"The record has no protocol {shown(said)}."
        fix = "msc-dose protocol approved lists what it has; a hash needs its first eight characters."
        raise refuse("protocol.not-on-record", "protocol", message, fix, shown(said))
    listed = ", ".join(f"{each.short} (review {each.review.isoformat()})" for each in found)
    raise refuse(
        "protocol.ambiguous", "protocol", f"{said} is several files: {listed}.", "Give the hash.", said
    )


def row_of(statements: Statements, fingerprint: str) -> Row:
    """The row of a hash; Refusal `protocol.not-on-record`."""
    row = statements.one("one_protocol", hash=fingerprint)
    if row is None:
        message = f"The record has no protocol file {shown(fingerprint)}."
        raise refuse("protocol.not-on-record", "protocol", message, "Propose it first.", shown(fingerprint))
    return row


def filed_of(row: Row) -> Filed:
    """The file that a row holds; Refusal `record.damaged`."""
    return decoded(
        "protocol",
        row["hash"],
        lambda: Filed(
            *(row["hash"], row["name"], row["text"], row["proposed_by"], row["approved_by"]),
            _moment(row["approved"]),
            date.fromisoformat(row["review"]),
            _moment(row["withdrawn"]),
        ),
    )


def _approved(one: Filed) -> Approved:
    assert one.approved_by is not None
    assert one.approved is not None
    people = (one.proposed_by, one.approved_by)
    return Approved(one.hash, one.name, one.text, *people, one.approved, one.review)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
