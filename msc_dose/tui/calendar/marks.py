"""What stands on days as marks of the month grid."""

from __future__ import annotations

from datetime import date

from msc_dose.quantity.writer import briefly
from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.calendar.entries import Entry
from msc_dose.tui.calendar.moving import Move
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.month_grid import DayMarks, Mark

_CLOSED, _EVERY_WEEK = "closed: ", " weekday"

_MOST = 40  # marks of a day that are made; no cell has room for more, so the others are only counted
_MORE = (Mark("", "…"), Mark("", "…", "v"))


class CalendarMarks:
    """The marks of days, each made once; `move` puts its ghost on the day that `ghost` says."""

    def __init__(self, days: CalendarDays) -> None:
        """Marks of these days."""
        self._days = days
        self._made: dict[date, DayMarks] = {}
        self.move: Move | None = None
        self.ghost: date | None = None

    def __call__(self, day: date) -> DayMarks:
        """The marks of the day."""
        if day not in self._made:
            self._made[day] = self._make(day)
        made = self._made[day]
        if self.move is None or day != self.ghost:
            return made
        return DayMarks((_ghost(self.move, self._days), *made.marks), made.closed, made.window)

    def _make(self, day: date) -> DayMarks:
        why = self._days.why_closed(day)
        closed = None if why is None else _in_few_words(why)
        found = self._days.on(day)
        marks = [mark_of(entry, self._days) for entry in found[:_MOST]]
        marks += [_MORE[entry.infusion is None] for entry in found[_MOST:]]
        return DayMarks(tuple(marks), closed, self._days.in_window(day))


def _in_few_words(why: str) -> str:
    """Why a day is closed; that its weekday is never open needs no words in every week."""
    return "" if why.endswith(_EVERY_WEEK) else safe(why.removeprefix(_CLOSED))


def mark_of(entry: Entry, days: CalendarDays) -> Mark:
    """`A2→`, or `→2/4 P-0417` in words; the dose stands in the details."""
    local = days.local(entry.course)
    letter, sign = days.letters.get(entry.course.course, ""), entry.sign(local)
    told = bool(letter) or len(days.courses) == 1
    style = entry.style(local)
    if entry.infusion is None:
        short = f"{letter}v{sign}" if told else ""
        return Mark(short, f"{sign}v {entry.patient} {entry.name}", "v", style)
    short = f"{letter}{entry.infusion.number}{sign}" if told else ""
    dose = f"DOSE {briefly(entry.infusion.dose)}"
    time = (f"{entry.infusion.time} {local.tzname()}",) if entry.infusion.time else ()
    return Mark(short, f"{sign}{entry.name} {entry.patient}", "i", style, (*time, dose))


def _ghost(move: Move, days: CalendarDays) -> Mark:
    """The infusion where it would come to stand."""
    letter = days.letters.get(move.course.course, "")
    words = f"?{move.number}/{move.infusion.of} {safe(move.course.recipient)}"
    return Mark(f"{letter}{move.number}?", words, "i", "bold underline", kept=True)
