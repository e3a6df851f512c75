"""Whether the record is what its audit tells: the chain, every row of every table, the schema, the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain as one_after_another

from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.store.about import about_as_it_is
from msc_dose.store.audit.chaining import Links
from msc_dose.store.audit.findings import Findings
from msc_dose.store.audit.replay import Replay
from msc_dose.store.chain import SHORT, AuditRow, Head
from msc_dose.store.databases.database import Database, Row, Statements
from msc_dose.store.databases.migrations import check_current, migrations, missing
from msc_dose.store.databases.place import database_at
from msc_dose.store.databases.schema_guard import schema_differences
from msc_dose.store.record import Clock, Record, utc_now

Progress = Callable[[int, int], None]
_STEP = 1_000
_HEXADECIMAL = frozenset("0123456789abcdef")
_WHOLE_HASH = 64
_COLUMNS = set(AuditRow.__dataclass_fields__)


def verify(
    record: Record, head: Head | None = None, progress: Progress = lambda done, total: None
) -> tuple[Problem, ...]:
    """Everything that is not as the audit tells it; only notes, or nothing, where the record is sound.

    `head` is one that was exported or printed earlier, whole or its first eight characters: with it a
    shortened audit and one that was written anew are found as well. `progress` is told how many rows of
    how many are read.

    The codes are `audit.broken` (a row is not what it was, or not in its place), `audit.state` (a table
    holds other than the audit tells), `audit.head` (the head is not in the chain), `record.altered`,
    `record.damaged`, and the note `audit.time-backwards`. Raises Refusal `audit.head-unreadable`, and those
    of a database that cannot be reached.
    """
    _check_head(head)
    findings = Findings()
    try:
        with record.database.snapshot() as database:
            copied = replace(record, database=database)
            with copied.reading() as statements:
                findings.extend(_schema_problems(copied))
                _verify_rows(statements, head, findings, progress)
    except Refusal as refusal:
        # A table that is gone cannot be read; that it is gone is found already.
        if "record.damaged" not in refusal.codes and not findings.has("record.altered"):
            raise
        findings.extend(refusal.problems)
    return findings.problems()


def unguarded_record(place: str, clock: Clock = utc_now) -> Record:
    """The record at a place although its schema was altered, so that `verify` can tell what was done to it.

    Raises the other refusals of `open_record`.
    """
    database = database_at(place)
    try:
        check_current(database)
    except Refusal as refusal:
        if "record.altered" not in refusal.codes:
            database.close()
            raise
    return record_as_it_is(database, clock)


def record_as_it_is(database: Database, clock: Clock) -> Record:
    """The record of a database, whatever stands in it about itself."""
    with database.reading() as statements:
        about = about_as_it_is(statements)
    return Record(database, about.record, about.training, about.zone, clock, demo=about.demo)


def _check_head(head: Head | None) -> None:
    if head is None:
        return
    hexadecimal = set(head.hash) <= _HEXADECIMAL and len(head.hash) in (SHORT, _WHOLE_HASH)
    if head.sequence < 1 or not hexadecimal:
        message = f"{head.sequence}:{head.hash!r} is no head of an audit."
        fix = f"Give its sequence and its hash, whole or the first {SHORT} characters."
        raise refuse("audit.head-unreadable", "head", message, fix)


def _schema_problems(record: Record) -> Iterable[Problem]:
    """What is wrong with the schema, with the list of migrations, and with the file itself."""
    database, shipped = record.database, migrations(record.database.dialect)
    try:
        missing(database, shipped)
    except Refusal as refusal:
        yield from refusal.problems
    with record.reading() as statements:
        found = [(row["number"], row["name"]) for row in statements.all("every_migration")]
    said = [] if found == [(step.number, step.name) for step in shipped] else ["the list of migrations"]
    altered = one_after_another(said, schema_differences(database, shipped))
    yield from (_told("record.altered", "The schema is not the shipped one", each) for each in altered)
    yield from (_told("record.damaged", "The database is damaged", each) for each in database.soundness())


def _told(code: str, what: str, said: str) -> Problem:
    fix = "Keep the record as it is, find out who did what, and restore a backup."
    return Problem(code, "stop", "db", f"{what}: {' '.join(said.split())}.", fix)


def _verify_rows(statements: Statements, head: Head | None, findings: Findings, progress: Progress) -> None:
    counted = statements.one("audit_count")
    total = counted["number"] if counted else 0
    links, replay = Links(findings, head), Replay(findings)
    for done, row in enumerate(statements.each("every_audit"), 1):
        if _is_audit_row(row):
            entry = AuditRow(**row)
            links.take(entry)
            replay.take(entry)
        else:
            findings.add("audit.broken", f"audit row {done}", f"Row {done} is no row of an audit.")
        if done % _STEP == 0:
            progress(done, total)
    links.end()
    replay.compare(statements)
    progress(total, total)


def _is_audit_row(row: Row) -> bool:
    """Whether the columns are those of an audit, with numbers and texts in them as they belong."""
    if row.keys() != _COLUMNS:
        return False
    numbers, optional = ("sequence", "version"), ("old", "new")
    return all(
        isinstance(value, int if name in numbers else str) or (name in optional and value is None)
        for name, value in row.items()
    )
