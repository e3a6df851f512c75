"""Why something was refused: every problem, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.tui.dialogs.dialog import CLOSES, SCROLLS, Dialog

if TYPE_CHECKING:
    from msc_dose.problems import Refusal


class RefusedDialog(Dialog[bool]):
    """Every problem of a refusal; nothing was done."""

    BINDINGS = [*CLOSES, *SCROLLS]  # noqa: RUF012
    purpose = "Says why something was refused. Nothing was done."

    def __init__(self, refusal: Refusal) -> None:
        """Show this refusal."""
        super().__init__("Refused: nothing was recorded")
        self._refusal = refusal

    def on_mount(self) -> None:
        """Show the problems."""
        self.show_problems(self._refusal.problems)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to be done here but to read and leave."""
        return action != "submit" and super().check_action(action, parameters)
