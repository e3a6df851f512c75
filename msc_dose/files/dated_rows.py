"""CSV files of dated lines: a heading that begins with `date`, then one line for each day."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from typing import TypeVar

from msc_dose.files.reading import file_text
from msc_dose.notation.dates import read_date
from msc_dose.problems import Problem, Refusal, stop

Value = TypeVar("Value")

_MOST_ROWS = 10_000


def dated_rows(
    path: str | os.PathLike[str],
    field: str,
    headings: Sequence[tuple[str, ...]],
    value_of: Callable[[list[str], str], Value],
) -> dict[date, Value]:
    """What each line says of its day, by day; `value_of` takes the line's other cells and where it stands.

    UTF-8, one of the `headings`, ISO dates, no date twice. Raises one Refusal naming every bad line:
    `closed.header`, `closed.fields`, `closed.duplicate`, `closed.too-many`, a date's own code, or that of
    `value_of`.
    """
    return dated_rows_of_text(file_text(path, field), os.fspath(path), field, headings, value_of)


def dated_rows_of_text(
    text: str,
    name: str,
    field: str,
    headings: Sequence[tuple[str, ...]],
    value_of: Callable[[list[str], str], Value],
) -> dict[date, Value]:
    """The same of a text that was read before; `name` is what refusals call it."""
    rows = _rows(text, name, field)
    heading = tuple(cell.strip() for cell in rows[0][1]) if rows else ()
    if heading not in headings:
        wanted = " or ".join(",".join(each) for each in headings)
        fix = f"Make the first line {wanted}."
        raise Refusal([stop("closed.header", field, f"{name} has no header {wanted}.", fix, name)])
    lines, days, problems = dict[date, int](), dict[date, Value](), list[Problem]()
    for line, cells in rows[1:]:
        where = f"{name}, line {line}"
        try:
            day = _day(cells, heading, where, field)
            if day in lines:
                message = f"{where}: {day.isoformat()} stands on line {lines[day]} already."
                raise Refusal([stop("closed.duplicate", field, message, "Keep one of the two lines.")])
            lines[day] = line
            days[day] = value_of([cell.strip() for cell in cells[1:]], where)
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(problems)
    return dict(sorted(days.items()))


def _rows(text: str, name: str, field: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))
            if len(rows) > _MOST_ROWS:
                fix = "Keep the years that are planned for."
                raise Refusal([stop("closed.too-many", field, f"{name} has over {_MOST_ROWS:,} lines.", fix)])
    except csv.Error as error:
        message = f"{name}, line {reader.line_num}: {error}."
        fix = "Write a date, a comma, a reason."
        raise Refusal([stop("closed.fields", field, message, fix)]) from error
    return rows


def _day(cells: list[str], heading: tuple[str, ...], where: str, field: str) -> date:
    if len(cells) != len(heading):
        message = f"{where}: {len(cells)} fields instead of {len(heading)}."
        raise Refusal([stop("closed.fields", field, message, "Put a reason with commas in double quotes.")])
    try:
        return read_date(cells[0], field)
    except Refusal as refusal:
        raise Refusal(
            [stop(p.code, field, f"{where}: {p.message}", p.fix, p.read) for p in refusal.problems]
        ) from refusal
