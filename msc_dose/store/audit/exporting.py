"""The audit in a file of its own: JSON Lines, which are exact, or CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from msc_dose.problems import refuse
from msc_dose.store.about import check_may_leave
from msc_dose.store.audit.files import write_file
from msc_dose.store.chain import AuditRow, Head
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.visible import visible

__all__ = ["export", "write_file"]

COLUMNS = tuple(AuditRow.__dataclass_fields__)
_FORMULA = ("=", "+", "-", "@")
_FIELD = "file"


def export(statements: Statements, path: str, force: bool = False) -> Head:
    """Write the whole audit to a new file, `.jsonl` or `.csv` by its suffix; the head of what was written.

    JSON Lines hold every column exactly, in ASCII. In CSV what is hidden is written out, and a text that
    begins with = + - or @ stands behind an apostrophe, as a spreadsheet would calculate it.

    Raises Refusal `audit.export-suffix`, `demo.stays`, and those of `write_file`.
    """
    written = {".jsonl": _json_lines, ".csv": _csv_lines}.get(os.path.splitext(path)[1].lower())
    if written is None:
        message = f"{path} is neither .csv nor .jsonl."
        raise refuse("audit.export-suffix", _FIELD, message, "Name it such as audit.jsonl (exact).", path)
    check_may_leave(statements)
    last = Head(0, "")

    def counted() -> Iterator[Row]:
        nonlocal last
        for row in statements.each("every_audit"):
            last = Head(row["sequence"], row["hash"])
            yield row

    write_file(path, written(counted()), force)
    return last


def _json_lines(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps({name: row[name] for name in COLUMNS}) + "\n"


def _csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    page = io.StringIO()
    writer = csv.writer(page)
    for cells in _cells(rows):
        writer.writerow(cells)
        yield page.getvalue()
        page.seek(0)
        page.truncate()


def _cells(rows: Iterable[Row]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for row in rows:
        yield [_cell(row[name]) for name in COLUMNS]


def _cell(value: Any) -> str:
    text = "" if value is None else visible(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
