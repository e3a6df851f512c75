"""Briefs as they are read: those that changed since they were read last, or the most urgent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal
from msc_dose.ward.brief_document import FORM, brief_from
from msc_dose.ward.waking import moment_text

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Row, Statements
    from msc_dose.ward.brief import Brief

_FEW = 200  # briefs that are asked for one by one; of more, all are read
_TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """The rows of briefs that are others than those known, as they are kept; and which courses there are.

    `lengths` says of how many events each brief was made, and `without` names the courses that have none.
    """

    rows: tuple[Row, ...]
    lengths: Mapping[str, int]
    without: tuple[str, ...]

    def briefs(self, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Brief]:
        """The briefs; one that cannot be read is left out, and missing from then on."""
        found = []
        for done, row in enumerate(self.rows, 1):
            brief = _brief(row)
            if brief is not None:
                found.append(brief)
            if done % _TOLD_EVERY == 0:
                progress(done, len(self.rows))
        return found


def changed_briefs(statements: Statements, known: Mapping[str, int]) -> Changed:
    """What is other than known, where `known` says of how many events each brief was made."""
    without = unbriefed(statements)
    if known:
        lengths = {row["course"]: row["events"] for row in statements.all("brief_lengths", form=FORM)}
        other = [course for course, events in lengths.items() if known.get(course) != events]
        if len(other) <= _FEW:
            rows = [row for course in other if (row := statements.one("one_brief", course=course))]
            return Changed(tuple(rows), lengths, without)
    rows = statements.all("every_brief", form=FORM)
    return Changed(tuple(rows), {row["course"]: row["events"] for row in rows}, without)


def count_briefs(statements: Statements) -> int:
    """How many courses have their brief."""
    row = statements.one("count_briefs", form=FORM)
    return int(row["number"]) if row else 0


def unbriefed(statements: Statements) -> tuple[str, ...]:
    """The codes of courses without a brief, in order."""
    courses = statements.one("count_course")
    if courses is not None and courses["number"] == count_briefs(statements):
        return ()
    return tuple(row["code"] for row in statements.all("courses_without_brief", form=FORM))


def first_briefs(statements: Statements, now: datetime, most: int) -> list[Brief]:
    """The briefs of the patients who come first on the ward, or nearly, at most so many.

    A course without a brief is not among them: it may be the most urgent of all.
    """
    today = now.date().isoformat()
    rows = statements.all("first_briefs", form=FORM, now=moment_text(now), today=today, most=most)
    return [brief for row in rows if (brief := _brief(row)) is not None]


def _brief(row: Row) -> Brief | None:
    """The brief; None where it is garbled: it is made anew like one that is missing."""
    try:
        return brief_from(row["course"], row["recipient"], row["events"], row["body"])
    except (Refusal, ValueError, TypeError, LookupError, ArithmeticError):
        return None
