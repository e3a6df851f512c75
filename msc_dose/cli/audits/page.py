"""Rows of the audit as a person reads them: one heading for each change, and beneath it what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msc_dose.cli.table import wrapped
from msc_dose.store.audit.telling import moment_text, row_text
from msc_dose.store.chain import AuditRow
from msc_dose.store.databases.database import Statements
from msc_dose.store.visible import visible


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


def _change(row: AuditRow) -> tuple[str, ...]:
    return (row.at, row.person, row.role, row.host, row.action, row.reason)
