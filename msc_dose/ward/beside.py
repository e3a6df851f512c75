"""What stands beside a row: what else is open for the course."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.ward.bare_rows import observation
from msc_dose.ward.stages import HELD, IN_WINDOW, OUT, TODAY
from msc_dose.ward.steps import held, new_order, step, window_ended, word

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen
    from msc_dose.ward.staging import Staged

_URGENT = (*TODAY, IN_WINDOW, OUT)


def notes_of(
    course: Seen, first: Staged, found: list[Staged], asked: list[str], local: datetime
) -> tuple[str, ...]:
    """What else is open for the course: an order, what is not on record, decisions, other infusions."""
    infusion = first.infusion
    notes = ["training: no patient"] if course.training else []
    codes = {question.code for question in course.questions}
    if infusion.pending and infusion.new_dose and "course.new-order" not in codes:
        notes.append(new_order(infusion))
    if infusion.pending and course.requires:
        notes.append(f"not on record: {', '.join(course.requires)}")
    if first.stage != HELD and course.held_since is not None:
        notes.append(held(course))
    notes += [
        f"infusion {made.infusion.number}: {window_ended(made)}"
        for made in found
        if made.stage == HELD and made.days is not None
    ]
    notes += [f"decide: {text}" for text in asked]
    notes += [
        f"also infusion {made.infusion.number}: {word(made, local)}: {step(made, course, local)}"
        for made in found
        if made is not first and (made.stage in _URGENT or made.infusion.make_up_by is not None)
    ]
    notes += observation(course, local)
    return tuple(notes)
