"""The dialog that clears an infusion to thaw: one key an item, and a note where one does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.courses.events.giving import ClearanceItem, Cleared
from msc_dose.library.clearing import NOT_OWN
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.dialogs.dialog import SCROLLS, Dialog
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.field import Field, FieldInput

if TYPE_CHECKING:
    from msc_dose.tui.today.asked import Asked

_OWN = "The site's list before thaw:"
_SAID = {None: "[?] not answered  ", True: "[✓] HOLDS         ", False: "[■] DOES NOT HOLD "}
_INK = {None: "bold", True: "bold $ok-ink", False: "bold $stop-ink"}


class ItemLine(Widget, can_focus=True):
    """One item: y it holds, n it does not, space one or the other; y and n step on."""

    BINDINGS = bindings("clearing")
    DEFAULT_CSS = "ItemLine { height: auto; }"

    holds: reactive[bool | None] = reactive(None)

    class Said(Message):
        """The item was answered; `on` asks for the next one."""

        def __init__(self, line: ItemLine, on: bool) -> None:
            """Carry the line."""
            self.line, self.on = line, on
            super().__init__()

    def __init__(self, at: int, item: str, holds: bool | None) -> None:
        """The item at this place of the list."""
        super().__init__(id=f"item-{at}")
        self.at, self.item = at, item
        self.set_reactive(ItemLine.holds, holds)

    def render(self) -> Content:
        """The answer in words and sign, and the item, which is never cut."""
        mark = Content.styled("> ", "bold") if self.has_focus else Content("  ")
        item = Content.styled(safe(self.item), "bold reverse" if self.has_focus else "")
        return mark + Content.styled(_SAID[self.holds], _INK[self.holds]) + item

    def action_either(self) -> None:
        """Holds, or does not."""
        self._say(self.holds is not True, on=False)

    def action_say(self, holds: bool) -> None:
        """Answer, and go on."""
        self._say(holds, on=True)

    def _say(self, holds: bool, on: bool) -> None:
        self.holds = holds
        self.post_message(self.Said(self, on))


class ClearDialog(Dialog[Cleared]):
    """Every item of the list before thaw is answered; nothing is answered beforehand."""

    BINDINGS = SCROLLS
    purpose = "Clears an infusion to thaw, item by item of the site's list. ^R records it."
    scopes = ("everywhere", "clearing", "field", "dialog")

    def __init__(
        self, asked: Asked, answers: Sequence[ClearanceItem] = (), problems: Sequence[Problem] = ()
    ) -> None:
        """Ask these items; `answers` are those of a try that `problems` refused."""
        infusion = asked.infusion
        who = f"{asked.course.recipient} {infusion.number}/{infusion.of}"
        super().__init__(f"CLEAR TO THAW  {who}", _whose(asked))
        self._asked, self._problems = asked, tuple(problems) or asked.stops
        self._answers = {each.item: each for each in answers}

    def fields(self) -> Iterator[Widget]:
        """The items, each with a note that shows where it does not hold."""
        yield Static(Content(_OWN if self._asked.own else NOT_OWN), id="clear-list")
        for at, item in enumerate(self._asked.items):
            said = self._answers.get(item)
            yield ItemLine(at, item, said.holds if said else None)
            note = Field(f"note-{at}", "  why not", "a word on it")
            note.display = said is not None and not said.holds
            yield note

    def on_mount(self) -> None:
        """Begin at the first item; what stands in the way is told before anybody answers."""
        for at, item in enumerate(self._asked.items):
            if item in self._answers:
                self.query_one(f"#note-{at}", FieldInput).value = self._answers[item].note
        self.set_focus(self.query_one("#item-0"))
        if self._problems:
            self.show_problems(self._problems)

    def on_item_line_said(self, event: ItemLine.Said) -> None:
        """Ask why not; else go on."""
        event.stop()
        note = self.query_one(f"#field-note-{event.line.at}", Field)
        note.display = event.line.holds is False
        if note.display:
            self.set_focus(self.query_one(f"#note-{event.line.at}", FieldInput))
        elif event.on and event.line.at + 1 < len(self._asked.items):
            self.set_focus(self.query_one(f"#item-{event.line.at + 1}"))

    def answer(self) -> Cleared | None:
        """Every item as it was answered."""
        lines = list(self.query(ItemLine))
        missing = [line.item for line in lines if line.holds is None]
        if missing:
            message = f"Not answered: {', '.join(missing)}."
            fix = "y where it holds, n where it does not."
            self.show_problems([stop("value.missing", "items", message, fix)])
            return None
        try:
            return Cleared(self._asked.infusion.number, tuple(self._item(line) for line in lines))
        except Refusal as refusal:
            self.show_problems(refusal.problems)
            return None

    def _item(self, line: ItemLine) -> ClearanceItem:
        note = "" if line.holds else self.text_of(f"note-{line.at}").strip()
        return ClearanceItem(line.item, bool(line.holds), note)


def _whose(asked: Asked) -> str:
    infusion = asked.infusion
    when = "no date" if infusion.date is None else day_text(infusion.date)
    time = f" {infusion.time}" if infusion.time else ""
    containers = ", ".join(asked.containers) or "none reserved"
    course = f"Course {asked.course.course}, planned {when}{time}"
    return f"{course}\nDOSE {briefly(infusion.dose)}\nContainers: {containers}"
