"""What a calendar's document says of a series beside what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msc_dose.problems import Problem, refuse
from msc_dose.recheck.differing import differ
from msc_dose.recheck.document import MOST, Node
from msc_dose.recheck.open_days import CLOSURE_KEYS
from msc_dose.recheck.replanning import Row, replanned

SCHEMA = "msc-dose/calendar/1"
_KEYS = ("schema", "start", "schedule", "window", "minimum_gap", "maximum_gap", "visits", "facts", "slots")
_DAYS = ("target", "earliest", "latest")


def recheck_calendar(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Calculate the calendar of a course a second time from its document and compare every infusion.

    `document` has the schema `msc-dose/calendar/1`: a start, a schedule, a window, gaps and open days as a
    plan has them, the facts of the series, and its slots; days as YYYY-MM-DD. Compared are the number, state,
    target, earliest and latest day and the date of every slot. Empty means that all agree; else each
    difference is a Problem `recheck.disagrees` with the path in its field.

    Raises Refusal `document.schema` for a document of another schema, and `document.malformed` with the
    path of the first value that cannot be what it ought to be.
    """
    root = Node(document)
    if root.at("schema").text() != SCHEMA:
        message = f"The second calculation of a calendar reads documents of the schema {SCHEMA!r} only."
        raise refuse("document.schema", "schema", message, "Make the calendar again with this program.")
    root.only(*_KEYS, *CLOSURE_KEYS)
    return tuple(_compare(root, replanned(root)))


def _compare(root: Node, rows: list[Row]) -> Iterator[Problem]:
    said = root.at("slots").items()
    yield from _differ("slots", f"{len(said)} infusions", f"{len(rows)} infusions")
    for number, (node, row) in enumerate(zip(said, rows, strict=False), 1):
        node.only("number", "state", *_DAYS, "date")
        yield from _differ(f"{node.path}.number", node.at("number").whole(0, 2 * MOST), number)
        yield from _differ(f"{node.path}.state", repr(node.at("state").text()[:40]), repr(row.state))
        for key in _DAYS:
            yield from _compare_day(node.at(key), None if row.slot is None else getattr(row.slot, key))
        yield from _compare_day(node.at("date"), row.date)


def _compare_day(node: Node, wanted: date | None) -> Iterator[Problem]:
    said = None if node.is_null() else node.day()
    if said != wanted:
        yield from _differ(node.path, said or "no day", wanted or "no day")


def _differ(field: str, said: object, calculated: object) -> Iterator[Problem]:
    yield from differ(field, said, calculated, "these dates")
