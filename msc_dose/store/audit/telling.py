"""What a row of the audit tells in words: when, and the new entity or one field's two values."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.problems import Refusal
from msc_dose.scheduling import day_text
from msc_dose.store.chain import AuditRow, told
from msc_dose.store.databases.database import Statements
from msc_dose.store.tables import TABLES
from msc_dose.store.visible import visible

_SECRET = "(kept secret)"
_DIGITS = 9  # of an event's number


def moment_text(at: str, zone: str) -> str:
    """A moment of the audit in the site's zone, `Mon 29-Jan-2024 09:00:00 (+0100)`; else as it stands."""
    try:
        moment = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return visible(at)
    return f"{day_text(moment.date())} {moment:%H:%M:%S} ({moment.strftime('%z')})"


def brief_text(row: AuditRow) -> str:
    """The same in few words, for a list: of a new entity its name alone."""
    if not row.field:
        return f"new {row.entity}" if row.entity.partition(" ")[0] in TABLES else row.entity
    old, new = values_of(row)
    return f"{row.entity}, {row.field}: {old} -> {new}"


def values_of(row: AuditRow) -> tuple[str, str]:
    """What a row says there was, and what there is: a secret is not told, and a new entity is in JSON."""
    kind = row.entity.partition(" ")[0]
    secret = TABLES[kind].secret if kind in TABLES else ()
    if row.field:
        old, new = (_SECRET if row.field in secret else _value(each) for each in (row.old, row.new))
        return old, new
    return _value(row.old), _columns(row.new, secret) if kind in TABLES else _value(row.new)


def row_text(statements: Statements, row: AuditRow) -> str:
    """What one row tells: the new entity with its fields, or one field's old and new value."""
    if row.field:
        return brief_text(row)
    kind, (_, new) = row.entity.partition(" ")[0], values_of(row)
    if kind not in TABLES:
        return f"{row.entity}: {new}"
    words = _event_words(statements, row) if kind == "event" else None
    return f"new {row.entity}: {words or new}"


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
