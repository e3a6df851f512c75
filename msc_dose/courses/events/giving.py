"""One infusion as it was given: cleared, thawed, checked, started, ended, observed; and reactions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msc_dose.courses.events.allowed import (
    Cells,
    ContainerName,
    Days,
    Identifier,
    InfusionNumber,
    Name,
    Of,
    OneOf,
    Remark,
    Text,
    Volume,
    Whole,
)
from msc_dose.courses.events.fields import Valid
from msc_dose.courses.events.given_rules import (
    at_least_two_identifiers,
    cells_or_viability,
    containers_differ,
    ended_after_started,
    given_containers_differ,
    items_differ,
    made_up_says_how,
    rest_accounted_for,
    volumes_add_up,
)
from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount

REMAINDERS = ("none", "wasted", "retained-for-testing")


@dataclass(frozen=True, slots=True)
class ClearanceItem(Valid):
    """One item of the site's list before thaw: whether it holds, and a word on it."""

    item: Text
    holds: bool
    note: Remark = ""


@dataclass(frozen=True, slots=True)
class Cleared(Valid):
    """The infusion is cleared to thaw, item by item of the site's list."""

    infusion: InfusionNumber
    items: tuple[ClearanceItem, ...]

    def joint_problems(self) -> Iterable[Problem]:
        """`event.twice` for an item listed twice."""
        return items_differ(self)


@dataclass(frozen=True, slots=True)
class Thawed(Valid):
    """These containers were thawed for the infusion; thawing is one-way. `expires` is post-thaw expiry."""

    infusion: InfusionNumber
    containers: tuple[ContainerName, ...]
    expires: datetime | None = None

    def joint_problems(self) -> Iterable[Problem]:
        """`event.twice`, or `value.missing` without a container."""
        return containers_differ(self)


@dataclass(frozen=True, slots=True)
class PostThawCount(Valid):
    """What the count after thaw gave for a container: cells, or viability (%), or both."""

    infusion: InfusionNumber
    container: ContainerName
    cells: Cells | None = None
    viability: Annotated[Amount, Of("percentage")] | None = None

    def joint_problems(self) -> Iterable[Problem]:
        """`value.missing` where neither is given."""
        return cells_or_viability(self)


@dataclass(frozen=True, slots=True)
class BedsideCheck(Valid):
    """Two people matched patient and product before the start; `second` is who checked beside `by`.

    `identifiers` are the two identifiers of the patient that were compared (their kinds, such as
    "date of birth", never the values). A match that is False suspends the start.
    """

    infusion: InfusionNumber
    container: ContainerName
    second: Identifier
    identifiers: tuple[Name, ...]
    patient_matches: bool
    container_matches: bool
    expiry_matches: bool
    volume_matches: bool
    appearance_normal: bool

    def joint_problems(self) -> Iterable[Problem]:
        """`event.identifiers` unless two kinds differ."""
        return at_least_two_identifiers(self)


@dataclass(frozen=True, slots=True)
class Started(Valid):
    """The infusion began when the event occurred."""

    infusion: InfusionNumber


@dataclass(frozen=True, slots=True)
class Paused(Valid):
    """The infusion was interrupted."""

    infusion: InfusionNumber
    reason: Text


@dataclass(frozen=True, slots=True)
class Restarted(Valid):
    """The infusion went on after a pause."""

    infusion: InfusionNumber


@dataclass(frozen=True, slots=True)
class Given(Valid):
    """What went in of one container: mL issued, left and infused; `remainder` is the fate of the rest.

    `remainder` is `none`, `wasted` or `retained-for-testing`; a remainder is never kept for another day.
    """

    container: ContainerName
    issued: Volume
    infused: Volume
    left: Volume
    remainder: Annotated[str, OneOf(*REMAINDERS)] = "none"

    def joint_problems(self) -> Iterable[Problem]:
        """`event.volumes` or `event.remainder`."""
        yield from volumes_add_up(self)
        yield from rest_accounted_for(self)


@dataclass(frozen=True, slots=True)
class Completed(Valid):
    """The infusion ended as planned.

    `started` and `ended` carry their offset; `cells` is what went in where it was counted, else it follows
    from the volumes. `line_rinsed` is None where it is not known.
    """

    infusion: InfusionNumber
    started: datetime
    ended: datetime
    containers: tuple[Given, ...] = ()
    line_rinsed: bool | None = None
    cells: Cells | None = None

    def joint_problems(self) -> Iterable[Problem]:
        """`event.twice` or `event.time-order`."""
        yield from given_containers_differ(self)
        yield from ended_after_started(self)


@dataclass(frozen=True, slots=True)
class StoppedEarly(Valid):
    """The infusion ended before all of it was in, and why; otherwise as Completed."""

    infusion: InfusionNumber
    started: datetime
    ended: datetime
    reason: Text
    containers: tuple[Given, ...] = ()
    line_rinsed: bool | None = None
    cells: Cells | None = None

    def joint_problems(self) -> Iterable[Problem]:
        """`event.twice` or `event.time-order`."""
        yield from given_containers_differ(self)
        yield from ended_after_started(self)


@dataclass(frozen=True, slots=True)
class Observed(Valid):
    """The observation after the infusion ended when the event occurred."""

    infusion: InfusionNumber
    note: Remark = ""


@dataclass(frozen=True, slots=True)
class PartialDecided(Valid):
    """What becomes of an infusion that stopped early: `counts`, `made-up` or `repeated`.

    Made up: `cells` more within `within_days` days.
    """

    infusion: InfusionNumber
    decision: Annotated[str, OneOf("counts", "made-up", "repeated")]
    reason: Text
    within_days: Days | None = None
    cells: Cells | None = None

    def joint_problems(self) -> Iterable[Problem]:
        """`event.made-up` for what its decision needs."""
        return made_up_says_how(self)


@dataclass(frozen=True, slots=True)
class Reaction(Valid):
    """A reaction to an infusion: when it began, mL infused by then, signs, CTCAE grade 1–5, what was done."""

    infusion: InfusionNumber
    onset: datetime
    signs: Text
    grade: Annotated[int, Whole(1, 5)]
    action: Text
    outcome: Text
    volume_by_then: Volume | None = None
