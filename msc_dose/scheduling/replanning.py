"""Replanning: the dates of a series placed again, from what has become of it so far.

What was given is never judged and never changes; a date that a person fixed stands and is judged; all other
dates follow from the targets by the rule of `windows` and, twice a week, of `weeks`. It is a pure function of
its arguments: no date that was placed before is an argument, so a closed day that opens again, or a fact that
is taken back, restores the date of before.
"""

from __future__ import annotations

import datetime as dt

from msc_dose.scheduling._dates import require_date, require_maximum_gap, require_minimum_gap
from msc_dose.scheduling._replaced import Replacing
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.facts import Facts, Rhythm, Slot
from msc_dose.scheduling.weeks import check_gaps_of_weeks, check_window_of_weeks


def replan(
    start: dt.date,
    rhythm: Rhythm,
    closures: Closures,
    minimum_gap: int,
    facts: Facts,
    maximum_gap: int | None = None,
) -> tuple[Slot, ...]:
    """One Slot for each infusion, in order, with its state, target, window and date.

    Targets are those of the rhythm from `start`, moved by the decisions in `facts.rebased`. An infusion that
    is neither given, fixed, dropped nor undecided takes the first day in the order of its window that is
    open, from `not_before` on, at least `minimum_gap` and at most `maximum_gap` days after the latest date
    among the infusions before it, and at least `minimum_gap` days before the first date among the later ones
    that are given or fixed. Where there is none its state is `no-day`; the later ones go on from the last
    date.

    Twice a week, weeks that follow each other with both infusions to be placed are placed together by the
    rule of `weeks`, within the same limits. Where one of the two is given or fixed, the other is placed like
    any infusion, 3 or 4 days from it (whatever the weekday pairs); where one is dropped or undecided, the
    other is placed like any infusion.

    A decision in `facts.rebased`, `count` or `shift`, whose `first` is the second infusion of a week parts
    that week for good: each of its two infusions is placed like any infusion, and nothing ties the one to the
    other, so that a course held inside a week may resume on any later day. The window of the second still
    reaches at least one day after its target, and the later weeks stay weeks.

    Raises Refusal `schedule.facts` for numbers beyond the series, `schedule.minimum-gap`,
    `schedule.maximum-gap`, `window.invalid`, `date.out-of-range`; TypeError for wrong types.
    """
    require_date(start, "start")
    for value, kind in ((rhythm, Rhythm), (closures, Closures), (facts, Facts)):
        if not isinstance(value, kind):
            raise TypeError(f"{kind.__name__} belongs here, not {type(value).__name__}")
    require_minimum_gap(minimum_gap)
    require_maximum_gap(maximum_gap, minimum_gap)
    facts.check_within(len(rhythm.windows))
    if rhythm.twice_a_week:
        check_gaps_of_weeks(minimum_gap, maximum_gap)
        check_window_of_weeks(rhythm.windows[0])
    return Replacing(start, rhythm, closures, minimum_gap, maximum_gap, facts).slots()
