"""One of a few, all in sight: `Basis  [not stated]  actual  ideal  adjusted  predicted`."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from msc_dose.tui.keys import bindings

_LABEL_WIDTH = 13


class Choice(Widget, can_focus=True):
    """A line of choices, by arrow keys or click. `value` is the chosen one, None "not stated".

    The chosen one stands in brackets and bold, so that it is seen without colour.
    """

    BINDINGS = bindings("choice")
    DEFAULT_CSS = "Choice { height: 1; width: 1fr; }"

    value: reactive[str | None] = reactive(None)

    class Changed(Message):
        """Another choice was made."""

    def __init__(self, name: str, label: str, options: Sequence[str], none: str = "not stated") -> None:
        """A choice called `name` among these options, `none` standing for None."""
        super().__init__(id=name)
        self._label, self._none = label, none
        self._options: tuple[str | None, ...] = (None, *options)

    def offer(self, options: Sequence[str]) -> None:
        """Offer other options; a chosen one that is no longer among them becomes None."""
        self._options = (None, *options)
        if self.value not in self._options:
            self.value = None
        self.refresh()

    def watch_value(self) -> None:
        """Tell the screen."""
        self.post_message(self.Changed())

    def action_move(self, by: int) -> None:
        """Choose the one before or after, without running round the ends."""
        at = self._options.index(self.value) + by
        if 0 <= at < len(self._options):
            self.value = self._options[at]

    def render(self) -> Content:
        """The label and every option."""
        style = "bold reverse" if self.has_focus else ""
        parts = [Content.styled(f" {self._label} ", style)]
        parts.append(Content(" " * (_LABEL_WIDTH - len(self._label) - 2)))
        return Content("").join([*parts, *(self._shown(option) for option in self._options)])

    def _shown(self, option: str | None) -> Content:
        name = option or self._none
        if option == self.value:
            return Content.styled(f"[{name}]", "bold")
        return Content.styled(f" {name} ", "$quiet-ink")

    def on_click(self, event: events.Click) -> None:
        """Choose the option under the pointer."""
        right = _LABEL_WIDTH
        for option in self._options:
            left, right = right, right + len(option or self._none) + 2
            if left <= event.x < right:
                self.value = option
