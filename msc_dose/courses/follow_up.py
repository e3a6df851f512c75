"""Follow-up on request: months after the first or the last infusion, which must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from msc_dose.problems import Problem, refuse, stop
from msc_dose.protocols.visits import ANY_DAY, FIRST, LAST, MOST_MONTHS, OPEN_DAY, VisitRule
from msc_dose.scheduling import Window, day_text, months_after

KIND = "follow-up"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Visits so many calendar months after the target of the `first` or the `last` infusion.

    `months` rise from 1 to 120. `origin` is None where it is not said: a plan then asks for it, since the
    two differ by the length of the course; it asks for the months where none are given. With a `window`
    each takes the open day nearest to its target; without one its target, open or not.
    Raises Refusal `follow-up.months`, `follow-up.origin`.
    """

    months: tuple[int, ...] = ()
    origin: str | None = None
    window: Window | None = None

    def __post_init__(self) -> None:
        """Hold rising months, and one of two origins."""
        if self.window is not None and not isinstance(self.window, Window):
            raise TypeError(f"window must be a Window, not {type(self.window).__name__}")
        if not isinstance(self.months, tuple) or not all(type(each) is int for each in self.months):
            raise TypeError("months must be a tuple of ints")
        rising = all(one < other for one, other in pairwise(self.months))
        if not rising or not all(1 <= each <= MOST_MONTHS for each in self.months):
            message = f"The months of the follow-up do not rise from 1 to {MOST_MONTHS}, each named once."
            fix = "Write, for instance, 1,3,6,12."
            raise refuse("follow-up.months", "follow_up", message, fix, str(list(self.months[:20])))
        if self.origin not in (None, FIRST, LAST):
            message = f"Follow-up counts from the first or the last infusion, not from {self.origin!r}."
            raise refuse(
                "follow-up.origin", "follow_up_from", message, "Say first or last.", str(self.origin)
            )

    def missing(self, infusions: Sequence[date] = ()) -> list[Problem]:
        """What is not said, as `value.missing`; `infusions` are the targets, where they are known."""
        if not self.months:
            message = "Follow-up is asked for, and not in which months."
            return [stop("value.missing", "follow_up", message, "Give the months: 1,3,6,12.")]
        if self.origin is None:
            message = f"Whether the {KIND} counts from the first or the last infusion is not stated."
            ends = f" {self._ends(infusions)}" if infusions else ""
            return [stop("value.missing", "follow_up_from", f"{message}{ends}", "Say first or last.")]
        return []

    def _ends(self, infusions: Sequence[date]) -> str:
        """Both days on which the last visit would be."""
        last = self.months[-1]
        one, other = (day_text(months_after(infusions[at], last)) for at in (0, -1))
        return f"Month {last} is {one} from the first, {other} from the last."

    def rules(self) -> tuple[VisitRule, ...]:
        """The visits as rules of a plan; TypeError before both parts are said."""
        if self.origin is None:
            raise TypeError("the origin of the follow-up is said before it is planned")
        window, rule = (Window(0, 0), ANY_DAY) if self.window is None else (self.window, OPEN_DAY)
        return tuple(VisitRule(KIND, None, window, "", each, self.origin, rule) for each in self.months)
