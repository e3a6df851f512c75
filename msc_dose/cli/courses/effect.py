"""What an entry changed: the dates and doses that moved, what stays, and what a person must decide now."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.cli import output
from msc_dose.cli.table import wrapped
from msc_dose.courses.course import Course
from msc_dose.courses.course_document import course_document
from msc_dose.courses.course_text import question_lines
from msc_dose.courses.difference import difference
from msc_dose.courses.entry_text import told
from msc_dose.courses.events.documents import event_document
from msc_dose.courses.events.event import Event
from msc_dose.problems import Problem


def entered(
    event: Event,
    before: Course,
    after: Course,
    as_json: bool,
    heads: Sequence[str] = (),
    found: Sequence[Problem] = (),
) -> int:
    """Write the entry and its effect; 0. `found` is what else was found, such as of its containers."""
    changed = difference(before, after)
    if as_json:
        output.document(
            {
                "schema": "msc-dose/entry/1",
                "event": event_document(event),
                "difference": changed.as_document(),
                "course": course_document(after),
                **({"problems": [problem.as_document() for problem in found]} if found else {}),
            }
        )
        return 0
    new = [*(problem for problem in after.problems if problem not in before.problems), *found]
    lines = [*heads, *wrapped(f"✓ Entered {event.number}: {told(event)}", indent=2), *changed.lines()]
    output.say("\n".join([*lines, *output.problem_lines(new), *question_lines(after)]))
    return 0
