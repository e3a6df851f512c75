"""All-day spans of a calendar file: the end stands on the day after the last (RFC 5545, section 3.6.1)."""

from __future__ import annotations

from datetime import date

from msc_dose.problems import refuse
from msc_dose.scheduling._dates import day_text, require_date
from msc_dose.scheduling.recurrence import days_after


def all_day_span(first: date, last: date) -> tuple[date, date]:
    """DTSTART and DTEND of an event that lasts from `first` to `last`, both included; DTEND is exclusive.

    Raises Refusal `date.order` where the last day comes before the first, `date.out-of-range`.
    """
    if require_date(last, "last") < require_date(first, "first"):
        message = f"The last day, {day_text(last)}, comes before the first, {day_text(first)}."
        raise refuse("date.order", "last", message, "Exchange the two, or correct one.", last.isoformat())
    return first, days_after(last, 1)
