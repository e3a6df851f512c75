"""Where an infusion stands, in a sign and words; how its dose is checked; which containers it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.folding.local_time import local_time
from msc_dose.scheduling import day_text
from msc_dose.store.stock import HeldContainer
from msc_dose.tui.course.all_courses import STYLES
from msc_dose.verification.states import Verification
from msc_dose.ward.stages import SIGNS
from msc_dose.ward.staging import staged
from msc_dose.ward.steps import word

_ENDED = {
    "completed": "✓ COMPLETED",
    "stopped-early": "✓ STOPPED EARLY",
    "not-needed": "- NOT NEEDED",
    "missed": "- MISSED",
    "cancelled": "- CANCELLED",
}
_CHECKED = {
    "calculated": "to check",
    "mismatch": "MISMATCH",
    "disagreed-twice": "DISPUTE",
    "verified": "verified",
    "void": "VOID",
    "urgent": "URGENT",
}
GIVEN = ("completed", "stopped-early")


def state_of(course: Course, infusion: CourseInfusion, local: datetime) -> tuple[str, str]:
    """The state with its sign, such as `! LATE 12:45`, and its style; `local` is by the course's clocks."""
    made = staged(course, infusion, local)
    if made is None:
        return _ENDED.get(infusion.state, f"- {infusion.state.upper()}"), ""
    said = word(made, local)
    cleared = " CLEARED" if infusion.state == "cleared" and said == "NEXT" else ""
    return f"{SIGNS[made.stage]} {said}{cleared}", STYLES.get(made.stage, "")


def check_word(infusion: CourseInfusion, checked: Verification | None) -> str:
    """In one word how the dose is checked; of product that is in, and never was, `not checked`."""
    if checked is None:
        return "not checked"
    if checked.state == "calculated" and not infusion.pending:
        return "not checked" if infusion.was_given else "-"
    return _CHECKED[checked.state]


def check_line(infusion: CourseInfusion, checked: Verification | None, zone: str) -> str:
    """The check in a line: who signed, when, and why that holds no more."""
    said = f"Double check: {check_word(infusion, checked)}"
    if checked is None:
        return said
    signed = checked.signature
    if signed is not None:
        when = local_time(datetime.fromisoformat(signed.at), zone)
        said += f", {signed.meaning} by {signed.person}, {day_text(when.date())} {when:%H:%M}"
    if checked.fields:
        said += f": {', '.join(checked.fields)}"
    if checked.changes:
        said += f": {'; '.join(each.rstrip('.') for each in checked.changes)}"
    return f"{said}; a co-signature is OWED" if checked.owed else said


def bags_word(reserved: Sequence[HeldContainer]) -> str:
    """How many containers it has: `2 bags`; whatever they are called, the column is short."""
    if not reserved:
        return "no bag"
    return "1 bag" if len(reserved) == 1 else f"{len(reserved)} bags"


def bags_line(reserved: Sequence[HeldContainer]) -> str:
    """The containers with where they stand."""
    if not reserved:
        return "Containers: none is reserved (b reserves)"
    said = (
        f"{each.identity} {each.state}{' by EXCEPTIONAL RELEASE' if each.exceptional else ''}"
        for each in reserved
    )
    return f"Containers: {', '.join(said)}"
