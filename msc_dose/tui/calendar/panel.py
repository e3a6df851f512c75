"""What stands beside or below the month: the day in words, or what a move would change."""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from msc_dose.tui.calendar.telling import Told

Telling = Callable[[int], list[Told]]
"""Lines for so many columns."""


class DayPanel(VerticalScroll):
    """Text set anew in the columns there are, whenever they change."""

    DEFAULT_CSS = """
    DayPanel { background: $background; color: $foreground; scrollbar-size-vertical: 1; }
    /* Text is set for the columns there are: they must not change when it turns out too long. */
    DayPanel { scrollbar-gutter: stable; }
    DayPanel > Static { height: auto; padding: 0 0 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Nothing is told yet."""
        super().__init__(id=id)
        self._telling: Telling = lambda width: []

    def compose(self) -> list[Static]:
        """One text."""
        return [Static()]

    def tell(self, telling: Telling) -> None:
        """Show this from its beginning."""
        self._telling = telling
        self.scroll_home(animate=False)
        self._set()

    def again(self) -> None:
        """Ask for the same lines anew, where they may be others by now; what is in sight stays there."""
        self._set()

    def on_resize(self) -> None:
        """Set the text anew."""
        self._set()

    def _set(self) -> None:
        width = self.scrollable_content_region.width - 1
        if width > 0 and self.is_mounted:
            lines = [Content.styled(text, style) for text, style in self._telling(width)]
            self.query_one(Static).update(Content("\n").join(lines))
