"""The rows of a CSV text, each with the line on which it begins, or the refusal of a broken one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from msc_dose.notation.door import shown
from msc_dose.notation.prose.tables import delimiter_of
from msc_dose.problems import Refusal, refuse


def rows_of(text: str, path: str) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Every row with the line on which it begins; Refusal `csv.malformed` in the place of a broken one.

    The delimiter is the one of comma, semicolon and tabulator that the heading has most of. The rows end
    before the text where a quotation mark leaves open which lines are rows. An empty line is an empty row.
    """
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


def wrong_length(row: list[str], line: int, width: int, path: str) -> Refusal:
    """The refusal `csv.malformed` of a row that has another length than the heading."""
    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return _malformed(f"{path}, line {line}: {cells} where the heading has {width}.", ", ".join(row))


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


def _broken(path: str, begun: int, number: int, why: str, row: str, closed: bool) -> Refusal:
    where = f"line {begun}" if number < 2 else f"lines {begun} to {begun + number - 1}"
    rest = "" if closed else " A quotation mark is left open; no line after it is read."
    return _malformed(f"{path}, {where}: {why}.{rest}", row)


def _malformed(message: str, row: str) -> Refusal:
    return refuse("csv.malformed", "file", message, "Correct the line.", shown(row.rstrip("\r\n")))
