"""What keeps an infusion that is due from being cleared to thaw, in a few words."""

from __future__ import annotations

from datetime import datetime

from msc_dose.ward.brief import Brief, Seen, SeenInfusion
from msc_dose.ward.obstacle_words import in_words
from msc_dose.ward.stages import DUE, LATE


def first_obstacle(course: Seen, infusion: SeenInfusion, stage: str, local: datetime) -> str:
    """The first thing for which clearance would be refused at `local`, and how many more there are.

    Empty where nothing is in the way, and for infusions that are neither late nor due: only these are asked
    about, as each answer folds a course again (a brief has it in store, from the moment on at which it was
    settled). A course without entries has nothing to fold, and none.
    """
    if stage not in (LATE, DUE):
        return ""
    if isinstance(course, Brief):
        return course.shut(infusion.number, local.date())
    from msc_dose.courses.clearance import obstacles
    from msc_dose.courses.course import CourseInfusion

    if not course.entries or not isinstance(infusion, CourseInfusion):
        return ""
    return in_words(obstacles(course, infusion.number, local), course, infusion)
