"""What stands above every screen: the way to the others, when and where one is, who is signed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.scheduling import day_text
from msc_dose.tui.keys import AS_SHIPPED, shown_key
from msc_dose.tui.keys.everywhere import SCREENS
from msc_dose.tui.safe import safe
from msc_dose.ward.stages import COUNTED, DUE, LATE, ON_CLOCK, OUT, RUNNING

if TYPE_CHECKING:
    from msc_dose.tui.desk import Desk

_URGENT = (ON_CLOCK, RUNNING, LATE, DUE, OUT)
_MORE = "…"  # where counts are left out for want of room


class Screens(Widget):
    """Every screen with its key, the one that is open in brackets and reversed; a click goes there."""

    DEFAULT_CSS = "Screens { height: 1; background: $panel; color: $foreground; }"

    def __init__(self, current: str) -> None:
        """`current` is the name of the screen's mode."""
        super().__init__()
        self._current = current

    def _parts(self) -> list[tuple[str, str, bool]]:
        """The key's action, the text, and whether it is the one that is open."""
        names = getattr(self.app, "key_names", AS_SHIPPED)
        made = []
        for key in SCREENS:
            here = f"'{self._current}'" in key.action
            text = f"{shown_key(key, names)} {key.label}"
            made.append((key.action, f"[{text}]" if here else f" {text} ", here))
        return made

    def render(self) -> Content:
        """The line."""
        parts = self._parts()
        line = Content("").join(
            [Content.styled(text, "bold reverse") if here else Content(text) for _, text, here in parts]
        )
        return line if line.cell_length <= self.size.width else self._narrow(parts)

    def _narrow(self, parts: list[tuple[str, str, bool]]) -> Content:
        """The same without the spaces between."""
        return Content(" ").join(
            [
                Content.styled(text, "bold reverse") if here else Content(text.strip())
                for _, text, here in parts
            ]
        )

    async def on_click(self, event: events.Click) -> None:
        """Go to the screen under the pointer."""
        plain, at = self.render().plain, 0
        for action, text, _ in self._parts():
            shown = text if text in plain else text.strip()
            at = plain.index(shown, at)
            if at <= event.x < at + len(shown):
                await self.app.run_action(action)
                return
            at += len(shown)


class Header(Vertical):
    """Screens, the title with time and person, and the banner of the record."""

    DEFAULT_CSS = """
    Header { height: auto;
        .banner { height: auto; padding: 0 1; background: $panel; color: $check-ink; text-style: bold; }
        #unreached { height: auto; padding: 0 1; display: none;
            background: $refused-ground; color: $refused-ink; text-style: bold; }
    }
    """

    def __init__(self, mode: str, title: str, subtitle: str) -> None:
        """The header of the screen of this mode."""
        super().__init__()
        self._mode, self._title, self._subtitle = mode, title, subtitle
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """The lines."""
        if self._mode:
            yield Screens(self._mode)
        yield Static(id="title")
        yield Static(id="unreached")
        yield Static(classes="banner")

    def on_mount(self) -> None:
        """Show what was to be shown before there was anything to show it in."""
        desk = getattr(self.app, "desk", None)
        if desk is not None:
            self.show(desk)

    def show(self, desk: Desk, subtitle: str | None = None) -> None:
        """Show the desk's time, person and banner anew."""
        if subtitle is not None:
            self._subtitle = subtitle
        now = desk.now() if desk.record else None
        title = title_text(self._title, self._subtitle, desk, now, self.size.width or 80)
        unreached = unreached_text(desk)
        if (title.plain, desk.banner, unreached) == self._shown or not self.query("#unreached"):
            return  # there is nothing new, or nothing to show it in: it is shown once that is there
        self._shown = (title.plain, desk.banner, unreached)
        self.query_one("#title", Static).update(title)
        line = self.query_one("#unreached", Static)
        line.display = bool(unreached)
        line.update(Content(safe(unreached)))
        banner = self.query_one(".banner", Static)
        banner.display = bool(desk.banner)
        banner.update(Content(safe(desk.banner)))


def unreached_text(desk: Desk) -> str:
    """That what is shown may be old, since when, and why; empty while the record can be reached."""
    if desk.unreached is None:
        return ""
    since, why = desk.unreached
    return f"■ RECORD NOT REACHED since {since:%H:%M}: what is shown may be old. {why}"


def title_text(name: str, subtitle: str, desk: Desk, now: datetime | None, width: int) -> Content:
    """` TODAY  Mon 23-Nov-2026 14:05 CET  rn-104 nurse      1 on the clock, 1 late`."""
    said = [f" {name}"]
    if now is not None:
        said.append(f"{day_text(now.date())} {now:%H:%M} {now.tzname()}")
        said.append(_who(desk))
    counts = urgent(desk)
    for about, right in ((subtitle, counts), *(("", fewer) for fewer in _fewer(counts))):
        left = Content.assemble(said[0], ("  " + "  ".join([*said[1:], safe(about)]).rstrip(), "not bold"))
        room = width - left.cell_length - cell_len(f"{', '.join(right)} ")
        if not counts or room > 1:
            break
    if not counts:
        return left
    if room < 1:  # not even the clock fits beside all of it: the clock stays
        left, room = left.truncate(max(0, left.cell_length + room - 1), ellipsis=True), 1
    return left + Content(" " * room + f"{', '.join(right)} ")


def _who(desk: Desk) -> str:
    if desk.readonly:
        return "read-only"
    return f"{desk.session.person} {desk.session.role}" if desk.session else "signed out (^O)"


def _fewer(counts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The counts, then ever fewer of them from the end; the first is always there."""
    yield tuple(counts)
    for many in range(len(counts) - 1, 0, -1):
        yield (*counts[:many], _MORE)


def urgent(desk: Desk) -> tuple[str, ...]:
    """What cannot wait, the most urgent first, in few words; empty where nothing is known or urgent."""
    if desk.ward is None:
        return ()
    counts = desk.ward.counts()
    return tuple(f"{counts[stage]} {COUNTED[stage]}" for stage in _URGENT if counts[stage])
