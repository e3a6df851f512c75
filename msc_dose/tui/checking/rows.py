"""The queue as the rows of a list: where each check stands first, then which dose, then what to do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from msc_dose.scheduling import day_text
from msc_dose.tui.checking.queue import DIFFERS, DISPUTE, NOT_YET, OPEN, OWED, VOID, Queued
from msc_dose.tui.safe import safe

# Sign, word, and the colour that only repeats them.
_SHOWN = {
    OWED: ("! OWED", "$stop-ink"),
    DISPUTE: ("■ DISPUTE", "$stop-ink"),
    DIFFERS: ("▲ DIFFERS", "$check-ink"),
    VOID: ("▲ VOID", "$check-ink"),
    OPEN: ("○ TO CHECK", "$foreground"),
    NOT_YET: ("· NOT YET", "$quiet-ink"),
}
_STATE, _DAY, _NUMBER = 11, 16, 6
_WIDE = 116  # columns from which a row has room for whole sentences
_SHORTEST, _LONGEST = 8, 20  # columns for a code


class CheckRows:
    """The rows of the queue, each of one line."""

    height = 1

    def __init__(self, queue: Sequence[Queued]) -> None:
        """Show this queue."""
        self._queue = queue
        self._course = _width([each.course for each in queue])
        self._patient = _width([each.recipient for each in queue])

    def __len__(self) -> int:
        """How many doses wait."""
        return len(self._queue)

    def heads(self, width: int) -> Content:
        """The heading."""
        day = f"{'Planned for':<{_DAY}}"
        codes = f"{'Course':<{self._course}} {'Patient':<{self._patient}}"
        return Content(f" {'State':<{_STATE}}{day}{codes} {'No.':<{_NUMBER}}Next step")

    def line(self, at: int, part: int, width: int) -> Content:
        """A dose of the queue."""
        each = self._queue[at]
        word, ink = _SHOWN[each.state]
        day = day_text(each.date) if each.date else "to be decided"
        number = f"{each.infusion}/{each.of}"
        codes = f"{_fit(each.course, self._course)} {_fit(each.recipient, self._patient)}"
        return Content.assemble(
            (f"{word:<{_STATE}}", f"bold {ink}"),
            f"{day:<{_DAY}}{codes} {number:<{_NUMBER}}",
            safe(each.next if width >= _WIDE else each.brief),
        )

    def key(self, at: int) -> str:
        """Course and infusion."""
        return self._queue[at].key


def _width(codes: Sequence[str]) -> int:
    return max(_SHORTEST, min(_LONGEST, max((len(safe(code)) for code in codes), default=0)))


def _fit(code: str, width: int) -> str:
    """A code in its column; one that is too long ends in `…`, and stands whole below the list."""
    shown = safe(code)
    return f"{shown:<{width}}" if len(shown) <= width else f"{shown[: width - 1]}…"
