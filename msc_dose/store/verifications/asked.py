"""Where the check of a dose stands on the record, what waits for one, and what is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.courses.course import Course
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.rows import find
from msc_dose.store.verifications.chosen import Chosen
from msc_dose.store.verifications.verifying import on_record, said_of, signed
from msc_dose.verification import states
from msc_dose.verification.states import URGENT, Verification
from msc_dose.ward.brief import Seen


@dataclass(frozen=True, slots=True)
class Waiting:
    """An infusion to come whose dose nobody has double-checked: its date, and where the check stands.

    `exceptional` is the number of its containers that go by exceptional release.
    """

    course: str
    infusion: int
    date: date | None
    state: str
    exceptional: int = 0


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


def exceptional_of(
    statements: Statements, course: Course, infusion: int, named: bool = True
) -> tuple[str, ...]:
    """A line for each container of a dose that goes by exceptional release: what was released, and why.

    Without `named` no container is named: whoever verifies the dose reads it off the container.
    """
    found = on_record(statements, course, infusion)
    return tuple(release_lines(found.containers, named))


def release_lines(containers: Iterable[Chosen], named: bool = True) -> Iterator[str]:
    """A line for each of these containers that goes by exceptional release."""
    for each in containers:
        if each.held.exceptional:
            yield f"EXCEPTIONAL RELEASE of {each.held.identity if named else 'a container'}: {said_of(each)}"


def clearance_problems(
    statements: Statements, course: Course, infusion: int, at: datetime
) -> tuple[Problem, ...]:
    """The STOPs that keep thaw from being cleared; else none.

    `verify.missing`, `.void` or `.disagreed`; and `verify.other-containers` where others than the plan draws
    from are reserved.
    """
    known = on_record(statements, course, infusion, at)
    # That nothing is reserved is told by the stock.
    other = known.other_containers() if known.containers and known.case.to_come else None
    found = (unsigned_problem(states.verification_of(known.case)), other)
    return tuple(problem for problem in found if problem is not None)


def event_problems(
    statements: Statements, course: Course, infusion: int, at: datetime
) -> tuple[Problem, ...]:
    """The CHECK where product is thawed, started or ended without a signature that holds at that event.

    `verify.missing`, `verify.void` or `verify.disagreed`, worded alike at each event of one giving. `course`
    is as the event leaves it, and `at` is when that occurred. What was done is recorded: none is a STOP.
    """
    begun = next((each.started for each in course.infusions if each.number == infusion), None)
    try:
        known = on_record(statements, course, infusion, begun or at, though_given=True)
        problem = unsigned_problem(states.verification_of(known.case))
    except Refusal as refusal:
        if refusal.codes != ("verify.not-planned",):
            raise
        problem = refusal.problems[0]
    if problem is None:
        return ()
    code = problem.code if problem.code in _UNSIGNED else "verify.missing"
    fix = "Keep back what is not in yet; whoever is responsible looks at the dose, and a deviation says why."
    return (Problem(code, "check", "infusion", problem.message, fix),)


_UNSIGNED = ("verify.missing", "verify.void", "verify.disagreed")


def unsigned_problem(found: Verification) -> Problem | None:
    """The STOP for a dose without a signature that holds; None where there is one."""
    infusion = found.infusion
    if found.clears:
        return None
    if found.state == "void":
        return void_problem(found)
    if found.state == "disagreed-twice":
        message = f"Two re-entries of the dose of infusion {infusion} differed from the first entry."
        fix = "Correct it by the source order, and have it verified."
        return stop("verify.disagreed", "infusion", message, fix)
    tried = " A re-entry differed." if found.state == "mismatch" else ""
    message = f"The dose of infusion {infusion} has no independent double check.{tried}"
    fix = "Have another person verify it, or declare it urgent with a reason."
    return stop("verify.missing", "infusion", message, fix)


def waiting(statements: Statements, courses: Iterable[Seen], at: datetime) -> tuple[Waiting, ...]:
    """Every infusion to come of these courses that is not verified at this moment, by date.

    What nobody has tried yet is told without looking further, so that many courses are quickly listed; of a
    brief the course itself is looked at for all else.
    """
    tried = {(row["course"], row["infusion"]) for row in statements.all("attempted_doses")}
    exceptional = _by_exception(statements)
    found = []
    for course in courses:
        for infusion in course.infusions:
            if not infusion.pending:
                continue
            key = (course.course, infusion.number)
            state = "calculated"
            if key in tried:
                state = verification_of(statements, _whole(statements, course), infusion.number, at).state
            if state != "verified":
                found.append(Waiting(*key, infusion.date, state, exceptional[key]))
    return tuple(sorted(found, key=lambda each: (each.date or date.max, each.course, each.infusion)))


def _whole(statements: Statements, course: Seen) -> Course:
    from msc_dose.store.courses import course_on_record  # which itself asks for verifications

    return course if isinstance(course, Course) else course_on_record(statements, course.course)


def _by_exception(statements: Statements) -> Counter[tuple[str, int]]:
    """How many containers of each dose go by exceptional release."""
    rows = statements.all("doses_by_exception")
    held = ((row, find(statements, row["container"])) for row in rows)
    return Counter(
        (row["course"], row["infusion"]) for row, each in held if each is not None and each.exceptional
    )


def prepared(statements: Statements) -> frozenset[tuple[str, int]]:
    """The doses, by course and infusion, for which any container is held: only these can be verified."""
    return frozenset((row["course"], row["infusion"]) for row in statements.all("doses_with_containers"))


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
    changed = "; ".join(each.rstrip(".") for each in found.changes) or "what it covers is another"
    who = f" of {found.signature.person}" if found.signature is not None else ""
    message = f"The signature{who} under the dose of infusion {found.infusion} holds no more: {changed}."
    return stop("verify.void", "infusion", message, "Have it verified anew.")
