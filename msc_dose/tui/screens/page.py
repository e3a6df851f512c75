"""What every screen has: a header, a footer, a layout by size, and a word when there is no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.tui.keys import Scope, in_order
from msc_dose.tui.widgets.footer import ActingKeys
from msc_dose.tui.widgets.header import Header

if TYPE_CHECKING:
    from msc_dose.notation.conventions import Conventions
    from msc_dose.tui.app import MscDoseApp
    from msc_dose.tui.desk import Desk

WIDTH, HEIGHT = 80, 24
_TALL = 34


class Page(Screen[None]):
    """A screen with its header above and its keys below; `parts` yields what stands between.

    `mode` is its name among the screens, empty for a page that lies over another. The classes `-tall` (34
    rows), `-wide` (100 columns) and `-widest` (120 columns) say how much room there is.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (120, "-widest")]  # noqa: RUF012
    mode: ClassVar[str] = ""
    title_text: ClassVar[str] = ""
    subtitle: ClassVar[str] = ""
    purpose: ClassVar[str] = ""
    acts_unread: ClassVar[bool] = False
    scopes: ClassVar[tuple[Scope, ...]] = ()
    app: MscDoseApp
    _left_at: Widget | None = None
    _keys_shown: dict[str, ActiveBinding] | None = None

    def compose(self) -> ComposeResult:
        """Header, parts, footer, and the page for a terminal that is too small."""
        yield Header(self.mode, self.title_text, self.subtitle + self._declared())
        yield from self.parts()
        yield ActingKeys()
        yield Static(id="too-small")

    @property
    def desk(self) -> Desk:
        """What the screens stand on."""
        return self.app.desk

    @property
    def conventions(self) -> Conventions:
        """What the site has declared about its writing."""
        return self.desk.conventions

    def _declared(self) -> str:
        """The decimal mark, where it is not the usual one: what a comma means must be seen."""
        return " · 70,5 = 70.5" if self.conventions.comma else ""

    def parts(self) -> Iterator[Widget]:
        """What stands between header and footer."""
        yield from ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the order of the registry: the footer shows them so.

        Under a dialog they stay as they were: Textual asks the dialog whether a `screen.` action may act.
        """
        if self._keys_shown is None or self.app.screen is self:
            shown = super().active_bindings.items()
            self._keys_shown = dict(in_order(shown, self.app.key_names, self.scopes))
        return self._keys_shown

    @property
    def reads_first(self) -> bool:
        """Whether something is being read, and nothing shown yet."""
        return False

    @property
    def composed(self) -> bool:
        """Whether there is anything on it yet; a screen that ends has nothing on it any more."""
        ends = self.app.ends or self._pruning or not self.is_attached
        return not ends and bool(self.query(Header))

    def show_header(self, subtitle: str | None = None) -> None:
        """Show time, person and what is urgent anew."""
        if self.composed:
            self.query_one(Header).show(self.desk, subtitle)

    def begin_by_role(self) -> None:
        """Somebody has signed in here: show what they begin with."""

    def tick(self) -> None:
        """A minute has passed."""
        self.show_header()

    def on_screen_resume(self) -> None:
        """Come back to a screen: the time has moved on."""
        self._show_footer()
        self.show_header()

    def on_screen_suspend(self) -> None:
        """Something lies over the page."""
        self._show_footer()

    def _show_footer(self) -> None:
        """Under a dialog none of the page's keys act, and none is shown."""
        for footer in self.query(ActingKeys):
            footer.visible = not isinstance(self.app.screen, ModalScreen)

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
        if self.composed:
            self.query_one("#too-small", Static).update(Content(said))
            self.show_header()
