"""Care for a record: it is made and upgraded; copies of it are taken, and it is made from them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC

from msc_dose.problems import Refusal, refuse
from msc_dose.product.plain_text import shown
from msc_dose.scheduling.zones import is_zone
from msc_dose.store.care.backups import Backup, backup, backup_before
from msc_dose.store.care.examining import record_on
from msc_dose.store.care.exporting import Exported, Progress, export_record, silent
from msc_dose.store.care.importing import file_of, import_record, occupied
from msc_dose.store.care.restoring import Restored, restore
from msc_dose.store.chain import Head
from msc_dose.store.change import Change
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.databases.database import Database, Statements
from msc_dose.store.databases.migrations import Migration, check_current, migrations, missing, upgrade
from msc_dose.store.databases.place import VARIABLE, chosen_place, database_at
from msc_dose.store.people import add_person, people
from msc_dose.store.people.permissions import ADMINISTRATOR
from msc_dose.store.record import Clock, Record, create_record, open_record, utc_now

__all__ = [
    "Backup",
    "Exported",
    "Restored",
    "Upgraded",
    "Where",
    "backup",
    "begin_record",
    "export_record",
    "import_record",
    "restore",
    "upgrade_record",
    "where",
]


@dataclass(frozen=True, slots=True)
class Where:
    """The place that is used, and why: `option`, `variable` or `default`.

    `exists` tells whether a file is there; None for a server, which is not asked.
    """

    place: str
    why: str
    exists: bool | None


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The migrations that were carried out (none where there was nothing to do), the backup, and the head."""

    place: str
    migrations: tuple[str, ...]
    backup: Backup | None
    head: Head


def where(said: str | None) -> Where:
    """Which record a command uses that is given `said` as its --db. Nothing is opened."""
    place = chosen_place(said)
    chosen_by_variable = "variable" if os.environ.get(VARIABLE) else "default"
    why = "option" if said is not None else chosen_by_variable
    path = file_of(place)
    if path is not None:
        return Where(os.path.abspath(path), why, os.path.lexists(path))
    from msc_dose.store.databases.postgres_address import address_shown

    return Where(address_shown(place), why, None)


def begin_record(
    place: str,
    zone: str,
    training: bool,
    administrator: tuple[str, str],
    passphrase: Callable[[], str],
    clock: Clock = utc_now,
) -> Record:
    """A new record with its first administrator (code, name); `passphrase` asks for theirs at the end.

    One that was begun and has nobody yet is gone on with.

    Raises Refusal `record.zone`, `record.exists`, and those of `create_record` and `add_person`.
    """
    if not is_zone(zone):
        message = f"{shown(zone)!r} is no time zone by its IANA name."
        fix = "Write it such as Europe/Berlin; on Windows, install tzdata."
        raise refuse("record.zone", "zone", message, fix, shown(zone))
    record = _begun(place, zone, training, clock)
    with closed_on_failure(record):
        code, name = administrator
        add_person(record, None, code, name, ADMINISTRATOR, passphrase())
    return record


def _begun(place: str, zone: str, training: bool, clock: Clock) -> Record:
    try:
        return create_record(place, zone, training, clock)
    except Refusal as refusal:
        if "record.exists" not in refusal.codes:
            raise
    record = open_record(place, clock)
    with record.reading() as statements:
        anybody = bool(people(statements))
    if anybody or (record.zone, record.training) != (zone, training):
        record.close()
        raise occupied(record.database.place)
    return record


def upgrade_record(
    place: str,
    clock: Clock = utc_now,
    progress: Progress = silent,
    shipped: tuple[Migration, ...] | None = None,
) -> Upgraded:
    """Bring a record up to this version, after a backup: all of it or nothing. The audit tells of it.

    Raises Refusal `record.missing`, `record.empty`, `record.newer`, `record.altered`, `record.not-a-record`,
    and those of the backup.
    """
    with closing(database_at(place)) as database:
        steps = migrations(database.dialect) if shipped is None else shipped
        lacking = missing(database, steps)
        if len(lacking) == len(steps):
            check_current(database)  # refuses it: it is empty
        taken: list[Backup] = []
        done = upgrade(
            database,
            clock().astimezone(UTC).isoformat(),
            before=lambda: taken.append(backup_before(database, clock, lacking[0].number, progress)),
            shipped=steps,
            within=lambda statements: _tell(statements, database, lacking, clock),
        )
        names = tuple(f"{step.number:04}_{step.name}" for step in done)
        head = record_on(database, clock).head()
        return Upgraded(database.place, names, taken[0] if taken else None, head)


def _tell(statements: Statements, database: Database, steps: tuple[Migration, ...], clock: Clock) -> None:
    record = record_on(database, clock)
    change = Change(statements, record.itself, record.now(), "record upgraded")
    for step in steps:
        change.note("migration", f"{step.number:04}_{step.name}")
