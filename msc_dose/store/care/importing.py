"""The record made anew from an export, row by row as it was, in one transaction: all of it or nothing."""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress
from datetime import UTC

from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.store.about import about_of
from msc_dose.store.audit import verify
from msc_dose.store.audit.files import unlink_own
from msc_dose.store.care.export_file import FIELD, ExportFile
from msc_dose.store.care.exporting import Progress, migration_name, silent
from msc_dose.store.chain import Head
from msc_dose.store.databases import failures
from msc_dose.store.databases.database import Database, Statements, Taken
from msc_dose.store.databases.migrations import migrations, missing, upgrade
from msc_dose.store.databases.place import database_at, path_of
from msc_dose.store.record import Clock, Record, utc_now

_STEP = 1_000


def import_record(
    path: str, place: str, clock: Clock = utc_now, head: Head | None = None, progress: Progress = silent
) -> Record:
    """The record of an export, open at a new place: a path where no file is, or a server's empty database.

    The file is read through first, and then again while its rows are written; the audit is verified, held to
    the header's head and to `head` if one is known, before anything is kept.

    Raises Refusal `record.import-…` (see ExportFile.rows; `-refused`, `-audit`, `-head` besides),
    `record.exists`, and those of `database_at`.
    """
    first = ExportFile(path)
    deque(first.rows(), maxlen=0)
    database = database_at(place, create=True)
    try:
        _check_fits(first, database)
        return _filled(ExportFile(path), database, clock, head, progress)
    except BaseException:  # even by Ctrl+C: half a record must not stand where the whole one is expected
        made: tuple[int, int] | None = getattr(database, "made", None)
        empty = not _has_tables(database)
        database.close()
        if made and empty:
            unlink_own(os.path.realpath(database.place), made)  # the file that was made for nothing
        raise


def file_of(place: str) -> str | None:
    """The path of a record in a file; None for the address of a server. Refusal `record.address`."""
    return path_of(place)


def occupied(place: str) -> Refusal:
    """`record.exists`: something is there, and it is not written over."""
    message = f"There is a record at {place} already."
    return refuse("record.exists", "db", message, "Use it, or name another place.", place)


def _check_fits(file: ExportFile, database: Database) -> None:
    shipped = migrations(database.dialect)
    if len(missing(database, shipped)) < len(shipped):
        raise occupied(database.place)
    if file.header.migrations != tuple(migration_name(step.number, step.name) for step in shipped):
        fix = f"Import it with the program that wrote it ({file.header.program}), then msc-dose db upgrade."
        file.line = 1
        file.fault("record.import-version", "the record has other migrations than this version", fix)


def _has_tables(database: Database) -> bool:
    with suppress(Refusal), database.reading():
        return bool(database.schema())
    return True


def _filled(
    file: ExportFile, database: Database, clock: Clock, head: Head | None, progress: Progress
) -> Record:
    record: list[Record] = []

    def fill(statements: Statements) -> None:
        _insert(file, statements, progress)
        record.append(_record(statements, database, clock))
        _check(file, record[0], head, progress)

    try:
        upgrade(database, clock().astimezone(UTC).isoformat(), before=lambda: None, within=fill)
    except (Refusal, Taken) as error:
        if isinstance(error, Refusal) and error.codes != ("record.refused",):
            raise
        said = error.problems[0].message if isinstance(error, Refusal) else f"{error} has such a row already."
        file.fault("record.import-refused", f"the record does not take this row: {said.rstrip('.')}")
    return record[0]


def _insert(file: ExportFile, statements: Statements, progress: Progress) -> None:
    for done, (table, row) in enumerate(file.rows(), 1):
        if statements.run(f"insert_{table}", **row) != 1:
            raise failures.not_written(table)
        if done % _STEP == 0:
            progress(done, file.header.total)


def _record(statements: Statements, database: Database, clock: Clock) -> Record:
    about = about_of(statements)
    return Record(database, about.record, about.training, about.zone, clock, demo=about.demo)


def _check(file: ExportFile, record: Record, head: Head | None, progress: Progress) -> None:
    """Hold what was written to the header, and the audit to itself."""
    if record.head() != file.header.head or record.identifier != file.header.record:
        file.line = 1
        file.fault(
            "record.import-head", "the header tells of another record, or of another head of its audit"
        )
    found = [problem for problem in verify(record, head, progress) if problem.severity == "stop"]
    if found:
        raise Refusal([_unsound(file.path), *found])


def _unsound(path: str) -> Problem:
    message = f"{path}: the record in it is not what its audit tells; nothing was written."
    return stop("record.import-audit", FIELD, message, "Find out who changed it, and take another export.")
