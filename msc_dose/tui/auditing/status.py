"""The record in a few words: where it is, what it is, up to which row, and when it was copied last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.scheduling import day_text, days_text
from msc_dose.store.about import schema_number
from msc_dose.store.audit import head_row
from msc_dose.store.care.backups import backup_folder, latest_backup
from msc_dose.store.care.checking import BACKUP_AGE
from msc_dose.store.chain import Head
from msc_dose.store.databases.database import Statements
from msc_dose.store.people import Person
from msc_dose.store.record import Record


@dataclass(frozen=True, slots=True)
class Status:
    """What stands above the audit. `schema` is the number of the last migration; `backup` when (site)."""

    place: str
    zone: str
    training: bool
    schema: int
    head: Head
    people: int
    active: int
    backup: datetime | None
    now: datetime

    @property
    def old(self) -> bool:
        """Whether the last backup, if any is known, is older than a site's habit allows."""
        return self.backup is None or self.now - self.backup > BACKUP_AGE

    def lines(self) -> list[str]:
        """Two lines."""
        kind = "TRAINING" if self.training else "the site's own"
        return [
            f"{self.place} · {kind} · {self.zone} · schema {self.schema}",
            f"head {self.head.sequence:,}:{self.head.short} · {self._people()} · {self._backup()}",
        ]

    def _people(self) -> str:
        left = self.people - self.active
        return f"{self.active} people{f', {left} left' if left else ''}"

    def _backup(self) -> str:
        if self.backup is None:
            return "▲ no backup known (b)"
        age = self.now - self.backup
        said = f"backup {day_text(self.backup.date())} {self.backup:%H:%M}"
        return f"▲ {said}, {days_text(age.days)} old (b)" if age > BACKUP_AGE else said


def status_of(record: Record, statements: Statements, people: tuple[Person, ...]) -> Status:
    """The record as it is now; the folder of its backups is looked at."""
    last = head_row(statements)
    known = latest_backup(backup_folder(record))
    return Status(
        place=record.database.place,
        zone=record.zone,
        training=record.training,
        schema=schema_number(statements),
        head=Head(last.sequence, last.hash) if last else Head(0, ""),
        people=len(people),
        active=sum(each.active for each in people),
        backup=known[1].astimezone(ZoneInfo(record.zone)) if known else None,
        now=record.now(),
    )
