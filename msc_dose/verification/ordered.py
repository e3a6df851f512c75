"""Whether a course has an order to read a dose from: without one nobody can verify it."""

from __future__ import annotations

from msc_dose.courses.course import Course
from msc_dose.courses.events.ordering import DoseChanged, OrderAmended, OrderCancelled, Ordered


def is_ordered(course: Course) -> bool:
    """Whether any order of the course stands, those entered in error and those cancelled left out."""
    standing: dict[str, bool] = {}
    for entry in course.entries:
        what = entry.event.what
        if entry.struck_by is not None:
            continue
        if isinstance(what, Ordered | OrderAmended | DoseChanged):
            standing[what.order_number] = True
        elif isinstance(what, OrderCancelled):
            standing[what.order_number] = False
    return any(standing.values())
