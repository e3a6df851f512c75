"""The file of an export as it is read: every line held to what an export is, whatever the file holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from msc_dose.problems import refuse
from msc_dose.product.plain_text import shown
from msc_dose.store.care.exporting import COLUMNS, LONGEST_LINE, SCHEMA
from msc_dose.store.chain import Head, canonical
from msc_dose.store.databases.database import Row

FIELD = "file"
# The columns that hold whole numbers, in every table that has one of the name.
NUMBERS = frozenset(
    (
        *("sequence", "version", "number", "infusion", "event"),
        *("training", "active", "failures", "overridden"),
    )
)
_LEAST, _MOST = -(2**63), 2**63 - 1
_ORDER = {name: place for place, name in enumerate(COLUMNS)}
_HEADER_KEYS = {"schema", "record", "program", "migrations", "head", "counts"}
_WHOLE = "Take an export that is whole: nothing was written."


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: which record, written by which program, its migrations, head and number of rows."""

    record: str
    program: str
    migrations: tuple[str, ...]
    head: Head
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.counts.values())


class ExportFile:
    """One passage through a file. `header` is known with the first row, `line` is the one that is read.

    Every fault is a Refusal `record.import-…` that names the line.
    """

    def __init__(self, path: str) -> None:
        """Nothing is read yet."""
        self.path = path
        self.line = 0
        self.header = Header("", "", (), Head(0, ""), {})

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every row with its table, in order; at the end the file was whole, or it is refused.

        Codes `record.import-unreadable`, `-header`, `-version`, `-line`, `-table`, `-columns`, `-value`,
        `-order`, `-counts`, `-torn`, `-hash`.
        """
        try:
            with open(self.path, "rb") as file:
                yield from self._rows(file)
        except OSError as error:
            message = f"{self.path} cannot be read: {error.strerror or error}."
            raise refuse(
                "record.import-unreadable", FIELD, message, "Check the path and your rights.", self.path
            ) from error

    def _rows(self, file: BinaryIO) -> Iterator[tuple[str, Row]]:
        counts = dict.fromkeys(COLUMNS, 0)
        last = 0
        for number, raw in self._sealed(file):
            self.line = number
            if self.line == 1:
                self.header = self._header(self._content(raw))
                continue
            table, row = self._row(self._content(raw))
            if _ORDER[table] < last:
                self.fault("record.import-order", f"a row of {table} stands behind those of another table")
            last = _ORDER[table]
            counts[table] += 1
            yield table, row
        if counts != self.header.counts:
            self.fault("record.import-counts", "the rows are not as many as the header tells")

    def _sealed(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Every line but the last, numbered; the last is held to them."""
        seal, held, number = hashlib.sha256(), b"", 0
        while raw := file.readline(LONGEST_LINE + 1):
            if held:
                seal.update(held)
                yield number, held
            held, number = raw, number + 1
            if len(raw) > LONGEST_LINE:
                self.line = number
                self.fault("record.import-line", f"it is longer than {LONGEST_LINE:,} bytes")
        self.line = number
        self._end(held, seal.hexdigest())

    def _end(self, raw: bytes, sha256: str) -> None:
        """Hold the last line to all before it."""
        if self.line < 2 and not raw.startswith(b'{"counts":'):
            self.fault("record.import-header", "it is no export of a record")
        if not raw.endswith(b"\n") or not raw.startswith(b'{"counts":') or self.line < 2:
            self.fault(
                "record.import-torn",
                "it ends here, without the last line of an export: the file is not whole",
            )
        content = self._content(raw)
        if set(content) != {"counts", "sha256"} or content["counts"] != self.header.counts:
            self.fault("record.import-counts", "the last line does not tell what the header tells")
        if content["sha256"] != sha256:
            self.fault(
                "record.import-hash", "the hash of the lines above is another one: somebody changed the file"
            )

    def _content(self, raw: bytes) -> dict[str, Any]:
        """The line's content; only the one writing that an export has for it is taken."""
        try:
            text = raw.decode("utf-8").removesuffix("\n")
            content = json.loads(text)
            whole = isinstance(content, dict) and canonical(content) == text
        except (ValueError, RecursionError):
            whole = False
        if not whole:
            self.fault(
                "record.import-header" if self.line == 1 else "record.import-line",
                "it is no line of an export",
            )
        return dict(content)

    def _header(self, content: dict[str, Any]) -> Header:
        schema = str(content.get("schema"))
        if schema != SCHEMA and schema.startswith(SCHEMA.rpartition("/")[0]):
            fix = f"Import it with the program that wrote it ({shown(str(content.get('program')))})."
            self.fault("record.import-version", f"it is an export of another kind ({shown(schema)})", fix)
        if schema != SCHEMA:
            self.fault("record.import-header", "it is no export of a record")
        if set(content) != _HEADER_KEYS or not _fits(content):
            self.fault("record.import-header", "it is no header of an export")
        head = content["head"]
        return Header(
            content["record"],
            content["program"],
            tuple(content["migrations"]),
            Head(head["sequence"], head["hash"]),
            content["counts"],
        )

    def _row(self, content: dict[str, Any]) -> tuple[str, Row]:
        table, row = content.get("table"), content.get("row")
        if set(content) != {"table", "row"} or not isinstance(table, str) or not isinstance(row, dict):
            self.fault("record.import-line", "it is no row of a table")
        if table not in COLUMNS:
            self.fault("record.import-table", f"no record has a table {shown(table)!r}")
        if set(row) != set(COLUMNS[table]):
            apart = ", ".join(shown(name) for name in sorted(set(row) ^ set(COLUMNS[table])))
            self.fault("record.import-columns", f"{table} has other columns ({apart})")
        for name, value in row.items():
            if not _is_value(name, value):
                kind = "a whole number" if name in NUMBERS else "a text without hidden NUL"
                self.fault("record.import-value", f"{table}.{name} is not {kind}")
        return table, row

    def fault(self, code: str, what: str, fix: str = _WHOLE) -> NoReturn:
        """Refuse the line that is read."""
        message = f"{self.path}, line {self.line}: {what}."
        raise refuse(code, FIELD, message, fix, f"line {self.line}")


def _is_value(name: str, value: object) -> bool:
    if value is None:
        return True  # where a column must have a value, the database says so
    if name in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and _LEAST <= value <= _MOST
    return isinstance(value, str) and "\0" not in value


def _fits(content: dict[str, Any]) -> bool:
    """Whether the parts of a header are of their kinds."""
    head, counts, steps = content["head"], content["counts"], content["migrations"]
    return (
        all(isinstance(content[name], str) and "\0" not in content[name] for name in ("record", "program"))
        and isinstance(steps, list)
        and all(isinstance(step, str) for step in steps)
        and isinstance(head, dict)
        and set(head) == {"sequence", "hash"}
        and type(head["sequence"]) is int
        and isinstance(head["hash"], str)
        and isinstance(counts, dict)
        and set(counts) == set(COLUMNS)
        and all(type(number) is int for number in counts.values())
    )
