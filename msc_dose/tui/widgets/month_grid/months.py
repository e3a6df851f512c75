"""Steps over months and weeks, inside the years that a calendar may show."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEK = 7


def days_on(day: date, by: int) -> date:
    """The day so many days on (below 0: back), held to the first and the last day."""
    number = min(max(day.toordinal() + by, FIRST.toordinal()), LAST.toordinal())
    return date.fromordinal(number)


def months_on(day: date, by: int, wished: int) -> date:
    """The same day so many months on: `wished`, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    if not FIRST.year <= year <= LAST.year:
        return day
    return date(year, month + 1, min(wished, monthrange(year, month + 1)[1]))


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weeks_on(monday: date, by: int) -> date:
    """The Monday so many weeks on; weeks without a day that can be shown are not gone to."""
    number = monday.toordinal() + _WEEK * by
    last = monday_of(LAST).toordinal()
    return date.fromordinal(min(max(number, FIRST.toordinal()), last))
