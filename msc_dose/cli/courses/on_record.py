"""What the record knows of a course beside its events: containers, double checks, the audit's head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msc_dose.cli.table import wrapped
from msc_dose.courses.course import Course


def standing_lines(record: Any, course: Course) -> list[str]:
    """Of each infusion its double check and its containers; then the head that a worksheet shows."""
    head = record.head()
    lines = [line for said in _standing(record, course) for line in wrapped(f"  {said}", indent=6)]
    return ["STOCK AND DOUBLE CHECKS", *lines, "", f"Audit: row {head.sequence}, head {head.short}"]


def _standing(record: Any, course: Course) -> Iterator[str]:
    from msc_dose.store.stock import reserved_for
    from msc_dose.store.verifications import verification_of

    at = record.now()
    with record.reading() as statements:
        for each in course.infusions:
            checked = verification_of(statements, course, each.number, at)
            held = [
                f"{one.identity} {one.state}" for one in reserved_for(statements, course.course, each.number)
            ]
            yield f"{each.number}/{each.of}  {checked.state}; {', '.join(held) or 'no container'}"


def planned_containers(course: Course, infusion: int) -> tuple[str, ...]:
    """The containers that the plan chose for an infusion; none where it was made without a stock."""
    for plan in course.plans:
        if infusion <= len(plan.infusions):
            prepared = plan.infusions[infusion - 1].preparation
            return (
                tuple(drawn.identity for drawn in prepared.containers if drawn.identity) if prepared else ()
            )
        infusion -= len(plan.infusions)
    return ()
