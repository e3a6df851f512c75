"""What the record asks for before an infusion is cleared to thaw, besides what its course asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.problems import Problem
from msc_dose.store import alerts, stock, verifications
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements


def stops(statements: Statements, course: Course, infusion: int, at: datetime) -> Iterator[Problem]:
    """Every STOP of stock and verification; nothing where the infusion is none of the course's."""
    if any(each.number == infusion for each in course.infusions):
        yield from stock.clearance_problems(statements, course, infusion, at)
        yield from verifications.clearance_problems(statements, course, infusion, at)


def answer(change: Change, course: Course, infusion: int, reasons: Mapping[str, str]) -> None:
    """Keep a reason for every CHECK that nobody has answered yet; Refusal `alert.reason-missing`."""
    entities = (f"course {course.course}", f"dose {course.course} {infusion}")
    cells = stock.cells_problems(change.statements, course, infusion)
    checks = [problem for problem in (*course.problems, *cells) if problem.severity == "check"]
    unanswered = [
        each
        for each in checks
        if not any(alerts.answered(change.statements, entity, each) for entity in entities)
    ]
    alerts.needing_reasons(unanswered, reasons)
    for problem in unanswered:
        alerts.override(change, entities[0], problem, reasons[problem.code])


def volunteer(change: Change, course: str, problems: Sequence[Problem], reasons: Mapping[str, str]) -> None:
    """Keep the CHECKs of an entry as shown, and each reason that was given; none is asked for here.

    Refusal `alert.reason-unknown` for a reason that answers nothing.
    """
    entity = f"course {course}"
    alerts.tell(change, entity, problems)
    named = [problem for problem in problems if problem.code in reasons]
    alerts.needing_reasons(named, reasons)
    for problem in named:
        alerts.override(change, entity, problem, reasons[problem.code])
