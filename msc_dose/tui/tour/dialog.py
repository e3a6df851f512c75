"""One page of the tour, below on the screen so that what it tells of stays in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import bindings

if TYPE_CHECKING:
    from msc_dose.tui.tour.pages import TourPage

DEMO = 2
"""What the dialog answers where the demo is to be opened; else 1 or -1: a page on, or back."""


class TourDialog(Dialog[int]):
    """Says what is to be seen; any time one may go on, back, or leave."""

    BINDINGS = bindings("tour")
    CSS_PATH = "dialog.tcss"
    purpose = "Shows what stands where, screen by screen. It changes nothing."
    scopes = ("everywhere", "tour")

    def __init__(self, page: TourPage, number: int, of: int, offers_demo: bool = False) -> None:
        """Page `number` of so many."""
        super().__init__(f"{page.title}   {number} of {of}" if of else page.title, page.text)
        self.add_class("tour")
        self._number, self._offers_demo = number, offers_demo

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to record; the first page has none before it."""
        if action == "turn" and parameters == (-1,):
            return self._number > 1
        return {"submit": False, "demo": self._offers_demo}.get(action, True)

    def action_turn(self, by: int) -> None:
        """The next page, or the one before."""
        self.dismiss(by)

    def action_demo(self) -> None:
        """Have the demo opened."""
        self.dismiss(DEMO)
