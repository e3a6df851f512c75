"""`msc-dose stock import`: a whole list into the record, or nothing of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace

from msc_dose.cli.signing import session_of
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.stocks.acting import Answer, answered, arguments_of
from msc_dose.files.stock import Stock, read_stock
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.store.record import Record
from msc_dose.store.stock import import_containers

_EXAMPLES = """  msc-dose stock check stock.csv
  msc-dose stock import stock.csv
  msc-dose stock import stock.csv --reason "batch 24A received" --as te-7"""
_FEW = 10
_EXISTS = "stock.exists"


def run(action: str, words: list[str], as_json: bool) -> int:
    """Read the list and take it in; every bad row and every container that is there already is named.

    Raises Refusal of `stock check`'s codes with their lines, `stock.exists`, `people.role`.
    """
    arguments = arguments_of(action, _EXAMPLES)
    arguments.add_argument("file", metavar="FILE", help="a stock list in CSV; - is standard input")
    arguments.add_argument("--reason", metavar="TEXT", help="why, or where the list is from")
    add_conventions(arguments, pounds=False)
    return answered(arguments.parse_args(words), as_json, _import)


def _import(record: Record, given: argparse.Namespace) -> Answer:
    conventions = conventions_of(given)
    stock = read_stock(given.file, conventions)
    _check(stock, given.file)
    session = session_of(record, given)
    try:
        number = import_containers(record, session, stock.containers, given.reason or "")
    except Refusal as refusal:
        raise Refusal(_by_line(refusal.problems, stock)) from refusal
    counted = "1 container" if number == 1 else f"{number:,} containers"
    line = f"✓ OK     {counted} of {given.file} taken into the record"
    document = {"schema": "msc-dose/stock-import/1", "file": given.file, "containers": number}
    return [line, *echo(None, conventions)], document


def _check(stock: Stock, name: str) -> None:
    """One Refusal that names every bad row, or that there is none at all."""
    bad = [
        replace(b.problem, field=f"line {b.line}, {b.column}" if b.column else f"line {b.line}")
        for b in stock.bad
    ]
    if bad:
        raise Refusal(bad, [reading for b in stock.bad for reading in b.readings])
    if not stock.rows:
        raise Refusal([stop("stock.empty", "stock", f"{name} lists no container.", "Add one a line.", name)])


def _by_line(problems: Iterable[Problem], stock: Stock) -> list[Problem]:
    """The problems with their lines; many containers that are there as listed are told in one."""
    found = list(problems)
    same = [problem for problem in found if _as_listed(problem)]
    if len(same) <= _FEW:
        return [_at_line(problem, stock) for problem in found]
    first, last = (_at_line(each, stock).field for each in (same[0], same[-1]))
    which = "All" if len(same) == len(stock.rows) else "Of"
    message = f"{which} {len(stock.rows):,} containers of the list"
    if len(same) < len(stock.rows):
        message = f"{message}, {len(same):,}"
    message = f"{message} are in the stock already as they are listed, from {first} to {last}."
    told = stop(_EXISTS, "stock", message, "Leave them out of the list.")
    return [told, *(_at_line(problem, stock) for problem in found if not _as_listed(problem))]


def _as_listed(problem: Problem) -> bool:
    """Whether it says that a container is there already with nothing listed otherwise."""
    return problem.code == _EXISTS and problem.read is None


def _at_line(problem: Problem, stock: Stock) -> Problem:
    place = problem.field.removeprefix("containers[").removesuffix("]")
    return replace(problem, field=f"line {stock.rows[int(place)][0]}") if place.isdigit() else problem
