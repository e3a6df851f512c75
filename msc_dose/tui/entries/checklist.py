"""One item of the list before thaw: `[x] afebrile`, with a note beside it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.field import FieldInput


class Item(Widget, can_focus=True):
    """The item itself. Space ticks it; `value` is `yes` where it holds, else empty."""

    BINDINGS = bindings("item")
    DEFAULT_CSS = "Item { height: auto; width: 1fr; padding: 0 1; }"

    value: reactive[str] = reactive("", layout=True)

    class Changed(Message):
        """It was ticked, or no longer is."""

    def __init__(self, name: str, item: str) -> None:
        """The item of this name, with its words."""
        super().__init__(id=name)
        self._item = item

    def watch_value(self) -> None:
        """Tell the dialog."""
        self.post_message(self.Changed())

    def render(self) -> Content:
        """The box and the words."""
        style = "bold reverse" if self.has_focus else "bold" if self.value else ""
        return Content.styled(f"[{'x' if self.value else ' '}] {safe(self._item)}", style)

    def action_tick(self) -> None:
        """Tick it, or take the tick away."""
        self.value = "" if self.value else "yes"

    def action_note(self) -> None:
        """Go to the note."""
        self.screen.set_focus(self.screen.query_one(f"#{self.id}-note", FieldInput))

    def on_click(self, event: events.Click) -> None:
        """Tick it."""
        event.stop()
        self.action_tick()


class ItemLine(Horizontal):
    """An item and its note."""

    DEFAULT_CSS = """
    ItemLine {
        height: auto; min-height: 1; width: 1fr;
        FieldInput { width: 30; background: $field-ground; }
    }
    ItemLine:nocolor FieldInput, ItemLine:ansi FieldInput { text-style: underline; }
    ItemLine:nocolor FieldInput > .input--cursor, ItemLine:ansi FieldInput > .input--cursor {
        text-style: reverse;
    }
    """

    def __init__(self, name: str, item: str) -> None:
        """The line of this item."""
        super().__init__(id=f"field-{name}")
        self._item_name, self._item = name, item

    def compose(self) -> ComposeResult:
        """Both, side by side."""
        yield Item(self._item_name, self._item)
        note = FieldInput(f"{self._item_name}-note")
        note.placeholder = "note (→)"
        note.add_class("note")
        yield note
