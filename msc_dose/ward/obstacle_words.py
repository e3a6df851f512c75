"""What keeps an infusion from being cleared to thaw, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msc_dose.courses.course import Course, CourseInfusion
    from msc_dose.problems import Problem

_WORDS = {
    "course.day-passed": "move it: its day has passed",
    "course.no-order": "no order: record it",
    "course.weight-stale": "weigh",
    "course.new-order": "new order needed",
    "course.review-reaction": "review the reaction, then clear",
    "course.held": "the course is held: resume it",
}
_ASKED = {"course.partial": "decide infusion {}", "course.make-up": "make up infusion {}"}


def in_words(found: Sequence[Problem], course: Course, infusion: CourseInfusion) -> str:
    """What to do about the first of these problems, and how many more there are; empty for none."""
    if not found:
        return ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{_in_words(found[0], course, infusion)}{more}"


def _in_words(problem: Problem, course: Course, infusion: CourseInfusion) -> str:
    """What to do about it; of a code without words of its own, what the problem itself says."""
    if problem.code == "course.not-next":
        earlier = min(each.number for each in course.infusions if each.pending)
        return f"first infusion {earlier}: give it or say why not"
    if problem.code == "course.requirement-missing":
        return f"record {_requirement(problem)}"
    if problem.code in _ASKED:
        asked = (each.infusion for each in course.questions if each.code == problem.code)
        number = next((each for each in asked if each != infusion.number), None)
        if number is not None:
            return _ASKED[problem.code].format(number)
    return _WORDS.get(problem.code) or problem.fix[:1].lower() + problem.fix[1:].rstrip(".")


def _requirement(problem: Problem) -> str:
    """Which requirement a problem is about: `consent`, `ethics approval`."""
    from msc_dose.courses.folding.gates import REQUIREMENTS

    named = (name for name, words in REQUIREMENTS.items() if words in problem.message)
    return next(named, "what the protocol requires").replace("-", " ")
