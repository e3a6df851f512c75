"""Spells: where a class begins, is confirmed, and is lost."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from msc_dose.response.counts import Day, days_between


@dataclass(frozen=True, slots=True)
class Seen:
    """A judged count as one class sees it: whether it qualifies, perhaps only if there was no bleeding."""

    day: Day
    qualifies: bool
    if_no_bleeding: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """A class (or better) from the day it is achieved to the day it is lost.

    `achieved` is the first day of the pair of counts that confirms it, `confirmed` the second (None where
    the criteria state no confirmation). `lost` is the first of the counts that confirm the loss (None:
    not lost), `last` the last qualifying day. `doubtful` are days on which it was not met, and that was
    not confirmed. `if_no_bleeding`: a count that achieves or confirms it rests on bleeding that is not
    reported; `lasting_if_no_bleeding`: a later one does.
    """

    name: str
    achieved: Day
    confirmed: Day | None
    lost: Day | None
    loss_confirmed: Day | None
    last: Day
    doubtful: tuple[Day, ...] = ()
    if_no_bleeding: bool = False
    lasting_if_no_bleeding: bool = False

    @property
    def censored(self) -> bool:
        """Whether the loss has not been seen, so that the duration is at least what is stated."""
        return self.lost is None

    @property
    def duration(self) -> int:
        """Days from achievement to loss, or to the last qualifying count."""
        return days_between(self.achieved, self.last if self.lost is None else self.lost)


def spells(
    name: str, seen: Sequence[Seen], barriers: Sequence[Day], confirm: int | None, loss: int | None
) -> tuple[Spell, ...]:
    """Every spell of a class in counts that are in order of day, one a day.

    It is confirmed by two qualifying counts at least `confirm` days apart, when every judged count between
    them qualifies and no barrier (a rescue treatment, a day whose counts tell no class) lies
    between them. It is lost with the first of two counts at least `loss` days apart that do not qualify,
    nor any between them, with no barrier between them either. Where a number of days is None (not stated),
    one count is enough.
    """
    found: list[Spell] = []
    at, parted = 0, _Barriers(seen, barriers)
    while (pair := _beginning(seen, at, parted, confirm)) is not None:
        end = _loss(seen, pair[1], parted, loss)
        found.append(_spell(name, seen, pair, end, (confirm is not None, loss is not None)))
        if end is None:
            break
        at = end[0]
    return tuple(found)


class _Barriers:
    """How many barriers lie before each count, and up to and with its day: counted once, asked often."""

    def __init__(self, seen: Sequence[Seen], barriers: Sequence[Day]) -> None:
        """Count the barriers of each day once."""
        after = [] if not seen else sorted(days_between(seen[0].day, day) for day in barriers)
        days = [days_between(seen[0].day, each.day) for each in seen]
        self._before = [bisect_left(after, day) for day in days]
        self._with = [bisect_right(after, day) for day in days]

    def between(self, first: int, second: int) -> bool:
        """Whether any lies between the counts at these places, on neither of the two days."""
        return self._before[second] > self._with[first]


def _beginning(
    seen: Sequence[Seen], at: int, barriers: _Barriers, confirm: int | None
) -> tuple[int, int] | None:
    """The places of the first pair that confirms the class, from place `at` on."""
    for first in range(at, len(seen)):
        for second in range(first, len(seen)):
            if not seen[second].qualifies or barriers.between(first, second):
                break
            if days_between(seen[first].day, seen[second].day) >= (confirm or 0):
                return first, second
    return None


def _loss(seen: Sequence[Seen], after: int, barriers: _Barriers, loss: int | None) -> tuple[int, int] | None:
    """The places of the first pair after `after` that confirms the loss."""
    first: int | None = None
    for place in range(after + 1, len(seen)):
        if seen[place].qualifies:
            first = None
            continue
        first = place if first is None or barriers.between(first, place) else first
        if days_between(seen[first].day, seen[place].day) >= (loss or 0):
            return first, place
    return None


def _spell(
    name: str,
    seen: Sequence[Seen],
    pair: tuple[int, int],
    end: tuple[int, int] | None,
    stated: tuple[bool, bool],
) -> Spell:
    first, second = pair
    within = seen[first : len(seen) if end is None else end[0]]
    qualifying = [each for each in within if each.qualifies]
    return Spell(
        name,
        achieved=seen[first].day,
        confirmed=seen[second].day if stated[0] else None,
        lost=None if end is None else seen[end[0]].day,
        loss_confirmed=seen[end[1]].day if end is not None and stated[1] else None,
        last=qualifying[-1].day,
        doubtful=tuple(each.day for each in within if not each.qualifies),
        if_no_bleeding=any(each.if_no_bleeding for each in seen[first : second + 1]),
        lasting_if_no_bleeding=any(each.if_no_bleeding for each in within[second - first + 1 :]),
    )
