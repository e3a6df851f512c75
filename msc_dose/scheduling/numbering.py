"""Day numbers: whether the first infusion is called day 0 or day 1, and what another day is called then.

Studies that call it day 1 have no day 0: the day before the first infusion is day -1.
"""

from __future__ import annotations

from datetime import date

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import require_date, require_int
from msc_dose.scheduling.recurrence import days_after

NUMBERINGS = (0, 1)


def day_number(day: date, first: date, numbering: int) -> int:
    """What `day` is called when the first infusion is on `first`; `numbering` 0 or 1 is what that is called.

    Raises Refusal `schedule.day-numbering`, `date.out-of-range`; TypeError for wrong types.
    """
    offset = (require_date(day, "day") - require_date(first, "start")).days
    return number_of_offset(offset, numbering)


def day_of_number(number: int, first: date, numbering: int) -> date:
    """The day of this number, the inverse of `day_number`.

    Raises Refusal `schedule.no-day-zero` for day 0 where the first infusion is day 1, further
    `schedule.day-numbering`, `date.out-of-range`.
    """
    return days_after(first, offset_of_number(number, numbering))


def number_of_offset(offset: int, numbering: int) -> int:
    """The number of the day `offset` days after the first infusion."""
    require_int(offset, "days")
    return offset + 1 if require_numbering(numbering) == 1 and offset >= 0 else offset


def offset_of_number(number: int, numbering: int) -> int:
    """How many days after the first infusion the day of this number is; Refusal `schedule.no-day-zero`."""
    require_int(number, "days")
    if require_numbering(numbering) == 0 or number < 0:
        return number
    if number == 0:
        message = "There is no day 0: the first infusion is day 1, the day before it day -1."
        fix = "Name the first infusion day 1, or declare that it is day 0."
        raise refuse("schedule.no-day-zero", "days", message, fix, "0")
    return number - 1


def numbering_text(numbering: int) -> str:
    """The numbering as it is printed beside days: `Day 1 = first infusion, no day 0`."""
    if require_numbering(numbering) == 0:
        return "Day 0 = first infusion"
    return "Day 1 = first infusion, no day 0"


def require_numbering(numbering: object) -> int:
    """`numbering`, 0 or 1; Refusal `schedule.day-numbering` otherwise."""
    found = require_int(numbering, "day_numbering")
    if found not in NUMBERINGS:
        raise _unknown(found)
    return found


def _unknown(numbering: int) -> Refusal:
    message = f"The first infusion is called day 0 or day 1, not day {numbering}."
    return refuse("schedule.day-numbering", "day_numbering", message, "Say 0 or 1.", str(numbering))
