"""The preparation sheet of an infusion as a page to read, and from there to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from msc_dose.tui.keys import Scope, bindings
from msc_dose.tui.screens.reader import Reader

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]+")  # of a file


class WorksheetPage(Reader):
    """The sheet exactly as it is printed."""

    CSS = """
    WorksheetPage {
        VerticalScroll.result, VerticalScroll.result:focus { border: none; }
        VerticalScroll.result .text { padding: 0; }
    }
    """
    BINDINGS = bindings("reader", "worksheet")
    title_text = "WORKSHEET"
    subtitle = "to read; p prints it"
    purpose = "The preparation sheet of one infusion, exactly as it is printed."
    scopes: ClassVar[tuple[Scope, ...]] = ("everywhere", "reader", "worksheet")

    def __init__(self, sheet: str, lines: Sequence[str]) -> None:
        """Show these lines; `sheet` is what their file is called."""
        # A rule as wide as the paper would break on a screen that has a scroll bar.
        super().__init__("\n".join(line[:-2] if set(line) == {"-"} else line for line in lines))
        self._sheet = _NOT_IN_NAMES.sub("-", sheet)
        self._lines = lines

    def action_print(self) -> None:
        """Print it."""
        from msc_dose.tui.printing import print_lines

        self.app.start(print_lines(self.app, self._sheet, self._lines))
