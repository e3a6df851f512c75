"""The audit told again from its first row: what every table must hold; and what the tables hold instead."""

from __future__ import annotations

import json
from typing import NamedTuple

from msc_dose.product.plain_text import shown
from msc_dose.store.audit.findings import Findings
from msc_dose.store.audit.lawful import Lawful
from msc_dose.store.chain import AuditRow, canonical
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.tables import TABLES, Table

Values = dict[str, str | None]
_NOTE = "note"
_SHOWN, _BEFORE = 50, 15  # how much of a long value is shown, and how much of it before the difference


class _Told(NamedTuple):
    """What the audit tells of one row: its columns as one JSON text, and the audit's row that told last."""

    whole: str
    version: int
    sequence: int


class Replay:
    """What the rows so far tell; a row that contradicts those before it is a finding of its own.

    It holds what is told of every row at once: about 100 MB for 200,000 of them.
    """

    def __init__(self, findings: Findings) -> None:
        """Nothing is told yet."""
        self._findings = findings
        self._told: dict[str, _Told] = {}

    def take(self, row: AuditRow) -> None:
        """Go on by the audit's next row."""
        kind = row.entity.partition(" ")[0]
        if kind == _NOTE:
            return
        if kind not in TABLES:
            self._contradicts(row, "tells of a table that no record has")
        elif row.field:
            self._update(row, TABLES[kind])
        else:
            self._insert(row)

    def _insert(self, row: AuditRow) -> None:
        if row.entity in self._told or row.version != 1:
            self._contradicts(row, "tells as new what was there before")
        self._told[row.entity] = _Told(row.new or "", row.version, row.sequence)

    def _update(self, row: AuditRow, table: Table) -> None:
        before = self._told.get(row.entity)
        values = _values(before.whole) if before else None
        if before is None or values is None or row.field not in values:
            return self._contradicts(row, f"tells of {shown(row.field)}, which nothing told of before")
        if not table.mutable or row.version not in _next_versions(before.version):
            self._contradicts(row, f"tells of version {row.version} after version {before.version}")
        if values[row.field] != row.old:
            here, there = _apart(row.old, values[row.field])
            told = f"row {before.sequence} left it {there}"
            self._contradicts(row, f"tells that {shown(row.field)} was {here}, and {told}")
        values[row.field] = row.new
        self._told[row.entity] = _Told(canonical(values), row.version, row.sequence)

    def _contradicts(self, row: AuditRow, what: str) -> None:
        message = f"Row {row.sequence} ({shown(row.entity)}) {what}."
        self._findings.add("audit.broken", f"audit row {row.sequence}", message)

    def compare(self, statements: Statements) -> None:
        """Hold every table to what was told: rows edited, added and deleted."""
        lawful = Lawful(self._findings)
        for table in TABLES.values():
            for row in statements.each(f"every_{table.name}"):
                self._compare(table, row)
                lawful.take(table.name, row)
        for entity, told in self._told.items():
            message = f"{shown(entity)} is not in its table; row {told.sequence} of the audit tells of it."
            self._findings.add("audit.state", shown(entity), f"Deleted: {message}")
        self._told.clear()

    def _compare(self, table: Table, row: Row) -> None:
        if not row.keys() >= {*table.key, *table.columns}:
            return self._findings.add("audit.state", table.name, f"The table {table.name} lacks columns.")
        entity = table.entity(row)
        told = self._told.pop(entity, None)
        if told is None:
            message = f"Added: {shown(entity)} stands in its table, and the audit does not tell of it."
            return self._findings.add("audit.state", shown(entity), message)
        if table.mutable and row["version"] != told.version:
            self._edited(entity, "version", str(told.version), str(row["version"]), told)
        held = table.values(row)
        if told.whole != canonical(held):
            self._compare_values(entity, held, told)
        return None

    def _compare_values(self, entity: str, held: Values, told: _Told) -> None:
        values = _values(told.whole)
        if values is None or set(values) != set(held):
            message = f"Row {told.sequence} does not tell the columns of {shown(entity)}."
            return self._findings.add("audit.state", shown(entity), message)
        for name in held:
            if held[name] != values[name]:
                self._edited(entity, name, values[name], held[name], told)
        return None

    def _edited(self, entity: str, column: str, told: str | None, held: str | None, by: _Told) -> None:
        here, there = _apart(told, held)
        message = (
            f"Edited: {shown(entity)}, {column}: the audit tells {here} (row {by.sequence}), the table holds "
            f"{there}."
        )
        self._findings.add("audit.state", f"{shown(entity)}, {column}", message)


def _next_versions(version: int) -> tuple[int, ...]:
    """A change makes the next version; where it changes several fields, each has a row of that version."""
    return (version, version + 1) if version > 1 else (version + 1,)


def _values(whole: str) -> Values | None:
    """The columns of a row as the audit tells them; None where the text tells none."""
    try:
        values = json.loads(whole)
    except (ValueError, RecursionError):
        return None
    told = isinstance(values, dict) and all(isinstance(each, str | None) for each in values.values())
    return values if told else None


def _apart(one: str | None, other: str | None) -> tuple[str, str]:
    """Two values so that a person sees where they differ, in signs that hurt no terminal."""
    common = 0
    if one and other:
        while common < min(len(one), len(other)) and one[common] == other[common]:
            common += 1
    start = common - _BEFORE if common > _SHOWN else 0
    return _part(one, start), _part(other, start)


def _part(value: str | None, start: int) -> str:
    if value is None:
        return "nothing"
    return f"'{'...' if start else ''}{shown(value[start : start + _SHOWN])}'"
