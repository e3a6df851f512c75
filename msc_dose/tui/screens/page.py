"""What every screen has: a title line, a footer, a layout by size, and a word when there is no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.tui.keys import Scope, in_order

WIDTH, HEIGHT = 80, 24
_TALL = 34


class Page(Screen[None]):
    """A screen with its title above and its keys below; `parts` yields what stands between."""

    title_text: ClassVar[str] = ""
    subtitle: ClassVar[str] = ""
    purpose: ClassVar[str] = ""
    scopes: ClassVar[tuple[Scope, ...]] = ()
    _left_at: Widget | None = None

    def compose(self) -> ComposeResult:
        """Title, parts, footer, and the page for a terminal that is too small."""
        title = Content.assemble(
            f" msc-dose  {self.title_text}  ", (self.subtitle + self._declared(), "not bold")
        )
        yield Static(title, id="title")
        yield from self.parts()
        yield Footer(show_command_palette=False, compact=True)
        yield Static(id="too-small")

    @property
    def conventions(self) -> Conventions:
        """What the site has declared about its writing."""
        declared: Conventions = getattr(self.app, "conventions", DEFAULT)
        return declared

    def _declared(self) -> str:
        """The decimal mark, where it is not the usual one: what a comma means must be seen."""
        return " · 70,5 = 70.5" if self.conventions.comma else ""

    def parts(self) -> Iterator[Widget]:
        """What stands between title and footer."""
        yield from ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the order of the registry: the footer shows them so."""
        return dict(in_order(super().active_bindings.items()))

    def on_resize(self, event: events.Resize) -> None:
        """Spread out on a tall terminal; below 80 × 24 say what is needed and show nothing else."""
        width, height = event.size
        was_too_small, too_small = self.has_class("-too-small"), width < WIDTH or height < HEIGHT
        self.set_class(height >= _TALL, "-tall")
        # What is hidden loses the focus; it comes back to where it was.
        if too_small and not was_too_small:
            self._left_at = self.focused
        self.set_class(too_small, "-too-small")
        if was_too_small and not too_small and self._left_at is not None:
            self.set_focus(self._left_at)
        said = f"msc-dose needs {WIDTH} columns and {HEIGHT} rows.\nThis terminal has {width} × {height}."
        self.query_one("#too-small", Static).update(Content(said))
