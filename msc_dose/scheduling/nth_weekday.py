"""The nth weekday of a month: the first Friday, the last Monday, of every month or every so many months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, WEEKDAY_NAMES, day_text, require_date, require_int
from msc_dose.scheduling.closures import WEEKDAYS
from msc_dose.scheduling.recurrence import MOST_TARGETS

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
LONGEST_STEP = 3650
_MONTHS_OFFERED = 2  # either side of a start that is no such day


def check_nth_weekday(nth: int, weekday: str, every: int, count: int) -> None:
    """Hold a rule that gives a day in every month: nth 1 to 4 or -1, `mon` to `sun`, every 1 to 3650 months.

    A fifth weekday is not in every month, so it names no monthly rhythm. Raises Refusal
    `schedule.nth-weekday`, `schedule.too-many`; TypeError for wrong types.
    """
    if not isinstance(weekday, str):
        raise TypeError(f"weekday must be a str, not {type(weekday).__name__}")
    if require_int(nth, "nth") not in ORDINALS:
        message = f"{nth} is none of 1, 2, 3, 4 and -1 (the last): not every month has a fifth."
        raise _refused("nth", message, "Say 1 to 4, or -1 for the last of the month.", str(nth))
    if weekday not in WEEKDAYS:
        message = f"{weekday!r} is none of {', '.join(WEEKDAYS)}."
        raise _refused("weekday", message, "Name one weekday.", weekday)
    if not 1 <= require_int(every, "every") <= LONGEST_STEP:
        message = f"Every {every} months is outside 1 to {LONGEST_STEP}."
        raise _refused("every", message, "Give the calendar months from one to the next.", str(every))
    if not 1 <= require_int(count, "count") <= MOST_TARGETS:
        message = f"A series of {count} dates is outside 1 to {MOST_TARGETS}."
        fix = f"Ask for at least 1 and at most {MOST_TARGETS} dates."
        raise refuse("schedule.too-many", "count", message, fix, str(count))


def nth_weekday(year: int, month: int, nth: int, weekday: str) -> date:
    """That day of the month: `nth` 1 to 4 or -1, `weekday` `mon` to `sun`."""
    first, days = monthrange(year, month)
    ahead = (WEEKDAYS.index(weekday) - first) % 7
    day = 1 + ahead + 7 * (nth - 1)
    return date(year, month, day if nth > 0 else 1 + ahead + 7 * ((days - 1 - ahead) // 7))


def nth_weekdays(day: date, nth: int, weekday: str, every: int, count: int) -> tuple[date, ...]:
    """`day` itself, then the nth weekday of every `every`-th month after the month of `day`: `count` in all.

    Raises Refusal `date.out-of-range` beyond 2199, and what `check_nth_weekday` raises.
    """
    check_nth_weekday(nth, weekday, every, count)
    require_date(day, "start")
    return (day, *(_in_month(day, every * index, nth, weekday) for index in range(1, count)))


def require_nth_weekday(day: date, nth: int, weekday: str) -> date:
    """`day`, where it is the nth weekday of its month.

    Raises Refusal `schedule.start-not-nth-weekday` (field `start`), which offers the nearest such day on
    either side.
    """
    require_date(day, "start")
    if nth_weekday(day.year, day.month, nth, weekday) == day:
        return day
    name = nth_weekday_text(nth, weekday)
    offered = " or ".join(map(day_text, _either_side(day, nth, weekday)))
    raise refuse(
        "schedule.start-not-nth-weekday",
        "start",
        f"{day_text(day)} is not {name} of its month.",
        f"Start on {offered}, {name} of its month.",
        day.isoformat(),
    )


def nth_weekday_text(nth: int, weekday: str) -> str:
    """The day in words: `the last Monday`."""
    return f"the {ORDINALS[nth]} {WEEKDAY_NAMES[WEEKDAYS.index(weekday)]}"


def _either_side(day: date, nth: int, weekday: str) -> list[date]:
    """The nearest such day before, and the nearest after, of those inside the supported years."""
    near = range(-_MONTHS_OFFERED, _MONTHS_OFFERED + 1)
    inside = [step for step in near if FIRST_DAY.year <= _month(day, step)[0] <= LAST_DAY.year]
    found = [_in_month(day, step, nth, weekday) for step in inside]
    before, after = [each for each in found if each < day], [each for each in found if each > day]
    return before[-1:] + after[:1]


def _in_month(day: date, months: int, nth: int, weekday: str) -> date:
    year, month = _month(day, months)
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise refuse(
            "date.out-of-range",
            "start",
            f"A date {months} months from {day_text(day)} lies outside {day_text(FIRST_DAY)} to "
            f"{day_text(LAST_DAY)}.",
            "Check the year of the start, the months between the dates and their number.",
            day.isoformat(),
        )
    return nth_weekday(year, month, nth, weekday)


def _month(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months after the month of this day, or before it."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def _refused(field: str, message: str, fix: str, read: str) -> Refusal:
    return refuse("schedule.nth-weekday", field, message, fix, read)
