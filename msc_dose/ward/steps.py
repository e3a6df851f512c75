"""What a row says: the word of its stage, and what is next to do."""

from __future__ import annotations

from datetime import datetime

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.no_day import in_short
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.ward.stages import DUE, HELD, IN_WINDOW, LATE, NEXT, OBSERVE, ON_CLOCK, OUT, RUNNING
from msc_dose.ward.staging import Staged, in_utc

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


def step(made: Staged, course: Course, local: datetime) -> str:
    """What is next to do for the infusion, in words."""
    infusion = made.infusion
    if made.stage in (ON_CLOCK, RUNNING):
        return f"{_TO_DO[infusion.state]}; {clock(made, local)}"
    if made.stage == OBSERVE:
        ended = "" if infusion.ended is None else f": ended {infusion.ended.astimezone(local.tzinfo):%H:%M}"
        return f"observe{ended}"
    if made.stage == HELD:
        return held(course)
    return _to_come(made) if infusion.make_up_by is None else make_up(infusion)


def make_up(infusion: CourseInfusion) -> str:
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
            latest = "" if infusion.latest is None else f" {day_text(infusion.latest)}"
            return f"window ended{latest}, {days(made.days or 0)} ago: decide"
        case stage if stage == NEXT:
            return f"{_planned(infusion)}, in {days(made.days or 0)}"
    return in_short(infusion.why_no_date) or "its date is to be decided"


def _late(made: Staged) -> str:
    infusion = made.infusion
    if made.minutes is not None:
        return f"{span(made.minutes)} late"
    ends = "" if infusion.latest is None else f", window to {day_text(infusion.latest)}"
    return f"planned {day_text(infusion.date)}{ends}" if infusion.date else "late"


def _planned(infusion: CourseInfusion) -> str:
    if infusion.date is None:
        return in_short(infusion.why_no_date) or "to be decided"
    return day_text(infusion.date) + (f" {infusion.time}" if infusion.time else "")


def _left(made: Staged) -> str:
    if made.days is None:
        return "outside its window"
    return f"{days(made.days)} left in the window" if made.days else "the last day of the window"


def clock(made: Staged, local: datetime) -> str:
    """The clock of a thawed product: `FINISH BY 15:40, 1 h 35 min left`, or that it has run out."""
    expires, left = made.infusion.expires, made.minutes
    if expires is None or left is None:
        return "expiry after thaw not stated"
    at = in_utc(expires, local).astimezone(local.tzinfo)
    when = f"{at:%H:%M}" if at.date() == local.date() else f"{day_text(at.date())} {at:%H:%M}"
    if expired(made.infusion, local):
        return f"EXPIRED {when}, {span(-left)} ago: tell the laboratory"
    return f"FINISH BY {when}, {span(left)} left"


def expired(infusion: CourseInfusion, local: datetime) -> bool:
    """Whether the expiry after thaw has passed; it holds to its last moment."""
    return infusion.expires is not None and in_utc(infusion.expires, local) < in_utc(local, local)


def held(course: Course) -> str:
    """Since when the course is held, and why."""
    since = "" if course.held_since is None else f" since {day_text(course.held_since)}"
    return f"held{since}: {course.held_reason or 'no reason given'}"


def new_order(infusion: CourseInfusion) -> str:
    """Old and new dose where an order is awaited; empty where none is."""
    if infusion.new_dose is None:
        return ""
    return f"new order needed: DOSE {briefly(infusion.dose)} → {briefly(infusion.new_dose)}"


def days(number: int) -> str:
    """`1 day`, `3 days`."""
    return f"{number} day{'' if number == 1 else 's'}"


def span(minutes: int) -> str:
    """A stretch of time: `35 min`, `1 h 5 min`, `2 days 3 h`; below a minute it says so."""
    if minutes < 1:
        return "less than 1 min"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{days(hours // 24)} {hours % 24} h" if hours % 24 else days(hours // 24)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest else [])
    return " ".join(parts)
