"""What Today asks the desk, in one go and in a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msc_dose.problems import Problem, Refusal
from msc_dose.tui.today.patients import Patient, patients_of
from msc_dose.tui.today.thawing import ToThaw, checked, thaws_of

if TYPE_CHECKING:
    from msc_dose.store.all_courses import Unreadable
    from msc_dose.store.databases.database import Statements
    from msc_dose.store.verifications import Owed
    from msc_dose.tui.desk import Desk
    from msc_dose.tui.desk.folded import Progress
    from msc_dose.ward import Row, Ward

T = TypeVar("T")
ASKED = 60  # patients of today whose check is looked at: a look at each costs time


@dataclass(frozen=True, slots=True)
class Found:
    """The ward now, its patients in order, what is to be thawed, and what must not be overlooked.

    Until it is `whole` there are more patients than these.
    """

    ward: Ward
    patients: tuple[Patient, ...]
    thaws: tuple[ToThaw, ...]
    unreadable: tuple[Unreadable, ...]
    owed: tuple[Owed, ...]
    damaged: tuple[Problem, ...] = ()
    whole: bool = True

    @property
    def empty(self) -> bool:
        """Whether the record has no course at all."""
        return not self.ward.rows and not self.unreadable


def find(desk: Desk, progress: Progress, early: Callable[[Found], None] | None = None) -> Found:
    """Everything that Today shows, as it is now; what is damaged hides nothing else, and is told.

    `early` is told the patients who come first, while all others are still being read; then all of them,
    while containers and verifications are.
    """
    ward = desk.look(progress, early and (lambda first: early(_first(desk, first))))
    if early is not None and ward.rows:
        early(_first(desk, ward))
    courses = {course.course: course for course in desk.board.every()}
    damaged: list[Problem] = []
    nothing: tuple[Owed, ...] = ()
    with desk.open_record.reading() as statements:
        thaws, due = thaws_of(statements, ward, courses), nothing
        if courses or desk.board.unreadable:  # an empty record owes nothing
            thaws = _or(thaws, lambda: checked(statements, thaws, ward, courses), damaged)
            due = _or(due, lambda: _owed(statements), damaged)
        patients = _verified_first(desk, statements, patients_of(ward, desk.board.seen, due), damaged)
    return Found(ward, patients, thaws, desk.board.unreadable, due, tuple(dict.fromkeys(damaged)))


def _verified_first(
    desk: Desk, statements: Statements, patients: tuple[Patient, ...], damaged: list[Problem]
) -> tuple[Patient, ...]:
    """The patients; the first whose dose is due or late and lacks a check are sent to it before clearing."""

    def clears(row: Row) -> bool:
        from msc_dose.store.verifications import verification_of

        course = desk.folded.one(statements, row.course)
        return row.number is None or verification_of(statements, course, row.number, desk.now()).clears

    asked = [at for at, each in enumerate(patients) if each.to_clear][:ASKED]
    found = list(patients)
    for at in asked:
        row = found[at].row
        if not _or(True, partial(clears, row), damaged):
            found[at] = found[at].to_verify()
    return tuple(found)


def _first(desk: Desk, ward: Ward) -> Found:
    """The patients of the ward as far as it is read, and nothing that would have to be counted or asked."""
    return Found(ward, patients_of(ward, desk.board.seen, ()), (), (), (), whole=False)


def _owed(statements: Statements) -> tuple[Owed, ...]:
    from msc_dose.store.verifications import owed

    return owed(statements)


def _or(otherwise: T, question: Callable[[], T], damaged: list[Problem]) -> T:
    try:
        return question()
    except Refusal as refusal:
        damaged += refusal.problems
        return otherwise
