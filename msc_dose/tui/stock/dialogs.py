"""What is asked about a container: which act, why, for which infusion, where it stands, what departs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.widget import Widget

from msc_dose.problems import Problem, stop
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a menu: what it answers, its words, and why it cannot be chosen (empty where it can)."""

    name: str
    label: str
    why_not: str = ""


class Items:
    """The rows of a menu; those that can be chosen have a digit."""

    height = 1

    def __init__(self, items: Sequence[Item]) -> None:
        """These items."""
        self.items = items

    def __len__(self) -> int:
        """How many there are."""
        return len(self.items)

    def heads(self, width: int) -> Content:
        """None."""
        return Content("")

    def key(self, at: int) -> str:
        """What it answers."""
        return self.items[at].name

    def line(self, at: int, part: int, width: int) -> Content:
        """Digit and words; what cannot be chosen says why."""
        item = self.items[at]
        if item.why_not:
            return Content.styled(f"–  {safe(item.label)}: {safe(item.why_not)}", "$quiet-ink")
        digit = str(at + 1) if at < 9 else " "
        return Content.assemble((digit, "bold"), f"  {safe(item.label)}")


class MenuDialog(Dialog[str]):
    """A menu: a digit does what stands in its row, Enter what stands under the cursor."""

    BINDINGS = bindings("dialog", "menu")
    purpose = "Asks what is to be done. Every act asks once more before anything is recorded."
    scopes = ("everywhere", "dialog", "menu", "list")
    DEFAULT_CSS = "MenuDialog RowList { height: auto; max-height: 16; }"

    def __init__(self, title: str, text: str, items: Sequence[Item]) -> None:
        """Offer these items."""
        super().__init__(title, text)
        self._items = items

    def fields(self) -> Iterator[Widget]:
        """The rows."""
        yield RowList(id="menu")

    def on_mount(self) -> None:
        """Show the rows."""
        rows = self.query_one(RowList)
        rows.styles.height = max(1, len(self._items))
        rows.show(Items(self._items))
        self.set_focus(rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is recorded here."""
        return action != "submit"

    def answer(self) -> str | None:
        """What stands under the cursor."""
        return self._chosen(self.query_one(RowList).at)

    def action_pick(self, number: int) -> None:
        """Do what stands in this row."""
        found = self._chosen(number - 1)
        if found is not None:
            self.dismiss(found)

    def on_row_list_chosen(self) -> None:
        """Do what stands under the cursor."""
        self.action_submit()

    def _chosen(self, at: int) -> str | None:
        if not 0 <= at < len(self._items):
            return None
        item = self._items[at]
        if item.why_not:
            message = f"{item.label} cannot be done now: {item.why_not}."
            self.show_problems([stop("container.unlawful-step", "step", message, "Choose another, or Esc.")])
            return None
        return item.name


class TextsDialog(Dialog[tuple[str, ...]]):
    """Asks for one or more texts, by their names; those named in `needed` may not be empty."""

    purpose = "Asks why, or what is to be recorded. Nothing is recorded before you say so by its key."

    def __init__(
        self,
        title: str,
        text: str,
        asked: Sequence[tuple[str, str, str]],
        needed: Sequence[str] = (),
        preset: Sequence[str] = (),
    ) -> None:
        """`asked` is a name, a label and a hint for each field; `preset` what stands in them at first."""
        super().__init__(title, text)
        self._asked, self._needed, self._preset = asked, needed, preset

    def fields(self) -> Iterator[Widget]:
        """One field each."""
        for name, label, hint in self._asked:
            yield Field(name, label, hint)

    def on_mount(self) -> None:
        """Put in what is known, and begin where something is to be typed."""
        inputs = [self.query_one(f"#{name}", FieldInput) for name, _, _ in self._asked]
        for line, text in zip(inputs, self._preset, strict=False):
            line.value = text
        self.set_focus(next((line for line in inputs if not line.value), inputs[0]))

    def answer(self) -> tuple[str, ...] | None:
        """Every text without outer spaces."""
        said = tuple(self.text_of(name).strip() for name, _, _ in self._asked)
        problems: list[Problem] = []
        for (name, label, _), text in zip(self._asked, said, strict=True):
            if name in self._needed and not text:
                problems.append(stop("value.missing", name, f"{label} is missing.", "Type it."))
        if problems:
            self.show_problems(problems)
            return None
        return said


class FindDialog(Dialog[str]):
    """Asks for the beginning of an identity, lot or recipient, or for a scan; Enter finds it."""

    purpose = "Finds containers by the beginning of their identity, lot or recipient; or scan one."

    def __init__(self) -> None:
        """Ask."""
        super().__init__("Find in the stock", "Type how it begins, or scan a container. Empty shows all.")

    def fields(self) -> Iterator[Widget]:
        """What is sought."""
        yield Field("start", "Begins with", "identity, lot or recipient; Enter finds")

    async def takes_scanned(self, event: events.Key) -> bool:
        """Enter finds at once: nothing is recorded. A separator in a scan is kept."""
        line = self.query_one("#start", FieldInput)
        if event.key == "enter":
            self.dismiss(line.value.strip(" "))
            return True
        if event.key == "ctrl+right_square_bracket":
            line.insert_text_at_cursor("\x1d")
            return True
        return False

    def answer(self) -> str | None:
        """What was typed."""
        return self.text_of("start").strip(" ")
