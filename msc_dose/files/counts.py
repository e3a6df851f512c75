"""Counts over time and rescue treatments: CSV files, every bad cell told with its line and column."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from msc_dose.files.reading import file_text
from msc_dose.files.rows import rows_of, wrong_length
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_date
from msc_dose.notation.door import admitted
from msc_dose.notation.reader import read, read_amount
from msc_dose.problems import Problem, Reading, Refusal, refuse, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.stated import Bound
from msc_dose.response.counts import Count, Day, Rescue, require_day

T = TypeVar("T")
_BLEEDING = {"yes": True, "no": False, "not reported": None, "": None}


def load_counts(
    path: str | os.PathLike[str], kind: str = "platelet_count", conventions: Conventions = DEFAULT
) -> tuple[Count, ...]:
    """The counts of a CSV file (UTF-8, at most 2 MB; `-` is standard input), in the order of the file.

    Columns in any order: `date` (YYYY-MM-DD) or `day` (a whole number), `count`, and where wanted
    `bleeding` (`yes`, `no`, `not reported`; empty is not reported) and `note`. A count carries its unit
    (`45 × 10⁹/L`), or its heading does (`count [10*9/L]`); `<5 × 10⁹/L` stays a Bound. A row of empty cells
    is no row.

    Raises one Refusal that names every bad cell (`field` is `line 5, count`): `csv.malformed`,
    `series.column-missing`, `series.column-unknown`, `series.column-twice`, `series.both-days`,
    `series.none`, `bleeding.unknown`, `day.format`, the codes of a date and of the reader.
    """
    sheet = _sheet(path, ("count",), ("bleeding", "note"), "counts")
    unit = sheet.unit
    if unit:
        _checked_unit(unit, kind, conventions)

    def count(row: _Row) -> Count:
        found = row.cell("count", lambda text: counted(_with_unit(text, unit), kind, conventions))
        bleeding = row.cell("bleeding", _bleeding)
        note = row.cell("note", lambda text: admitted(text, "note") if text else "")
        return row.made(lambda day: Count(day, _certain(found), bleeding, note or ""))

    made = sheet.read(count)
    if not made:
        raise refuse("series.none", "counts", f"{sheet.name} holds no count.", "Add one a line.", sheet.name)
    return made


def counted(text: str, kind: str, conventions: Conventions = DEFAULT) -> Amount | Bound:
    """The count that a text states: one exact Amount, or a Bound; anything else is refused."""
    stated = read(text, kind, "count", conventions)
    return stated if isinstance(stated, Bound) else read_amount(text, kind, "count", conventions)


def load_rescues(path: str | os.PathLike[str]) -> tuple[Rescue, ...]:
    """The rescue treatments of a CSV file: `treatment`, `date` or `day`, and where wanted `until`.

    Without `until` a treatment was given on that day alone. Refusals as in `load_counts`, `value.missing`,
    and `rescue.reversed`.
    """
    sheet = _sheet(path, ("treatment",), ("until",), "events")

    def rescue(row: _Row) -> Rescue:
        treatment = row.cell("treatment", lambda text: admitted(text, "treatment"))
        until = row.cell("until", lambda text: sheet.day(text, "until") if text else None)
        return row.made(lambda day: Rescue(treatment or "", day, day if until is None else until))

    return sheet.read(rescue)


@dataclass(slots=True)
class _Row:
    """One row while it is read: what its cells hold, and what is wrong with them."""

    line: int
    cells: dict[str, str]
    sheet: _Sheet
    problems: list[Problem]
    readings: list[Reading]

    def cell(self, column: str, read: Callable[[str], T]) -> T | None:
        """What the cell states; None, and its problems, where it is refused."""
        try:
            return read(self.cells.get(column, ""))
        except Refusal as refusal:
            self.refused(column, refusal)
            return None

    def made(self, make: Callable[[Day], T]) -> T:
        """The row's value for its day; Refusal with everything that is wrong in the row."""
        day = self.cell(self.sheet.dated, lambda text: self.sheet.day(text, self.sheet.dated))
        if not self.problems and day is not None:
            try:
                return make(day)
            except Refusal as refusal:
                self.refused(self.sheet.dated, refusal)
        raise Refusal(self.problems, self.readings)

    def refused(self, column: str, refusal: Refusal) -> None:
        """Keep the problems of a cell, with its line and column."""
        where = f"line {self.line}, {column}"
        self.problems += [stop(p.code, where, p.message, p.fix, p.read) for p in refusal.problems]
        self.readings += refusal.readings


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file with its heading read: which of `date` and `day` it has, and the unit in a heading."""

    name: str
    dated: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, list[str] | Refusal], ...]

    def day(self, text: str, column: str) -> Day:
        """The date or the number of a day, as the heading says."""
        if self.dated == "date":
            return read_date(text, column)
        return day_number(text, column)

    def read(self, make: Callable[[_Row], T]) -> tuple[T, ...]:
        """Every row made; one Refusal naming all that is wrong in the file."""
        made, problems, readings = list[T](), list[Problem](), list[Reading]()
        for line, row in self.rows:
            try:
                made.append(make(self._row(line, row)))
            except Refusal as refusal:
                problems += refusal.problems
                readings += refusal.readings
        if problems:
            raise Refusal(problems, readings)
        return tuple(made)

    def _row(self, line: int, row: list[str] | Refusal) -> _Row:
        if isinstance(row, Refusal):
            raise row
        if len(row) != len(self.columns):
            raise wrong_length(row, line, len(self.columns), self.name)
        cells = {name: cell.strip() for name, cell in zip(self.columns, row, strict=True)}
        return _Row(line, cells, self, [], [])


def day_number(text: str, field: str) -> int:
    """The number of a day (`14`, `-3`); Refusal `day.format`, `day.out-of-range`, `value.missing`."""
    clean = admitted(text, field)
    digits = clean.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        message = f"{clean!r} is not the number of a day."
        raise refuse("day.format", field, message, "Write a whole number, such as 14 or -3.", clean)
    require_day(int(clean), field)
    return int(clean)


def _sheet(
    path: str | os.PathLike[str], needed: Sequence[str], optional: Sequence[str], field: str
) -> _Sheet:
    name = os.fspath(path)
    rows = [each for each in rows_of(file_text(name, field), name) if _filled(each[1])]
    if not rows:
        raise refuse("file.empty", field, f"{name} is empty.", "Give a file with a heading.", name)
    heading = rows[0][1]
    if isinstance(heading, Refusal):
        raise heading
    columns, unit = _columns(heading, needed)
    dated = _check_columns(columns, needed, optional, field, name)
    return _Sheet(name, dated, unit, columns, tuple(rows[1:]))


def _filled(row: list[str] | Refusal) -> bool:
    return isinstance(row, Refusal) or any(cell.strip() for cell in row)


def _columns(heading: list[str], needed: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The names of the columns, and the unit that stands in brackets behind the first that is needed."""
    columns, unit = list[str](), ""
    for cell in (each.strip() for each in heading):
        name, bracket, rest = cell.partition("[")
        if bracket and rest.endswith("]") and name.strip() == needed[0]:
            columns, unit = [*columns, name.strip()], rest.removesuffix("]").strip()
        else:
            columns.append(cell)
    return tuple(columns), unit


