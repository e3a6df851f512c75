"""The orders of a course in words: each by its number, as it was written, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.course import Course
from msc_dose.courses.entry_text import told_change
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.ordering import DoseChanged, OrderAmended, OrderCancelled, Ordered


def order_lines(course: Course) -> list[str]:
    """One line for each order on record, in the order of its number's first entry.

    The text is verbatim, as it reads after the last amendment. An order that changes a dose says which; one
    that is cancelled says why. Entries made in error count as if they had never been.
    """
    orders: dict[str, list[str]] = {}
    cancelled: dict[str, str] = {}
    for entry in course.entries:
        what = entry.event.what
        if entry.struck_by is not None:
            continue
        if isinstance(what, OrderCancelled):
            cancelled[what.order_number] = what.reason
        elif isinstance(what, Ordered | OrderAmended | DoseChanged):
            cancelled.pop(what.order_number, None)
            known = orders.setdefault(what.order_number, [])
            orders[what.order_number] = [*_kept(known, what), *_said(entry.event)]
    return [_line(number, said, cancelled.get(number)) for number, said in orders.items()]


def _kept(known: list[str], what: object) -> list[str]:
    """What was said of the order before, which an amendment takes the place of."""
    return [] if isinstance(what, OrderAmended) else known


def _said(event: Event) -> Iterator[str]:
    what = event.what
    if isinstance(what, Ordered):
        by = f", transcribed by {what.transcribed_by}" if what.transcribed_by else ""
        yield f"“{what.text}” ({what.prescriber}{by})"
    elif isinstance(what, OrderAmended):
        yield f"“{what.text}” ({what.prescriber}; amended: {what.reason})"
    elif isinstance(what, DoseChanged):
        yield f"{told_change(what)} ({what.prescriber})"


def _line(number: str, said: list[str], cancelled: str | None) -> str:
    gone = "" if cancelled is None else f"CANCELLED ({cancelled}): "
    return f"{number}  {gone}{'; '.join(said)}"
