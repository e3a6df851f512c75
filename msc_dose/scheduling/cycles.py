"""Cycles: infusions on the same days of each of several cycles of equal length, with days off between."""

from __future__ import annotations

from itertools import pairwise

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import days_text, require_int
from msc_dose.scheduling.recurrence import MOST_TARGETS

LONGEST_CYCLE = 3650


def cycle_days(on: tuple[int, ...], length: int, cycles: int) -> tuple[int, ...]:
    """The days of all infusions, counted from the first, which is day 0.

    `on` are the days of one cycle that have an infusion: rising, from 0 to `length` - 1, the first of them
    0; `length` is 1 to 3650 days; there are at most 400 infusions. Raises Refusal `schedule.cycles`,
    `schedule.too-many`; TypeError for wrong types.
    """
    if not isinstance(on, tuple) or not all(type(day) is int for day in on):
        raise TypeError("on must be a tuple of ints")
    if not 1 <= require_int(length, "length") <= LONGEST_CYCLE:
        message = f"A cycle of {days_text(length)} is outside 1 to {LONGEST_CYCLE} days."
        raise _refused("length", message, "Give the days from the start of one cycle to the next.", length)
    if not on or on[0] != 0 or on[-1] >= length or any(one >= other for one, other in pairwise(on)):
        message = f"The days of a cycle do not start at day 0 and rise, each named once, to day {length - 1}."
        raise _refused("on", message, "Count from the first infusion of the cycle as day 0.", list(on[:20]))
    if require_int(cycles, "cycles") < 1:
        raise _refused("cycles", f"A course of {cycles} cycles has no infusion.", "Give 1 or more.", cycles)
    if len(on) * cycles > MOST_TARGETS:
        message = f"{cycles} cycles of {len(on)} infusions are more than {MOST_TARGETS} infusions."
        fix = f"Give at most {MOST_TARGETS // len(on)} cycles."
        raise refuse("schedule.too-many", "cycles", message, fix, str(cycles))
    return tuple(length * cycle + day for cycle in range(cycles) for day in on)


def _refused(field: str, message: str, fix: str, read: object) -> Refusal:
    return refuse("schedule.cycles", field, message, fix, str(read))
