"""What a brief leaves out of the days in sight, read in a thread while one looks at them."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.tui.calendar.wholes import Wholes

if TYPE_CHECKING:
    from msc_dose.tui.calendar.days import CalendarDays
    from msc_dose.tui.desk.folded import Progress
    from msc_dose.tui.screens.calendar import CalendarScreen

_RESTS = 0.1  # seconds without a key before courses are folded
_AHEAD = 30  # courses around the day under the cursor; no panel tells of more


class Looking:
    """Folds the courses around the day under the cursor; those of the day come first."""

    def __init__(self, page: CalendarScreen) -> None:
        """Nothing is folded yet."""
        self._page = page
        self.wholes = Wholes()

    def fold(self, days: CalendarDays, day: date, progress: Progress) -> None:
        """Fold the courses around the day, in a thread; `progress` may stop it."""
        codes = self.wholes.missing(days.outwards(day), _AHEAD)
        for code in codes:
            progress(len(days.courses), len(days.courses))
            self.wholes.fold(self._page.desk, [code])

    def look(self, days: CalendarDays, day: date) -> None:
        """Tell the rest of this day once it is read, where anything of it or around it is missing."""
        if self.wholes.missing(days.outwards(day), _AHEAD):
            self._page.run_worker(self._look(days, day), exclusive=True, group="looking")

    async def _look(self, days: CalendarDays, day: date) -> None:
        await asyncio.sleep(_RESTS)
        wholes, desk = self.wholes, self._page.desk
        told = wholes.missing(days.on(day), _AHEAD)
        if told:
            await asyncio.to_thread(wholes.fold, desk, told)
            page = self._page
            if page.loaded is days and not page.mover.moving and page.composed:
                page.panel.again()
        await asyncio.to_thread(wholes.fold, desk, wholes.missing(days.outwards(day), _AHEAD))
