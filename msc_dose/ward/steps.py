"""What a row says: the word of its stage, and what is next to do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.courses.no_day import in_short
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.ward.brief import Brief
from msc_dose.ward.clocks import clock, clock_time, days, expired, span
from msc_dose.ward.shut import first_obstacle
from msc_dose.ward.stages import DUE, HELD, IN_WINDOW, LATE, NEXT, OBSERVE, ON_CLOCK, OUT, RUNNING

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen, SeenInfusion
    from msc_dose.ward.staging import Staged

_TO_DO = {
    "planned": "clear to thaw",
    "cleared": "thaw",
    "thawed": "bedside check",
    "checked": "start",
    "started": "running",
    "paused": "restart or stop",
}


def word(made: Staged, local: datetime) -> str:
    """The stage as it is printed: `THAWED`, `LATE 12:45`, `DUE 15:00`, `OUT OF WINDOW`."""
    infusion = made.infusion
    match made.stage:
        case "on-clock":
            return "EXPIRED" if expired(infusion, local) else infusion.state.upper()
        case "running":
            return "PAUSED" if infusion.state == "paused" else "RUNNING"
        case "late":
            return f"LATE {infusion.time}" if made.minutes is not None else f"LATE {days(made.days or 0)}"
        case "due":
            return f"DUE {infusion.time}" if infusion.time and infusion.make_up_by is None else "DUE"
        case "waiting":
            return "TO DECIDE" if infusion.make_up_by is None else "TO MAKE UP"
    return made.stage.replace("-", " ").upper()


def step(made: Staged, course: Seen, local: datetime) -> str:
    """What is next to do for the infusion, in words."""
    infusion = made.infusion
    if made.stage in (ON_CLOCK, RUNNING):
        return f"{_now(course, infusion)}; {clock(made, local)}"
    if made.stage == OBSERVE:
        return "observe" if infusion.ended is None else f"observe: ended {clock_time(infusion.ended, local)}"
    if made.stage == HELD:
        return held(course)
    if infusion.make_up_by is not None:
        return make_up(infusion)
    if infusion.state == "planned" and (shut := first_obstacle(course, infusion, made.stage, local)):
        return f"{_late(made)}: {shut}" if made.stage == LATE else shut
    return _to_come(made)


def _now(course: Seen, infusion: SeenInfusion) -> str:
    """What to do with product that is out: nothing starts before each container was checked."""
    if infusion.state == "checked" and (left := _not_checked(course, infusion)):
        of = len(infusion.thawed)
        return f"bedside check {of - left + 1} of {of}"
    return _TO_DO[infusion.state]


def _not_checked(course: Seen, infusion: SeenInfusion) -> int:
    if isinstance(course, Brief):
        return next(len(each.not_checked) for each in course.infusions if each.number == infusion.number)
    from msc_dose.courses.course import CourseInfusion
    from msc_dose.courses.standing import not_checked

    return len(not_checked(course, infusion)) if isinstance(infusion, CourseInfusion) else 0


def make_up(infusion: SeenInfusion) -> str:
    """What of an infusion is made up, and by when: `make up infusion 2: 30 million viable MSC by …`."""
    rest = "its rest" if infusion.make_up is None else briefly(infusion.make_up)
    by = "" if infusion.make_up_by is None else f" by {day_text(infusion.make_up_by)}"
    return f"make up infusion {infusion.number}: {rest}{by}"


def _to_come(made: Staged) -> str:
    infusion, to_do = made.infusion, _TO_DO.get(made.infusion.state, "")
    match made.stage:
        case stage if stage == LATE:
            return f"{_late(made)}: {to_do}, or move it"
        case stage if stage == DUE:
            return to_do
        case stage if stage == IN_WINDOW:
            return f"{_planned(infusion)}; {_left(made)}"
        case stage if stage == OUT:
            return f"{window_ended(made)}: decide"
        case stage if stage == NEXT:
            return f"{_planned(infusion)}, in {days(made.days or 0)}"
    return in_short(infusion.why_no_date) or "its date is to be decided"


def window_ended(made: Staged) -> str:
    """Since when the window has passed: `window ended Tue 23-Mar-2027, 7 days ago`."""
    latest = "" if made.infusion.latest is None else f" {day_text(made.infusion.latest)}"
    return f"window ended{latest}, {days(made.days or 0)} ago"


def _late(made: Staged) -> str:
    infusion = made.infusion
    if made.minutes is not None:
        return f"{span(made.minutes)} late"
    ends = "" if infusion.latest is None else f", window to {day_text(infusion.latest)}"
    return f"planned {day_text(infusion.date)}{ends}" if infusion.date else "late"


def _planned(infusion: SeenInfusion) -> str:
    if infusion.date is None:
        return in_short(infusion.why_no_date) or "to be decided"
    return day_text(infusion.date) + (f" {infusion.time}" if infusion.time else "")


def _left(made: Staged) -> str:
    if made.days is None:
        return "outside its window"
    return f"{days(made.days)} left in the window" if made.days else "the last day of the window"


def held(course: Seen) -> str:
    """Since when the course is held, and why."""
    since = "" if course.held_since is None else f" since {day_text(course.held_since)}"
    return f"held{since}: {course.held_reason or 'no reason given'}"


def new_order(infusion: SeenInfusion) -> str:
    """Old and new dose where an order is awaited; empty where none is."""
    if infusion.new_dose is None:
        return ""
    return f"new order needed: DOSE {briefly(infusion.dose)} → {briefly(infusion.new_dose)}"
