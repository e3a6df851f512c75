"""Every entry of a course in the order of recording; what was entered in error is struck and stays."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.courses.course import Course, Entry
from msc_dose.courses.course_text import entry_lines
from msc_dose.tui.course.table import Line, Prose
from msc_dose.tui.safe import safe

STRUCK, LATE = "x", "~"
LEGEND = f"{STRUCK} entered in error   {LATE} recorded on a later day than it occurred"


def history(course: Course, width: int) -> Prose:
    """The entries in wrapped lines, each known by its number."""
    return Prose([_line(course, each) for each in course.entries], width, 7)


def _line(course: Course, entry: Entry) -> Line:
    sign = STRUCK if entry.struck_by else LATE if entry.late else " "
    first, *more = entry_lines(replace(course, entries=(entry,)))
    text = " ".join([first, *(line.strip() for line in more)])
    style = "$quiet-ink" if entry.struck_by else ""
    return Line(str(entry.event.number), (safe(f"{sign} {text}"),), style)
