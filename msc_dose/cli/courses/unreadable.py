"""Courses of a record that cannot be read: told beside those that can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msc_dose.cli import output
from msc_dose.cli.table import wrapped

if TYPE_CHECKING:
    from msc_dose.store.all_courses import Unreadable

UNREADABLE = 4  # the exit status


def unreadable_documents(courses: Sequence[Unreadable]) -> list[dict[str, Any]]:
    """The courses that cannot be read, and why, for JSON."""
    return [
        {
            "course": each.course,
            "recipient": each.recipient,
            "problems": [problem.as_document() for problem in each.problems],
        }
        for each in courses
    ]


def unreadable_lines(courses: Sequence[Unreadable]) -> list[str]:
    """Why each course that cannot be read is not, as refusals are written."""
    lines: list[str] = []
    for each in courses:
        lines += wrapped(f"■ STOP  {each.course}, recipient {each.recipient}, cannot be read:", 8)
        lines += output.problem_lines(each.problems)
    return lines
