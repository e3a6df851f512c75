"""What every file of this room needs: the supported range of days, their text, the checks of types."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msc_dose.problems import refuse

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
ONE_DAY = timedelta(days=1)

# Written out here because strftime's %a, %A and %b follow the machine's locale.
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> str:
    """The day as a person reads it, the same on every machine: `Mon 29-Mar-2027`."""
    return f"{WEEKDAY_NAMES[day.weekday()][:3]} {day.day}-{MONTH_NAMES[day.month - 1]}-{day.year}"


def days_text(count: int) -> str:
    """A number of days with its word: `1 day`, `3 days`."""
    return f"{count} day" if count == 1 else f"{count} days"


def require_date(value: object, field: str) -> date:
    """`value`, a date from 1900 to 2199.

    Raises TypeError for anything that is no date (a datetime carries a time of day, so it is none) and
    Refusal `date.out-of-range`, which catches mistyped years.
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{field} must be a datetime.date, not {type(value).__name__}")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise refuse(
            "date.out-of-range",
            field,
            f"{day_text(value)} lies outside {day_text(FIRST_DAY)} to {day_text(LAST_DAY)}.",
            "Check the year.",
            value.isoformat(),
        )
    return value


def require_int(value: object, field: str) -> int:
    """`value`, an int; TypeError otherwise, for a bool too."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{field} must be an int, not {type(value).__name__}")
    return value


def require_minimum_gap(value: object) -> int:
    """`value`, a minimum gap in days, 1 to 3650; Refusal `schedule.minimum-gap` otherwise."""
    days = require_int(value, "minimum_gap")
    if not 1 <= days <= 3650:
        raise refuse(
            "schedule.minimum-gap",
            "minimum_gap",
            f"A minimum gap of {days_text(days)} between two dates is outside 1 to 3650 days.",
            "Give the smallest number of days allowed between two infusions, at least 1.",
            str(days),
        )
    return days


def require_maximum_gap(value: object, minimum_gap: int) -> int | None:
    """`value`, a maximum gap in days, `minimum_gap` to 3650, or None; Refusal `schedule.maximum-gap`."""
    if value is None:
        return None
    days = require_int(value, "maximum_gap")
    if not minimum_gap <= days <= 3650:
        message = f"A maximum gap of {days_text(days)} between two dates is outside 1 to 3650 days."
        if 1 <= days < minimum_gap:
            message = f"A maximum gap of {days_text(days)} is less than the minimum gap of {minimum_gap}."
        raise refuse(
            "schedule.maximum-gap",
            "maximum_gap",
            message,
            "Give the largest number of days allowed between two infusions, at least the minimum gap.",
            str(days),
        )
    return days


def too_soon_text(gap: int, what: str, previous: date) -> str:
    """Why a day is not taken that lies within `gap` days of the previous date."""
    return f"less than {days_text(gap)} after the {what} of {day_text(previous)}"


def too_late_text(gap: int, what: str, previous: date) -> str:
    """Why a day is not taken that lies more than `gap` days after the previous date."""
    return f"more than {days_text(gap)} after the {what} of {day_text(previous)}"


def too_close_text(gap: int, what: str, following: date) -> str:
    """Why a day is not taken that lies within `gap` days of the next date, which stands."""
    return f"less than {days_text(gap)} before the {what} of {day_text(following)}"


def not_yet_text(first: date) -> str:
    """Why a day before the first one allowed is not taken."""
    return f"before {day_text(first)}, the first day allowed"


def not_any_more_text(last: date) -> str:
    """Why a day after the last one allowed is not taken."""
    return f"after {day_text(last)}, the last day allowed"
