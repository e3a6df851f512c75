"""Many courses at one moment: what is on the clock, late, due, and what tomorrow brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Date
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msc_dose.courses.course import Course
from msc_dose.problems import refuse
from msc_dose.scheduling import Closures, day_text
from msc_dose.ward.days import SEARCHED_DAYS, Diary
from msc_dose.ward.rows import rows_of
from msc_dose.ward.values import Ward

_NAMED = 5  # courses that are told by their codes


def ward_view(courses: Iterable[Course], now: datetime, closures: Closures, slots: int | None = None) -> Ward:
    """The ward at `now`, which carries its offset from UTC; `slots` are the infusions a day may hold.

    A patient stands in one row, in the first stage that applies: on the clock (thawed), running, to
    observe, late, due, in the window, out of window, next, held, waiting for a decision, ended; an infusion
    that is late or out of window comes before the later ones of its course. The day is
    that of each course's own zone; the ward's day is that of the zone all courses share, else that of
    `now` as it is given, and a row whose clocks show another time says so. A note tells of courses with
    entries recorded after `now`: they are shown as recorded since. `closures` are the site's.

    Raises Refusal `ward.at-without-offset`, `slots.invalid`, `ward.zone-unknown`; TypeError for
    wrong Python types.
    """
    known = tuple(courses)
    _check(known, now, closures, slots)
    moments = {zone: _local(now, zone) for zone in {course.zone for course in known}}
    local = next(iter(moments.values())) if len(moments) == 1 else now
    today = local.date()
    diary = Diary(known, closures, moments, local)
    following = diary.next_open(today)
    return Ward(
        local,
        today,
        rows_of(known, moments, local),
        diary.day(today),
        diary.day(today + timedelta(days=1)),
        None if following is None else diary.day(following),
        diary.loads(today, slots),
        (*_as_recorded(known, local), *_notes(today, following, closures)),
    )


def _check(courses: tuple[Course, ...], now: datetime, closures: Closures, slots: int | None) -> None:
    wanted = (*((each, Course) for each in courses), (now, datetime), (closures, Closures))
    for value, kind in wanted:
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


def _local(now: datetime, zone: str) -> datetime:
    """Now in the zone; Refusal `ward.zone-unknown` for a name that is none."""
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message, fix = f"{zone!r} is no time zone that is known here.", "Give an IANA name: Europe/Berlin."
        raise refuse("ward.zone-unknown", "zone", message, fix, zone) from None


def _as_recorded(courses: tuple[Course, ...], now: datetime) -> Iterator[str]:
    """That the ward is seen with what was recorded since: the day is earlier than the record."""
    later = sorted(each.course for each in courses if each.entries and each.entries[-1].event.recorded > now)
    if later:
        whose = ", ".join(later) if len(later) <= _NAMED else f"{len(later)} courses"
        since = "has" if len(later) == 1 else "have"
        yield f"As recorded up to now; the day is {day_text(now.date())}: {whose} {since} later entries."


def _notes(today: Date, following: Date | None, closures: Closures) -> tuple[str, ...]:
    why = closures.why_closed(today)
    notes = (
        [] if why is None else [f"Today, {day_text(today)}, is a closed day: {why.removeprefix('closed: ')}."]
    )
    if following is None:
        notes.append(f"No day within {SEARCHED_DAYS} days is open.")
    return tuple(notes)
