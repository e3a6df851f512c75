"""What the screen of the record asks at once: status, audit, people, protocols."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from msc_dose.store.audit import Asked, Pages, page, pages
from msc_dose.store.chain import AuditRow
from msc_dose.store.databases.database import Statements
from msc_dose.store.people import Person, people
from msc_dose.store.site.protocol_files import Filed, filed
from msc_dose.tui.auditing.status import Status, status_of
from msc_dose.tui.desk import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """One moment's view: `first` holds the newest pages of the audit by number, so that they show at once."""

    status: Status
    pages: Pages
    first: dict[int, tuple[AuditRow, ...]]
    people: tuple[Person, ...]
    protocols: tuple[Filed, ...]
    today: Date


def found_of(desk: Desk, asked: Asked) -> Found:
    """Ask the record."""
    record = desk.open_record

    def question(statements: Statements) -> Found:
        everybody, places = people(statements), pages(statements, asked)
        last = len(places.starts)
        first = {number: page(statements, places, number) for number in range(max(0, last - 2), last)}
        status = status_of(record, statements, everybody)
        return Found(status, places, first, everybody, filed(statements), desk.now().date())

    return desk.read(question)
