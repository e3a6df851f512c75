"""The one line that a person looks for: the dose, or why there is none."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from msc_dose.tui.safe import safe


class Headline(Static):
    """A band of its own colour that wraps and is never cut. It never keeps an earlier result."""

    DEFAULT_CSS = """
    Headline {
        height: auto; padding: 0 1; text-style: bold; display: none;
        &.-dose { display: block; background: $dose-ground; color: $dose-ink; }
        &.-refused { display: block; background: $refused-ground; color: $refused-ink; }
    }
    Headline:nocolor, Headline:ansi { text-style: bold reverse; }
    """

    def show_dose(self, text: str) -> None:
        """Show a result."""
        self._show(text, "-dose")

    def show_refused(self, text: str) -> None:
        """Show why there is no result; nothing at all for an empty text."""
        self._show(text, "-refused" if text else "")

    def _show(self, text: str, name: str) -> None:
        self.update(Content(safe(text)))
        self.set_classes([name] if name else [])
