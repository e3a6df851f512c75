"""Working back: the last open day at or before a target, by which something must have been done."""

from __future__ import annotations

import datetime as dt

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import day_text, days_text, require_date
from msc_dose.scheduling._refused import blocking_text
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.windows import Placement, Window, check_window_and_closures

SEARCHED_BACK = 31  # days; what must be ready a month before its day wants a plan of its own
_BACK = Window(SEARCHED_BACK, 0)


def place_before(target: dt.date, closures: Closures, what: str = "visit") -> Placement:
    """The last open day at or before the target, at most 31 days back: "order the product by".

    The Placement's window is those 31 days up to the target; a day after it would be too late, so none is
    offered. Raises Refusal `schedule.no-open-day` (field `closures`), which names the reason of each day
    in the way; `date.out-of-range`; TypeError for wrong types.
    """
    require_date(target, "start")
    check_window_and_closures(_BACK, closures)
    earliest, latest = _BACK.around(target)
    passed_over: list[tuple[dt.date, str]] = []
    for back in range(SEARCHED_BACK + 1):
        day = target - dt.timedelta(days=back)
        reason = closures.why_closed(day)
        if reason is None:
            return Placement(target, earliest, latest, day, tuple(passed_over))
        passed_over.append((day, reason))
    raise _no_day(target, what, passed_over)


def _no_day(target: dt.date, what: str, blocking: list[tuple[dt.date, str]]) -> Refusal:
    message = (
        f"{what[:1].upper()}{what[1:]} has no day. Its target is {day_text(target)}. Not possible: "
        f"{blocking_text(blocking)}. Rule: the last open day at or before the target, at most "
        f"{days_text(SEARCHED_BACK)} back."
    )
    fix = "Open one of the days named, or choose a later start."
    return refuse("schedule.no-open-day", "closures", message, fix, target.isoformat())
