"""What an interval in words can mean, and the days that fit it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Meaning(NamedTuple):
    """What an interval can mean (value, text, why), and the days from and to which fit a way to take it."""

    readings: tuple[tuple[str, str, str], ...]
    days: tuple[tuple[Fraction, Fraction], ...]

    def fits(self, days: Fraction) -> bool:
        """Whether an interval of so many days is one of the ways to take it."""
        return any(least <= days <= most for least, most in self.days)


_LUNAR = "a month taken as four weeks"
_MONTH = (
    ("calendar-month", "every calendar month", "the same day of each month"),
    ("28-days", "every 28 days", _LUNAR),
)
_HALF_MONTH = (
    ("14-days", "every 14 days", "half a month taken as two weeks"),
    ("twice-a-month", "on two fixed days of each month", "two times in a calendar month"),
)
BIWEEKLY = Meaning(
    (
        ("twice-a-week", "twice a week", "two times in a week"),
        ("14-days", "every 14 days", "every second week"),
    ),
    ((Fraction(7, 2), Fraction(7, 2)), (Fraction(14), Fraction(14))),
)


def often(times: int, months: int) -> Meaning:
    """What so many times in so many months can mean."""
    span = (Fraction(28 * months, times), Fraction(31 * months, times))
    return Meaning(readings(times, months), (span,))


def readings(times: int, months: int) -> tuple[tuple[str, str, str], ...]:
    """Each way to take so many times in so many months, most plausible first: value, text, why."""
    if times == 1 and months == 1:
        return _MONTH
    if times == 1:
        calendar = f"{months}-calendar-months", f"every {months} calendar months", "months of the calendar"
        return calendar, (f"{4 * months}-weeks", f"every {4 * months} weeks", _LUNAR)
    if (times, months) == (2, 1):
        return _HALF_MONTH
    name, said = ("a-calendar-month", "a") if months == 1 else (f"{months}-calendar-months", f"{months}")
    text = f"{times} times in {said} calendar month{'s' if months > 1 else ''}"
    weeks = f"{times}-in-{28 * months}-days", f"{times} times in {28 * months} days", _LUNAR
    return (f"{times}-in-{name}", text, "months of the calendar"), weeks


MONTHLY, SEMIMONTHLY, QUARTERLY = often(1, 1), often(2, 1), often(1, 3)
BIMONTHLY = Meaning(
    (
        ("2-calendar-months", "every two calendar months", "every second month"),
        ("twice-a-month", "twice a month", "two times in a month"),
    ),
    (*often(1, 2).days, *SEMIMONTHLY.days),
)


def every_months(months: int, times: int = 1) -> Meaning | None:
    """What so many times in so many months can mean; whole years mean one thing only."""
    return often(times, months) if months % 12 else None


# How many words a phrase has and what it means; without a meaning where no person could mistake it.
Found = tuple[int, Meaning | None] | None
