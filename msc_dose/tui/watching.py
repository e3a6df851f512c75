"""The time, and the changes of others: the screens that are open tell of both."""

from __future__ import annotations

import asyncio

from msc_dose.problems import Refusal
from msc_dose.tui.flows import Flows
from msc_dose.tui.screens.page import Page

_LOOKS_EVERY = 5.0  # seconds between two looks at whether somebody else has changed the record


class Watching(Flows):
    """An app whose page is at most a few seconds older than the record, or says that it is."""

    _closing_down = False

    @property
    def ends(self) -> bool:
        """Whether the program ends: what a screen is made of may be gone, or never come any more."""
        return self._exit or self._closing_down

    async def _shutdown(self) -> None:
        self._closing_down = True
        await super()._shutdown()

    def watch_record(self) -> None:
        """Keep the time, and look for the changes of others, until the program ends."""
        self._minute = self.desk.now().replace(second=0)
        self.set_interval(_LOOKS_EVERY, self._look)

    async def _look(self) -> None:
        """Whether a minute has passed, or somebody has changed the record; the screen then asks again."""
        minute = self.desk.now().replace(second=0)
        passed, self._minute = minute != self._minute, minute
        page = self.page
        if self.desk.record is not None:
            try:
                before = self.desk.session
                moved = await asyncio.to_thread(self.desk.moved_on)
                moved = self._reached() or moved
                ended = await asyncio.to_thread(self.desk.whose) != before
                if ended and before is not None:
                    self.notify(f"{before.person} is signed out.", markup=False)
                if moved or passed or ended:
                    await asyncio.to_thread(self._renew)
                    self.show_header()
                if moved and page is not None:
                    self.changed()
            except Refusal as refusal:
                self.lost(refusal)
        if passed and page is not None:
            page.tick()

    def _renew(self) -> None:
        """Who is signed in, and what is urgent: the header says both on every screen."""
        self.desk.whose()
        self.desk.look()

    @property
    def page(self) -> Page | None:
        """The page that lies under every dialog."""
        return next((each for each in reversed(self.screen_stack) if isinstance(each, Page)), None)

    def changed(self) -> None:
        """The record has changed: the page asks again now, the others when they come up."""
        page = self.page
        if page is not None and page.composed:
            page.on_screen_resume()

    def lost(self, refusal: Refusal) -> None:
        """The record cannot be reached: every screen says so, and since when, until it can again."""
        since = self.desk.unreached[0] if self.desk.unreached else self.desk.now()
        self.desk.unreached = since, refusal.problems[0].message
        self.show_header()

    def _reached(self) -> bool:
        """The record answers: whether it did not before, so that every screen is to ask again."""
        if self.desk.unreached is None:
            return False
        self.desk.unreached = None
        self.desk.version += 1
        self.notify("The record is reached again: what is shown is as it is now.", markup=False)
        return True

    def show_header(self) -> None:
        """Show anew who is signed in, and what is next."""
        if self.page is not None:
            self.page.show_header()
