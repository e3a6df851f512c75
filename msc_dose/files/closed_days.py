"""A site's closed days: CSV with the header `date,reason`."""

from __future__ import annotations

import csv
import os
from datetime import date
from io import StringIO

from msc_dose.files.reading import file_text
from msc_dose.notation.dates import read_date
from msc_dose.problems import Problem, Refusal, stop

_HEADER = ["date", "reason"]
_MOST_ROWS = 10_000


def load_closed_days(path: str | os.PathLike[str]) -> dict[date, str]:
    """The closed days of a file, each with its reason.

    UTF-8, header `date,reason`, ISO dates, no date twice. Raises one Refusal naming every bad line:
    `closed.header`, `closed.fields`, `closed.duplicate`, `closed.too-many`, or a date's own code.
    """
    name = os.fspath(path)
    rows = _rows(file_text(path, "closed"), name)
    if not rows or [cell.strip() for cell in rows[0][1]] != _HEADER:
        fix = "Make the first line date,reason."
        raise Refusal([stop("closed.header", "closed", f"{name} has no header date,reason.", fix, name)])
    days: dict[date, tuple[int, str]] = {}
    problems: list[Problem] = []
    for line, cells in rows[1:]:
        problems += _add(days, line, cells, name)
    if problems:
        raise Refusal(problems)
    return {day: reason for day, (_, reason) in sorted(days.items())}


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))
            if len(rows) > _MOST_ROWS:
                fix = "Keep the years that are planned for."
                raise Refusal(
                    [stop("closed.too-many", "closed", f"{name} has over {_MOST_ROWS:,} lines.", fix)]
                )
    except csv.Error as error:
        message = f"{name}, line {reader.line_num}: {error}."
        raise Refusal(
            [stop("closed.fields", "closed", message, "Write a date, a comma, a reason.")]
        ) from error
    return rows


def _add(days: dict[date, tuple[int, str]], line: int, cells: list[str], name: str) -> list[Problem]:
    """Add one row; what is wrong with it."""
    where = f"{name}, line {line}"
    if len(cells) != len(_HEADER):
        message = f"{where}: {len(cells)} fields instead of 2."
        return [stop("closed.fields", "closed", message, "Put a reason with commas in double quotes.")]
    try:
        day = read_date(cells[0], "closed")
    except Refusal as refusal:
        return [stop(p.code, "closed", f"{where}: {p.message}", p.fix, p.read) for p in refusal.problems]
    if day in days:
        message = f"{where}: {day.isoformat()} stands on line {days[day][0]} already."
        return [stop("closed.duplicate", "closed", message, "Keep one of the two lines.")]
    days[day] = (line, cells[1].strip())
    return []
