"""What the days to come bring: thaws and visits of a day, and the load of each against its slots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date as Date
from datetime import datetime, timedelta
from datetime import time as Time

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

    Infusions that are held, left out or of a stopped course take no slot and no thaw. Days are the ward's:
    what a course has on its own today is on the ward's, as its row says; else an infusion with a time is on
    the ward's day on which it falls, one without on its date.
    """

    def __init__(
        self, courses: Iterable[Course], closures: Closures, moments: Mapping[str, datetime], ward: datetime
    ) -> None:
        """Sort every course's infusions and visits under their days, once; `moments` as for `rows_of`."""
        self.closures = closures
        self.moments = moments
        self.ward = ward
        self.load: Counter[Date] = Counter()
        self.needs: dict[Date, Counter[str]] = defaultdict(Counter)
        self.thaws: dict[Date, list[tuple[Course, CourseInfusion]]] = defaultdict(list)
        self.visits: dict[Date, list[tuple[Course, CourseVisit]]] = defaultdict(list)
        for course in courses:
            self._take(course)

    def _take(self, course: Course) -> None:
        idle = course.stopped is not None or course.held_since is not None
        for each in course.infusions:
            if each.make_up_by == self.moments[course.zone].date() and course.stopped is None:
                self._make_up_today(course, each)
            if each.date is None or each.state in _LEFT_OUT or (each.pending and (idle or each.held)):
                continue
            day = self._day_of(course, each.date, each.time)
            self.load[day] += 1
            self.needs[day].update(each.needs)
            if each.pending and each.make_up_by is None:
                self.thaws[day].append((course, each))
        for visit in course.visits:
            if visit.date is not None:
                self.visits[self._day_of(course, visit.date)].append((course, visit))

    def _make_up_today(self, course: Course, each: CourseInfusion) -> None:
        """What is made up today at the latest is due today: it takes a slot and, until then, a thaw."""
        today = self.ward.date()
        self.load[today] += 1
        self.needs[today].update(each.needs)
        if each.state in ("stopped-early", "cleared"):
            rest = replace(each, dose=each.make_up or each.dose, time=None)
            self.thaws[today].append((course, rest))

    def _day_of(self, course: Course, day: Date, time: str | None = None) -> Date:
        """The ward's day of a date of the course."""
        if day == self.moments[course.zone].date():
            return self.ward.date()
        return day if time is None else self._start(course, day, time).date()

    def _start(self, course: Course, day: Date, time: str) -> datetime:
        """The moment of a time by the course's clocks, by those of the ward."""
        zone = self.moments[course.zone].tzinfo
        return datetime.combine(day, Time.fromisoformat(time), zone).astimezone(self.ward.tzinfo)

    def _order(self, course: Course, each: CourseInfusion) -> tuple[bool, float, str]:
        """Thaws by their moment, untimed last."""
        if each.date is None or each.time is None:
            return True, 0, course.recipient
        return False, self._start(course, each.date, each.time).timestamp(), course.recipient

    def _other_clocks(self, course: Course) -> str:
        same = self.moments[course.zone].utcoffset() == self.ward.utcoffset()
        return "" if same else course.zone

    def day(self, day: Date) -> Day:
        """What the day brings: thaws by their time, untimed last; visits by kind."""
        thaws = [
            Thaw(
                course.recipient,
                course.course,
                each.number,
                each.of,
                each.dose,
                each.time,
                self._other_clocks(course),
            )
            for course, each in sorted(self.thaws.get(day, ()), key=lambda found: self._order(*found))
        ]
        visits = [
            WardVisit(visit.kind, course.recipient, course.course, visit.infusion, visit.detail)
            for course, visit in self.visits.get(day, ())
        ]
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
