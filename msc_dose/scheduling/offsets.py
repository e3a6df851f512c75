"""Offsets: targets at stated distances from the first, and the same counted on from a later one."""

from __future__ import annotations

from datetime import date

from msc_dose.problems import refuse
from msc_dose.scheduling._dates import require_int
from msc_dose.scheduling.recurrence import days_after


def later_targets(offsets: tuple[int, ...], number: int, day: date) -> tuple[date, ...]:
    """The targets of infusion `number` (from 1) and of all later ones, if `number` has its target on `day`.

    `offsets` are the rising days of all infusions, counted from one day. Raises Refusal
    `schedule.infusion-number`, `date.out-of-range`; TypeError for wrong types.
    """
    base = offsets[require_number(number, len(offsets)) - 1]
    return tuple(days_after(day, offset - base) for offset in offsets[number - 1 :])


def require_number(number: object, infusions: int) -> int:
    """`number`, that of one of so many infusions; Refusal `schedule.infusion-number` otherwise."""
    found = require_int(number, "number")
    if not 1 <= found <= infusions:
        raise refuse(
            "schedule.infusion-number",
            "number",
            f"There is no infusion {found}: the schedule has {infusions}.",
            f"Give a number from 1 to {infusions}.",
            str(found),
        )
    return found
