"""A brief written beside its course: after each event, and for courses that have none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal
from msc_dose.store.databases import failures
from msc_dose.ward.brief import Brief, brief_of
from msc_dose.ward.brief_document import FORM, brief_text
from msc_dose.ward.waking import waking_of

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.store.databases.database import Row, Statements
    from msc_dose.store.record import Record


def briefed(course: Course) -> Brief | None:
    """The brief of a course; None where none can be made: what was done is recorded all the same."""
    try:
        return brief_of(course)
    except (Refusal, ArithmeticError, ValueError):
        return None


def row_of(brief: Brief) -> Row:
    """The brief as it is kept."""
    waking = waking_of(brief)
    return {
        "course": brief.course,
        "recipient": brief.recipient,
        "events": brief.events,
        "form": FORM,
        **{name: getattr(waking, name) for name in waking.__slots__},
        "body": brief_text(brief),
    }


def keep_brief(statements: Statements, course: Course) -> None:
    """Write what the ward sees of a course as it is now, within the change that made it so."""
    brief = briefed(course)
    statements.run("delete_brief", course=course.course)
    if brief is not None and statements.run("insert_brief", **row_of(brief)) != 1:
        raise failures.not_written(f"the brief of {course.course}")


def keep_missing(record: Record, briefs: Iterable[Brief]) -> None:
    """Write briefs of courses that were read without one; one that has changed since is left alone.

    It tells nothing new, so nobody needs to have signed in.
    """
    rows = [row_of(brief) for brief in briefs]
    with record.database.writing() as statements:
        for row in rows:
            known = statements.one("count_of_events", course=row["course"])
            if known and known["events"] == row["events"]:
                statements.run("delete_brief", course=row["course"])
                statements.run("insert_brief", **row)
