"""What stands above the form of an entry: whose it is, which infusion, which dose, and what to know."""

from __future__ import annotations

from msc_dose.courses.course import CourseInfusion
from msc_dose.courses.events.giving import Cleared
from msc_dose.library.clearing import NOT_OWN
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.entries.around import Around
from msc_dose.tui.entries.said import moment_words, told_of
from msc_dose.tui.entries.shape import Shape
from msc_dose.tui.entries.words import said_of, title_of


def heading_of(shape: Shape, around: Around) -> str:
    """`START · P-0417 · infusion 2 of 4`."""
    one, course = around.infusion, around.course
    which = [] if one is None else [f"infusion {one.number} of {one.of}"]
    return " · ".join([title_of(shape.kind).upper(), course.recipient, course.course, *which])


def text_of_entry(shape: Shape, around: Around) -> str:
    """The dose and the day of the infusion, what is struck, and what a person should know."""
    lines = [] if around.infusion is None else [infusion_text(around.infusion, around.course.zone)]
    event = shape.settled.get("event", "")
    if event.isdigit() and 1 <= int(event) <= len(around.course.events):
        lines.append(f"Entry {event}: {told_of(around.course.events[int(event) - 1])}")
    if "decision" in shape.settled:
        lines.append(shape.settled["decision"])
    if shape.kind is Cleared and not around.own:
        lines.append(NOT_OWN)
    return "\n".join([*lines, *filter(None, [said_of(shape.kind)])])


def infusion_text(one: CourseInfusion, zone: str) -> str:
    """`DOSE 120 million viable MSC  Mon 29-Jan-2024 14:30  THAWED, expires 16:20 CET`."""
    day = "no date" if one.date is None else day_text(one.date)
    time = f" {one.time}" if one.time else ""
    expires = "" if one.expires is None else f", expires {_expiry(one, zone)}"
    return f"DOSE {briefly(one.dose)}  {day}{time}  {one.state.replace('-', ' ').upper()}{expires}"


def _expiry(one: CourseInfusion, zone: str) -> str:
    """The post-thaw expiry; on the day of the infusion its time alone."""
    assert one.expires is not None
    words = moment_words(one.expires, zone)
    return words if one.date is None else words.removeprefix(f"{day_text(one.date)} ")
