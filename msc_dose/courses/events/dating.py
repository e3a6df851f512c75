"""What moves dates: holds, moves, infusions left out, and what a person decides of later ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from msc_dose.courses.events.allowed import Clock, Days, InfusionNumber, Name, OneOf, Text
from msc_dose.courses.events.fields import Valid
from msc_dose.courses.events.given_rules import twice
from msc_dose.problems import Problem


@dataclass(frozen=True, slots=True)
class Held(Valid):
    """The course is held, for this reason, from the day it occurred."""

    reason: Text


@dataclass(frozen=True, slots=True)
class Resumed(Valid):
    """The course goes on: `from_date` is the first day on which an infusion may be given again."""

    from_date: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Moved(Valid):
    """An infusion that is still to come has another date; `later` is `this-one` or `all-later`."""

    infusion: InfusionNumber
    to: date
    later: Annotated[str, OneOf("this-one", "all-later")]
    reason: Text


@dataclass(frozen=True, slots=True)
class NotNeeded(Valid):
    """An infusion will not be given because it is not needed."""

    infusion: InfusionNumber
    reason: Text


@dataclass(frozen=True, slots=True)
class Missed(Valid):
    """An infusion was not given although it was needed."""

    infusion: InfusionNumber
    reason: Text


@dataclass(frozen=True, slots=True)
class CourseStopped(Valid):
    """No further infusion is given."""

    reason: Text


@dataclass(frozen=True, slots=True)
class LaterDecided(Valid):
    """How later dates follow an infusion outside its window (`after`), or a hold (`after` is None).

    `follow` is `keep-targets`, `count-from-actual` or `shift-later`; `minimum_gap` (days) is asked for
    where the protocol states none.
    """

    follow: Annotated[str, OneOf("keep-targets", "count-from-actual", "shift-later")]
    reason: Text
    after: InfusionNumber | None = None
    minimum_gap: Days | None = None


@dataclass(frozen=True, slots=True)
class BlockChosen(Valid):
    """At a decision point of the protocol, its answer: what comes next follows from it."""

    decision: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Arranged(Valid):
    """An infusion has a local start time in the site's zone (`14:30`), a place, and what it needs."""

    infusion: InfusionNumber
    time: Annotated[str, Clock()] | None = None
    place: Name | None = None
    needs: tuple[Name, ...] = ()

    def joint_problems(self) -> Iterable[Problem]:
        """`event.twice` for a need named twice."""
        return twice(self.needs, "needs[{}]")
