"""Limits: the first and the last day that the dates around an infusion leave to it, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from msc_dose.scheduling._dates import day_text, not_yet_text, too_close_text, too_late_text, too_soon_text

DAYS_APART = (3, 4)  # the second infusion of a week after the first, where there are two


class Limits(NamedTuple):
    """The days that the neighbours leave: `first` to `last`, both included; None where nothing limits.

    `early` and `late` give the words for a day outside; they are called only where one is passed over.
    `mend_early` and `mend_late` say what would free it. `partner` is the other infusion of a week with two,
    where its day stands. `first_is_next_day`: two are never on one day, and no more is asked of `first`.
    """

    first: date | None = None
    last: date | None = None
    early: Callable[[], str] = str
    late: Callable[[], str] = str
    mend_early: str = "shorten the minimum gap"
    mend_late: str = "lengthen the maximum gap"
    partner: date | None = None
    partner_first: bool = True
    first_is_next_day: bool = False

    def why_not(self, day: date) -> str | None:
        """Why this day is not taken, or None where it may be."""
        if self.first is not None and day < self.first:
            return self.early()
        if self.last is not None and day > self.last:
            return self.late()
        if self.partner is not None and self._apart(day) not in DAYS_APART:
            return f"not {self.partner_text()}"
        return None

    def partner_text(self) -> str:
        """Where the day must lie for the other infusion of its week."""
        assert self.partner is not None
        side = "after" if self.partner_first else "before"
        return f"3 or 4 days {side} the infusion of {day_text(self.partner)}"

    def _apart(self, day: date) -> int:
        assert self.partner is not None
        days = day.toordinal() - self.partner.toordinal()
        return days if self.partner_first else -days


NO_LIMITS = Limits()


def limits_between(
    previous: date | None,
    minimum_gap: int,
    maximum_gap: int | None,
    what: str = "infusion",
    *,
    not_before: date | None = None,
    following: date | None = None,
) -> Limits:
    """What the date before (both gaps), a first day allowed, and the next date that stands leave."""
    first = last = None
    early: Callable[[], str] = str
    late: Callable[[], str] = str
    next_day = previous is not None and minimum_gap == 1
    mend_early, mend_late = NO_LIMITS.mend_early, NO_LIMITS.mend_late
    if previous is not None:
        first = previous + timedelta(days=minimum_gap)
        early = partial(too_soon_text, minimum_gap, what, previous)
        if maximum_gap is not None:
            last = previous + timedelta(days=maximum_gap)
            late = partial(too_late_text, maximum_gap, what, previous)
    if not_before is not None and (first is None or not_before > first):
        first, early, mend_early = not_before, partial(not_yet_text, not_before), "allow an earlier day"
        next_day = False
    if following is not None:
        bound = following - timedelta(days=minimum_gap)
        if last is None or bound < last:
            last, late = bound, partial(too_close_text, minimum_gap, what, following)
            mend_late = f"move the {what} of {day_text(following)}"
    return Limits(first, last, early, late, mend_early, mend_late, first_is_next_day=next_day)
