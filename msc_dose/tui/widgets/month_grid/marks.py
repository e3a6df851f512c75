"""What a grid is told of a day. Every text in it has been made safe for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands on a day.

    `short` is for narrow cells (empty: it is only counted there), `words` for wide ones, and `details` are
    further lines for tall ones, wrapped and never cut. `kind` is the letter that it is counted by (`3i`);
    `style` a style of Textual's, with theme variables. What is `kept` is never only counted.
    """

    short: str
    words: str
    kind: str = "i"
    style: str = ""
    details: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class DayMarks:
    """The marks of a day, in order; why it is closed (None: open); whether it lies in a window."""

    marks: tuple[Mark, ...] = ()
    closed: str | None = None
    window: bool = False


MarksOf = Callable[[date], DayMarks]


def no_marks(day: date) -> DayMarks:
    """Nothing stands on any day."""
    return DayMarks()