def _check_columns(
    columns: Sequence[str], needed: Sequence[str], optional: Sequence[str], field: str, name: str
) -> str:
    """Whether days are dates or numbers; Refusal naming every column that is wrong."""
    problems: list[Problem] = []
    said = ", ".join(columns)
    known = ("date", "day", *needed, *optional)
    fix = f"The columns are date or day, {', '.join(needed)}, and where wanted {', '.join(optional)}."
    for column in dict.fromkeys(each for each in columns if each not in known):
        message = f"{name} has a column {column!r}, which is not known."
        problems.append(stop("series.column-unknown", field, message, fix, column))
    for column in (each for each in known if columns.count(each) > 1):
        message = f"{name} has the column {column!r} twice."
        problems.append(stop("series.column-twice", field, message, "Keep one of them.", column))
    dated = [each for each in ("date", "day") if each in columns]
    lacking = [each for each in needed if each not in columns]
    lacking = lacking if dated else ["date or day", *lacking]
    for column in lacking:
        message = f"{name} has no column {column}; its columns are {said}."
        problems.append(stop("series.column-missing", field, message, fix, said))
    if len(dated) > 1:
        message = f"{name} has both a column date and a column day."
        problems.append(stop("series.both-days", field, message, "Keep one of them.", said))
    if problems:
        raise Refusal(problems)
    return dated[0]


def _checked_unit(unit: str, kind: str, conventions: Conventions) -> None:
    """Hold the unit of the heading to be one before any cell is read with it."""
    read_amount(f"1 {unit}", kind, "count", conventions)


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit and text else text


def _bleeding(text: str) -> bool | None:
    if text.lower() in _BLEEDING:
        return _BLEEDING[text.lower()]
    message = f"{text!r} does not say whether there was bleeding."
    raise refuse("bleeding.unknown", "bleeding", message, "Write yes, no or not reported.", text)


def _certain(found: Amount | Bound | None) -> Amount | Bound:
    if found is None:
        raise TypeError("a row without problems has its count")
    return found
