"""Every course of the record as lines: where it stands, whose it is, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msc_dose.product.plain_text import LONGEST_IDENTIFIER
from msc_dose.scheduling import day_text
from msc_dose.tui.course.table import Line
from msc_dose.tui.safe import safe
from msc_dose.ward.in_brief import InBrief
from msc_dose.ward.stages import HELD, LATE, ON_CLOCK, OUT, SIGNS, WAITING

HEADS = ("State", "Course", "Patient", "Next", "Date", "Protocol")
WRAPS = (5, 2, 1, 0)
STYLES = {
    LATE: "bold $stop-ink",
    OUT: "bold $stop-ink",
    ON_CLOCK: "bold $check-ink",
    HELD: "$check-ink",
    WAITING: "$check-ink",
}
NO_COURSES = """
  No course is on record yet.

  F9 makes a plan; a plan begins a course, and the course then stands here:
  where it stands, whose it is, and what comes next.
"""
NOT_FOUND = "\n  No course and no patient has a code like this. Esc shows all of them."


@dataclass(frozen=True, slots=True)
class AllCourses:
    """The lines of every course, those that cannot be read first, then in order of code.

    `names` are code and patient of each line, as they are searched.
    """

    lines: tuple[Line, ...]
    names: tuple[str, ...]

    def like(self, text: str) -> tuple[Line, ...]:
        """The lines whose code or patient has this text in it, in whatever case."""
        asked = text.strip().casefold()
        pairs = zip(self.lines, self.names, strict=True)
        return tuple(line for line, name in pairs if asked in name) if asked else self.lines


def all_courses(briefs: Sequence[InBrief]) -> AllCourses:
    """Every course as it stands now."""
    ordered = sorted(briefs, key=lambda each: not each.why)
    names = (f"{each.course}\n{each.recipient}".casefold() for each in ordered)
    return AllCourses(tuple(map(_line, ordered)), tuple(names))


def _line(brief: InBrief) -> Line:
    if brief.why:
        cells = ("■ UNREADABLE", _code(brief.course), _code(brief.recipient), "", "", brief.why)
        return Line(brief.course, tuple(map(safe, cells)), "bold $stop-ink")
    cells = (
        f"{SIGNS[brief.stage]} {brief.word}",
        brief.course,
        brief.recipient,
        "" if brief.number is None else f"{brief.number}/{brief.of}",
        "" if brief.date is None else day_text(brief.date),
        brief.protocol or "nothing planned",
    )
    return Line(brief.course, tuple(map(safe, cells)), STYLES.get(brief.stage, ""))


def _code(code: str) -> str:
    """A code as long as the record's door lets one in: a longer one would leave no room for the others."""
    shown = safe(code)
    return shown if len(shown) <= LONGEST_IDENTIFIER else f"{shown[: LONGEST_IDENTIFIER - 1]}…"
