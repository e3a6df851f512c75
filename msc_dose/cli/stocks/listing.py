"""`msc-dose stock list`: the containers of the record in pages, each row beginning with its state."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime

from msc_dose.cli.stocks.acting import Answer, answered, arguments_of, held_document, holder_of, state_of
from msc_dose.cli.table import columns, first_that_fits, wrapped
from msc_dose.product.life import STATES
from msc_dose.store.record import Record
from msc_dose.store.stock import HeldContainer, count_listed, listed
from msc_dose.store.stock.rows import LARGEST_PAGE

_EXAMPLES = """  msc-dose stock list
  msc-dose stock list --state released --lot MSC24A
  msc-dose stock list --course C-0417
  msc-dose stock list --recipient P-0417 --json
  msc-dose stock list --after "MSC24A 0040" --limit 100"""
_PAGE = 40
_EMPTY = """The stock is empty. A list in CSV, one container a line, fills it:
  msc-dose stock check stock.csv     says what is wrong with the list
  msc-dose stock import stock.csv    takes it in
  msc-dose stock --help              the columns of the list"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write one page of the list."""
    arguments = arguments_of(action, _EXAMPLES, signing=False)
    said = f"only those in this state: {', '.join(STATES)}"
    arguments.add_argument("--state", metavar="STATE", choices=STATES, help=said)
    arguments.add_argument("--lot", metavar="LOT", help="only those of this lot or donation number")
    arguments.add_argument("--recipient", metavar="CODE", help="only those bound to this patient")
    arguments.add_argument("--course", metavar="CODE", help="only those that this course has")
    arguments.add_argument("--after", metavar="ID", help="the page behind this container")
    arguments.add_argument("--limit", metavar="N", type=int, help=f"containers on a page ({_PAGE})")
    given = arguments.parse_args(words)
    if given.limit is not None and not 1 <= given.limit <= LARGEST_PAGE:
        arguments.error(f"--limit is from 1 to {LARGEST_PAGE:,}")
    return answered(given, as_json, _list)


def _list(record: Record, given: argparse.Namespace) -> Answer:
    asked = {"state": given.state, "lot": given.lot, "recipient": given.recipient, "course": given.course}
    with record.reading() as statements:
        number, everything = count_listed(statements, **asked), count_listed(statements)
        page = listed(statements, **asked, after=given.after or "", limit=given.limit or _PAGE)
        behind = bool(page) and bool(listed(statements, **asked, after=page[-1].identity, limit=1))
    following = page[-1].identity if behind else None
    document = {
        "schema": "msc-dose/stock-list/1",
        "count": number,
        "containers": [held_document(each) for each in page],
        "next_after": following,
    }
    said = " ".join(f'--{name} "{value}"' for name, value in asked.items() if value)
    again = f'{said} --after "{following}"'.strip() if following is not None else None
    return _lines(page, number, everything, again), document


def _lines(page: Sequence[HeldContainer], number: int, everything: int, again: str | None) -> list[str]:
    if not everything:
        return _EMPTY.split("\n")
    if not page:
        none = f"None of {everything:,} containers of the stock is so." if not number else "Nothing follows."
        return [none, "msc-dose stock list shows them all."]
    shown = f"{len(page):,} of {number:,}" if len(page) < number else f"{number:,}"
    lines = [f"{shown} {'container' if number == 1 else 'containers'}", "", *_table(page)]
    if again is not None:
        lines += ["", *wrapped(f"Next page: msc-dose stock list {again}", 4)]
    return lines


def _table(page: Sequence[HeldContainer]) -> Sequence[str]:
    """The page as a table, without positions where it is too wide for them, else two lines a container."""
    heads = ("State", "Identity", "Expires", "Recipient", "Held by", "Position")
    rows = [_cells(each) for each in page]
    wide = columns(heads, rows)
    narrow = columns(heads[:-1], [row[:-1] for row in rows])
    return first_that_fits([wide, narrow, [line for row in rows for line in _two_lines(row)]])


def _cells(held: HeldContainer) -> tuple[str, ...]:
    own = held.container
    return (
        *(state_of(held), held.identity, _expiry(own.expiry), own.recipient),
        *(holder_of(held) or "-", own.position),
    )


def _expiry(expiry: date | datetime | str) -> str:
    return expiry.isoformat(" ", "minutes") if isinstance(expiry, datetime) else str(expiry)


def _two_lines(row: Sequence[str]) -> list[str]:
    state, identity, expires, recipient, holder, position = row
    rest = f"    expires {expires}; for {recipient}; held by {holder}; {position}"
    return [*wrapped(f"{state}  {identity}", 4), *wrapped(rest.replace("held by -", "held by nobody"), 4)]
