"""A column of texts: the lines of a file, or one column of a CSV file, each with its line number."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.files.reading import file_text
from msc_dose.files.rows import rows_of, wrong_length
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
    rows = ((line, row) for line, row in rows_of(_content(path), path) if row)
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
    return wrong_length(row, line, width, path)
