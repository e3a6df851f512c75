"""The app as it is wanted: in a terminal or a browser, with a word of welcome, with the tour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.sheets import APP_SHEET

if TYPE_CHECKING:
    from msc_dose.tui.desk import Desk

_READ_FOR = 20.0  # seconds


class BegunApp(MscDoseApp):
    """The app that begins with the tour, or with a word."""

    CSS_PATH = APP_SHEET

    def __init__(self, desk: Desk, names: Mapping[str, str], tour: bool, welcome: str) -> None:
        """Over this desk."""
        super().__init__(desk, names)
        self._tour, self._welcome = tour, welcome

    def on_ready(self) -> None:
        """The first screen is there."""
        if self._tour:
            from msc_dose.tui.tour import tour as the_tour

            self.start(the_tour(self))
            return
        if self._welcome:
            self.notify(self._welcome, timeout=_READ_FOR, markup=False)
        self.start(self.offer_drafts())


def opened(desk: Desk, names: Mapping[str, str], exposed: bool, tour: bool, welcome: str) -> MscDoseApp:
    """The app over this desk; one that is `exposed` asks who it is before it shows anything."""
    if exposed:
        from msc_dose.tui.serving.app import SignedInApp

        return SignedInApp(desk, names)
    return BegunApp(desk, names, tour, welcome)
