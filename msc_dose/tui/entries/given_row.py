"""The volumes of one container: issued, infused and left; none is worked out of the others."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label, Static

from msc_dose.tui.answers.asking import Said
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.field import FieldInput

_PARTS = ("issued", "infused", "left")


class GivenRow(Vertical):
    """Three volumes of container `number`, each with its unit, such as 14.5 mL."""

    DEFAULT_CSS = """
    GivenRow {
        height: auto; width: 1fr;
        .line { height: auto; }
        .parts { layout: grid; grid-size: 2; grid-columns: 27; grid-rows: 1; height: auto; width: 1fr; }
        .part { height: 1; width: 27; }
        .said { height: auto; padding: 0 1 0 13; display: none; }
        Label { width: 9; padding: 0 1; }
        Label.lead { width: 13; }
        Label.-here { text-style: bold reverse; }
        FieldInput { width: 17; background: $field-ground; }
    }
    .-widest GivenRow .parts { grid-size: 3; }
    GivenRow:nocolor FieldInput, GivenRow:ansi FieldInput { text-style: underline; }
    GivenRow:nocolor FieldInput > .input--cursor, GivenRow:ansi FieldInput > .input--cursor {
        text-style: reverse;
    }
    """

    def __init__(self, number: str) -> None:
        """The row of this container."""
        super().__init__(id=f"field-issued-{number}")
        self._number, self._said = number, ""

    def compose(self) -> ComposeResult:
        """VOLUME, then each part with its word before it."""
        with Horizontal(classes="line"):
            yield Label("VOLUME", markup=False, classes="lead")
            with Container(classes="parts"):
                for part in _PARTS:
                    with Horizontal(classes="part"):
                        yield Label(part, markup=False, id=f"label-{part}-{self._number}")
                        yield FieldInput(f"{part}-{self._number}")
        yield Static(classes="said")

    def show(self, said: Mapping[str, Said]) -> None:
        """Each volume as it was read, under its field; `said` by the names of the fields."""
        parts = [(part, said.get(f"{part}-{self._number}")) for part in _PARTS]
        words = [f"{one.text} {part}" for part, one in parts if one is not None]
        text = safe("read: " + " · ".join(words)) if words else ""
        if text != self._said:
            self._said = text
            beside = self.query_one(".said", Static)
            beside.display = bool(text)
            beside.update(Content(text))

    def on_descendant_focus(self) -> None:
        """Mark the word of the part that one is in."""
        focused = self.screen.focused
        for part in _PARTS:
            name = f"{part}-{self._number}"
            self.query_one(f"#label-{name}", Label).set_class(
                focused is not None and focused.id == name, "-here"
            )

    def on_descendant_blur(self) -> None:
        """Unmark them."""
        for label in self.query(Label):
            label.remove_class("-here")
