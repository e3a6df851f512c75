"""Rows of the audit as a person reads them: one heading for each change, and beneath it what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.cli.table import wrapped
from msc_dose.problems import Refusal
from msc_dose.scheduling import day_text
from msc_dose.store.chain import AuditRow, told
from msc_dose.store.databases.database import Statements
from msc_dose.store.tables import TABLES
from msc_dose.store.visible import visible

_SECRET = "(kept secret)"
_DIGITS = 9  # of an event's number


def page_lines(statements: Statements, rows: Iterable[AuditRow], zone: str) -> Iterator[str]:
    """The rows, those of one change together; times in the site's zone with weekday and offset."""
    for (at, person, role, host, action, reason), changed in groupby(rows, _change):
        said = "" if person == "msc_dose" else f" ({role})"
        yield from wrapped(f"{moment_text(at, zone)}  {visible(f'{person}{said}: {action}')}", 4)
        for row in changed:
            yield from wrapped(f"  {row.sequence:>6}  {visible(row_text(statements, row))}", 10)
        if reason:
            yield from wrapped(f"          reason: {visible(reason)}", 10)
        if host:
            yield from wrapped(f"          at {visible(host)}", 10)
        yield ""


def moment_text(at: str, zone: str) -> str:
    """A moment of the audit in the site's zone, `Mon 29-Jan-2024 09:00:00 (+0100)`; else as it stands."""
    try:
        moment = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return visible(at)
    return f"{day_text(moment.date())} {moment:%H:%M:%S} ({moment.strftime('%z')})"


def row_text(statements: Statements, row: AuditRow) -> str:
    """What one row tells: the new entity with its fields, or one field's old and new value."""
    kind = row.entity.partition(" ")[0]
    secret = TABLES[kind].secret if kind in TABLES else ()
    if row.field:
        old, new = (_SECRET if row.field in secret else _value(each) for each in (row.old, row.new))
        return f"{row.entity}, {row.field}: {old} -> {new}"
    if kind not in TABLES:
        return f"{row.entity}: {_value(row.new)}"
    words = _event_words(statements, row) if kind == "event" else None
    return f"new {row.entity}: {words or _columns(row.new, secret)}"


def _change(row: AuditRow) -> tuple[str, ...]:
    return (row.at, row.person, row.role, row.host, row.action, row.reason)


def _columns(new: str | None, secret: tuple[str, ...]) -> str:
    columns = _read(new)
    if not isinstance(columns, dict):
        return _value(new)
    shown = {name: _SECRET if name in secret else value for name, value in columns.items()}
    return "; ".join(f"{name} {_value(value)}" for name, value in shown.items() if value not in (None, ""))


def _event_words(statements: Statements, row: AuditRow) -> str | None:
    """The event in words; None where it cannot be read, or is not what the audit tells."""
    from msc_dose.courses.entry_text import told as in_words
    from msc_dose.courses.events.documents import event_of

    course, _, number = row.entity.removeprefix("event ").rpartition(" ")
    if not number.isdecimal() or len(number) > _DIGITS:
        return None
    kept = statements.one("one_event", course=course, number=int(number))
    columns = _read(row.new)
    if kept is None or not isinstance(columns, dict) or told(kept["document"]) != columns.get("document"):
        return None
    try:
        return in_words(event_of(_read(kept["document"])))
    except Refusal:
        return None


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None


def _value(value: object) -> str:
    return "nothing" if value is None else f"'{value}'" if value == "" else str(value)
