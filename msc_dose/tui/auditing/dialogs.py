"""What the record asks: which rows, which head was kept, and where a copy is to be put."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Input

from msc_dose.problems import Refusal
from msc_dose.tui.answers.asking import Said
from msc_dose.tui.auditing.filters import FilterEntry, asked_of, day_said
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.widgets.field import Field, FieldInput

_DAYS = ("since", "until")


class FilterDialog(Dialog[FilterEntry]):
    """Asks which rows of the audit are shown; an empty field asks for everything."""

    purpose = "Asks which rows of the audit are shown: whose, of what, which action, and of which days."

    def __init__(self, entry: FilterEntry, zone: str) -> None:
        """Begin with what is asked for now."""
        super().__init__("Which rows of the audit", "All that fit everything given; empty fields fit all.")
        self._entry, self._zone = entry, zone

    def fields(self) -> Iterator[Widget]:
        """Whose, of what, which action, from and to which day."""
        yield Field("person", "Person", "a code, such as rn-104")
        yield Field("entity", "Of what", "a course; or container LOT SERIAL")
        yield Field("action", "Action", "as the audit calls it")
        yield Field("since", "From day", "YYYY-MM-DD")
        yield Field("until", "To day", "YYYY-MM-DD; taken in whole")

    def on_mount(self) -> None:
        """Show what is asked for now."""
        for name in FilterEntry.__slots__:
            self.query_one(f"#{name}", FieldInput).value = getattr(self._entry, name)
        self.set_focus(self.query_one("#person", FieldInput))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Echo a day in words, with its weekday."""
        event.stop()
        if event.input.id in _DAYS:
            self.query_one(f"#field-{event.input.id}", Field).show(_said(event.value))

    def answer(self) -> FilterEntry | None:
        """What is asked for, where its days can be read."""
        entry = FilterEntry(*(self.text_of(name) for name in FilterEntry.__slots__))
        try:
            asked_of(entry, self._zone)
        except Refusal as refusal:
            self.show_problems(refusal.problems)
            return None
        return entry


def _said(text: str) -> Said | None:
    try:
        said = day_said(text)
    except Refusal:
        return Said("■ STOP", "stop")
    return Said(said) if said else None


class TextDialog(Dialog[str]):
    """Asks for one text, which may stay empty."""

    def __init__(self, title: str, text: str, label: str, hint: str) -> None:
        """Ask for this."""
        super().__init__(title, text)
        self._label, self._hint = label, hint

    def fields(self) -> Iterator[Widget]:
        """The text."""
        yield Field("text", self._label, self._hint)

    def on_mount(self) -> None:
        """Begin in the field."""
        self.set_focus(self.query_one("#text", FieldInput))

    def answer(self) -> str:
        """What was typed."""
        return self.text_of("text").strip()
