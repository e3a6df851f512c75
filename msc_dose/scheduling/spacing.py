"""Spacing: the gaps between dates that stand as they are, held to the least and the most allowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from msc_dose.problems import Problem
from msc_dose.scheduling._dates import (
    day_text,
    days_text,
    require_date,
    require_maximum_gap,
    require_minimum_gap,
)


def check_gaps_between(
    dates: Iterable[dt.date], minimum_gap: int, maximum_gap: int | None, source: str | None = None
) -> tuple[Problem, ...]:
    """A CHECK for each date that follows the one before it too soon or too late, in order.

    The gaps are whole days from date to date, both limits included; a date before the one before it is too
    soon. `schedule.short-gap` and `schedule.long-gap` stand at the field `dates[n]`, n from 0; `source` says
    whose limits they are. Raises Refusal `schedule.minimum-gap`, `schedule.maximum-gap`,
    `date.out-of-range`; TypeError.
    """
    require_minimum_gap(minimum_gap)
    require_maximum_gap(maximum_gap, minimum_gap)
    days = [require_date(day, "dates") for day in dates]
    found: list[Problem] = []
    for number, (one, other) in enumerate(pairwise(days), start=1):
        gap = (other - one).days
        if gap < minimum_gap:
            limit = f"at least {days_text(minimum_gap)}"
            found.append(_problem("schedule.short-gap", number, one, other, limit, source))
        elif maximum_gap is not None and gap > maximum_gap:
            limit = f"at most {days_text(maximum_gap)}"
            found.append(_problem("schedule.long-gap", number, one, other, limit, source))
    return tuple(found)


def _problem(code: str, number: int, one: dt.date, other: dt.date, limit: str, source: str | None) -> Problem:
    distance = f"{days_text((other - one).days)} after"
    if other <= one:
        distance = f"{days_text((one - other).days)} before" if other < one else "on the same day as"
    message = f"{day_text(other)} is {distance} the infusion of {day_text(one)}; {limit} are allowed."
    fix = "Move one of the two, or let a person decide and record the reason."
    return Problem(code, "check", f"dates[{number}]", message, fix, other.isoformat(), source)
