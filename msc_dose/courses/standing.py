"""How things stand with a course: which containers nobody has checked, how long its weight holds."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.events.giving import BedsideCheck


def not_checked(course: Course, infusion: CourseInfusion) -> tuple[str, ...]:
    """The containers thawed for an infusion that no bedside check names, in the order of their thaw."""
    standing = [entry.event.what for entry in course.entries if entry.struck_by is None]
    checked = {what.container for what in standing if isinstance(what, BedsideCheck)}
    return tuple(name for name in infusion.thawed if name not in checked)


def weight_holds_to(course: Course) -> Date | None:
    """The last day on which the weight on record holds; None where the rules ask for none.

    Where a weight is asked for and none is on record, it is the first day that there is.
    """
    valid = course.plans[-1].course_rules.weight_valid_days if course.plans else None
    if valid is None:
        return None
    zone = ZoneInfo(course.zone)
    taken = max((weight.taken.astimezone(zone).date() for weight in course.weights), default=None)
    return Date.min if taken is None else taken + timedelta(days=valid)
