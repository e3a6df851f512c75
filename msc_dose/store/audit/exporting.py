"""The audit in a file of its own: JSON Lines, which are exact, or CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from msc_dose.problems import refuse
from msc_dose.store.chain import AuditRow, Head
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.visible import visible

COLUMNS = tuple(AuditRow.__dataclass_fields__)
_FORMULA = ("=", "+", "-", "@")
_FIELD = "file"


def export(statements: Statements, path: str, force: bool = False) -> Head:
    """Write the whole audit to a new file, `.jsonl` or `.csv` by its suffix; the head of what was written.

    JSON Lines hold every column exactly, in ASCII. In CSV what is hidden is written out, and a text that
    begins with = + - or @ stands behind an apostrophe, as a spreadsheet would calculate it.

    Raises Refusal `audit.export-suffix`, and those of `write_file`.
    """
    written = {".jsonl": _json_lines, ".csv": _csv_lines}.get(os.path.splitext(path)[1].lower())
    if written is None:
        message = f"{path} is neither .csv nor .jsonl."
        raise refuse("audit.export-suffix", _FIELD, message, "Name it such as audit.jsonl (exact).", path)
    last = Head(0, "")

    def counted() -> Iterator[Row]:
        nonlocal last
        for row in statements.each("every_audit"):
            last = Head(row["sequence"], row["hash"])
            yield row

    write_file(path, written(counted()), force)
    return last


def write_file(path: str, texts: Iterable[str], force: bool = False) -> None:
    """Write a file whole or not at all, for its owner alone (mode 0600), synced to the disk.

    Raises Refusal `file.exists` where there is one and not `force`; `file.unwritable`.
    """
    try:
        if not force and os.path.lexists(path):
            raise FileExistsError
        _put(path, texts, force)
    except FileExistsError as error:
        message = f"{path} is there already."
        raise refuse("file.exists", _FIELD, message, "Name another file, or say --force.", path) from error
    except OSError as error:
        message = f"{path}: {error.strerror or error}."
        raise refuse("file.unwritable", _FIELD, message, "Check the path and your rights.", path) from error


def _put(path: str, texts: Iterable[str], force: bool) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    descriptor, temporary = tempfile.mkstemp(prefix=".msc-dose-", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.writelines(texts)
            file.flush()
            os.fsync(file.fileno())
        if force:
            os.replace(temporary, path)
        else:
            _name(temporary, path)
        _sync(folder)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def _name(temporary: str, path: str) -> None:
    """Give the file its name, and refuse one that came meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:  # a memory stick, whose files have one name each
        if os.path.lexists(path):
            raise FileExistsError from error
        os.replace(temporary, path)


def _sync(folder: str) -> None:
    """Bring the new name to the disk, where a folder can be told so; the file's content is there."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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
