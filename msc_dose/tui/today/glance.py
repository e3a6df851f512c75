"""A patient at a glance, from which one goes to the course, or does what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import bindings
from msc_dose.tui.today.detail import fact_lines

if TYPE_CHECKING:
    from msc_dose.tui.today.facts import Facts

Then = Literal["course", "acts", "clear"]


class FactList(Widget, can_focus=True):
    """All facts, wrapped."""

    DEFAULT_CSS = "FactList { height: auto; }"

    def __init__(self, facts: Facts) -> None:
        """Show these."""
        super().__init__()
        self._facts = facts

    def render(self) -> Content:
        """Every line."""
        return Content("\n").join(fact_lines(self._facts, self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the facts need in this width."""
        return len(fact_lines(self._facts, width))


class PatientGlance(Dialog[Then]):
    """What is known of the patient under the cursor; the answer says where to go from here."""

    BINDINGS = bindings("glance")
    purpose = "Shows the dose of a patient and what it rests on. Enter goes to the course, a to its acts."
    scopes = ("everywhere", "glance", "dialog")

    def __init__(self, title: str, facts: Facts, acts: bool = True, clears: bool = True) -> None:
        """Show these facts; `acts` and `clears` say what can be done from here."""
        super().__init__(title)
        self._facts = facts
        self._can = {"acts": acts, "clear": clears}

    def fields(self) -> Iterator[Widget]:
        """The facts."""
        yield FactList(self._facts)

    def on_mount(self) -> None:
        """Begin at the top; arrows scroll."""
        self.set_focus(self.query_one(FactList), scroll_visible=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to record here; what cannot be done is not offered."""
        return action != "submit" and (action != "then" or self._can.get(str(parameters[0]), True))

    def action_scroll_facts(self, by: int) -> None:
        """Scroll by a few lines."""
        self.query_one("#dialog-body").scroll_relative(y=by, animate=False)

    def action_then(self, what: Then) -> None:
        """Leave for there."""
        self.dismiss(what)
