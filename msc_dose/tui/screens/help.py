"""The help of the screen one is on: what it does, and its keys."""

from __future__ import annotations

from typing import Any

from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import AS_SHIPPED, help_lines
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

    def __init__(self, page: Page | Dialog[Any]) -> None:
        """Explain this page or dialog."""
        names = getattr(page.app, "key_names", AS_SHIPPED)
        keys = "\n".join(help_lines(*page.scopes, names=names))
        super().__init__(f"{page.title_text}\n{page.purpose}\n\n{keys}\n\n{_SIGNS}")
