"""The app of a browser that others than the user of this machine may sit at."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from textual import events

from msc_dose.problems import Refusal
from msc_dose.tui.app import MscDoseApp, home_of
from msc_dose.tui.desk import Desk
from msc_dose.tui.flows import Left
from msc_dose.tui.keys import AS_SHIPPED
from msc_dose.tui.serving.door import DoorScreen
from msc_dose.tui.sheets import APP_SHEET

_DOOR = "door"
_SIGNS_IN_WITHIN = 120.0  # seconds; a browser that nobody signs in at is not kept open


class SignedInApp(MscDoseApp):
    """Opens with the sign-in over an empty page; Esc there, signing out, or an idle hour closes it all."""

    CSS_PATH = APP_SHEET
    MODES = {**MscDoseApp.MODES, _DOOR: DoorScreen}  # noqa: RUF012  # Textual declares it so

    def __init__(self, desk: Desk, key_names: Mapping[str, str] = AS_SHIPPED) -> None:
        """Nobody is in yet."""
        super().__init__(desk, key_names, opens=_DOOR)
        desk.elsewhere = True
        self._inside = self._worked = False

    def on_mount(self) -> None:
        """Ask who it is."""
        self.set_timer(_SIGNS_IN_WITHIN, self._close_unused)
        self.start(self._let_in())

    def _close_unused(self) -> None:
        if not self._inside:
            self.exit(return_code=0, message="Nobody has signed in.")

    async def _let_in(self) -> None:
        try:
            session = await self.sign_in_now()
        except Left:
            self.exit()
            return
        except Refusal as refusal:
            await self.refused(refusal)
            self.exit()
            return
        self._inside = True
        await self.action_go(home_of(session.role))

    async def action_go(self, mode: str) -> None:
        """Go to a screen, once somebody is in."""
        if self._inside:
            await super().action_go(mode)

    def action_help(self) -> None:
        """Explain the screen, once somebody is in."""
        if self._inside:
            super().action_help()

    def action_command_palette(self) -> None:
        """Every command, once somebody is in."""
        if self._inside:
            super().action_command_palette()

    async def _sign(self) -> None:
        """Sign out: whatever was on the screens goes with it."""
        await self.doing(lambda: self.desk.keeper.forget(self.desk.open_record))
        self.exit()

    def takes(self, event: events.Key | events.Paste) -> bool:
        """Whoever types is there: the hour of their sign-in begins anew."""
        self._worked = True
        return super().takes(event)

    async def _look(self) -> None:
        """Close when the sign-in has ended; before it nothing is looked at."""
        if not self._inside:
            return
        worked, self._worked = self._worked, False
        try:
            still_in = await asyncio.to_thread(self._still_in, worked)
        except Refusal as refusal:
            self.lost(refusal)
            return
        if still_in:
            await super()._look()
        else:
            self.exit(return_code=0, message="The sign-in has ended.")

    def _still_in(self, worked: bool) -> bool:
        session = self.desk.whose()
        if session is None:
            return False
        if worked:
            self.desk.keeper.keep(self.desk.open_record, session)
        return True
