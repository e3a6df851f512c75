"""Which plan an infusion of a course belongs to: each block of a course has a plan of its own."""

from __future__ import annotations

from msc_dose.courses.course import Course
from msc_dose.courses.plan import Infusion, Plan


def plan_of(course: Course, number: int) -> tuple[Plan | None, int]:
    """The plan of the infusion's block, and its place within it from 0; None beyond the last block."""
    place = number - 1
    for plan in course.plans:
        if place < len(plan.infusions):
            return plan, place
        place -= len(plan.infusions)
    return None, place


def planned_infusion(course: Course, number: int) -> Infusion | None:
    """The infusion as its block's plan has it; None beyond the last block."""
    plan, place = plan_of(course, number)
    return None if plan is None else plan.infusions[place]
