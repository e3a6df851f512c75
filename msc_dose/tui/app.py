"""The application: its modes, its keys, its themes."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import events
from textual.app import SystemCommand
from textual.filter import Monochrome
from textual.screen import Screen

from msc_dose.files.settings import declared_settings
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.tui.in_order import OrderedKeys
from msc_dose.tui.keys import KEYS, Key, Scope, bindings
from msc_dose.tui.screens.dose import DoseScreen
from msc_dose.tui.screens.form import Form
from msc_dose.tui.screens.help import HelpScreen
from msc_dose.tui.screens.page import Page
from msc_dose.tui.screens.plan import PlanScreen
from msc_dose.tui.theme import ANSI_VARIABLES, DARK, THEMES, PlainColours

_ANSI_THEMES = {"ansi-dark", "ansi-light"}


class MscDoseApp(OrderedKeys):
    """The screens of msc-dose. Nothing is recorded; the core is asked at every key."""

    TITLE = "msc-dose"
    CSS_PATH = "app.tcss"
    MODES = {"dose": DoseScreen, "plan": PlanScreen}  # noqa: RUF012  # Textual declares it so
    DEFAULT_MODE = "dose"
    BINDINGS = bindings("everywhere")

    def __init__(self, conventions: Conventions = DEFAULT) -> None:
        """Keep our themes and those of the terminal's own colours; hold NO_COLOR to its word.

        `conventions` is what the site has declared about its writing.
        """
        super().__init__()
        self.conventions = conventions
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        for name in set(self.available_themes) - {theme.name for theme in THEMES} - _ANSI_THEMES:
            self.unregister_theme(name)
        if self.no_color:
            self._filters = [PlainColours() if isinstance(one, Monochrome) else one for one in self._filters]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours for themes that do not name them: the terminal's default ones."""
        return ANSI_VARIABLES

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The commands of the palette: the keys that work on this screen, and the theme."""
        scopes: tuple[Scope, ...] = screen.scopes if isinstance(screen, Page) else ("everywhere",)
        for key in self._named(scopes):
            if screen.check_action(key.action.partition(".")[2].partition("(")[0], ()) is not True:
                continue
            name = key.description.removesuffix(".")
            yield SystemCommand(name, key.shown_key, partial(self._command, key.action, screen))
        yield SystemCommand("Theme", "dark, light, high contrast, terminal's own", self.action_change_theme)

    def _named(self, scopes: tuple[Scope, ...]) -> Iterable[Key]:
        """The keys of these scopes that a command can stand for, each action once."""
        named = {
            key.action: key
            for key in reversed(KEYS)
            if key.scope in scopes and key.label and key.action.startswith(("app.", "screen."))
        }
        del named["app.command_palette"]
        return [key for key in KEYS if named.get(key.action) is key]

    async def _command(self, action: str, screen: Screen[Any]) -> None:
        await self.run_action(action, screen)

    async def action_go(self, mode: str) -> None:
        """Go to a screen by its name; a page of text that lies over it is closed."""
        self.action_close()
        if self.current_mode != mode:
            await self.switch_mode(mode)

    def action_step(self, by: int) -> None:
        """Go to the next field, or the one before."""
        page = self.screen
        if isinstance(page, Form):
            page.step(by)
        elif by > 0:
            page.focus_next()
        else:
            page.focus_previous()

    def action_new(self) -> None:
        """Empty every form: nothing of one patient may slip into the next."""
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, Form):
                    screen.empty()

    def takes(self, event: events.Key | events.Paste) -> bool:
        """Nothing is typed blindly into a form that is too large for the terminal; leaving is possible."""
        leaving = isinstance(event, events.Key) and event.key == "ctrl+q"
        return leaving or not self.screen.has_class("-too-small")

    def on_mount(self) -> None:
        """Give the terminal back as it was when the program is told to end."""
        # Windows has no such signals or no way to hear them, and a test runs outside the main thread.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
                if number is not None:
                    asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def action_close(self) -> None:
        """Close a page of text."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        """Explain the screen one is on; once more closes the help."""
        page = self.screen
        if isinstance(page, HelpScreen):
            self.pop_screen()
        elif isinstance(page, Page):
            self.push_screen(HelpScreen(page))


def run() -> int:
    """Show the screens until the person leaves; the exit status.

    Raises the refusals of a settings file that cannot be read.
    """
    app = MscDoseApp(Conventions(declared_settings().decimal_mark))
    app.run()
    return app.return_code or 0
