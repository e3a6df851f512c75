"""`msc-dose stock`: a list in a file checked and searched (`check`, `find`); the record's stock (the rest).

What works on the record stands in `cli.stocks`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from importlib import import_module
from operator import add
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.stocks import ACTIONS
from msc_dose.cli.table import columns, wrapped
from msc_dose.files.stock import OPTIONAL, REQUIRED, Stock, read_stock
from msc_dose.files.stock_row import BadCell
from msc_dose.notation.conventions import Conventions
from msc_dose.product.container import Container
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.writer import briefly

DONE, BAD = 0, 3
_EXAMPLES = f"""  msc-dose stock check stock.csv
  msc-dose stock import stock.csv
  msc-dose stock list --state released
  msc-dose stock reserve C-0417 2 "MSC24A 0001"
  msc-dose stock check stock.csv --json
  msc-dose stock check bestand.csv --decimal-mark comma
  msc-dose stock find stock.csv "=G12342600011700" "=<S12345A0"

the header of FILE, in this order:
  {",".join(REQUIRED[:8])},
  {",".join(REQUIRED[8:14])},
  {",".join(REQUIRED[14:])}
and behind it, where wanted:
  {",".join(OPTIONAL[:5])},
  {",".join(OPTIONAL[5:])}"""

_Key = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Tally:
    """Containers alike in all of this, how many, and their cells together."""

    counted: tuple[str, ...]
    donor_recipient: tuple[str, ...]
    status: tuple[str, ...]
    expiry: tuple[str, ...]
    containers: int
    cells: Amount


# The tables beneath each kind of count: its name, and the columns by which containers are told apart.
_TABLES = {
    "donor_recipient": ("donor_type", "recipient"),
    "status": ("status",),
    "expiry": ("expires",),
}


def run(words: list[str], as_json: bool) -> int:
    """Check a stock list, the exit status is 3 where any row is bad; or do what is wanted with the record.

    Raises Refusal for a file that is no stock list, and those of `cli.stocks`.
    """
    if words and words[0] in ACTIONS:
        module = import_module(f"msc_dose.cli.stocks.{ACTIONS[words[0]][0]}")
        return int(module.run(words[0], words[1:], as_json))
    given = _given(words)
    if given.action == "find":
        from msc_dose.cli.stock_find import find

        return find(given, as_json)
    conventions = conventions_of(given)
    stock = read_stock(given.file, conventions)
    if as_json:
        output.document(_document(given.file, stock, conventions))
    else:
        output.say("\n".join([*_lines(given.file, stock), *echo(None, conventions)]))
    return BAD if stock.bad else DONE


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("stock", "The containers in the freezer.", _EXAMPLES)
    actions = arguments.add_subparsers(dest="action", required=True, metavar="ACTION")
    said = "every bad row of a stock list, and a summary of the good ones"
    checked = actions.add_parser(
        "check",
        help=said,
        description=f"Check a stock list: {said}.",
        epilog=arguments.epilog,
        formatter_class=arguments.formatter_class,
    )
    checked.add_argument("file", metavar="FILE", help="a stock list in CSV; - is standard input")
    add_conventions(checked, pounds=False)
    found = actions.add_parser("find", help="the container that was scanned, or all that it may be")
    found.add_argument("file", metavar="FILE", help="a stock list in CSV")
    found.add_argument("scan", metavar="SCAN", nargs="+", help="ISBT 128 or GS1 as scanned, in quotes")
    add_conventions(found, pounds=False)
    for name, (_, help_of) in ACTIONS.items():
        actions.add_parser(name, help=help_of)  # read by their own parsers, which `run` has gone to before
    given: argparse.Namespace = arguments.parse_args(words)
    return given


def _lines(name: str, stock: Stock) -> Iterator[str]:
    for bad in stock.bad:
        yield from _bad_lines(bad)
    good, lines = len(stock.rows), len({bad.line for bad in stock.bad})
    if stock.bad:
        yield f"{_counted(lines, 'bad row')} in {name}; {_counted(good, 'good container')}"
    elif good:
        yield f"✓ OK     {_counted(good, 'container')} in {name}, no bad row"
    else:
        yield f"✓ OK     {name} lists no container"
    for counted, group in _grouped(_tallies(stock.containers), "counted"):
        yield ""
        yield from _count_lines(counted, group)
    unknown = _unknown(stock.containers)
    if unknown:
        named = ", ".join(f"{name.replace('_', ' ')} in {number}" for name, number in unknown.items())
        yield ""
        yield from wrapped(f"● NOTE   unknown, of {_counted(good, 'container')}: {named}", 9)


def _count_lines(counted: tuple[str, ...], group: list[_Tally]) -> Iterator[str]:
    """What counts the same cells: its sum, then by donor and recipient, by status, by month of expiry."""
    head = f"{', '.join(counted)}: {_counted(_number(group), 'container')}, {briefly(_cells(group))}"
    yield from wrapped(head, 2)
    for by, heads in _TABLES.items():
        shown = tuple(name.replace("_", " ") for name in heads)
        rows = [(*n, str(_number(part)), briefly(_cells(part))) for n, part in _grouped(group, by)]
        yield from (f"  {line}" for line in columns((*shown, "containers", "cells"), rows))


def _bad_lines(bad: BadCell) -> Iterator[str]:
    where = f"line {bad.line}, {bad.column}" if bad.column else f"line {bad.line}"
    problem = bad.problem
    read = f' (read: "{problem.read}")' if problem.read else ""
    yield from wrapped(f"■ STOP  {where}: {problem.message}", indent=8)
    yield from wrapped(f"        {problem.fix} [{problem.code}]{read}", indent=8)
    for reading in bad.readings:
        yield from wrapped(f"        could mean  {reading.text} – {reading.reason}", indent=20)


def _document(name: str, stock: Stock, conventions: Conventions) -> dict[str, Any]:
    return {
        "schema": "msc-dose/stock-check/1",
        "file": name,
        "containers": len(stock.rows),
        "bad_rows": len({bad.line for bad in stock.bad}),
        "bad": [
            {
                "line": bad.line,
                "column": bad.column,
                **bad.problem.as_document(),
                "readings": [reading.as_document() for reading in bad.readings],
            }
            for bad in stock.bad
        ],
        "summary": [
            {
                **dict(zip(("population", "counts", "moment"), counted, strict=True)),
                **_sums(group),
                **{
                    by: [
                        {**dict(zip(heads, names, strict=True)), **_sums(part)}
                        for names, part in _grouped(group, by)
                    ]
                    for by, heads in _TABLES.items()
                },
            }
            for counted, group in _grouped(_tallies(stock.containers), "counted")
        ],
        "unknown": _unknown(stock.containers),
        **({"decimal_mark": conventions.decimal_mark} if conventions.comma else {}),
    }


def _tallies(containers: Iterable[Container]) -> list[_Tally]:
    """The containers counted once each; what is shown is added up from these."""
    groups: dict[_Key, tuple[int, Amount]] = {}
    for container in containers:
        held = container.content.held
        if held is None:
            raise TypeError("a Container states its content")
        counted = (str(held.population), str(held.counts), str(held.moment))
        key = (
            counted,
            (container.donor_type, container.recipient),
            (container.status,),
            (_month(container),),
        )
        number, cells = groups.get(key, (0, None))
        groups[key] = (number + 1, held if cells is None else cells + held)
    return [_Tally(*key, *sums) for key, sums in groups.items()]


def _grouped(tallies: Iterable[_Tally], by: str) -> list[tuple[tuple[str, ...], list[_Tally]]]:
    """The tallies by one of their keys, in its order; counts of other cells are never in one group's sum."""
    groups: dict[tuple[str, ...], list[_Tally]] = {}
    for tally in tallies:
        groups.setdefault(getattr(tally, by), []).append(tally)
    return sorted(groups.items())


def _number(tallies: Iterable[_Tally]) -> int:
    return sum(tally.containers for tally in tallies)


def _cells(tallies: Iterable[_Tally]) -> Amount:
    return reduce(add, (tally.cells for tally in tallies))


def _sums(tallies: list[_Tally]) -> dict[str, Any]:
    total = _cells(tallies)
    number: dict[str, Any] = {"value": plain(total.shown_value), "unit": total.unit}
    return {
        "containers": _number(tallies),
        "cells": number if total.exact else {**number, "exact": False},
    }


def _month(container: Container) -> str:
    expiry = container.expiry
    return expiry.isoformat()[:7] if isinstance(expiry, date) else expiry


def _unknown(containers: Iterable[Container]) -> dict[str, int]:
    """How many containers leave each note unknown."""
    return dict(sorted(Counter(name for c in containers for name in c.notes.unknown).items()))


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
