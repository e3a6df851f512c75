"""The row of a course without an infusion to come, and the questions of a course."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.scheduling import day_text
from msc_dose.ward.stages import ENDED, HELD, WAITING
from msc_dose.ward.staging import not_observed
from msc_dose.ward.steps import held
from msc_dose.ward.values import Row

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen


def questions(course: Seen, besides: str = "") -> list[str]:
    """What a person must decide, each once; questions of the code `besides` are left out."""
    return list(dict.fromkeys(each.text for each in course.questions if each.code != besides))


def observation(course: Seen, local: datetime) -> list[str]:
    """That no end of observation is on record a day after an infusion (policy); empty where it is."""
    numbers = not_observed(course, local)
    if not numbers:
        return []
    noun = "infusion" if len(numbers) == 1 else "infusions"
    return [f"{noun} {', '.join(map(str, numbers))}: end of observation not recorded"]


def without_infusion(course: Seen, local: datetime) -> Row:
    """The row of a course that has no infusion to come: not planned, waiting for a decision, or ended."""
    asked, missing = questions(course), observation(course, local)
    if course.stopped is not None:
        notes = *(f"decide: {text}" for text in asked), *missing
        return _bare(course, ENDED, "STOPPED", f"stopped: {course.stopped}{_visit(course, local)}", notes)
    if asked:
        notes = *(f"decide: {text}" for text in asked[1:]), *missing
        return _bare(course, WAITING, "TO DECIDE", asked[0], notes)
    if not course.infusions:
        if course.held_since is not None:
            return _bare(course, HELD, "HELD", held(course), ())
        return _bare(course, WAITING, "NO PLAN", "plan the course", ())
    given = sum(each.was_given for each in course.infusions)
    said = f"{given} of {len(course.infusions)} infusions given{_visit(course, local)}"
    return _bare(course, ENDED, "FINISHED", said, tuple(missing))


def _bare(course: Seen, stage: str, said: str, then: str, notes: tuple[str, ...]) -> Row:
    whose = course.recipient, course.course
    return Row(stage, said, *whose, next=then, notes=notes, zone=course.zone, stages=(stage,))


def _visit(course: Seen, local: datetime) -> str:
    """The first visit that is still to come, if any."""
    to_come = [
        (visit.date, visit.kind) for visit in course.visits if visit.date and visit.date >= local.date()
    ]
    if not to_come:
        return ""
    day, kind = min(to_come)
    return f"; next visit: {kind}, {day_text(day)}"
