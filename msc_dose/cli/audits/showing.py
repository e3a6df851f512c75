"""`msc-dose audit show`: the rows of the audit, by who, what and when."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.audits.page import page_lines
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.library.entries import moment_of
from msc_dose.problems import refuse
from msc_dose.store import audit
from msc_dose.store.chain import AuditRow
from msc_dose.store.record import Record

_MOST, _USUAL = 100_000, 50
_EXAMPLES = """  msc-dose audit show
  msc-dose audit show --entity "course C-0417"
  msc-dose audit show --entity "container MSC24A 0007" --limit 10
  msc-dose audit show --person rn-104 --since 2027-01-29 --until 2027-01-29
  msc-dose audit show --after 1200 --json"""


@dataclass(frozen=True, slots=True)
class _Page:
    """Which rows are written, and how many."""

    asked: audit.Asked
    after: int
    limit: int
    latest: bool


def run(words: list[str], as_json: bool) -> int:
    """Write the rows that are asked for: the latest ones, or with --after those that follow a row."""
    given = _given(words)
    record = record_of(given)
    try:
        _show(record, _page(given, record), as_json)
    finally:
        record.close()
    return 0


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("audit show", "What was changed: who, when, what from and to, why.", _EXAMPLES)
    arguments.add_argument("--person", metavar="CODE", help="changes by this person")
    said = 'of what: a name such as "course C-0417" (its events too), or its first words'
    arguments.add_argument("--entity", metavar="NAME", help=said)
    arguments.add_argument("--action", metavar="WORDS", help="an action as the audit calls it")
    arguments.add_argument("--since", metavar="TIME", help="YYYY-MM-DD, or with HH:MM, in the site's zone")
    arguments.add_argument("--until", metavar="TIME", help="as --since; a day is taken in whole")
    arguments.add_argument("--after", metavar="ROW", help="the rows that follow this one, else the latest")
    arguments.add_argument("--limit", metavar="N", help=f"at most so many rows, else {_USUAL}")
    add_record(arguments, signing=False)
    given: argparse.Namespace = arguments.parse_args(words)
    return given


def _page(given: argparse.Namespace, record: Record) -> _Page:
    """Which rows; one Refusal that names every option that cannot be read."""
    attempts = Attempts()
    asked = attempts.get(lambda: _asked(given, record))
    after = attempts.get(lambda: _number(given.after, "after", 0, audit.MOST, 0))
    limit = attempts.get(lambda: _number(given.limit, "limit", 1, _MOST, _USUAL))
    attempts.settle()
    return _Page(asked or audit.ALL, after or 0, limit or _USUAL, given.after is None)


def _asked(given: argparse.Namespace, record: Record) -> audit.Asked:
    since = _moment(given.since, "since", record.zone)
    until = _moment(given.until, "until", record.zone)
    if until and len(given.until.strip()) == len("2027-01-29"):
        # The next day begins a calendar day later by the site's clocks, which may be 23 or 25 hours.
        next_day = until.date() + timedelta(days=1)
        until = datetime(next_day.year, next_day.month, next_day.day, tzinfo=ZoneInfo(record.zone))
    words = (given.person, given.entity, given.action)
    person, entity, action = ((each or "").strip() for each in words)
    return audit.Asked(person, entity, action, since, until)


def _moment(text: str | None, field: str, zone: str) -> datetime | None:
    return None if text is None else moment_of(text, field, zone, day_alone=True)


def _number(text: str | None, field: str, low: int, high: int, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and low <= int(text) <= high):
        message = f"{text!r} is no number for --{field}."
        raise refuse("audit.number", field, message, f"Give a whole number from {low} to {high}.", text)
    return int(text)


def _show(record: Record, page: _Page, as_json: bool) -> None:
    with record.reading() as statements:
        found = audit.rows(statements, page.asked, page.after, page.limit + 1, page.latest)
        shown = found[-page.limit :] if page.latest else found[: page.limit]
        more = len(found) > page.limit
        if as_json:
            rows = [asdict(row) for row in shown]
            said = {"record": record.identifier, "rows": rows, "more": more}
            output.document({"schema": "msc-dose/audit/1", **said})
        else:
            lines = page_lines(statements, shown, record.zone)
            output.say("\n".join([*banner(record), *lines, _end(shown, more, page.latest)]))


def _end(shown: tuple[AuditRow, ...], more: bool, latest: bool) -> str:
    if not shown:
        return "No row of the audit fits."
    rows = f"{len(shown):,} rows" if len(shown) > 1 else "1 row"
    if not more:
        return f"{rows}."
    onward = "--after 0" if latest else f"--after {shown[-1].sequence}"
    return f"{rows}; there are {'earlier' if latest else 'later'} ones: --limit N, or {onward}."
