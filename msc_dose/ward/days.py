"""What the days to come bring: thaws and visits of a day, and the load of each against its slots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta

from msc_dose.courses.course import Course, CourseInfusion, CourseVisit
from msc_dose.scheduling import Closures
from msc_dose.ward.alike import pairs_alike
from msc_dose.ward.values import Day, Load, Thaw, WardVisit

LOAD_DAYS = 14
SEARCHED_DAYS = 31
_LEFT_OUT = ("not-needed", "missed", "cancelled")
_ONE_DAY = timedelta(days=1)


class Diary:
    """The infusions and visits of many courses by their date.

    Infusions that are held, left out or of a stopped course take no slot and no thaw.
    """

    def __init__(self, courses: Iterable[Course], closures: Closures) -> None:
        """Sort every course's infusions and visits under their dates, once."""
        self.closures = closures
        self.load: Counter[Date] = Counter()
        self.needs: dict[Date, Counter[str]] = defaultdict(Counter)
        self.thaws: dict[Date, list[tuple[Course, CourseInfusion]]] = defaultdict(list)
        self.visits: dict[Date, list[tuple[Course, CourseVisit]]] = defaultdict(list)
        for course in courses:
            self._take(course)

    def _take(self, course: Course) -> None:
        idle = course.stopped is not None or course.held_since is not None
        for each in course.infusions:
            if each.date is None or each.state in _LEFT_OUT or (each.pending and (idle or each.held)):
                continue
            self.load[each.date] += 1
            self.needs[each.date].update(each.needs)
            if each.pending and each.make_up_by is None:
                self.thaws[each.date].append((course, each))
        for visit in course.visits:
            if visit.date is not None:
                self.visits[visit.date].append((course, visit))

    def day(self, day: Date) -> Day:
        """What the day brings: thaws by their time, untimed last; visits by kind."""
        thaws = [
            Thaw(course.recipient, course.course, each.number, each.of, each.dose, each.time)
            for course, each in self.thaws.get(day, ())
        ]
        visits = [
            WardVisit(visit.kind, course.recipient, course.course, visit.infusion, visit.detail)
            for course, visit in self.visits.get(day, ())
        ]
        thaws.sort(key=lambda each: (each.time or "~", each.recipient))
        visits.sort(key=lambda each: (each.kind, each.recipient, each.course))
        codes = pairs_alike(each.recipient for each in thaws)
        return Day(day, self.closures.why_closed(day), tuple(thaws), tuple(visits), codes)

    def next_open(self, today: Date) -> Date | None:
        """The first open day after today; None where there is none within 31 days."""
        to_come = (today + _ONE_DAY * ahead for ahead in range(1, SEARCHED_DAYS + 1))
        return next((day for day in to_come if self.closures.why_closed(day) is None), None)

    def loads(self, today: Date, slots: int | None) -> tuple[Load, ...]:
        """How many infusions each of 14 days from today has, and what they need."""
        return tuple(self._load(today + _ONE_DAY * ahead, slots) for ahead in range(LOAD_DAYS))

    def _load(self, day: Date, slots: int | None) -> Load:
        needs = tuple(sorted(self.needs.get(day, Counter()).items()))
        return Load(day, self.load[day], slots, self.closures.why_closed(day), needs)
