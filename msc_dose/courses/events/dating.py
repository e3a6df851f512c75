"""What moves dates: holds, moves, infusions left out, and what a person decides of later ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Held:
    """The course is held, for this reason, from the day it occurred."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The course goes on: `from_date` is the first day on which an infusion may be given again."""

    from_date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An infusion that is still to come has another date; `later` is `this-one` or `all-later`."""

    infusion: int
    to: date
    later: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """An infusion will not be given because it is not needed."""

    infusion: int
    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """An infusion was not given although it was needed."""

    infusion: int
    reason: str


@dataclass(frozen=True, slots=True)
class CourseStopped:
    """No further infusion is given."""

    reason: str


@dataclass(frozen=True, slots=True)
class LaterDecided:
    """How later dates follow an infusion outside its window (`after`), or a hold (`after` is None).

    `follow` is `keep-targets`, `count-from-actual` or `shift-later`; `minimum_gap` (days) is asked for
    where the protocol states none.
    """

    follow: str
    reason: str
    after: int | None = None
    minimum_gap: int | None = None


@dataclass(frozen=True, slots=True)
class BlockChosen:
    """At a decision point of the protocol, its answer: what comes next follows from it."""

    decision: str
    answer: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """An infusion has a local start time in the site's zone (`14:30`), a place, and what it needs."""

    infusion: int
    time: str | None = None
    place: str | None = None
    needs: tuple[str, ...] = ()
