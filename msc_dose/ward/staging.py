"""In which stage an infusion of a course is at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date
from typing import TYPE_CHECKING

from msc_dose.ward.stages import DUE, HELD, IN_WINDOW, LATE, NEXT, OBSERVE, ON_CLOCK, OUT, RUNNING, WAITING

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen, SeenInfusion

OBSERVED_WITHIN = timedelta(hours=24)
"""Policy: so long an infusion that ended is to be observed; then a note tells that no end is on record."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Staged:
    """An infusion and its stage; `days` and `minutes` as in a Row."""

    infusion: SeenInfusion
    stage: str
    days: int | None = None
    minutes: int | None = None


def staged(course: Seen, infusion: SeenInfusion, local: datetime) -> Staged | None:
    """The infusion's stage at `local`, a moment in the course's zone; None where nothing is left to do.

    Out of window is an infusion whose latest day has passed and whose date, if it has one, has passed too:
    a date that a person chose beyond the window is kept. It is never late as well. Held infusions are not
    late, due, next or out of window: `days` then counts those since the window ended, if it has. What is made
    up is due on its last day and late after it, held or not. An infusion that ended is to be observed for 24
    hours (policy) unless the end of the observation is on record, over midnight too.
    """
    if infusion.state in ("thawed", "checked"):
        return Staged(infusion, ON_CLOCK, minutes=minutes_until(infusion.expires, local))
    if infusion.state in ("started", "paused"):
        return Staged(infusion, RUNNING, minutes=minutes_until(infusion.expires, local))
    if infusion.state in ("completed", "stopped-early") and _to_observe(infusion, local):
        return Staged(infusion, OBSERVE)
    if infusion.make_up_by is not None and course.stopped is None:
        return _to_make_up(infusion, infusion.make_up_by, local.date())
    if not infusion.pending or course.stopped is not None:
        return None
    return _to_come(course, infusion, local)


def _to_make_up(infusion: SeenInfusion, by: Date, today: Date) -> Staged:
    if today > by:
        return Staged(infusion, LATE, days=(today - by).days)
    return Staged(infusion, DUE if today == by else WAITING, days=(by - today).days)


def _to_observe(infusion: SeenInfusion, local: datetime) -> bool:
    """Whether it ended within the last 24 hours and no end of its observation is on record.

    An end that is recorded for later on the same day counts: the record may be ahead of the moment.
    """
    if infusion.observed or infusion.ended is None:
        return False
    ended, now = in_utc(infusion.ended, local), local.astimezone(UTC)
    later_today = ended > now and ended.astimezone(local.tzinfo).date() == local.date()
    return later_today or timedelta(0) <= now - ended <= OBSERVED_WITHIN


def not_observed(course: Seen, local: datetime) -> tuple[int, ...]:
    """The infusions that ended more than 24 hours ago without an end of observation on record."""
    return tuple(
        each.number
        for each in course.infusions
        if each.state in ("completed", "stopped-early") and not each.observed and each.ended is not None
        if local.astimezone(UTC) - in_utc(each.ended, local) > OBSERVED_WITHIN
    )


def _to_come(course: Seen, infusion: SeenInfusion, local: datetime) -> Staged:
    today, day = local.date(), infusion.date
    out = None
    if infusion.latest and today > infusion.latest and (day is None or day < today):
        out = (today - infusion.latest).days
    if infusion.held or course.held_since is not None:
        return Staged(infusion, HELD, days=out)
    if out is not None:
        return Staged(infusion, OUT, days=out)
    if day is None:
        open_now = infusion.earliest is not None and infusion.earliest <= today
        return (
            Staged(infusion, IN_WINDOW, days=_left(infusion, today))
            if open_now
            else Staged(infusion, WAITING)
        )
    if day < today:
        return Staged(infusion, LATE, days=(today - day).days)
    if day == today:
        return _today(infusion, local)
    if infusion.earliest is not None and infusion.earliest <= today:
        return Staged(infusion, IN_WINDOW, days=_left(infusion, today))
    return Staged(infusion, NEXT, days=(day - today).days)


def _left(infusion: SeenInfusion, today: Date) -> int | None:
    """The days left in the window after today; 0 where today is the last."""
    if infusion.latest is None or infusion.latest < today:
        return None
    return (infusion.latest - today).days


def _today(infusion: SeenInfusion, local: datetime) -> Staged:
    if infusion.time is None:
        return Staged(infusion, DUE)
    start = datetime.combine(local.date(), time.fromisoformat(infusion.time), local.tzinfo)
    if start >= local:
        return Staged(infusion, DUE)
    return Staged(infusion, LATE, minutes=minutes_until(local, start))


def minutes_until(moment: datetime | None, now: datetime) -> int | None:
    """Whole minutes from now, towards zero; below 0 where it has passed, None where there is no moment."""
    if moment is None:
        return None
    # Of two moments in one zone Python subtracts the clocks on the wall; elapsed time is that of UTC.
    left = in_utc(moment, now) - now.astimezone(UTC)
    return left // _MINUTE if left >= timedelta(0) else -(-left // _MINUTE)


def in_utc(moment: datetime, now: datetime) -> datetime:
    """The moment in UTC; one without an offset is a clock on the wall of the course's zone."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)).astimezone(UTC)
