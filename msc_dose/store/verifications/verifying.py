"""The case of one dose as the record has it: what a signature would cover, who calculated, what was tried."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msc_dose.courses.course import Course
from msc_dose.problems import Problem, stop
from msc_dose.product.plain_text import container_key
from msc_dose.store import alerts
from msc_dose.store.chain import canonical, digest
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.signatures import signatures_of
from msc_dose.store.stock.cells import cells_problems
from msc_dose.store.stock.holdings import recipient_problem
from msc_dose.store.verifications.chosen import Chosen, chosen
from msc_dose.store.verifications.parts import calculators_of, reservations_of, sources_of
from msc_dose.store.verifications.site_limits import site_limits
from msc_dose.verification.concerning import concerning
from msc_dose.verification.covered import document_of
from msc_dose.verification.outcome import Answered
from msc_dose.verification.resting import Rests, infusion_of, is_to_come, resting
from msc_dose.verification.states import CHECK, COSIGN, URGENT, Attempt, Case, Signed
from msc_dose.verification.validity import lapses


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A case, with what the record knows besides: the course, what its dose rests on, its containers."""

    case: Case
    course: Course
    rests: Rests
    containers: tuple[Chosen, ...]

    @property
    def text(self) -> str:
        """The covered document as it is signed."""
        return canonical(self.case.document)

    def stops(self, statements: Statements) -> tuple[Problem, ...]:
        """What nobody overrides: a wrong container, or what would end a signature at once."""
        of = f"course {self.course.course}"
        bound = (recipient_problem(each.held, self.course.recipient, of) for each in self.containers)
        found = (*bound, self.other_containers())
        cells = self._cells(statements, "stop")
        return (*(problem for problem in found if problem is not None), *cells, *self.case.lapses)

    def checks(self, statements: Statements) -> tuple[Problem, ...]:
        """The CHECKs that concern this dose."""
        cells = self._cells(statements, "check")
        return (*concerning(self.course, self.case.infusion, self.rests), *cells)

    def _cells(self, statements: Statements, severity: str) -> Iterator[Problem]:
        """What the stock says of the cells in the containers."""
        found = cells_problems(statements, self.course, self.case.infusion)
        return (each for each in found if each.severity == severity)

    def other_containers(self) -> Problem | None:
        """The STOP `verify.other-containers`: the plan's volumes are those of other containers."""
        made, product = self.rests.preparation, self.rests.plan.inputs.product
        if made is None or product is None or not isinstance(product.supply, tuple):
            return None
        drawn = {container_key(each.identity) for each in made.containers}
        reserved = {each.held.key for each in self.containers}
        if drawn == reserved:
            return None
        message = f"The plan draws from {_listed(drawn)}; reserved are {_listed(reserved)}."
        fix = "Reserve those of the plan, or plan anew from those reserved."
        return stop("verify.other-containers", "containers", message, fix)


def _listed(keys: set[str]) -> str:
    return ", ".join(sorted(keys)) or "none"


def entity_of(course: str, infusion: int) -> str:
    """The name under which signatures and reasons of a dose are kept."""
    return f"dose {course} {infusion}"


def on_record(
    statements: Statements,
    course: Course,
    infusion: int,
    at: datetime | None = None,
    though_given: bool = False,
) -> OnRecord:
    """The case of a dose at a moment; without one, no weight is too old.

    `though_given` holds it to what ends a signature also once the product is in. Raises Refusal
    `course.no-such-infusion`.
    """
    asked = infusion_of(course, infusion)
    rests = resting(course, infusion)
    to_come = is_to_come(asked)
    held = chosen(statements, course.course, infusion, rests.giving, to_come)
    document = _document(statements, course, infusion, rests, held)
    reservations = reservations_of(statements, course.course, infusion, rests, held)
    containers = [each.held.container for each in held]
    case = Case(
        course.course,
        infusion,
        document,
        digest(canonical(document)),
        calculators_of(statements, course.course, rests, reservations),
        sources_of(rests, reservations, course.zone),
        signatures=signed(statements, course.course, infusion),
        attempts=attempts(statements, course.course, infusion),
        lapses=lapses(course, asked, rests, containers, at, though_given),
        to_come=to_come,
        zone=course.zone,
    )
    return OnRecord(case, course, rests, held)


def _document(
    statements: Statements, course: Course, infusion: int, rests: Rests, held: Sequence[Chosen]
) -> Mapping[str, Any]:
    exceptional = {each.held.key: said_of(each) for each in held if each.held.exceptional}
    limits = site_limits(statements, entity_of(course.course, infusion), course.course, rests.giving)
    return document_of(course, infusion, rests, [each.held.container for each in held], exceptional, limits)


def said_of(each: Chosen) -> str:
    """An exceptional release in words: the product fact, the reason, and where it was reported."""
    made = each.release
    if made is None:
        return "its record is missing"
    return f"{made.fact}; reason: {made.reason}; notification {made.notification}"


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
        for each in found.checks(statements)
        if not any(alerts.answered(statements, entity, each) for entity in entities)
    )
