"""What the two forms share: fields, the readings offered, and the way to the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from msc_dose.problems import Reading
from msc_dose.tui.answers.asking import Answer, picked_text
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe_lines
from msc_dose.tui.screens.page import Page
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.offers import Offer, Offers
from msc_dose.tui.widgets.stops import in_sight, stop_after

WHICH = "Which is meant? ↓ goes to the readings, Enter takes one; or click it."


class Form(Page):
    """A page of fields whose result is worked out anew at every key.

    `kinds` gives the kind of amount of a field; a field that is not among them holds a date or other text.
    """

    BINDINGS = bindings("form")
    kinds: ClassVar[Mapping[str, str]] = {}
    fields: ClassVar[tuple[str, ...]] = ()

    def offer_parts(self) -> Iterator[Widget]:
        """The readings offered, under their heading."""
        yield Static(Content(WHICH), id="which")
        yield Offers()

    def answer(self) -> None:
        """Ask the core about the fields as they stand, and show the answer."""
        raise NotImplementedError

    def text_of(self, name: str) -> str:
        """What stands in a field, exactly."""
        return self.query_one(f"#{name}", FieldInput).value

    def choice_of(self, name: str) -> str | None:
        """What is chosen; None is "not stated"."""
        return self.query_one(f"#{name}", Choice).value

    def show_asides(self, answer: Answer[Any]) -> None:
        """Put the readings in words beside the fields, and offer those of unclear text."""
        for name in self.fields:
            self.query_one(f"#field-{name}", Field).show(answer.said.get(name))
        offers = [
            Offer(reading, self._stated(reading, answer))
            for reading in answer.readings
            if reading.field in self.fields
        ]
        self.query_one(Offers).show(offers)
        self.query_one("#which").display = any(offer.text is not None for offer in offers)

    def _stated(self, reading: Reading, answer: Answer[Any]) -> str | None:
        """The whole text of the field once this reading of it, or of one amount in it, is picked."""
        text = picked_text(reading, self.kinds)
        before, after = answer.around.get(reading.field, ("", ""))
        return None if text is None else f"{before}{text}{after}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way to the result from within it."""
        if action == "copy" and not self.result_text():
            return None
        inside = self.focused is not None and self.focused.has_class("result")
        return not (action == "result" and inside)

    def on_mount(self) -> None:
        """Show the empty state."""
        self.answer()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another character: another answer."""
        event.stop()
        self.answer()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another choice: another answer."""
        event.stop()
        self.chosen()
        self.answer()

    def chosen(self) -> None:
        """Something was chosen: offer what hangs on it."""

    def action_down(self) -> None:
        """From a field to its readings, or to the next field."""
        field = self.focused.id if self.focused else None
        if not self.query_one(Offers).enter(field or ""):
            self.step(1)

    def on_offers_picked(self, event: Offers.Picked) -> None:
        """Put the text of the reading that a person picked into its field."""
        event.stop()
        if event.offer.text is not None:
            field = self.query_one(f"#{event.offer.reading.field}", FieldInput)
            field.value = event.offer.text
            field.cursor_position = len(event.offer.text)
            self.set_focus(field)

    def result_text(self) -> str:
        """The result as plain text; empty where there is none."""
        return ""

    def action_copy(self) -> None:
        """Copy the result through the terminal, which may not allow it."""
        self.app.copy_to_clipboard(safe_lines(self.result_text()))
        said = "Copied as text, where the terminal allows it (OSC 52)."
        self.app.notify(said, markup=False)

    def typed(self) -> dict[str, str]:
        """The texts of all fields and choices by their names."""
        texts = {each.id or "": each.value for each in self.query(FieldInput)}
        return texts | {each.id or "": each.value or "" for each in self.query(Choice)}

    def put(self, texts: Mapping[str, str]) -> None:
        """Put texts into choices and fields by their names; what is not offered any more is left out.

        What a choice offers, and which fields there are, may hang on the choices before it.
        """
        for choice in self.query(Choice):
            text = texts.get(choice.id or "") or None
            if text in choice.options:
                choice.value = text
            self.chosen()
        for field in self.query(FieldInput):
            field.value = texts.get(field.id or "", field.value)
        self.answer()

    def empty(self) -> None:
        """Empty every field and choice."""
        for field in self.query(FieldInput):
            field.value = ""
        for choice in self.query(Choice):
            choice.value = None
        self.set_focus(self.query(FieldInput).first())

    def on_screen_resume(self) -> None:
        """Ask again: a file that the form names may have changed meanwhile."""
        super().on_screen_resume()
        if self.is_mounted:
            self.answer()

    def step(self, by: int) -> None:
        """Move the focus along the form; only ↓ goes to the readings."""
        stops = in_sight(self.query("FieldInput, Choice, .result"))
        self.set_focus(stop_after(stops, self.focused, by))

    def action_result(self) -> None:
        """Leave the form for the result."""
        self.set_focus(self.query_one(".result", VerticalScroll))

    def action_scroll_result(self, by: int) -> None:
        """Scroll the result by a page, from wherever the focus is."""
        result = self.query_one(".result", VerticalScroll)
        result.scroll_page_down(animate=False) if by > 0 else result.scroll_page_up(animate=False)
