"""Entries as rows of a list: the status first, the dose beneath, never cut."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.calendar.entries import Entry
from msc_dose.tui.safe import safe

_STATUS, _DAY, _NAME = 16, 17, 8


class EntryRows:
    """Two lines for each entry: where it stands, when, which, whose; then DOSE and window, or the detail."""

    height = 2

    def __init__(self, days: CalendarDays, entries: Sequence[Entry]) -> None:
        """Rows of these entries, in their order."""
        self._days, self.entries = days, entries

    def __len__(self) -> int:
        """One row an entry."""
        return len(self.entries)

    def heads(self, width: int) -> Content:
        """What the columns are."""
        return Content(f"{' Status':<{_STATUS}} {'Date':<{_DAY}}{'No.':<{_NAME}} Patient, course")

    def line(self, at: int, part: int, width: int) -> Content:
        """One line of an entry."""
        entry = self.entries[at]
        return self._first(entry) if part == 0 else Content(f"{'':<{_STATUS}}{self._second(entry, width)}")

    def key(self, at: int) -> str:
        """The course and what of it."""
        return self.entries[at].key

    def _first(self, entry: Entry) -> Content:
        local = self._days.local(entry.course)
        letter = self._days.letters.get(entry.course.course, " ")
        status = f"{entry.sign(local):<1} {entry.word(local)}"
        day = "no date" if entry.infusion and entry.infusion.date is None else day_text(entry.day)
        name = entry.name if entry.infusion else "v"
        whose = f"{letter} {entry.patient}, {safe(entry.course.course)}"
        return Content(f"{status:<{_STATUS}}{day:<{_DAY}}{name:<{_NAME}}{whose}")

    def _second(self, entry: Entry, width: int) -> str:
        infusion, visit = entry.infusion, entry.visit
        if infusion is None:
            return ", ".join(filter(None, (entry.name, safe(visit.detail) if visit else "")))
        dose = f"DOSE {safe(briefly(infusion.dose))}"
        if infusion.held or infusion.date is None:
            return f"{dose}  {safe(infusion.why_no_date)}"
        if not infusion.pending or infusion.earliest is None or infusion.latest is None:
            return dose
        window = f"window {day_text(infusion.earliest)} to {day_text(infusion.latest)}"
        if infusion.earliest == infusion.latest:
            window = "window: this day only"
        elif len(dose) + len(window) + _STATUS + 2 > width:
            window = f"window to {day_text(infusion.latest)}"
        return f"{dose}  {window}"
