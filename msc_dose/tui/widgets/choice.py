"""One of a few, all in sight: `Basis  [not stated]  actual  ideal  adjusted  predicted`.

Where there are more than a line holds, those around the chosen one: `‹ temcell-jp  [sjogren] › 12 of 20`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from msc_dose.tui.keys import bindings

_LABEL_WIDTH = 13
_EARLIER, _LATER = "‹", "›"


class Choice(Widget, can_focus=True):
    """A line of choices, by arrow keys or click. `value` is the chosen one, None "not stated".

    The chosen one stands in brackets and bold, so that it is seen without colour; it is never cut. Letters
    find a name where not all names are in sight, and only there: elsewhere a letter typed by mistake
    changes nothing.
    """

    BINDINGS = bindings("choice")
    DEFAULT_CSS = "Choice { height: 1; width: 1fr; }"

    value: reactive[str | None] = reactive(None)

    class Changed(Message):
        """Another choice was made."""

    def __init__(self, name: str, label: str, options: Sequence[str], none: str = "not stated") -> None:
        """A choice called `name` among these options, `none` standing for None."""
        super().__init__(id=name)
        self._label, self._none = label, none
        self._options: tuple[str | None, ...] = (None, *options)
        self._typed = ""

    @property
    def options(self) -> tuple[str | None, ...]:
        """What can be chosen."""
        return self._options

    def offer(self, options: Sequence[str]) -> None:
        """Offer other options; a chosen one that is no longer among them becomes None."""
        self._options = (None, *options)
        if self.value not in self._options:
            self.value = None
        self.refresh()

    def watch_value(self) -> None:
        """Tell the screen."""
        self.post_message(self.Changed())

    def action_move(self, by: int) -> None:
        """Choose the one before or after, without running round the ends."""
        at = self._options.index(self.value) + by
        if 0 <= at < len(self._options):
            self._choose(self._options[at])

    def action_edge(self, at: int) -> None:
        """Choose the first (0) or the last (-1)."""
        self._choose(self._options[at])

    def action_shorten(self) -> None:
        """Take back the last letter typed; the choice stays."""
        self._typed = self._typed[:-1]
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Choose the first name that begins with the letters typed; one that leads nowhere is dropped."""
        if not event.character or not event.is_printable:
            return
        if self._line().whole:
            self.app.bell()  # what is typed here belongs to a field: it changes nothing
            return
        typed = self._typed + event.character.lower()
        found = next((name for name in self._options if name and name.startswith(typed)), None)
        if found is None:
            self.app.bell()
            return
        event.stop()
        self._choose(found)
        self._typed = typed
        self.refresh()

    def on_blur(self) -> None:
        """Forget the letters."""
        self._typed = ""

    def _choose(self, option: str | None) -> None:
        self._typed = ""
        self.value = option
        self.refresh()

    def render(self) -> Content:
        """The label and the options, or those in sight between their arrows, with the place."""
        style = "bold reverse" if self.has_focus else ""
        parts = [Content.styled(f" {self._label} ", style)]
        parts.append(Content(" " * (_LABEL_WIDTH - len(self._label) - 2)))
        line = self._line()
        parts.append(Content.styled(line.before, "bold"))
        parts += [self._shown(self._options[at]) for at in line.sight]
        parts.append(Content(" " * line.spare))
        parts.append(Content.styled(line.after, "bold"))
        return Content("").join(parts)

    def _shown(self, option: str | None) -> Content:
        name = option or self._none
        if option == self.value:
            found = len(self._typed)
            return Content.assemble(
                ("[", "bold"), (name[:found], "bold underline"), (f"{name[found:]}]", "bold")
            )
        return Content.styled(f" {name} ", "$quiet-ink")

    def on_click(self, event: events.Click) -> None:
        """Choose the option under the pointer; an arrow chooses the one before or after."""
        line = self._line()
        right = _LABEL_WIDTH + len(line.before)
        if not line.whole and event.x == _LABEL_WIDTH:
            self.action_move(-1)
        elif not line.whole and event.x == right + line.room:
            self.action_move(1)
        for at in line.sight:
            left, right = right, right + self._width(at)
            if left <= event.x < right:
                self._choose(self._options[at])

    def _width(self, at: int) -> int:
        return len(self._options[at] or self._none) + 2

    def _line(self) -> Line:
        """What of the options is in sight in the width there is."""
        widths = [self._width(at) for at in range(len(self._options))]
        return line_of(widths, self._options.index(self.value), self.size.width - _LABEL_WIDTH)


@dataclass(frozen=True, slots=True)
class Line:
    """The places in sight between `before` and `after`: `room` columns, `spare` of them empty."""

    sight: range
    whole: bool
    before: str = ""
    after: str = ""
    room: int = 0
    spare: int = 0


def line_of(widths: Sequence[int], at: int, width: int) -> Line:
    """All places where they fit into `width` columns, else as many around `at` as do, itself always.

    The first place stands for none, so it is not counted in `12 of 20`.
    """
    count = len(widths)
    if sum(widths) <= width:
        return Line(range(count), True)
    place = f" {at or '–'} of {count - 1}"
    room = width - len(f"{_EARLIER}{_LATER} {count - 1} of {count - 1} ")
    sight = _around(widths, at, room)
    before = _EARLIER if sight.start > 0 else " "
    after = (_LATER if sight.stop < count else " ") + place
    return Line(sight, False, before, after, room, max(0, room - sum(widths[n] for n in sight)))


def _around(widths: Sequence[int], at: int, room: int) -> range:
    """The places around `at` that fit into `room`, taken after and before it by turns."""
    first, last, left = at, at + 1, room - widths[at]
    grown = True
    while grown:
        grown = False
        if last < len(widths) and widths[last] <= left:
            left, last, grown = left - widths[last], last + 1, True
        if first > 0 and widths[first - 1] <= left:
            first, grown = first - 1, True
            left -= widths[first]
    return range(first, last)
