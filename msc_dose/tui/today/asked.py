"""What clearing an infusion to thaw asks: the site's list, item by item, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msc_dose.courses.clearance import obstacles
from msc_dose.library.clearing import list_before_thaw
from msc_dose.problems import Problem, refuse
from msc_dose.store.clearing import stops
from msc_dose.store.stock import reserved_for
from msc_dose.tui.today.volumes import infusion_of

if TYPE_CHECKING:
    from msc_dose.courses.course import Course, CourseInfusion
    from msc_dose.tui.desk import Desk

_REACTION = "course.review-reaction"


@dataclass(frozen=True, slots=True)
class Asked:
    """A clearance to be answered: whose, the items, whether the site's own, and what stands in the way."""

    course: Course
    infusion: CourseInfusion
    items: tuple[str, ...]
    own: bool
    stops: tuple[Problem, ...]
    containers: tuple[str, ...]


def asked_for(desk: Desk, code: str, number: int) -> Asked:
    """What is asked before this infusion is thawed, as the record stands.

    Raises Refusal `course.unknown`, `course.not-pending`.
    """
    course = desk.course_of(code)
    infusion = infusion_of(course, number)
    if infusion is None or infusion.state != "planned":
        state = "not there" if infusion is None else infusion.state
        message = f"Infusion {number} of {course.recipient} is {state}: there is nothing to clear."
        raise refuse("course.not-pending", "infusion", message, "Choose an infusion that is planned.")
    moment = desk.now().astimezone(ZoneInfo(course.zone))
    found = obstacles(course, number, moment)
    of_record, held = desk.read(
        lambda statements: (
            tuple(stops(statements, course, number, moment)),
            reserved_for(statements, code, number),
        )
    )
    listed = list_before_thaw(desk.open_record, course, desk.settings.clearance)
    in_the_way = (*(each for each in found if each.code != _REACTION), *of_record)
    containers = tuple(each.identity for each in held)
    return Asked(course, infusion, listed.items, listed.own, in_the_way, containers)
