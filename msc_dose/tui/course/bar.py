"""The infusions of a course as signs along a line of days: windows, what is planned, given, held, moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msc_dose.courses.course import CourseInfusion
from msc_dose.scheduling import day_text
from msc_dose.tui.course.seen import Seen

WINDOW, PLANNED, GIVEN, HELD, LEFT_OUT, NOW = "·", "○", "●", "=", "x", "|"
_SIGNS = {
    GIVEN: "given",
    PLANNED: "planned",
    HELD: "held",
    LEFT_OUT: "left out",
    WINDOW * 3: "window",
    NOW: "today",
}
_LEGEND = "  ".join(f"{sign} {word}" for sign, word in _SIGNS.items())


def bar_lines(seen: Seen, width: int) -> list[str]:
    """Months, days with their signs, the numbers of the infusions, and what the signs mean.

    Nothing where no infusion has a day.
    """
    infusions = [each for each in seen.course.infusions if _day(each)]
    if not infusions:
        return []
    days = [day for each in infusions for day in (_day(each), each.earliest, each.latest) if day]
    today = seen.local.date()
    first, last = min(days), max(days)
    span = max(1, (last - first).days)

    def column(day: date) -> int:
        return min(width - 1, max(0, (day - first).days * (width - 1) // span))

    signs, numbers = [" "] * width, [" "] * width
    for each in infusions:
        if each.pending and each.earliest and each.latest:
            for at in range(column(each.earliest), column(each.latest) + 1):
                signs[at] = WINDOW
    if first <= today <= last:
        signs[column(today)] = NOW
    for each in infusions:
        day = _day(each)
        if day is not None:
            at = column(day)
            signs[at] = _sign(each)
            _write(numbers, at, str(each.number))
    return [_months(first, last, column, width), "".join(signs), "".join(numbers).rstrip(), _LEGEND]


def _day(infusion: CourseInfusion) -> date | None:
    return infusion.date or infusion.target


def _sign(infusion: CourseInfusion) -> str:
    if infusion.was_given:
        return GIVEN
    if infusion.held:
        return HELD
    return PLANNED if infusion.pending or infusion.state in ("thawed", "checked") else LEFT_OUT


def _months(first: date, last: date, column: Callable[[date], int], width: int) -> str:
    line = [" "] * width
    day, free = first, 0
    while day <= last:
        at = column(day)
        text = day_text(day).partition(" ")[2] if day == first else day_text(day).partition("-")[2]
        if at >= free and at + len(text) <= width:
            _write(line, at, text)
            free = at + len(text) + 1
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return "".join(line).rstrip()


def _write(line: list[str], at: int, text: str) -> None:
    for n, character in enumerate(text):
        if at + n < len(line):
            line[at + n] = character
