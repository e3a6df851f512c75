"""What is told after an entry was recorded, and what is asked before one is signed by one person alone."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.problems import Problem
from msc_dose.tui.dialogs.dialog import CLOSES, SCROLLS, Dialog


class ToldDialog(Dialog[bool]):
    """CHECKs that the record found in an entry that is made; they are kept, and a person has seen them."""

    BINDINGS = [*CLOSES, *SCROLLS]  # noqa: RUF012
    purpose = "Tells what the record found in an entry. The entry is recorded, and so is what was found."

    def __init__(self, done: str, problems: Sequence[Problem]) -> None:
        """Tell these; `done` is what was recorded."""
        super().__init__("Recorded: look at this", done)
        self._problems = tuple(problems)

    def on_mount(self) -> None:
        """Show the problems."""
        self.show_problems(self._problems)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing left to be recorded."""
        return action != "submit" and super().check_action(action, parameters)


class AloneDialog(Dialog[bool]):
    """Asks whether a check by two is recorded although the second person cannot sign now."""

    purpose = "Asks whether to record a check by two without the second person's passphrase."

    def __init__(self, second: str) -> None:
        """Ask about this person."""
        text = (
            f"{second} has not given their passphrase.\n\n"
            "^R records the check all the same, with a CHECK that stays visible: have them sign on the "
            "paper record, and keep it.\nEsc goes back to the check; nothing is recorded."
        )
        super().__init__("Record without the second person's passphrase?", text)

    def answer(self) -> bool:
        """Record it."""
        return True
