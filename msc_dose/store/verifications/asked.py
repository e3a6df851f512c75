"""Where the check of a dose stands on the record, what waits for one, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.courses.course import Course
from msc_dose.problems import Problem, stop
from msc_dose.store.databases.database import Statements
from msc_dose.store.verifications.verifying import on_record, signed
from msc_dose.verification import states
from msc_dose.verification.states import URGENT, Verification


@dataclass(frozen=True, slots=True)
class Waiting:
    """An infusion to come whose dose nobody has double-checked: its date, and where the check stands."""

    course: str
    infusion: int
    date: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A co-signature that is owed: who declared the dose urgent, why, and when (UTC)."""

    course: str
    infusion: int
    person: str
    reason: str
    at: str

    def days(self, now: datetime) -> int:
        """For how many whole days it has been owed."""
        return (now - datetime.fromisoformat(self.at)).days


def verification_of(
    statements: Statements, course: Course, infusion: int, at: datetime | None = None
) -> Verification:
    """Where the check of a dose stands, at a moment; without one, no weight is too old.

    Raises Refusal `course.no-such-infusion`.
    """
    return states.verification_of(on_record(statements, course, infusion, at).case)


def clearance_problems(
    statements: Statements, course: Course, infusion: int, at: datetime
) -> tuple[Problem, ...]:
    """The STOP that keeps thaw from being cleared: `verify.missing`, `.void` or `.disagreed`; else none."""
    found = verification_of(statements, course, infusion, at)
    if found.clears:
        return ()
    if found.state == "void":
        return (void_problem(found),)
    if found.state == "disagreed-twice":
        message = f"Two re-entries of the dose of infusion {infusion} differed from the first entry."
        fix = "Correct it by the source order, and have it verified."
        return (stop("verify.disagreed", "infusion", message, fix),)
    tried = " A re-entry differed." if found.state == "mismatch" else ""
    message = f"The dose of infusion {infusion} has no independent double check.{tried}"
    fix = "Have another person verify it, or declare it urgent with a reason."
    return (stop("verify.missing", "infusion", message, fix),)


def waiting(statements: Statements, courses: Iterable[Course], at: datetime) -> tuple[Waiting, ...]:
    """Every infusion to come of these courses that is not verified at this moment, by date.

    What nobody has tried yet is told without looking further, so that many courses are quickly listed.
    """
    tried = {(row["course"], row["infusion"]) for row in statements.all("attempted_doses")}
    found = []
    for course in courses:
        for infusion in course.infusions:
            if not infusion.pending:
                continue
            key = (course.course, infusion.number)
            state = "calculated"
            if key in tried:
                state = verification_of(statements, course, infusion.number, at).state
            if state != "verified":
                found.append(Waiting(*key, infusion.date, state))
    return tuple(sorted(found, key=lambda each: (each.date or date.max, each.course, each.infusion)))


def owed(statements: Statements) -> tuple[Owed, ...]:
    """Every co-signature that is owed, the oldest first."""
    found = []
    for row in statements.all("urgent_doses", meaning=URGENT):
        _, course, infusion = row["entity"].split(" ")
        last = signed(statements, course, int(infusion))[-1]
        if last.meaning == URGENT:
            found.append(Owed(course, int(infusion), last.person, last.reason, last.at))
    return tuple(sorted(found, key=lambda each: each.at))


def void_problem(found: Verification) -> Problem:
    """A STOP `verify.void` that says what has changed since the signature."""
    changed = "; ".join(found.changes) or "what it covers is another"
    who = f" of {found.signature.person}" if found.signature is not None else ""
    message = f"The signature{who} under the dose of infusion {found.infusion} holds no more: {changed}."
    return stop("verify.void", "infusion", message, "Have it verified anew.")
