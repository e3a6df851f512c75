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

    def __init__(self, *, id: str | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(id=id)
        self._text, self._aside = "", ""

    def show_dose(self, text: str, aside: str = "") -> None:
        """Show a result; `aside` stands behind it, or on its own line where there is no room."""
        self._show(text, "-dose", aside)

    def show_refused(self, text: str) -> None:
        """Show why there is no result; nothing at all for an empty text."""
        self._show(text, "-refused" if text else "")

    def _show(self, text: str, name: str, aside: str = "") -> None:
        self._text, self._aside = safe(text), safe(aside)
        self.set_classes([name] if name else [])
        self.on_resize()

    def on_resize(self) -> None:
        """Set the line anew in the columns there are."""
        line = f"{self._text}   {self._aside}" if self._aside else self._text
        too_long = len(line) > self.content_size.width
        self.update(Content(f"{self._text}\n{self._aside}" if too_long and self._aside else line))
