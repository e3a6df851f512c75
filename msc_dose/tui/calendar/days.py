"""The courses of the record by day: made once in a thread, asked about the days in sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msc_dose.scheduling import Closures
from msc_dose.tui.calendar.by_day import ByDay
from msc_dose.tui.calendar.entries import Entry
from msc_dose.tui.calendar.wholes import Wholes
from msc_dose.ward.brief import Brief, Seen

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class CalendarDays:
    """What stands on each day. `letters` gives each course one, where there are letters enough for all.

    `one` is the code of the only course that is asked about, which is then given whole: the days on which
    its patient cannot come are closed, too. `unreadable` counts the courses that cannot be read. `wholes`
    are those that were folded. Where the courses are the same as those of the days `before`, nothing is
    sorted anew.
    """

    def __init__(
        self,
        courses: Iterable[Seen],
        closures: Closures,
        now: datetime,
        one: str | None = None,
        unreadable: int = 0,
        wholes: Wholes | None = None,
        before: CalendarDays | None = None,
    ) -> None:
        """Sort every infusion and visit under its day."""
        self.courses = tuple(courses)
        self.now, self.one, self.unreadable = now, one, unreadable
        self.closures, self.wholes = closures, wholes or Wholes()
        self.letters: Mapping[str, str] = {}
        if 1 < len(self.courses) <= len(_LETTERS):
            codes = sorted(course.course for course in self.courses)
            self.letters = dict(zip(codes, _LETTERS, strict=False))
        self._moments: dict[str, datetime] = {}
        same = before is not None and before.courses == self.courses
        self._sorted: ByDay = before._sorted if before is not None and same else ByDay(self.courses)

    @property
    def undated(self) -> tuple[Entry, ...]:
        """The infusions to come that have neither a date nor a target."""
        return self._sorted.undated

    @property
    def listed(self) -> tuple[Entry, ...]:
        """Everything: first what has no day, then all others in their order."""
        return self._sorted.listed

    def place(self, day: date) -> int:
        """The place in `listed` of the first entry of the day, or after it; the last where none is after."""
        return self._sorted.place(day)

    @property
    def today(self) -> date:
        """The day of the ward."""
        return self.now.date()

    def local(self, course: Seen) -> datetime:
        """Now by the clocks of the course."""
        if course.zone not in self._moments:
            self._moments[course.zone] = self.now.astimezone(ZoneInfo(course.zone))
        return self._moments[course.zone]

    def on(self, day: date) -> tuple[Entry, ...]:
        """What stands on the day: infusions by their time, then visits."""
        return tuple(self._sorted.on(day))

    def outwards(self, day: date) -> Iterator[Entry]:
        """What stands on the day, then on the days beside it, ever further away."""
        return self._sorted.outwards(day)

    def in_window(self, day: date) -> bool:
        """Whether an infusion to come may be given on this day by its window."""
        at = bisect_right(self._sorted.changes, day)
        return at > 0 and self._sorted.open[at - 1] > 0

    def windows_on(self, day: date) -> Iterator[Entry]:
        """The infusions to come whose window holds the day, and whose date is another one."""
        for entry in self._sorted.windows_of(day):
            found = entry.infusion
            if found is None or found.earliest is None or found.latest is None or found.date == day:
                continue
            if found.earliest <= day <= found.latest:
                yield entry

    def why_closed(self, day: date) -> str | None:
        """Why no infusion is given on the day: by the site's days, or by those of the one course."""
        why = self.closures.why_closed(day)
        if why is None and self.one and self.courses:
            own = None if isinstance(self.courses[0], Brief) else self.courses[0].closures
            why = own.why_closed(day) if own else None
        return why

    def not_looked_up(self, day: date) -> bool:
        """Whether public holidays are known, but not those of this year."""
        return bool(self.closures.covered) and day.year not in self.closures.covered
