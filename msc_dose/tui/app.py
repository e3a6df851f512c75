"""The application: its screens, its keys, its themes, and the one desk that they stand on."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from rich.console import RenderableType
from textual import events
from textual.app import SystemCommand
from textual.binding import Binding
from textual.filter import Monochrome
from textual.screen import Screen

from msc_dose.tui.desk import Desk, open_desk
from msc_dose.tui.desk.drafts import drafts_of
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import AS_SHIPPED, KEYS, Key, Scope, bindings, shown_key
from msc_dose.tui.keys.rebinding import keymap
from msc_dose.tui.remembered import remember_theme, remembered_theme
from msc_dose.tui.screens.help import HelpScreen
from msc_dose.tui.screens.page import Page
from msc_dose.tui.theme import ANSI_VARIABLES, DARK, THEMES, PlainColours
from msc_dose.tui.watching import Watching

_ANSI_THEMES = {"ansi-dark", "ansi-light"}
# Whom the program opens for: a nurse for Today, a laboratory for what is to be thawed, a pharmacy to verify.
_OPENS = {"pharmacist": "checks"}


def home_of(role: str) -> str:
    """The screen that a role begins on."""
    return _OPENS.get(role, "today")


def _screen(module: str, name: str) -> Callable[[], Screen[Any]]:
    """How a screen is made when it is opened first: the others are not waited for at the start."""

    def made() -> Screen[Any]:
        screen: Screen[Any] = getattr(import_module(f"msc_dose.tui.screens.{module}"), name)()
        return screen

    return made


class MscDoseApp(Watching):
    """The screens of msc-dose."""

    TITLE = "msc-dose"
    CSS_PATH = "app.tcss"
    MODES = {  # noqa: RUF012  # Textual declares it so
        "today": _screen("today", "TodayScreen"),
        "dose": _screen("dose", "DoseScreen"),
        "calendar": _screen("calendar", "CalendarScreen"),
        "course": _screen("course", "CourseScreen"),
        "stock": _screen("stock", "StockScreen"),
        "checks": _screen("checks", "ChecksScreen"),
        "record": _screen("record", "RecordScreen"),
        "plan": _screen("plan", "PlanScreen"),
    }
    DEFAULT_MODE = "today"
    BINDINGS = bindings("everywhere")

    def __init__(
        self, desk: Desk | None = None, key_names: Mapping[str, str] = AS_SHIPPED, opens: str = ""
    ) -> None:
        """Keep our themes and those of the terminal's own colours; hold NO_COLOR to its word.

        `desk` is what the screens stand on; without one there is no record. `key_names` are the keys that
        the user has bound instead of ours, by their names; `opens` is the screen to open with.
        """
        self.desk, self._dropped = desk or Desk(), False
        role = self.desk.session.role if self.desk.session else ""
        # Textual reads the mode to open with off the app while it is made.
        setattr(self, "DEFAULT_MODE", opens or home_of(role))  # noqa: B010
        super().__init__()
        self.key_names = key_names
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        for name in set(self.available_themes) - {theme.name for theme in THEMES} - _ANSI_THEMES:
            self.unregister_theme(name)
        if self.no_color:
            self._filters = [PlainColours() if isinstance(one, Monochrome) else one for one in self._filters]
        if (chosen := remembered_theme()) in self.available_themes:
            self.theme = chosen
        self.set_keymap(keymap(key_names))

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is printed, or as the user has written it who bound another."""
        known = next((key for key in KEYS if key.name == binding.id), None)
        return super().get_key_display(binding) if known is None else shown_key(known, self.key_names)

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
            yield SystemCommand(
                name, shown_key(key, self.key_names), partial(self._command, key.action, screen)
            )
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
        """Go to a screen by its name; a page of text that lies over it is closed, a dialog is not."""
        if self._dialog_is_open():
            return
        self.action_close()
        if self.current_mode != mode:
            await self.switch_mode(mode)

    async def open_course(self, code: str, infusion: int | None = None) -> None:
        """Show a course, and the infusion that is meant, wherever one is."""
        self.desk.course, self.desk.infusion = code, infusion
        self.desk.version += 1
        await self.action_go("course")
        self.changed()

    def action_step(self, by: int) -> None:
        """Go to the next field, or the one before."""
        from msc_dose.tui.screens.form import Form

        page = self.screen
        if isinstance(page, Form | Dialog):
            page.step(by)
        elif by > 0:
            page.focus_next()
        else:
            page.focus_previous()

    def action_new(self) -> None:
        """Empty every form: nothing of one patient may slip into the next."""
        from msc_dose.tui.screens.form import Form

        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, Form):
                    screen.empty()

    def action_sign(self) -> None:
        """Sign in, or out."""
        if not self._dialog_is_open():
            self.start(self._sign())

    def _dialog_is_open(self) -> bool:
        """Whether a dialog lies on the page, perhaps under its help; then it says how to leave it."""
        found = any(isinstance(each, Dialog) for each in self.screen_stack)
        if found:
            self.notify("A dialog is open: finish it, or leave it by Esc.", markup=False)
        return found

    async def action_quit(self) -> None:
        """Leave; a dialog is left first, by Esc, so that nothing typed is lost by one key."""
        if not self._dialog_is_open():
            await super().action_quit()

    async def _sign(self) -> None:
        began = self.current_mode
        if await self.doing(self.desk.whose) is None:
            session = await self.sign_in_now()
            self.clear_notifications()  # what was told to whoever sat here before
            self.notify(f"{session.person} has signed in.", markup=False)
            if began == self.current_mode == "today":  # whoever went there meanwhile stays
                await self.action_go(home_of(session.role))
                if self.page is not None:
                    self.page.begin_by_role()
            await self.offer_drafts()
            return
        await self.doing(lambda: self.desk.keeper.forget(self.desk.open_record))
        self.desk.whose()
        self.action_new()
        self.desk.course = self.desk.infusion = None
        self.show_header()
        self.clear_notifications()
        self.notify("Signed out.", markup=False)

    @property
    def reads_first(self) -> bool:
        """Whether the page in front is still being read."""
        return isinstance(self.screen, Page) and self.screen.reads_first

    def acts_unread(self, event: events.Key | events.Paste) -> bool:
        """Whether the page can be used while it is read, or the key leads away from it."""
        return (isinstance(self.screen, Page) and self.screen.acts_unread) or super().acts_unread(event)

    def takes(self, event: events.Key | events.Paste) -> bool:
        """Nothing is typed blindly into a form that is too large for the terminal; leaving is possible."""
        leaving = isinstance(event, events.Key) and event.key == "ctrl+q"
        return leaving or not self.screen.has_class("-too-small")

    def on_mount(self) -> None:
        """Begin to watch the record, and give the terminal back when told to end."""
        self.watch_record()
        self.theme_changed_signal.subscribe(self, lambda theme: remember_theme(theme.name))
        # Windows has no such signals or no way to hear them, and a test runs outside the main thread.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
                if number is not None:
                    asyncio.get_running_loop().add_signal_handler(number, self.end_from_outside, 128 + number)

    def end_from_outside(self, status: int) -> None:
        """The terminal was closed: what stands in open forms is kept, and offered at the next start."""
        from msc_dose.tui.drafting import keep_open_forms

        try:
            keep_open_forms(self)
        finally:
            self.exit(None, status)

    async def offer_drafts(self) -> None:
        """A flow that asks about the forms that were open when the terminal was closed."""
        if drafts := await self.doing(partial(drafts_of, self.desk)):
            from msc_dose.tui.drafting import offer_drafts

            await offer_drafts(self, drafts)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Paint; what Textual drops because it comes while a batch still runs is painted whole after it."""
        if renderable is not None and self._batch_count:
            self._dropped = True
        elif renderable is not None and self._dropped and screen is self.screen:
            self._dropped, renderable = False, screen._compositor.render_full_update()
        super()._display(screen, renderable)

    def _fatal_error(self) -> None:
        """End without Textual's own traceback: it prints what stood in the frames, passphrases among it."""
        self._close_messages_no_wait()

    def outcome(self) -> int:
        """The exit status; a defect that ended the screens is raised, for the one place that tells of it."""
        if self._exception is not None:
            raise self._exception
        return self.return_code or 0

    def action_command_palette(self) -> None:
        """Offer every action by its name."""
        from msc_dose.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_close(self) -> None:
        """Close a page of text."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        """Explain the screen one is on; once more closes the help."""
        page = self.screen
        if isinstance(page, HelpScreen):
            self.pop_screen()
        elif isinstance(page, Page | Dialog):
            self.push_screen(HelpScreen(page))


def run(
    place: str | None = None, readonly: bool = False, served: str = "", tour: bool = False, welcome: str = ""
) -> int:
    """Show the screens until the person leaves; the exit status.

    A `readonly` desk changes nothing. `served` is empty in a terminal; a browser on this machine (`here`) and
    one anywhere (`exposed`, where nothing is shown before the sign-in) keep their own sign-ins. `tour` begins
    with the tour, `welcome` is said at the start. Raises the refusals of a settings file or a file of keys
    that cannot be read.
    """
    from msc_dose.library.keeping import WithTheScreen
    from msc_dose.tui.keys.rebinding import user_keys
    from msc_dose.tui.opening import opened

    names = user_keys()
    desk = open_desk(place, readonly, WithTheScreen() if served else None)
    app = opened(desk, names, served == "exposed", tour, welcome)
    try:
        app.run()
    finally:
        # The tour may have put another desk in the place of this one.
        for record in {id(each.record): each.record for each in (desk, app.desk)}.values():
            if record is not None:
                record.close()
    return app.outcome()
