"""What has become of a series of infusions: the facts from which its later dates are placed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from msc_dose.scheduling.windows import Window


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a series of dates must know of its schedule.

    `targets_from(number, day)` gives the targets of infusion `number` and all later ones, if `number` had
    its target on `day`. `windows` holds one Window for each infusion. `from_previous_date`: each target
    counts from the date taken for (or the day of) the infusion before. `twice_a_week`: infusions 1 and 2,
    3 and 4 … are the pairs of a week; `pairs` are the weekday pairs allowed, all where it is empty.
    """

    targets_from: Callable[[int, dt.date], tuple[dt.date, ...]]
    windows: tuple[Window, ...]
    from_previous_date: bool = False
    twice_a_week: bool = False
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebase:
    """A person's decision: the infusions from `first` on follow anew, as if `anchor` were meant for `day`.

    `count`: their targets are `targets_from(anchor, day)`. `shift`: their targets move by as many days as
    `day` lies after the target of `anchor`. Decisions apply in their order.
    """

    first: int
    anchor: int
    day: dt.date
    how: str  # "count" | "shift"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a series: numbers count from 1.

    `given` are infusions that took place, on whatever day; `fixed` dates that a person chose for infusions
    to come; `dropped` infusions that take no day any more; `not_before` the first day that an infusion to
    come may take; `undecided_from` the first infusion whose date waits for a person's decision.
    """

    given: tuple[tuple[int, dt.date], ...] = ()
    fixed: tuple[tuple[int, dt.date], ...] = ()
    dropped: tuple[int, ...] = ()
    rebased: tuple[Rebase, ...] = ()
    not_before: dt.date | None = None
    undecided_from: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Infusion `number` in a series placed again.

    `state` is `given`, `fixed`, `placed` (by the rule), `dropped`, `undecided` or `no-day`; `date` is None
    for the last three. `target`, `earliest` and `latest` are None only where the target depends on a date
    that is not decided. `why_not` says why there is no date, or what is wrong with a fixed one.
    """

    number: int
    state: str
    target: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    date: dt.date | None
    passed_over: tuple[tuple[dt.date, str], ...] = ()
    why_not: str = ""
