"""The courses of a ward, kept from one look to the next: only what changed is looked at again.

A row is another one when its course is another, when its day is another, or, of what is on the clock,
running, to observe or due at a time, with every minute.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date as Date
from datetime import datetime, timedelta
from typing import Any

from msc_dose.problems import refuse
from msc_dose.scheduling import Closures, day_text
from msc_dose.ward.alike import alike
from msc_dose.ward.brief import Brief, Seen
from msc_dose.ward.days import SEARCHED_DAYS, Diary, next_open
from msc_dose.ward.moments import Moments
from msc_dose.ward.rows import elsewhere, of_patient, restless, row_of, urgency
from msc_dose.ward.stages import TODAY
from msc_dose.ward.values import Row, Ward

Urgency = tuple[int, int, str | int, str]
_FEW = 200  # rows that are put into their places one by one; more are put in order anew
_NAMED = 5  # courses that are told by their codes


class Book:
    """The courses of a ward by their keys, whose order is that of the courses.

    `whole` answers with the course of a brief, which is needed at a moment before the brief was settled.
    """

    def __init__(self, whole: Callable[[Brief], Seen] | None = None) -> None:
        """No course is in it."""
        self._whole = whole
        self._seen: dict[Any, Seen] = {}
        self._of: dict[str, set[Any]] = {}  # the keys of each recipient
        self._diary = Diary()
        self._days: object = None  # the days at which the rows were made
        self._rows: dict[Any, Row] = {}  # of each course by itself
        self._urgency: dict[str, Urgency] = {}  # of each recipient
        self._order: list[Urgency] = []  # of all recipients, and beside it their rows
        self._patients: list[Row] = []
        self._stale: set[str] = set()  # recipients whose row is to be made again
        self._restless: set[Any] = set()
        self._today: set[str] = set()
        self._alike: tuple[frozenset[str], dict[str, tuple[str, ...]]] = (frozenset(), {})
        self._latest: datetime | None = None  # when anything was recorded last

    def put(self, key: Any, course: Seen) -> None:
        """Enter a course, or what it has become."""
        if not isinstance(course, Brief):
            _check_course(course)
        self.take(key)
        self._seen[key] = course
        self._of.setdefault(course.recipient, set()).add(key)
        self._stale.add(course.recipient)
        self._diary.put(key, course)
        recorded = _recorded(course)
        if recorded is not None and (self._latest is None or recorded > self._latest):
            self._latest = recorded

    def take(self, key: Any) -> None:
        """Take a course out, if it is there."""
        course = self._seen.pop(key, None)
        if course is not None:
            self._diary.take(key, course)
            self._of[course.recipient].discard(key)
            self._stale.add(course.recipient)
            self._rows.pop(key, None)
            self._restless.discard(key)

    def ward(self, now: datetime, closures: Closures, slots: int | None = None) -> Ward:
        """The ward at `now`; as `ward_view`."""
        check(now, closures, slots)
        at = Moments.at(now, {course.zone for course in self._seen.values()})
        self._look_again(at)
        following = next_open(at.ward_day, closures)
        return Ward(
            at.ward,
            at.ward_day,
            self._in_order(),
            self._diary.day(at.ward_day, at, closures),
            self._diary.day(at.ward_day + timedelta(days=1), at, closures),
            None if following is None else self._diary.day(following, at, closures),
            self._diary.loads(at, closures, slots),
            (*self._as_recorded(at.ward), *_notes(at.ward_day, following, closures)),
        )

    def rows(self, now: datetime) -> dict[Any, Row]:
        """The row of each course by itself."""
        self._look_again(Moments.at(now, {course.zone for course in self._seen.values()}))
        return dict(self._rows)

    def _look_again(self, at: Moments) -> None:
        """Make the rows again that may be others now."""
        if at.days != self._days:
            self._days = at.days
            self._rows.clear()
            self._stale.update(self._of)
        for key in self._restless:
            self._rows.pop(key, None)
            self._stale.add(self._seen[key].recipient)
        if len(self._stale) > _FEW:
            self._look_at_many(at)
        else:
            for recipient in self._stale:
                self._look_at_one(recipient, at)
        self._stale.clear()

    def _look_at_many(self, at: Moments) -> None:
        rows = dict(zip((each[-1] for each in self._order), self._patients, strict=True))
        for recipient in self._stale:
            rows.pop(recipient, None)
            made = self._patient(recipient, at)
            if made is not None:
                rows[recipient] = made
        ordered = sorted((self._urgency[recipient], row) for recipient, row in rows.items())
        self._order = [each for each, _ in ordered]
        self._patients = [row for _, row in ordered]

    def _look_at_one(self, recipient: str, at: Moments) -> None:
        before = self._urgency.get(recipient)
        if before is not None:
            place = bisect_left(self._order, before)
            del self._order[place], self._patients[place]
        made = self._patient(recipient, at)
        if made is not None:
            place = bisect_left(self._order, self._urgency[recipient])
            self._order.insert(place, self._urgency[recipient])
            self._patients.insert(place, made)

    def _patient(self, recipient: str, at: Moments) -> Row | None:
        """The row of a patient; None where the last course of theirs was taken out."""
        self._today.discard(recipient)
        keys = self._of[recipient]
        if not keys:
            del self._of[recipient]
            self._urgency.pop(recipient, None)
            return None
        made = of_patient([self._row(key, at) for key in (sorted(keys) if len(keys) > 1 else keys)])
        self._urgency[recipient] = urgency(made)
        if any(stage in TODAY for stage in made.stages):
            self._today.add(recipient)
        return made

    def _row(self, key: Any, at: Moments) -> Row:
        course = self._seen[key]
        local = at.of(course)
        if key not in self._rows:
            unsettled = isinstance(course, Brief) and course.settled is not None and course.settled > local
            whole = self._whole(course) if unsettled and self._whole and isinstance(course, Brief) else course
            self._rows[key] = row_of(whole, local)
            if (
                unsettled
                or not isinstance(course, Brief)
                or not at.same_clocks(course)
                or restless(course, local)
            ):
                self._restless.add(key)
            else:
                self._restless.discard(key)
        return elsewhere(self._rows[key], local, at.ward)

    def _in_order(self) -> tuple[Row, ...]:
        """The rows in order of urgency, each with the codes that are like its own."""
        if self._today != self._alike[0]:
            self._alike = frozenset(self._today), alike(self._today)
        rows = list(self._patients)
        for recipient, others in self._alike[1].items():
            place = bisect_left(self._order, self._urgency[recipient])
            rows[place] = replace(rows[place], alike=others)
        return tuple(rows)

    def _as_recorded(self, now: datetime) -> Iterator[str]:
        """That the ward is seen with what was recorded since: the day is earlier than the record."""
        if self._latest is None or self._latest <= now:
            return
        later = sorted(each.course for each in self._seen.values() if _is_later(each, now))
        if later:
            whose = ", ".join(later) if len(later) <= _NAMED else f"{len(later)} courses"
            since = "has" if len(later) == 1 else "have"
            yield f"As recorded up to now; the day is {day_text(now.date())}: {whose} {since} later entries."


def _is_later(course: Seen, now: datetime) -> bool:
    recorded = _recorded(course)
    return recorded is not None and recorded > now


def _recorded(course: Seen) -> datetime | None:
    """When its last entry was recorded."""
    if isinstance(course, Brief):
        return course.recorded
    return course.entries[-1].event.recorded if course.entries else None


def _check_course(course: object) -> None:
    from msc_dose.courses.course import Course

    if not isinstance(course, Course):
        raise TypeError(f"a Course belongs here, not {type(course).__name__}")


def check(now: datetime, closures: Closures, slots: int | None) -> None:
    """Refusal `ward.at-without-offset`, `slots.invalid`; TypeError for wrong Python types."""
    for value, kind in ((now, datetime), (closures, Closures)):
        if not isinstance(value, kind):
            raise TypeError(f"a {kind.__name__} belongs here, not {type(value).__name__}")
    if slots is not None and type(slots) is not int:
        raise TypeError(f"slots is a whole number or None, not {type(slots).__name__}")
    if now.utcoffset() is None:
        message, fix = f"{now} has no offset from UTC.", "Give it as 2027-01-29T14:05+01:00."
        raise refuse("ward.at-without-offset", "now", message, fix, str(now))
    if slots is not None and slots < 1:
        message, fix = f"{slots} slots a day hold no infusion.", "Give at least 1, or none where not stated."
        raise refuse("slots.invalid", "slots", message, fix, str(slots))


def _notes(today: Date, following: Date | None, closures: Closures) -> Iterable[str]:
    why = closures.why_closed(today)
    notes = (
        [] if why is None else [f"Today, {day_text(today)}, is a closed day: {why.removeprefix('closed: ')}."]
    )
    if following is None:
        notes.append(f"No day within {SEARCHED_DAYS} days is open.")
    return notes
