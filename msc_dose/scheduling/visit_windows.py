"""Visit windows: to which planned visit a day belongs, where each visit has its range of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msc_dose.problems import Refusal, refuse, require_text
from msc_dose.scheduling._dates import require_int


@dataclass(frozen=True, slots=True)
class VisitWindow:
    """A visit and the days from `first` to `last`, both included, on which it counts as this visit.

    Days are plain numbers in whatever day numbering the windows are written in. Raises Refusal
    `visit.window` where the name is empty or the last day comes before the first.
    """

    visit: str
    first: int
    last: int

    def __post_init__(self) -> None:
        """Hold a name and a range of at least one day."""
        require_text(self.visit)
        if not self.visit.strip() or require_int(self.last, "last") < require_int(self.first, "first"):
            message = f"{self.visit!r} from day {self.first} to day {self.last} is no window of a visit."
            raise refuse("visit.window", "windows", message, "Give a name, then the first and last day.")

    def __str__(self) -> str:
        """The window in words: `WEEK 4 (day 23 to 30)`."""
        return f"{self.visit} (day {self.first} to {self.last})"


def assign_visit(day: int, windows: Iterable[VisitWindow]) -> str:
    """The name of the visit in whose window the day falls.

    Raises Refusal `visit.no-window` (names the nearest windows) where it falls into none, and
    `visit.several-windows` (names them) where it falls into more than one; nothing is picked.
    """
    require_int(day, "day")
    known = tuple(windows)
    found = [each for each in known if each.first <= day <= each.last]
    if len(found) == 1:
        return found[0].visit
    raise _several(day, found) if found else _none(day, known)


def _several(day: int, found: list[VisitWindow]) -> Refusal:
    message = f"Day {day} falls into {len(found)} windows: {'; '.join(map(str, found))}."
    return refuse("visit.several-windows", "day", message, "Say which visit it is.", str(day))


def _none(day: int, known: tuple[VisitWindow, ...]) -> Refusal:
    before = max((each for each in known if each.last < day), key=lambda each: each.last, default=None)
    after = min((each for each in known if each.first > day), key=lambda each: each.first, default=None)
    near = " and ".join(str(each) for each in (before, after) if each is not None)
    message = f"Day {day} falls into no window; the nearest: {near or 'there are none'}."
    fix = "Record it as an unscheduled visit, or say which visit it is."
    return refuse("visit.no-window", "day", message, fix, str(day))
