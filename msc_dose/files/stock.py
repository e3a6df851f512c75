"""A stock list: CSV, one container a line, every bad row told with its line and column."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from msc_dose.files.column import LARGEST_COLUMN
from msc_dose.files.reading import file_text
from msc_dose.files.rows import rows_of, wrong_length
from msc_dose.files.stock_row import BadCell, StockRow
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.door import shown
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.container import Container

REQUIRED = (
    *("din", "product_code", "lot", "serial", "container", "population", "viability_kind", "moment"),
    *("cells", "volume", "viability", "recovery", "recovery_kind", "dmso", "donor_type", "recipient"),
    *("position", "expiry", "status"),
)
OPTIONAL = (
    *("concentration", "withdrawable_volume", "nominal_volume", "viability_moment", "dmso_kind"),
    *("donor_eligibility", "blood_group", "filter", "irradiation", "pump", "hypersensitivity"),
)


@dataclass(frozen=True, slots=True)
class Stock:
    """A stock list as read: the good containers, each with its line, and all that is bad."""

    rows: tuple[tuple[int, Container], ...]
    bad: tuple[BadCell, ...]

    @property
    def containers(self) -> tuple[Container, ...]:
        """The good containers, in the order of the file."""
        return tuple(container for _, container in self.rows)


def load_stock(path: str | os.PathLike[str], conventions: Conventions = DEFAULT) -> tuple[Container, ...]:
    """The containers of a stock list, if every row is good.

    Raises one Refusal that names every bad cell (`field` is `line 5, cells`), `stock.empty` for a list
    without a container, and the refusals of `read_stock`.
    """
    stock = read_stock(path, conventions)
    if stock.bad:
        problems = [replace(bad.problem, field=_where(bad)) for bad in stock.bad]
        raise Refusal(problems, [reading for bad in stock.bad for reading in bad.readings])
    if not stock.rows:
        name = os.fspath(path)
        raise refuse("stock.empty", "stock", f"{name} lists no container.", "Add one a line.", name)
    return stock.containers


def read_stock(path: str | os.PathLike[str], conventions: Conventions = DEFAULT) -> Stock:
    """A stock list with its good containers and every bad row (UTF-8, at most 50 MB; `-` is standard input).

    The first line is the header: the columns `REQUIRED` in this order, then any of `OPTIONAL`. Amounts
    carry their units and are read with the site's `conventions`. A cell left empty is not stated: allowed
    for `cells` where there is a concentration with a volume, for `volume`, `viability`, `recovery`, `dmso`
    and every note but hypersensitivity. `expiry` is YYYY-MM-DD, YYYY-MM-DD HH:MM (the site's local time) or
    `none assigned`. A row of empty cells is no row. Of two rows with one identity the second is bad.

    Raises Refusal `file.unreadable`, `file.too-large`, `file.not-utf-8`, `file.empty`, `csv.malformed` (the
    header), `stock.column-missing`, `stock.column-unknown`, `stock.column-twice`, `stock.column-order`.
    """
    name = os.fspath(path)
    text = file_text(name, "stock", LARGEST_COLUMN)
    rows = ((line, row) for line, row in rows_of(text, name) if isinstance(row, Refusal) or _filled(row))
    _, heading = next(rows, (1, None))
    if heading is None:
        raise refuse("file.empty", "stock", f"{name} is empty.", "Give a stock list with its header.", name)
    if isinstance(heading, Refusal):
        raise heading
    return _read_rows(rows, _checked_header(heading, name), name, conventions)


def _where(bad: BadCell) -> str:
    return f"line {bad.line}, {bad.column}" if bad.column else f"line {bad.line}"


def _filled(row: list[str]) -> bool:
    return any(cell.strip() for cell in row)


def _checked_header(heading: list[str], name: str) -> list[str]:
    columns = [cell.strip() for cell in heading]
    wrong = [
        ("stock.column-missing", [c for c in REQUIRED if c not in columns], "lacks", "Add it."),
        (
            "stock.column-unknown",
            list(dict.fromkeys(c for c in columns if c not in REQUIRED + OPTIONAL)),
            "has the unknown",
            f"The columns are {', '.join(REQUIRED)}; then, where wanted, {', '.join(OPTIONAL)}.",
        ),
        (
            "stock.column-twice",
            list(dict.fromkeys(c for c in columns if columns.count(c) > 1)),
            "has twice the",
            "Keep one.",
        ),
    ]
    problems = [
        stop(code, "stock", f"{name} {what} column {shown(column)!r}.", fix, shown(column))
        for code, found, what, fix in wrong
        for column in found
    ]
    if not problems and tuple(columns[: len(REQUIRED)]) != REQUIRED:
        message = f"The columns of {name} are not in their order."
        problems = [stop("stock.column-order", "stock", message, f"Begin with {', '.join(REQUIRED)}.")]
    if problems:
        raise Refusal(problems)
    return columns


def _read_rows(
    rows: Iterator[tuple[int, list[str] | Refusal]], columns: list[str], name: str, conventions: Conventions
) -> Stock:
    good: list[tuple[int, Container]] = []
    bad: list[BadCell] = []
    seen: dict[str, tuple[int, str]] = {}
    known: dict[tuple[str, ...], Any] = {}
    for line, row in rows:
        if isinstance(row, Refusal) or len(row) != len(columns):
            refusal = row if isinstance(row, Refusal) else wrong_length(row, line, len(columns), name)
            bad += [BadCell(line, None, problem) for problem in refusal.problems]
            continue
        cells = {column: cell.strip() for column, cell in zip(columns, row, strict=True)}
        reading = StockRow(line, cells, conventions, known)
        container = reading.container()
        bad += reading.bad
        twin = _twin(seen, reading.identity, line) if reading.identity else None
        if twin:
            bad.append(BadCell(line, reading.identity_column, twin))
        elif container:
            good.append((line, container))
    return Stock(tuple(good), tuple(bad))


def _twin(seen: dict[str, tuple[int, str]], identity: str, line: int) -> Problem | None:
    """The problem of an identity that an earlier line has, or that differs from it in capitals only."""
    first, written = seen.setdefault(identity.casefold(), (line, identity))
    if first == line:
        return None
    if written == identity:
        message = f"{identity} stands on line {first} and on line {line}."
        return stop("stock.duplicate", "stock", message, "Keep one of the two lines.", identity)
    message = f"{identity} on line {line} and {written} on line {first} differ in capitals only."
    fix = "Write each as it stands on its label; if both are right, scan them to be sure."
    return stop("stock.look-alike", "stock", message, fix, identity)
