"""A column of texts: the lines of a file, or one column of a CSV file, each with its line number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from msc_dose.files.reading import file_text
from msc_dose.problems import refuse

LARGEST_COLUMN = 50_000_000


def lines_of(path: str) -> Iterator[tuple[int, str]]:
    """Every line of a UTF-8 file (`-` is standard input), also an empty one, without its line end.

    Raises Refusal `file.unreadable`, `file.too-large`, `file.not-utf-8`, `file.empty`.
    """
    text = file_text(path, "file", LARGEST_COLUMN)
    if not text:
        raise refuse("file.empty", "file", f"{path} is empty.", "Give a file with one amount a line.", path)
    lines = text.split("\n")
    return enumerate((line.removesuffix("\r") for line in lines[: -1 if lines[-1] == "" else None]), 1)


def column_of_csv(path: str, name: str) -> Iterator[tuple[int, str]]:
    """Every cell of the column with this heading, with the line on which its row ends.

    Raises Refusal `csv.column-unknown`, `csv.malformed` (also for a row of another length), and the
    refusals of `lines_of`.
    """
    text = file_text(path, "file", LARGEST_COLUMN)
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows = _rows(reader, path)
    _, heading = next(rows, (1, []))
    names = [cell.strip() for cell in heading]
    if names.count(name) != 1:
        message = (
            f"{path} has {names.count(name) or 'no'} columns {name!r}; its columns are {', '.join(names)}."
        )
        raise refuse("csv.column-unknown", "column", message, "Name one of them.", name)
    return _cells(rows, names.index(name), len(names), path)


def _rows(reader: Iterator[list[str]], path: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for cells in reader:
            yield getattr(reader, "line_num", 0), cells
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        raise refuse(
            "csv.malformed", "file", f"{path}, line {line}: {error}.", "Correct the line.", path
        ) from error


def _cells(
    rows: Iterator[tuple[int, list[str]]], at: int, width: int, path: str
) -> Iterator[tuple[int, str]]:
    for line, cells in rows:
        if not cells:
            continue
        if len(cells) != width:
            message = f"{path}, line {line}: {len(cells)} cells where the heading has {width}."
            raise refuse("csv.malformed", "file", message, "Correct the line.", path)
        yield line, cells[at]
