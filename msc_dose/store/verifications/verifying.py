"""The case of one dose as the record has it: what a signature would cover, who calculated, what was tried."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msc_dose.courses.course import Course
from msc_dose.problems import Problem
from msc_dose.store import alerts
from msc_dose.store.chain import canonical, digest
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.people.signatures import signatures_of
from msc_dose.store.stock.holdings import recipient_problem
from msc_dose.store.stock.rows import HeldContainer, reserved_for
from msc_dose.verification.concerning import concerning
from msc_dose.verification.covered import container_key, document_of
from msc_dose.verification.outcome import Answered
from msc_dose.verification.resting import Rests, infusion_of, is_to_come, resting
from msc_dose.verification.states import CHECK, COSIGN, URGENT, Attempt, Case, Signed, minute
from msc_dose.verification.validity import lapses

# What went in or was thrown away is no part of what is still to be given.
_GONE = ("infused", "wasted")


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A case, with what the record knows besides: the course, what its dose rests on, its containers."""

    case: Case
    course: Course
    rests: Rests
    containers: tuple[HeldContainer, ...]

    @property
    def text(self) -> str:
        """The covered document as it is signed."""
        return canonical(self.case.document)

    def stops(self) -> tuple[Problem, ...]:
        """What nobody overrides: a container of somebody else, and what would end a signature at once."""
        of = f"course {self.course.course}"
        bound = (recipient_problem(each, self.course.recipient, of) for each in self.containers)
        return (*(problem for problem in bound if problem is not None), *self.case.lapses)

    def checks(self) -> tuple[Problem, ...]:
        """The CHECKs that concern this dose."""
        return concerning(self.course, self.case.infusion, self.rests)


def entity_of(course: str, infusion: int) -> str:
    """The name under which signatures and reasons of a dose are kept."""
    return f"dose {course} {infusion}"


def on_record(statements: Statements, course: Course, infusion: int, at: datetime | None = None) -> OnRecord:
    """The case of a dose at a moment; without one, no weight is too old.

    Raises Refusal `course.no-such-infusion`.
    """
    asked = infusion_of(course, infusion)
    rests = resting(course, infusion)
    to_come = is_to_come(asked)
    held = tuple(
        each
        for each in reserved_for(statements, course.course, infusion)
        if not (to_come and each.state in _GONE)
    )
    containers = [each.container for each in held]
    reservations = _reservations(statements, course.course, infusion, held)
    document = document_of(course, infusion, rests, containers)
    case = Case(
        course.course,
        infusion,
        document,
        digest(canonical(document)),
        _calculators(rests, reservations),
        _sources(rests, reservations, course.zone),
        signatures=signed(statements, course.course, infusion),
        attempts=attempts(statements, course.course, infusion),
        lapses=lapses(course, asked, rests, containers, at),
        to_come=to_come,
        zone=course.zone,
    )
    return OnRecord(case, course, rests, held)


def signed(statements: Statements, course: str, infusion: int) -> tuple[Signed, ...]:
    """The signatures under a dose, in order."""
    found = signatures_of(statements, entity_of(course, infusion))
    names = Signed.__slots__
    return tuple(
        Signed(**{name: getattr(each, name) for name in names})
        for each in found
        if each.meaning in (CHECK, COSIGN, URGENT)
    )


def attempts(statements: Statements, course: str, infusion: int) -> tuple[Attempt, ...]:
    """The re-entries and declarations of a dose, in order."""
    rows = statements.all("verifications_of_dose", course=course, infusion=infusion)
    return tuple(
        Attempt(row["person"], row["covers"], row["outcome"], json.loads(row["document"]), row["at"])
        for row in rows
    )


def answers(statements: Statements, course: str, infusion: int) -> tuple[Answered, ...]:
    """The CHECKs of a course and of one of its doses that somebody answered, with their reasons."""
    entities = (f"course {course}", entity_of(course, infusion))
    return tuple(
        Answered(**row) for entity in entities for row in statements.all("answers_of_entity", entity=entity)
    )


def unanswered(statements: Statements, found: OnRecord) -> tuple[Problem, ...]:
    """The CHECKs of this dose that nobody has given a reason for."""
    entities = (f"course {found.case.course}", entity_of(found.case.course, found.case.infusion))
    return tuple(
        each
        for each in found.checks()
        if not any(alerts.answered(statements, entity, each) for entity in entities)
    )


def _reservations(
    statements: Statements, course: str, infusion: int, held: Sequence[HeldContainer]
) -> list[Row]:
    """Who reserved the containers that are held now, and when."""
    keys = {container_key(each.identity) for each in held}
    rows = statements.all("reservations_of_dose", course=course, infusion=infusion)
    return [row for row in rows if container_key(row["container"]) in keys]


def _calculators(rests: Rests, reservations: Sequence[Row]) -> Mapping[str, str]:
    did = {event.by: f"recorded event {event.number} ({event.type})" for event in rests.entries}
    reserved = {row["person"]: f"reserved {row['container']}" for row in reservations}
    return reserved | did


def _sources(rests: Rests, reservations: Sequence[Row], zone: str) -> Mapping[str, str]:
    """Of each field that is re-entered, where its first entry comes from."""
    planned = _entered(rests, "", zone)
    reserved = [f"reserved by {row['person']}, {minute(row['at'], zone)}" for row in reservations]
    return {
        "dose": _entered(rests, "ordered", zone),
        "weight": _entered(rests, "dosing_weight", zone),
        **dict.fromkeys(("counts", "population", "basis", "infusion"), planned),
        "containers": "; ".join(dict.fromkeys(reserved)) or "nothing is reserved",
    }


def _entered(rests: Rests, field: str, zone: str) -> str:
    """The last change that says this field, else the plan's entry: which, by whom, when."""
    said: Iterator[str] = (
        f"event {event.number} ({event.type}) by {event.by}, {minute(event.recorded.isoformat(), zone)}"
        for event in reversed(rests.entries)
        if event is rests.planned or getattr(event.what, field, None) is not None
    )
    return next(said)
