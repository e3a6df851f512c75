"""What the record knows of a course beside its events: containers, double checks, CHECKs, the head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msc_dose.cli.table import wrapped
from msc_dose.courses.course import Course

if TYPE_CHECKING:
    from msc_dose.store.alerts import Told
    from msc_dose.store.chain import Head
    from msc_dose.store.databases.database import Statements
    from msc_dose.store.stock import ExceptionalRelease, HeldContainer
    from msc_dose.verification.states import Verification

ON_RECORD = "on record"


@dataclass(frozen=True, slots=True)
class _Infusion:
    number: int
    of: int
    checked: Verification
    containers: tuple[tuple[HeldContainer, ExceptionalRelease | None], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one moment's view of the record knows of a course."""

    infusions: tuple[_Infusion, ...]
    told: tuple[Told, ...]
    head: Head

    def lines(self) -> list[str]:
        """Each infusion's double check and containers, the CHECKs told, the head that a worksheet shows."""
        said = [*(line for each in self.infusions for line in _infusion_lines(each)), *_told_lines(self.told)]
        lines = [part for line in said for part in wrapped(f"  {line}", indent=6)]
        head = f"Audit: row {self.head.sequence}, head {self.head.short}"
        return ["STOCK AND DOUBLE CHECKS", *lines, "", head]

    def added_to(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document of the course, with what the record knows in it and under `record`."""
        states = {each["container"]: each["state"] for each in document["containers"]}
        states |= {held.identity: held.state for each in self.infusions for held, _ in each.containers}
        containers = [{"container": name, "state": state} for name, state in states.items()]
        record = {
            "infusions": [_infusion_document(each) for each in self.infusions],
            "checks": [_told_document(each) for each in self.told],
            "audit": {"sequence": self.head.sequence, "hash": self.head.hash},
        }
        return {**document, "inventory": ON_RECORD, "containers": containers, "record": record}


def standing(record: Any, course: Course) -> Standing:
    """What the record knows of the course now."""
    from msc_dose.store.alerts import told_of
    from msc_dose.store.chain import Head
    from msc_dose.store.visible import visible

    with record.reading() as statements:
        infusions = tuple(
            _infusion(statements, course, each.number, each.of, record.now()) for each in course.infusions
        )
        told = told_of(statements, f"course {course.course}")
        row = statements.one("head")
    known = {(problem.code, visible(problem.message)) for problem in course.problems}
    other = tuple(each for each in told if (each.code, each.message) not in known)
    return Standing(infusions, other, Head(row["sequence"], row["hash"]))


def _infusion(statements: Statements, course: Course, number: int, of: int, at: Any) -> _Infusion:
    from msc_dose.store.stock import release_in_force, reserved_for
    from msc_dose.store.verifications import verification_of

    checked = verification_of(statements, course, number, at)
    held = reserved_for(statements, course.course, number)
    containers = tuple((one, release_in_force(statements, one.identity)) for one in held)
    return _Infusion(number, of, checked, containers)


def _infusion_lines(one: _Infusion) -> Iterator[str]:
    names = ", ".join(f"{held.identity} {held.state}" for held, _ in one.containers)
    yield f"{one.number}/{one.of}  {one.checked.state}; {names or 'no container'}"
    for held, release in one.containers:
        if release is not None:
            yield f"     {held.identity}: EXCEPTIONAL RELEASE: {release.fact} ({release.notification})"


def _told_lines(told: tuple[Told, ...]) -> Iterator[str]:
    """CHECKs that are no problems of the course itself: they are not lost after they were shown once."""
    for each in told:
        yield f"▲ CHECK  told {each.at[:10]} to {each.person}: {each.message} [{each.code}]"
        if each.reason:
            yield f"         stands by {each.by}: {each.reason}"


def _infusion_document(one: _Infusion) -> dict[str, Any]:
    by = one.checked.signature if one.checked.clears else None
    return {
        "number": one.number,
        "verification": {
            "state": one.checked.state,
            "person": by.person if by else None,
            "meaning": by.meaning if by else None,
            "at": by.at if by else None,
            "co_signature_owed": one.checked.owed,
        },
        "containers": [
            {
                "identity": held.identity,
                "state": held.state,
                "exceptional_release": release
                and {
                    "fact": release.fact,
                    "reason": release.reason,
                    "notification": release.notification,
                    "people": [signature.person for signature in release.signatures],
                },
            }
            for held, release in one.containers
        ],
    }


def _told_document(one: Told) -> dict[str, Any]:
    return {
        "code": one.code,
        "message": one.message,
        "at": one.at,
        "person": one.person,
        "reason": one.reason or None,
        "by": one.by,
    }
