"""The help of the screen one is on: what it does, and its keys."""

from __future__ import annotations

from msc_dose.tui.keys import help_lines
from msc_dose.tui.screens.page import Page
from msc_dose.tui.screens.reader import Reader

_SIGNS = """\
Signs
  ■ STOP   nothing is computed until it is mended
  ▲ CHECK  look before you go on
  ● NOTE   good to know
  ✓ OK     nothing was found

msc-dose is not a medical device. It shows its working so that a person can check it."""


class HelpScreen(Reader):
    """The help of another screen."""

    title_text = "HELP"
    purpose = "Shows what a screen does, and its keys."

    def __init__(self, page: Page) -> None:
        """Explain this page."""
        keys = "\n".join(help_lines(*page.scopes))
        super().__init__(f"{page.title_text}\n{page.purpose}\n\n{keys}\n\n{_SIGNS}")
