"""A labelled field that takes every key, with its reading in words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label, Static

from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe, safe_cells

if TYPE_CHECKING:
    from msc_dose.tui.answers.asking import Said


class FieldInput(Input):
    """The typing line of a field. It drops no character: the core alone judges what was typed.

    Textual's `type="number"` and `restrict=` drop a comma without a word, and its paste keeps the first
    line only; either turns one number into another.
    """

    BINDINGS = bindings("field")

    def __init__(self, name: str) -> None:
        """An empty line whose id is the name of the public argument it states."""
        super().__init__(id=name, compact=True, select_on_focus=False)

    @property
    def _value(self) -> Text:
        """The text as it is painted: a passphrase as dots, every hidden character as one visible sign."""
        if self.password:
            return super()._value
        return Text(safe_cells(self.value), no_wrap=True, overflow="ignore", end="")

    def action_copy(self) -> None:
        """Copy what is selected; a passphrase is copied nowhere."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected; a passphrase is copied nowhere."""
        if not self.password:
            super().action_cut()

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text whole, its line ends included: the core then refuses what it cannot read."""
        event.prevent_default()
        event.stop()
        self.replace(event.text.rstrip("\r\n"), *sorted(self.selection))


class LabelledLine(Horizontal):
    """A line whose label is reversed while the focus is in it.

    Textual's `:focus-within` is worked out anew for the line itself, not for the label beside the focus.
    """

    DEFAULT_CSS = """
    LabelledLine {
        height: auto; min-height: 1; width: 1fr;
        Label { width: 13; padding: 0 1; }
        Label.-here { text-style: bold reverse; }
    }
    """

    def on_descendant_focus(self) -> None:
        """Mark the label."""
        self.query_one(Label).add_class("-here")

    def on_descendant_blur(self) -> None:
        """Unmark the label."""
        self.query_one(Label).remove_class("-here")


class Field(LabelledLine):
    """Label, typing line, and what the core says about it: `show` takes a `Said`, or None for the hint."""

    DEFAULT_CSS = """
    Field {
        FieldInput { width: 32; background: $field-ground; }
        .said { width: 1fr; height: auto; padding: 0 1; color: $quiet-ink; }
        .said.-read { color: $foreground; }
        .said.-stop { color: $stop-ink; text-style: bold; }
    }
    Field:nocolor FieldInput, Field:ansi FieldInput { text-style: underline; }
    Field:nocolor FieldInput > .input--cursor, Field:ansi FieldInput > .input--cursor {
        text-style: reverse;
    }
    """

    def __init__(self, name: str, label: str, hint: str = "") -> None:
        """A field called `name` under this label; `hint` stands beside it while it is empty."""
        super().__init__(id=f"field-{name}")
        self._field, self._label, self._hint = name, label, hint
        self._said: Said | None = None

    def compose(self) -> ComposeResult:
        """The three parts, from left to right."""
        yield Label(self._label, markup=False)
        yield FieldInput(self._field)
        yield Static(Content(self._hint), classes="said")

    @property
    def hint(self) -> str:
        """What stands beside the field while it is empty."""
        return self._hint

    @hint.setter
    def hint(self, text: str) -> None:
        self._hint = text
        if self._said is None:
            self.query_one(".said", Static).update(Content(text))

    def show(self, said: Said | None) -> None:
        """Put what the core says beside the field."""
        if said == self._said:
            return
        self._said = said
        beside = self.query_one(".said", Static)
        beside.update(Content(safe(said.text) if said else self._hint))
        beside.set_class(said is not None and said.severity == "stop", "-stop")
        beside.set_class(said is not None and said.severity is None, "-read")
