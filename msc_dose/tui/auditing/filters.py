"""Which rows of the audit are asked for, from what a person types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msc_dose.notation.dates import read_date
from msc_dose.problems import Problem, Refusal
from msc_dose.scheduling import day_text
from msc_dose.store.audit import Asked
from msc_dose.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class FilterEntry:
    """The fields of the filter as they stand; an empty one asks for everything."""

    person: str = ""
    entity: str = ""
    action: str = ""
    since: str = ""
    until: str = ""

    @property
    def words(self) -> str:
        """What is asked for, in a line; empty where nothing is."""
        said = {
            "by": self.person,
            "of": entity_of(self.entity),
            "action": self.action,
            "from": self.since,
            "to": self.until,
        }
        return ", ".join(f"{name} {text.strip()}" for name, text in said.items() if text.strip())


def entity_of(text: str) -> str:
    """The name in the audit: `C-1` alone is a course; `container MSC24A 0001` is what it says."""
    said = text.strip()
    return said if not said or said.split(" ")[0] in TABLES else f"course {said}"


def asked_of(entry: FilterEntry, zone: str, words: str = "") -> Asked:
    """What the store asks with; both days are taken in whole, by the site's clocks.

    Raises one Refusal that names every day that cannot be read.
    """
    problems: list[Problem] = []
    since = _day(entry.since, "since", problems)
    until = _day(entry.until, "until", problems)
    if problems:
        raise Refusal(problems)
    return Asked(
        entry.person.strip(),
        entity_of(entry.entity),
        entry.action.strip(),
        _midnight(since, zone),
        _midnight(until + timedelta(days=1) if until else None, zone),
        words.strip(),
    )


def day_said(text: str) -> str:
    """A day in words, beside its field; empty where there is none. Refusal as the reader of dates."""
    return day_text(read_date(text, "day")) if text.strip() else ""


def _day(text: str, field: str, problems: list[Problem]) -> Date | None:
    try:
        return read_date(text, field) if text.strip() else None
    except Refusal as refusal:
        problems += refusal.problems
        return None


def _midnight(day: Date | None, zone: str) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) if day else None
