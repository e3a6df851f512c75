"""An infusion of a course, and what is prepared and thawed for it, of the course itself or of its brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msc_dose.ward.brief import Brief, BriefInfusion, Seen, SeenInfusion
from msc_dose.ward.planned_volume import prepared_for, volume_of

if TYPE_CHECKING:
    from msc_dose.courses.course import Course, CourseInfusion
    from msc_dose.quantity.amount import Amount


def infusion_of(course: Course | None, number: int | None) -> CourseInfusion | None:
    """The infusion of that number, if there is one."""
    if course is None or number is None:
        return None
    return next((each for each in course.infusions if each.number == number), None)


def infusion_seen(course: Seen | None, number: int | None) -> SeenInfusion | None:
    """The same of what the ward sees."""
    infusions: Sequence[SeenInfusion] = () if course is None else course.infusions
    return next((each for each in infusions if each.number == number), None)


def volume_seen(course: Seen | None, number: int | None) -> Amount | None:
    """The volume to be infused, where the plan knows it."""
    if course is None or number is None:
        return None
    if isinstance(course, Brief):
        return next((each.volume for each in course.infusions if each.number == number), None)
    return volume_of(prepared_for(course, number))


def needed_seen(course: Seen, each: SeenInfusion) -> int | None:
    """How many containers are thawed for it, where the plan knows it."""
    if isinstance(each, BriefInfusion):
        return each.needed
    made = None if isinstance(course, Brief) else prepared_for(course, each.number)
    return None if made is None else made.containers_to_thaw


def thawed_seen(course: Seen, each: SeenInfusion) -> tuple[tuple[str, str], ...]:
    """The containers that were thawed for it, each with what became of it (empty: nothing yet)."""
    if isinstance(each, BriefInfusion):
        return each.thawed
    fates = {} if isinstance(course, Brief) else dict(course.containers)
    return tuple((name, fates.get(name, "")) for name in each.thawed)
