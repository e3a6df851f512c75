"""The ward of the record: every course as its brief shows it, kept from one look to the next."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msc_dose.problems import Refusal
from msc_dose.store.all_courses import Unreadable
from msc_dose.store.briefs import (
    briefed,
    changed_briefs,
    count_briefs,
    first_briefs,
    keep_missing,
    unbriefed,
)
from msc_dose.ward import Ward, ward_view
from msc_dose.ward.book import Book
from msc_dose.ward.brief import Brief, Seen
from msc_dose.ward.in_brief import InBrief

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.scheduling import Closures
    from msc_dose.store.record import Record
    from msc_dose.tui.desk.folded import Folded, Progress

FIRST = 60  # patients of the first page, whatever the terminal's height
_MANY = 300  # fewer courses are read as fast as the first page
_FEW = 20  # courses without a brief that are folded before the first page is shown
_AT_ONCE = 100  # briefs written in one transaction: others write in between
_LOOKS_EVERY = 0.1  # seconds between two looks of whoever waits until another has read


class EverySeen(NamedTuple):
    """Every course that can be read, in order of code, and those that cannot."""

    read: tuple[Seen, ...]
    unreadable: tuple[Unreadable, ...]


class Board:
    """The briefs of a record, read once; later only of the courses that have changed.

    A course without a brief (an older record, or one that another program wrote to) is folded, and its brief
    is kept unless `keeps` is False.
    """

    def __init__(self, record: Record, folded: Folded, keeps: bool = True) -> None:
        """Nothing is read yet."""
        self.record, self._folded, self._keeps = record, folded, keeps
        self._lock = threading.Lock()
        self._told = (0, 0)  # how many of how many are read by whoever is reading
        self._book = Book(self._whole)
        self._known: dict[str, int] = {}  # of how many events each brief in the book was made
        self._seen: dict[str, Seen] = {}
        self._first: dict[str, Seen] = {}  # those of the first page, until all are read
        self._unreadable: dict[str, Unreadable] = {}

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The courses that cannot be read, in order of code."""
        return tuple(self._unreadable[code] for code in sorted(self._unreadable))

    def seen(self, code: str) -> Seen | None:
        """A course as the ward saw it last."""
        return self._seen.get(code) or self._first.get(code)

    def every(self) -> Sequence[Seen]:
        """Every course as the ward saw it last, in order of code."""
        return [self._seen[code] for code in sorted(self._seen)]

    def first(self, now: datetime, closures: Closures, slots: int | None) -> Ward | None:
        """The ward of the patients who come first, before all are read; None where that would not help."""
        if self._seen:
            return None
        with self.record.reading() as statements:
            without = unbriefed(statements)
            helps = len(without) <= _FEW and count_briefs(statements) > _MANY
            found: list[Seen] = [*first_briefs(statements, now, FIRST)] if helps else []
        if found:
            found = [self._whole(each) if _unsettled(each, now) else each for each in found]
            folded = (self._folded_course(code) for code in without)
            found += [each for each in folded if not isinstance(each, Unreadable)]
        self._first = {each.course: each for each in found}
        return ward_view(found, now, closures, slots) if found else None

    def ward(self, now: datetime, closures: Closures, slots: int | None, progress: Progress) -> Ward:
        """The ward as it is now."""
        with self._reading(progress):
            self._first = {}
            return self._book.ward(now, closures, slots)

    def every_now(self, progress: Progress) -> EverySeen:
        """Every course as the ward sees it now."""
        with self._reading(progress):
            return EverySeen(tuple(self.every()), self.unreadable)

    def in_brief(self, now: datetime, progress: Progress) -> tuple[InBrief, ...]:
        """Every course in brief, in order of code."""
        with self._reading(progress):
            rows = self._book.rows(now)
            made = [InBrief(each.course, each.recipient, why=each.why) for each in self.unreadable]
        for code, row in rows.items():
            course = self._seen[code]
            made.append(
                InBrief(
                    code, course.recipient, _protocol(course), row.stage, row.word, row.number, row.of,
                    row.date, row.next, course.training,
                )
            )  # fmt: skip
        return tuple(sorted(made, key=lambda each: each.course))

    @contextmanager
    def _reading(self, progress: Progress) -> Iterator[None]:
        """What has changed is read, by whoever comes first; the others are told how far that is."""
        while not self._lock.acquire(timeout=_LOOKS_EVERY):
            progress(*self._told)
        try:
            with _many_at_once(not self._seen):
                self._read(partial(self._tell, progress))
                yield
        finally:
            self._lock.release()

    def _tell(self, progress: Progress, done: int, total: int) -> None:
        self._told = done, total
        progress(done, total)

    def _read(self, progress: Progress) -> None:
        """Read what has changed."""
        with self.record.reading() as statements:
            changed = changed_briefs(statements, self._known)
        for code in self._known.keys() - changed.lengths.keys() - set(changed.without):
            self._forget(code)
        briefs = changed.briefs(progress)
        for brief in briefs:
            self._put(brief)
        garbled = {row["course"] for row in changed.rows} - {brief.course for brief in briefs}
        self._fold(sorted(garbled.union(changed.without)), progress)

    def _fold(self, codes: Sequence[str], progress: Progress) -> None:
        """The courses without a brief; one that was folded before and has not changed costs nothing."""
        made: list[Brief] = []
        try:
            for done, code in enumerate(codes, 1):
                made += self._folded_brief(code)
                if len(made) >= _AT_ONCE:
                    self._keep(made)
                    made = []
                progress(done, len(codes))
        finally:  # also of a reading that was stopped
            if made:
                self._keep(made)

    def _folded_brief(self, code: str) -> list[Brief]:
        """Fold a course and put it into the book; its brief, where it has another one than before."""
        found = self._folded_course(code)
        if isinstance(found, Unreadable):
            self._forget(code)
            self._unreadable[code] = found
        elif self._known.get(code) != len(found.entries):
            brief = briefed(found)
            self._put(found if brief is None else brief)
            return [] if brief is None else [brief]
        return []

    def _folded_course(self, code: str) -> Course | Unreadable:
        with self.record.reading() as statements:
            return self._folded.told(statements, code)

    def _keep(self, briefs: Sequence[Brief]) -> None:
        if self._keeps:
            try:
                keep_missing(self.record, briefs)
            except Refusal:
                self._keeps = False  # what was folded is shown all the same; it is folded again next time

    def _put(self, seen: Seen) -> None:
        self._known[seen.course] = seen.events if isinstance(seen, Brief) else len(seen.entries)
        self._unreadable.pop(seen.course, None)
        self._seen[seen.course] = seen
        self._book.put(seen.course, seen)

    def _forget(self, code: str) -> None:
        self._known.pop(code, None)
        self._seen.pop(code, None)
        self._book.take(code)

    def _whole(self, brief: Seen) -> Seen:
        """The course of a brief, for a moment before it was settled."""
        found = self._folded_course(brief.course)
        return brief if isinstance(found, Unreadable) else found


@contextmanager
def _many_at_once(whether: bool) -> Iterator[None]:
    """While very many values are made that all stay, nobody looks among them for some that do not.

    Python would look through all of them again and again, here and whenever a key is pressed later.
    """
    looks = gc.isenabled()
    if whether:
        gc.disable()
    try:
        yield
    finally:
        if whether:
            gc.freeze()
            if looks:
                gc.enable()


def _unsettled(seen: Seen, now: datetime) -> bool:
    return isinstance(seen, Brief) and seen.settled is not None and seen.settled > now


def _protocol(course: Seen) -> str:
    if isinstance(course, Brief):
        return course.protocol
    return course.plans[-1].protocol if course.plans else ""


Early = Callable[[Ward], None]
