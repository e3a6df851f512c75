"""A copy of a record is held to its own schema and audit before anybody relies on it."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.store.audit import verify
from msc_dose.store.audit.verifying import record_as_it_is
from msc_dose.store.care.exporting import Progress, silent
from msc_dose.store.chain import Head
from msc_dose.store.databases.database import Database
from msc_dose.store.databases.migrations import check_current, migrations, missing
from msc_dose.store.databases.schema_guard import schema_differences
from msc_dose.store.record import Clock, Record, utc_now

_FIELD = "db"


@dataclass(frozen=True, slots=True)
class Examined:
    """What a database holds: the record, whether its schema is this version's, its head, what is wrong."""

    record: Record
    current: bool
    head: Head
    problems: tuple[Problem, ...]


def examine(
    database: Database, head: Head | None = None, clock: Clock = utc_now, progress: Progress = silent
) -> Examined:
    """Hold a record to its schema, and to its audit where it has the schema of this version.

    One of an older version is held to its own migrations; its audit is verified when it is upgraded.

    Raises Refusal `record.empty`, `record.newer`, `record.altered`, `record.not-a-record`.
    """
    shipped = migrations(database.dialect)
    lacking = missing(database, shipped)
    if len(lacking) == len(shipped):
        check_current(database)  # refuses it: it is empty
    record = record_on(database, clock)
    if not lacking:
        found = tuple(p for p in verify(record, head, progress) if p.severity == "stop")
    else:
        own = shipped[: len(shipped) - len(lacking)]
        said = [*schema_differences(database, own), *database.soundness()]
        found = tuple(_altered(database.place, each) for each in said)
    return Examined(record, not lacking, record.head(), found)


def record_on(database: Database, clock: Clock) -> Record:
    """The record of a database whose schema is known to be good, whichever migrations it has."""
    return record_as_it_is(database, clock)


def unsound(what: str, problems: tuple[Problem, ...]) -> Refusal:
    """`record.copy-unsound`: the copy is not what its audit tells, and is not relied on."""
    message = f"{what} is not sound; it is not relied on."
    fix = "Keep everything as it is, find out who changed what, and take another copy."
    return Refusal([*refuse("record.copy-unsound", _FIELD, message, fix).problems, *problems])


def _altered(place: str, said: str) -> Problem:
    message = f"{place}: {said}."
    return refuse("record.altered", _FIELD, message, "Take another copy.").problems[0]
