"""Confirmation by typing a value: what cannot be undone is never one Enter away."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from msc_dose.problems import stop
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.widgets.field import Field


class ConfirmDialog(Dialog[bool]):
    """Says what will happen, and asks for a word to be typed exactly, such as the patient's code."""

    purpose = "Asks that you type what it names, for what follows cannot be undone."

    def __init__(self, title: str, text: str, word: str) -> None:
        """Ask for this word."""
        super().__init__(title, text)
        self._word = word

    def fields(self) -> Iterator[Widget]:
        """The word."""
        yield Field("word", "Type it", f"type {self._word}")

    def answer(self) -> bool | None:
        """True where the word was typed."""
        if self.text_of("word").strip() == self._word:
            return True
        message = f"What stands there is not {self._word}."
        self.show_problems(
            [stop("confirm.other-word", "word", message, f"Type {self._word}, or leave by Esc.")]
        )
        return None
