"""Whether a record is well: its schema, file, audit, courses, settings, and what could harm it soon."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, timedelta

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.store.audit import verify
from msc_dose.store.care.backups import backup_folder, latest_backup, leftovers
from msc_dose.store.care.courses_checked import courses_checked
from msc_dose.store.care.examining import record_on
from msc_dose.store.care.exporting import Progress, silent
from msc_dose.store.chain import Head
from msc_dose.store.databases.migrations import check_current
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import Clock, Record, utc_now
from msc_dose.store.site.settings import LOCAL, identity

BACKUP_AGE = timedelta(days=7)  # a site that takes one every night, and missed some
_ROOM = 100 * 10**6  # bytes, besides twice the record: for a backup and for a journal
_OTHERS = 0o077
# What keeps a record from being looked at, and is an answer to whether it is well.
_ILL = {
    *("record.damaged", "record.not-a-record", "record.altered", "record.newer", "record.old"),
    *("record.empty", "record.unsafe", "record.network-mount"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that was looked at: what, what was found in words, and the problems with it."""

    what: str
    found: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The place, the record where it could be opened, and everything that was looked at.

    `identifies` says whether it may hold its patients' identifiers; None where nobody can tell.
    """

    place: str
    record: str
    training: bool | None
    head: Head | None
    looked: tuple[Looked, ...]
    identifies: bool | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong (`stop`), or wants looking after (`check`)."""
        return tuple(problem for each in self.looked for problem in each.problems)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return all(problem.severity != "stop" for problem in self.problems)


def check_record(
    place: str,
    clock: Clock = utc_now,
    head: Head | None = None,
    backups: str | None = None,
    progress: Progress = silent,
    of_courses: Progress = silent,
) -> Checked:
    """Look at everything that can be wrong with a record; nothing is written.

    `head` is one that was printed or exported; `backups` a folder, where they are not in the record's own.
    `progress` is told of the rows of the audit, `of_courses` of the courses. Codes besides those of `verify`
    and of opening: `record.course-unreadable`, `record.unsafe`, and the checks `record.mode`, `record.space`,
    `record.no-backup`, `record.backup-old`, `record.leftover`, `stock.disagrees`.

    Raises Refusal where there is no record, or the server cannot be reached, and `audit.head-unreadable`.
    """
    try:
        database = database_at(place)
    except Refusal as refusal:
        return Checked(place, "", None, None, (_ill("opening", refusal),))
    with closing(database):
        try:
            check_current(database)
        except Refusal as refusal:
            if "record.altered" not in refusal.codes:
                return Checked(database.place, "", None, None, (_ill("schema", refusal),))
        return check_open(record_on(database, clock), head, backups, progress, of_courses)


def check_open(
    record: Record,
    head: Head | None = None,
    backups: str | None = None,
    progress: Progress = silent,
    of_courses: Progress = silent,
) -> Checked:
    """The same of a record that is open already; Refusal as `check_record`."""
    looked = (*_within(record, head, progress, of_courses), *_around(record, backups))
    known = (record.identifier, record.training, record.head(), looked)
    return Checked(record.database.place, *known, _identifies(record))


def _identifies(record: Record) -> bool | None:
    try:
        with record.reading() as statements:
            return identity(statements) == LOCAL
    except Refusal as refusal:
        _ill("settings", refusal)
        return None


def _ill(what: str, refusal: Refusal) -> Looked:
    if _ILL.isdisjoint(refusal.codes):
        raise refusal
    return Looked(what, refusal.problems[0].message, refusal.problems)


def _within(record: Record, head: Head | None, progress: Progress, of_courses: Progress) -> Iterator[Looked]:
    """What the record says of itself."""
    found = verify(record, head, progress)
    last = record.head()
    told = {
        "schema": ("as it was shipped", _with(found, "record.altered", "record.newer")),
        "file": ("sound", _with(found, "record.damaged")),
    }
    for what, (good, problems) in told.items():
        yield Looked(what, "not as it should be" if problems else good, problems)
    rest = tuple(p for p in found if not p.code.startswith("record."))
    broken = any(p.severity == "stop" for p in rest)
    said = f"{last.sequence:,} rows, {'broken' if broken else 'whole'}, head {last.short}"
    yield Looked("audit", said, rest)
    yield _courses(record, of_courses)
    yield _settings(record)


def _courses(record: Record, progress: Progress) -> Looked:
    try:
        return Looked("courses", *courses_checked(record, progress))
    except Refusal as refusal:
        return _ill("courses", refusal)


def _settings(record: Record) -> Looked:
    """What is asserted on every connection, and what only the owner of a server can change."""
    hazards = record.database.hazards()
    if not hazards:
        return Looked("settings", "in force, as asserted when it was opened")
    message = f"The server can lose what it has acknowledged: {', '.join(hazards)}."
    fix = "Put it right in postgresql.conf, and start the server again."
    return Looked("settings", "not safe", (stop("record.unsafe", "db", message, fix),))


def _with(problems: Iterable[Problem], *codes: str) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.code in codes)


def _around(record: Record, backups: str | None) -> Iterator[Looked]:
    """What stands around it: the disk, who reads the file, the backups."""
    if record.database.dialect == "sqlite":
        yield Looked("disk", "not a network's")  # or it would not have been opened
        yield _mode(record.database.place)
        yield _space(record.database.place)
    folder = backups or backup_folder(record)
    yield _backups(record, folder)
    yield from _left(leftovers(record, folder))


def _left(found: tuple[str, ...]) -> Iterator[Looked]:
    """Unfinished files: another program is at work, or was killed."""
    if found:
        message = f"An unfinished copy of the record lies about: {', '.join(found)}."
        fix = "Where no backup, restore, export or check is running, delete it: everything is in it."
        yield Looked("leftovers", f"{len(found)} unfinished", (_check("record.leftover", message, fix),))


def _mode(path: str) -> Looked:
    if os.name != "posix":
        return Looked("rights", "not asked on this system")
    mode = os.stat(path).st_mode & 0o777
    if not mode & _OTHERS:
        return Looked("rights", f"mode {mode:04o}")
    message = f"Others on this machine have rights to {path} (mode {mode:04o})."
    return Looked("rights", f"mode {mode:04o}", (_check("record.mode", message, f"chmod 600 {path}"),))


def _space(path: str) -> Looked:
    size = os.path.getsize(path)
    free = shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free
    said = f"{_megabytes(free)} free, the record has {_megabytes(size)}"
    if free >= 2 * size + _ROOM:
        return Looked("space", said)
    message = f"The disk has {_megabytes(free)} free, and a backup needs more."
    return Looked("space", said, (_check("record.space", message, "Make room."),))


def _megabytes(number: int) -> str:
    return f"{number / 10**6:,.1f} MB"


def _backups(record: Record, folder: str) -> Looked:
    latest = latest_backup(folder)
    fix = "Take one: msc-dose db backup."
    if latest is None:
        message = f"No backup is known ({folder})."
        return Looked("backup", "none is known", (_check("record.no-backup", message, fix),))
    age = record.now().astimezone(UTC) - latest[1]
    said = f"{latest[1]:%Y-%m-%d %H:%M} UTC, {_days(age)}, {latest[0]}"
    if age <= BACKUP_AGE:
        return Looked("backup", said)
    message = f"The last backup is {_days(age)}."
    return Looked("backup", said, (_check("record.backup-old", message, fix),))


def _days(age: timedelta) -> str:
    return "today" if age < timedelta(days=1) else f"{age.days} days old"


def _check(code: str, message: str, fix: str) -> Problem:
    return Problem(code, "check", "db", message, fix)
