"""The line in which one types the code that is sought."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe_cells


class SearchLine(Input):
    """Hidden until `/`; every letter narrows the rows."""

    BINDINGS = bindings("search")
    DEFAULT_CSS = """
    SearchLine { display: none; width: 1fr; height: 1; padding: 0 1; background: $field-ground; }
    SearchLine > .input--placeholder { color: $quiet-ink; }
    SearchLine:nocolor, SearchLine:ansi { text-style: underline; }
    """

    def __init__(self) -> None:
        """An empty line."""
        super().__init__(id="search", compact=True, select_on_focus=False, placeholder="code")

    @property
    def _value(self) -> Text:
        """The text as it is painted: every hidden character as one visible sign."""
        return Text(safe_cells(self.value), no_wrap=True, overflow="ignore", end="")
