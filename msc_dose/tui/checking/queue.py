"""The doses that wait for a check, and the co-signatures that are owed: what a person does about each.

Nothing here knows a value of a first entry: whoever looks at the queue may be the one who verifies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.standing import weight_holds_to
from msc_dose.scheduling import day_text, days_text
from msc_dose.store.verifications import Owed, Waiting
from msc_dose.verification.ordered import is_ordered
from msc_dose.ward.brief import Seen

OWED, DISPUTE, DIFFERS, VOID, OPEN, NOT_YET = "owed", "dispute", "differs", "void", "open", "not yet"
# The most urgent first, within a day.
STATES = (OWED, DISPUTE, DIFFERS, VOID, OPEN, NOT_YET)
_STATES = {"mismatch": DIFFERS, "disagreed-twice": DISPUTE, "void": VOID, "urgent": OWED}


@dataclass(frozen=True, slots=True)
class Queued:
    """A dose in the queue: which, when, where its check stands (one of STATES), and what it waits for.

    `lacking` names what must be there before anybody can verify it; `owed` the declaration that waits for a
    co-signature, for `days` whole days; `exceptional` counts its containers by exceptional release.
    """

    course: str
    recipient: str
    infusion: int
    of: int
    date: Date | None
    state: str
    lacking: tuple[str, ...] = ()
    exceptional: int = 0
    owed: Owed | None = None
    days: int = 0

    @property
    def key(self) -> str:
        """What the dose is known by."""
        return f"{self.course} {self.infusion}"

    @property
    def next(self) -> str:
        """What is to be done, in words."""
        by = "EXCEPTIONAL RELEASE: " if self.exceptional else ""
        return f"{by}{self._next()}"

    def _next(self) -> str:
        if self.owed is not None:
            return f"co-sign: declared urgent by {self.owed.person} {ago(self.days)}: {self.owed.reason}"
        if self.state == NOT_YET:
            return f"waits for {' and '.join(self.lacking)}"
        return {
            DISPUTE: "two re-entries differ: the owner corrects it by the source",
            DIFFERS: "one re-entry differs: both return to the source; enter it once more",
            VOID: "changed since it was signed: enter the source order again",
        }.get(self.state, "enter the source order")

    @property
    def brief(self) -> str:
        """The same in as few words as a narrow list has room for."""
        by = "EXCEPTIONAL: " if self.exceptional else ""
        if self.owed is not None:
            return f"{by}CO-SIGN, owed {days_text(self.days) if self.days else 'since today'}"
        if self.state == NOT_YET:
            lacking = (each.removeprefix("an ").removeprefix("a valid ") for each in self.lacking)
            return f"{by}no {' and no '.join(lacking)}"
        said = {
            DISPUTE: "the owner corrects it",
            DIFFERS: "to the source, then again",
            VOID: "changed: enter it again",
        }
        return f"{by}{said.get(self.state, 'enter order')}"

    @property
    def which(self) -> str:
        """The dose in words: `C-1, infusion 1 of 4, patient P-1, Mon 29-Jan-2024`."""
        day = day_text(self.date) if self.date else "date to be decided"
        return f"{self.course}, infusion {self.infusion} of {self.of}, patient {self.recipient}, {day}"


def ago(days: int) -> str:
    """`today`, `1 day ago`, `12 days ago`."""
    return f"{days_text(days)} ago" if days else "today"


def queue_of(
    courses: Iterable[Seen],
    waiting: Iterable[Waiting],
    owed: Iterable[Owed],
    prepared: Collection[tuple[str, int]],
    now: datetime,
    with_order: Collection[str] = (),
) -> tuple[Queued, ...]:
    """The queue: what is owed first, the oldest first; then by date, and within a day the most urgent.

    `prepared` are the doses for which containers are held, `with_order` the courses that have an order, of
    those that are given as briefs: a brief does not say.
    """
    known = {each.course: each for each in courses}
    missing = {(each.course, each.infusion): each for each in owed}
    ordered: dict[str, bool] = {}
    found = []
    for each in waiting:
        course = known[each.course]
        if each.course not in ordered:
            ordered[each.course] = (
                is_ordered(course) if isinstance(course, Course) else each.course in with_order
            )
        lacking = tuple(_lacking(each, ordered[each.course], prepared, _weight_is_old(course, now)))
        found.append(_queued(course, each, lacking, missing.pop((each.course, each.infusion), None), now))
    given = [_given(known, each, now) for each in missing.values()]
    return tuple(sorted((*found, *(each for each in given if each is not None)), key=_place))


def _weight_is_old(course: Seen, now: datetime) -> bool:
    holds_to = weight_holds_to(course) if isinstance(course, Course) else course.weight_holds_to
    return holds_to is not None and holds_to < now.astimezone(ZoneInfo(course.zone)).date()


def _lacking(
    each: Waiting, ordered: bool, prepared: Collection[tuple[str, int]], weight_is_old: bool
) -> Iterator[str]:
    if not ordered:
        yield "an order"
    if weight_is_old:
        yield "a valid weight"
    if (each.course, each.infusion) not in prepared:
        yield "containers"


def _queued(
    course: Seen, each: Waiting, lacking: tuple[str, ...], owed: Owed | None, now: datetime
) -> Queued:
    state = _STATES.get(each.state, NOT_YET if lacking else OPEN)
    days = owed.days(now) if owed else 0
    which = (each.course, course.recipient, each.infusion, len(course.infusions), each.date)
    return Queued(*which, OWED if owed else state, lacking, each.exceptional, owed, days)


def _given(known: Mapping[str, Seen], owed: Owed, now: datetime) -> Queued | None:
    """A dose that is not to come any more, and still owes its co-signature."""
    course = known.get(owed.course)
    if course is None:
        return None
    date = next((each.date for each in course.infusions if each.number == owed.infusion), None)
    which = (owed.course, course.recipient, owed.infusion, len(course.infusions), date)
    return Queued(*which, OWED, owed=owed, days=owed.days(now))


def _place(each: Queued) -> tuple[object, ...]:
    if each.owed is not None:
        return 0, each.owed.at, each.course, each.infusion
    return 1, (each.date or Date.max).isoformat(), STATES.index(each.state), each.course, each.infusion
