"""Pages read in a thread while one works: those in sight first, then those beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msc_dose.problems import Refusal
from msc_dose.store.stock import HeldContainer
from msc_dose.store.stock.overview import Unreadable, Wanted, page
from msc_dose.tui.desk import Desk
from msc_dose.tui.stock.found import ContainerPages
from msc_dose.tui.stock.pages import PAGE

_MOST = 6  # pages that wait to be read; what was scrolled by is not read any more


class PageReader:
    """Reads the pages of one list; `begin` starts `read`, and `came` is told of every page."""

    def __init__(
        self,
        desk: Desk,
        wanted: Wanted,
        pages: ContainerPages,
        begin: Callable[[PageReader], None],
        came: Callable[[int], None],
    ) -> None:
        """Read these pages of what is wanted."""
        self._desk, self._wanted, self._pages = desk, wanted, pages
        self._begin, self._came = begin, came
        self._asked: list[int] = []
        self._busy = False
        pages.missing = self.ask

    def ask(self, number: int) -> None:
        """Have a page read that is in sight."""
        self._put(number, len(self._asked))

    def beside(self, number: int) -> None:
        """Have a page read that may come into sight."""
        if not self._pages.has(number):
            self._put(number, 0)

    def _put(self, number: int, place: int) -> None:
        if number not in self._asked:
            self._asked.insert(place, number)
            del self._asked[:-_MOST]
        if not self._busy:
            self._busy = True
            self._begin(self)

    async def read(self) -> None:
        """Read what is asked for, until nothing is. Raises the refusals of a record that cannot be read."""
        try:
            while self._asked:
                number = self._asked[-1]
                self._pages.put(number, await asyncio.to_thread(self._rows, number))
                self._asked = [each for each in self._asked if each != number]
                self._came(number)
        except Refusal:
            self._asked = []
            raise
        finally:
            self._busy = False

    def _rows(self, number: int) -> tuple[HeldContainer | Unreadable, ...]:
        count = self._pages.count
        return self._desk.read(lambda said: page(said, self._wanted, number * PAGE, PAGE, count))
