"""What the record asks for before an infusion is cleared to thaw, besides what its course asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, Started, StoppedEarly, Thawed
from msc_dose.problems import Problem, Refusal
from msc_dose.product.plain_text import in_one_writing
from msc_dose.store import alerts, stock, verifications
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements


class Unanswered(Refusal):
    """A refusal for want of reasons; `checks` were shown by it, and are kept as shown."""

    def __init__(self, refusal: Refusal, checks: Sequence[Problem]) -> None:
        """What is refused, and what was shown."""
        super().__init__(refusal.problems, refusal.readings)
        self.checks = tuple(checks)


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
    try:
        alerts.needing_reasons(unanswered, reasons)
    except Refusal as refusal:
        raise Unanswered(refusal, unanswered) from refusal
    for problem in unanswered:
        alerts.override(change, entities[0], problem, reasons[problem.code])


def unchecked(statements: Statements, course: Course, event: Event) -> Iterator[Problem]:
    """CHECKs for product that is taken out or given without a double check that holds."""
    if isinstance(event.what, Thawed | Started | Completed | StoppedEarly):
        found = verifications.event_problems(statements, course, event.what.infusion, event.occurred)
        yield from found


def unknown_people(statements: Statements, events: Sequence[Event]) -> Iterator[Problem]:
    """The CHECK `people.not-on-record` for every code in imported events that is nobody's here."""
    known = {in_one_writing(row["code"]) for row in statements.all("every_person")}
    named = {name for event in events for name in (event.by, getattr(event.what, "second", None)) if name}
    for code in sorted(name for name in named if in_one_writing(name) not in known):
        message = f"The imported events name {code}, who is not among the people of this record."
        yield Problem("people.not-on-record", "check", "by", message, "Make sure who that was.")


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
