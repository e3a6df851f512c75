"""A menu: one of several, by its digit at once, or by arrows and Enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget

from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.row_list import RowList
from msc_dose.tui.widgets.scan_keys import Burst, begins, character_of

_DIGITS = 9
_PICKS = "123456789"
_AROUND = 6  # lines of the dialog around the list and its text
_NUMBER = 4


class ChooseDialog(Dialog[int]):
    """Asks for one of these options; its answer is the option's place, from 0."""

    BINDINGS = bindings("menu")
    purpose = "Asks what is to be done. A digit does it at once; nothing is recorded by choosing."
    scopes = ("everywhere", "dialog", "menu", "list")

    def __init__(self, title: str, text: str, options: Sequence[str]) -> None:
        """Offer these options, which may hold anything."""
        super().__init__(title, text)
        self._options = tuple(safe(option) for option in options)
        self._burst = Burst()
        self._lines = len(text.splitlines()) + 1 if text else 0

    def fields(self) -> Iterator[Widget]:
        """The list."""
        yield RowList(id="menu")

    def on_mount(self) -> None:
        """Show the options."""
        rows = self.query_one(RowList)
        rows.show(_Options(self._options))
        self.set_focus(rows)

    def on_resize(self, event: events.Resize) -> None:
        """As many rows as fit."""
        rows = self.query_one(RowList)
        room = event.size.height * 94 // 100 - _AROUND - self._lines
        rows.source = source = _Options(self._options, event.size.width < 100)
        rows.styles.height = max(3, min(len(source) * source.height, room))
        rows.show(source)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit beyond the last option does nothing; Enter chooses, so ^R has nothing to do."""
        if action == "pick" and parameters and isinstance(parameters[0], int):
            return parameters[0] <= len(self._options)
        return action != "submit"

    async def takes_scanned(self, event: events.Key) -> bool:
        """A code that is scanned here picks nothing: no digit in it is an answer."""
        character = character_of(event.key, event.character)
        goes_on = self._burst.goes_on(event.time)
        if event.key == "enter":
            return bool(self._burst.ended(event.time))
        if character is None or not (goes_on or (begins(character) and character not in _PICKS)):
            return False
        self._burst.text, self._burst.last = self._burst.text + character, event.time
        self.app.bell()
        return True

    def action_pick(self, number: int) -> None:
        """Take the option of this digit."""
        if 1 <= number <= len(self._options):
            self.dismiss(number - 1)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take the option under the cursor."""
        event.stop()
        self.dismiss(event.at)


class _Options:
    """The options as rows, each with its digit; two lines each where one is too long for a narrow screen."""

    def __init__(self, options: Sequence[str], narrow: bool = True) -> None:
        self._options = options
        longest = max((len(option) for option in options), default=0)
        self._width = 70 if narrow else 90
        self.height = 2 if longest + _NUMBER > self._width else 1

    def __len__(self) -> int:
        return len(self._options)

    def heads(self, width: int) -> Content:
        """No heading."""
        return Content("")

    def line(self, at: int, part: int, width: int) -> Content:
        """The digit and the words, on two lines where they are long."""
        number = f"{at + 1}" if at < _DIGITS else ""
        lines = Content(self._options[at]).wrap(max(1, width - _NUMBER))
        words = lines[part] if part < len(lines) else Content("")
        return Content(f"{number if part == 0 else '':>2}  ") + words

    def key(self, at: int) -> str:
        """Its place."""
        return str(at)
