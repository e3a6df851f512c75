"""Cyclic counts: whether they rise and fall as a cycle would, or lie too far apart to show one.

Both rules are policy of this project: they ask a question and change no class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.response.counts import Count, Day, days_between, named
from msc_dose.response.criteria import Cycle

FACTOR = 2
TURNS = 3
MOST_UNEVEN = 7
FEWEST = 3
Point = tuple[Day, Amount]


def cycle_notes(counts: Sequence[Count], cycle: Cycle | None) -> tuple[Problem, ...]:
    """NOTE `response.cyclic` or NOTE `response.sampled-too-rarely`, for counts in order of day, one a day.

    Cyclic: three troughs, or three peaks, that follow each other by `shortest` to `longest` days, the
    longest of these at most 7 days longer than the shortest; each turn at least a doubling or a halving;
    and counts at most half the shortest cycle apart. Too rarely: of at least three counts half or more lie
    at least half the longest cycle apart, for then no cycle of that length can be seen. A count that is
    known only as a bound is no turn.
    """
    if cycle is None or len(counts) < FEWEST:
        return ()
    exact = [(each.day, each.count) for each in counts if isinstance(each.count, Amount)]
    for turns in _turns(exact):
        for three in (turns[at : at + TURNS] for at in range(len(turns) - TURNS + 1)):
            if _regular(three, cycle) and _dense(exact, three, cycle):
                return (_cyclic(three, cycle),)
    gaps = sorted(_gaps([each.day for each in counts]))
    middle = gaps[(len(gaps) - 1) // 2]
    return (_too_rarely(middle, cycle),) if 2 * middle >= cycle.longest else ()


def _turns(counts: Sequence[Point]) -> tuple[list[Day], list[Day]]:
    """The days of the troughs and of the peaks; the first count is neither, for none stands before it."""
    turns: dict[str, list[Day]] = {"trough": [], "peak": []}
    for what, point in _zigzag(counts):
        if point is not counts[0]:
            turns[what].append(point[0])
    return turns["trough"], turns["peak"]


def _zigzag(counts: Sequence[Point]) -> Iterator[tuple[str, Point]]:
    """Troughs and peaks in turn, each as soon as the counts have doubled or halved from it."""
    if not counts:
        return
    low = high = counts[0]
    rising = falling = True
    for each in counts[1:]:
        if rising and each[1] * FACTOR <= high[1] and each[1] < high[1]:
            yield "peak", high
            low, rising, falling = each, False, True
        elif falling and each[1] >= low[1] * FACTOR and each[1] > low[1]:
            yield "trough", low
            high, rising, falling = each, True, False
        else:
            high = each if rising and each[1] > high[1] else high
            low = each if falling and each[1] < low[1] else low


def _gaps(days: Sequence[Day]) -> list[int]:
    return [days_between(first, second) for first, second in pairwise(days)]


def _regular(turns: Sequence[Day], cycle: Cycle) -> bool:
    gaps = _gaps(turns)
    fits = all(cycle.shortest <= gap <= cycle.longest for gap in gaps)
    return fits and max(gaps) - min(gaps) <= MOST_UNEVEN


def _dense(counts: Sequence[Point], turns: Sequence[Day], cycle: Cycle) -> bool:
    within = [
        day for day, _ in counts if days_between(turns[0], day) >= 0 and days_between(day, turns[-1]) >= 0
    ]
    return all(2 * gap <= cycle.shortest for gap in _gaps(within))


def _cyclic(turns: Sequence[Day], cycle: Cycle) -> Problem:
    gaps = sorted(set(_gaps(turns)))
    apart = " to ".join(str(gap) for gap in dict.fromkeys((gaps[0], gaps[-1])))
    days = f"{', '.join(named(day) for day in turns[:-1])} and {named(turns[-1])}"
    message = f"The counts turn on {days}, {apart} days apart, as a cycle would."
    fix = (
        f"Consider a cycle of {cycle.shortest} to {cycle.longest} days before a rise is called a response; "
        "infusions at a like interval keep step with it."
    )
    return Problem("response.cyclic", "note", "counts", message, fix, source=cycle.source)


def _too_rarely(middle: int, cycle: Cycle) -> Problem:
    message = (
        f"Half of the counts or more lie {middle} days apart or more: they cannot show a cycle of "
        f"{cycle.shortest} to {cycle.longest} days, and counts at one point of a cycle look steady."
    )
    fix = f"Count at least every {cycle.shortest // 2} days for two cycles where one is suspected."
    return Problem("response.sampled-too-rarely", "note", "counts", message, fix, source=cycle.source)
