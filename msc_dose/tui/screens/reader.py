"""A page of text to read: the help, the working of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.tui.keys import Scope, bindings
from msc_dose.tui.safe import safe_lines
from msc_dose.tui.screens.page import Page


class Reader(Page):
    """Text that is scrolled by arrows and pages, and left by Escape."""

    BINDINGS = bindings("reader")
    scopes: ClassVar[tuple[Scope, ...]] = ("everywhere", "reader")

    def __init__(self, text: str) -> None:
        """Show this text, which may hold anything."""
        super().__init__()
        self._text = text

    def parts(self) -> Iterator[Widget]:
        """The text."""
        with VerticalScroll(classes="result"):
            yield Static(Content(safe_lines(self._text)), classes="text")
