"""What the days to come bring: thaws and visits of a day, and the load of each against its slots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date as Date
from datetime import datetime, timedelta
from datetime import time as Time
from typing import TYPE_CHECKING, Any, NamedTuple

from msc_dose.ward.alike import pairs_alike
from msc_dose.ward.values import Day, Load, Thaw, WardVisit

if TYPE_CHECKING:
    from msc_dose.scheduling import Closures
    from msc_dose.ward.brief import Seen, SeenInfusion, SeenVisit
    from msc_dose.ward.moments import Moments

LOAD_DAYS = 14
SEARCHED_DAYS = 31
_LEFT_OUT = ("not-needed", "missed", "cancelled")
_ONE_DAY = timedelta(days=1)
# A time by one zone's clocks can be two days away by another's: the zones reach from -12 to +14 hours.
_NEAR = [timedelta(days=number) for number in (-2, -1, 0, 1, 2)]


class _Entry(NamedTuple):
    """What a course has on one of its own days, at its place in the course.

    `made_up` says that it is the last day for the rest of an infusion.
    """

    course: Seen
    what: Any
    place: int
    made_up: bool = False


class Diary:
    """The infusions and visits of many courses by their own date; a course is put in, and taken out again.

    Infusions that are held, left out or of a stopped course take no slot and no thaw. The days that are
    asked for are the ward's: what a course has on its own today is on the ward's, as its row says; else an
    infusion with a time is on the ward's day on which it falls, one without on its date.
    """

    def __init__(self) -> None:
        """Nothing is planned."""
        self._infusions: dict[Date, dict[Hashable, list[_Entry]]] = defaultdict(dict)
        self._visits: dict[Date, dict[Hashable, list[_Entry]]] = defaultdict(dict)

    def put(self, key: Any, course: Seen) -> None:
        """Enter what the course has, under a key; keys are in the order of the courses."""
        idle = course.stopped is not None or course.held_since is not None
        infusions: Sequence[SeenInfusion] = course.infusions
        visits: Sequence[SeenVisit] = course.visits
        for place, each in enumerate(infusions):
            if each.make_up_by is not None and course.stopped is None:
                entry = _Entry(course, each, place, made_up=True)
                self._infusions[each.make_up_by].setdefault(key, []).append(entry)
            if each.date is None or each.state in _LEFT_OUT or (each.pending and (idle or each.held)):
                continue
            self._infusions[each.date].setdefault(key, []).append(_Entry(course, each, place))
        for place, visit in enumerate(visits):
            if visit.date is not None:
                self._visits[visit.date].setdefault(key, []).append(_Entry(course, visit, place))

    def take(self, key: Any, course: Seen) -> None:
        """Take out what the course had when it was put in."""
        for each in course.infusions:
            for day in (each.make_up_by, each.date):
                if day is not None and day in self._infusions:
                    self._infusions[day].pop(key, None)
        for visit in course.visits:
            if visit.date is not None:
                self._visits[visit.date].pop(key, None)

    def day(self, day: Date, at: Moments, closures: Closures) -> Day:
        """What the day brings: thaws by their time, untimed last; visits by kind."""
        due = [entry for entry in self._on(self._infusions, day, at) if _is_thawed(entry)]
        thaws = [_thaw(entry, at) for entry in sorted(due, key=lambda entry: _order(entry, at))]
        visits = [_visit(entry) for entry in self._on(self._visits, day, at)]
        visits.sort(key=lambda each: (each.kind, each.recipient, each.course))
        codes = pairs_alike(each.recipient for each in thaws)
        return Day(day, closures.why_closed(day), tuple(thaws), tuple(visits), codes)

    def loads(self, at: Moments, closures: Closures, slots: int | None) -> tuple[Load, ...]:
        """How many infusions each of 14 days from today has, and what they need."""
        days = (at.ward_day + _ONE_DAY * ahead for ahead in range(LOAD_DAYS))
        return tuple(self._load(day, at, closures, slots) for day in days)

    def _load(self, day: Date, at: Moments, closures: Closures, slots: int | None) -> Load:
        infusions, needs = 0, Counter[str]()
        for entry in self._on(self._infusions, day, at, ordered=False):
            infusions += 1
            if entry.what.needs:
                needs.update(entry.what.needs)
        return Load(day, infusions, slots, closures.why_closed(day), tuple(sorted(needs.items())))

    def _on(
        self,
        days: dict[Date, dict[Hashable, list[_Entry]]],
        day: Date,
        at: Moments,
        ordered: bool = True,
    ) -> Iterator[_Entry]:
        """What is on the ward's day, in the order of the courses."""
        if at.one_zone:
            near = [days[day]] if day in days else []
        else:
            near = [days[day + by] for by in _NEAR if day + by in days]
        keys: Any = {key for found in near for key in found} if len(near) > 1 else near[0] if near else ()
        for key in sorted(keys) if ordered else keys:
            entries = [entry for found in near for entry in found.get(key, ())]
            if len(near) > 1:
                entries.sort(key=lambda entry: entry.place)
            yield from (entry for entry in entries if _is_on(entry, day, at))


def _is_on(entry: _Entry, day: Date, at: Moments) -> bool:
    if entry.made_up:
        return day == at.ward_day and bool(entry.what.make_up_by == at.of(entry.course).date())
    return at.one_zone or _day_of(entry, at) == day


def _day_of(entry: _Entry, at: Moments) -> Date:
    """The ward's day of a date of the course."""
    day: Date = entry.what.date
    if day == at.of(entry.course).date():
        return at.ward_day
    time = getattr(entry.what, "time", None)
    return day if time is None else _start(entry.course, day, time, at).date()


def _start(course: Seen, day: Date, time: str, at: Moments) -> datetime:
    """The moment of a time by the course's clocks, by those of the ward."""
    return datetime.combine(day, Time.fromisoformat(time), at.of(course).tzinfo).astimezone(at.ward.tzinfo)


def _is_thawed(entry: _Entry) -> bool:
    """Whether product is to be thawed for it: of what is made up today at the latest, until it is."""
    each: SeenInfusion = entry.what
    if entry.made_up:
        return each.state in ("stopped-early", "cleared")
    return each.pending and each.make_up_by is None


def _order(entry: _Entry, at: Moments) -> tuple[bool, float, str]:
    """Thaws by their moment, untimed last."""
    course, each = entry.course, entry.what
    if entry.made_up or each.date is None or each.time is None:
        return True, 0, course.recipient
    return False, _start(course, each.date, each.time, at).timestamp(), course.recipient


def _thaw(entry: _Entry, at: Moments) -> Thaw:
    course, each = entry.course, entry.what
    dose, time = (each.make_up or each.dose, None) if entry.made_up else (each.dose, each.time)
    zone = "" if at.same_clocks(course) else course.zone
    return Thaw(course.recipient, course.course, each.number, each.of, dose, time, zone)


def _visit(entry: _Entry) -> WardVisit:
    visit: SeenVisit = entry.what
    return WardVisit(visit.kind, entry.course.recipient, entry.course.course, visit.infusion, visit.detail)


def next_open(today: Date, closures: Closures) -> Date | None:
    """The first open day after today; None where there is none within 31 days."""
    to_come = (today + _ONE_DAY * ahead for ahead in range(1, SEARCHED_DAYS + 1))
    return next((day for day in to_come if closures.why_closed(day) is None), None)
