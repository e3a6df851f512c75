"""A column of texts: the lines of a file, or one column of a CSV file, each with its line number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from msc_dose.files.reading import file_text
from msc_dose.notation.door import shown
from msc_dose.notation.prose.tables import delimiter_of
from msc_dose.problems import Refusal, refuse

LARGEST_COLUMN = 50_000_000


def lines_of(path: str) -> Iterator[tuple[int, str]]:
    """Every line of a UTF-8 file (`-` is standard input), also an empty one, without its line end.

    Raises Refusal `file.unreadable`, `file.too-large`, `file.not-utf-8`, `file.empty`.
    """
    lines = _content(path).split("\n")
    return enumerate((line.removesuffix("\r") for line in lines[: -1 if lines[-1] == "" else None]), 1)


def column_of_csv(path: str, name: str) -> Iterator[tuple[int, str | Refusal]]:
    """Every cell of the column with this heading, with the line on which its row begins; or its refusal.

    The delimiter is the one of comma, semicolon and tabulator that the heading has most of. A row that is
    broken, or has another length than the heading, gives a Refusal `csv.malformed` in its place. The rows
    end before the file where a quotation mark leaves open which lines are rows. Empty lines are no rows.

    Raises Refusal `csv.column-unknown`, `csv.malformed` for a broken heading, and the refusals of `lines_of`.
    """
    rows = ((line, row) for line, row in _rows(_content(path), path) if row)
    _, heading = next(rows, (1, []))
    if isinstance(heading, Refusal):
        raise heading
    names = [cell.strip() for cell in heading]
    if names.count(name) != 1:
        message = (
            f"{path} has {names.count(name) or 'no'} columns {name!r}; its columns are {', '.join(names)}."
        )
        raise refuse("csv.column-unknown", "column", message, "Name one of them.", name)
    return ((line, _cell(line, row, names.index(name), len(names), path)) for line, row in rows)


def _content(path: str) -> str:
    text = file_text(path, "file", LARGEST_COLUMN)
    if not text:
        raise refuse("file.empty", "file", f"{path} is empty.", "Give a file with one amount a line.", path)
    return text


def _cell(line: int, row: list[str] | Refusal, at: int, width: int, path: str) -> str | Refusal:
    if isinstance(row, Refusal) or len(row) == width:
        return row if isinstance(row, Refusal) else row[at]
    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return _malformed(f"{path}, line {line}: {cells} where the heading has {width}.", ", ".join(row))


def _malformed(message: str, row: str) -> Refusal:
    return refuse("csv.malformed", "file", message, "Correct the line.", shown(row.rstrip("\r\n")))


class _Lines:
    """The lines of a text, with those of the row that is being read."""

    def __init__(self, text: str) -> None:
        self._lines, self.begun, self.row = StringIO(text, newline=""), 1, list[str]()

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.row.append(line)
            yield line

    def begin_row(self) -> int:
        """Forget the row before; the number of the line that comes next."""
        self.begun += len(self.row)
        self.row = []
        return self.begun


def _rows(text: str, path: str) -> Iterator[tuple[int, list[str] | Refusal]]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter_of(text)[0], strict=True)
    while True:
        begun = lines.begin_row()
        try:
            yield begun, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = "".join(lines.row)
            # Where every quotation mark has its second, the next line begins a row.
            closed = row.count('"') % 2 == 0
            yield begun, _broken(path, begun, len(lines.row), str(error), row, closed)
            if not closed:
                return


def _broken(path: str, begun: int, number: int, why: str, row: str, closed: bool) -> Refusal:
    where = f"line {begun}" if number < 2 else f"lines {begun} to {begun + number - 1}"
    rest = "" if closed else " A quotation mark is left open; no line after it is read."
    return _malformed(f"{path}, {where}: {why}.{rest}", row)
