"""A list of any length: only the rows in sight are asked for and painted."""

from __future__ import annotations

from typing import Protocol

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from msc_dose.tui.keys import bindings


class Rows(Protocol):
    """What a list shows. Every text in it has been made safe (`safe`).

    `height` is how many lines each row has; `heads` the heading above the rows (empty: none); `line` one
    line of one row, and `key` what a row is known by, so that the cursor stays on it when the rows change.
    """

    @property
    def height(self) -> int:
        """Lines of each row."""

    def __len__(self) -> int:
        """How many rows there are."""

    def heads(self, width: int) -> Content:
        """The heading in this many columns."""

    def line(self, at: int, part: int, width: int) -> Content:
        """Line `part` of row `at`, in this many columns at most."""

    def key(self, at: int) -> str:
        """What the row is known by."""


class NoRows:
    """Nothing to show; `text` teaches what would stand here."""

    height = 1

    def __init__(self, text: str = "") -> None:
        """Nothing, and why."""
        self._lines = text.split("\n") if text else []

    def __len__(self) -> int:
        """No row can be chosen."""
        return 0

    def heads(self, width: int) -> Content:
        """No heading."""
        return Content("")

    def line(self, at: int, part: int, width: int) -> Content:
        """A line of the text."""
        return Content(self._lines[at]) if at < len(self._lines) else Content("")

    def key(self, at: int) -> str:
        """Nothing is known by a key."""
        return ""


class RowList(ScrollView, can_focus=True):
    """Rows with a cursor. Its row begins with `>` and is reversed, so that it is seen without colour."""

    BINDINGS = bindings("list")
    DEFAULT_CSS = """
    RowList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; background: $background; }
    """

    class Moved(Message):
        """The cursor is on another row, or on the same one of other rows."""

        def __init__(self, rows: RowList, at: int) -> None:
            """Carry the row's place."""
            self.rows, self.at = rows, at
            super().__init__()

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Chosen(Moved):
        """A person has opened the row: by Enter, or by a click on the row under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        """An empty list."""
        super().__init__(id=id)
        self.source: Rows = NoRows()
        self.at = 0

    def show(self, source: Rows) -> None:
        """Show these rows; the cursor stays on the row of the same key, else at the same place."""
        key = self.key
        self.source = source
        self.at = min(self.at, max(0, len(source) - 1))
        if key and not (len(source) and source.key(self.at) == key):
            self.at = next((at for at in range(len(source)) if source.key(at) == key), self.at)
        self._measure()
        self._to_sight()
        self.refresh()
        self.post_message(self.Moved(self, self.at))

    @property
    def key(self) -> str:
        """What the row under the cursor is known by; empty where there is none."""
        return self.source.key(self.at) if len(self.source) else ""

    @property
    def head(self) -> int:
        """Lines of the heading."""
        return 1 if self.source.heads(self._columns).plain else 0

    @property
    def _columns(self) -> int:
        """The columns beside the scroll bar; `size` has it within."""
        return max(1, self.scrollable_content_region.width)

    def go(self, at: int) -> None:
        """Put the cursor on the row at this place, the nearest there is."""
        self._go(at)

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row of this key; False where there is none."""
        for at in range(len(self.source)):
            if self.source.key(at) == key:
                self._go(at)
                return True
        return False

    def on_resize(self) -> None:
        """Set the rows anew in the columns there are."""
        self._measure()
        self._to_sight()

    def _measure(self) -> None:
        lines = len(self.source) * self.source.height + self.head
        self.virtual_size = Size(self._columns, lines)

    def render_line(self, y: int) -> Strip:
        """One line on the screen: the heading stays above, whatever is scrolled."""
        width = self._columns
        if y < self.head:
            return self._strip(self.source.heads(width), "bold $quiet-ink", width)
        line = y - self.head + self.scroll_offset.y
        at, part = divmod(line, self.source.height)
        if not len(self.source):
            said = self.source.line(line, 0, width) if isinstance(self.source, NoRows) else Content("")
            return self._strip(said, "", width)
        if at >= len(self.source):
            return Strip.blank(width, self.rich_style)
        here = at == self.at and self.has_focus
        mark = ">" if at == self.at and part == 0 else " "
        shown = Content(mark) + self.source.line(at, part, width - 1)
        return self._strip(shown, "bold reverse" if here else "", width)

    def _strip(self, content: Content, style: str, width: int) -> Strip:
        content = content.truncate(width, ellipsis=True)
        if style:
            content = content.stylize_before(style)
        (strip, *_) = Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)
        return strip.adjust_cell_length(width, self.rich_style)

    def action_move(self, by: int) -> None:
        """The row above or below."""
        self._go(self.at + by)

    def action_page(self, by: int) -> None:
        """A page up or down."""
        self._go(self.at + by * self._rows_in_sight())

    def action_edge(self, at: int) -> None:
        """The first row (0) or the last (-1)."""
        self._go(0 if at == 0 else len(self.source) - 1)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if len(self.source):
            self.post_message(self.Chosen(self, self.at))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row under the pointer; a click on the row under the cursor opens it."""
        at = (event.y - self.head + self.scroll_offset.y) // self.source.height
        if event.y < self.head or not 0 <= at < len(self.source):
            return
        if at == self.at and event.chain > 1:
            self.action_choose()
        self._go(at)

    def _go(self, at: int) -> None:
        if not len(self.source):
            return
        self.at = max(0, min(at, len(self.source) - 1))
        self._to_sight()
        self.refresh()
        self.post_message(self.Moved(self, self.at))

    def _rows_in_sight(self) -> int:
        return max(1, (self.size.height - self.head) // self.source.height)

    def _to_sight(self) -> None:
        if not self.size.height:
            return  # it has no place yet: nothing is scrolled out of sight before it has
        height = self.source.height
        top, room = self.at * height, max(height, self.size.height - self.head)
        first = self.scroll_offset.y
        if top < first:
            self.scroll_to(y=top, animate=False, force=True)
        elif top + height > first + room:
            self.scroll_to(y=top + height - room, animate=False, force=True)
