"""When a container may be used: a date is usable through that day, a date and time until then."""

from __future__ import annotations

from datetime import date, datetime, time

from msc_dose.problems import refuse
from msc_dose.product.container import Container

Expiry = tuple[date, time]
LAST = (date.max, time.max)


def expires(container: Container) -> Expiry:
    """The expiry as an order: a date at the end of its day, `none assigned` after every other."""
    expiry = container.expiry
    if isinstance(expiry, datetime):
        return expiry.date(), expiry.time()
    return (expiry, time.max) if isinstance(expiry, date) else LAST


def check_moment(moment: date, name: str) -> date:
    """The date, or date and time without a zone; TypeError or Refusal `date.zone` otherwise."""
    if not isinstance(moment, date):
        raise TypeError(f"{name} is a date or a datetime, not {type(moment).__name__}")
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        message = f"{name} carries a time zone; expiries are the site's local time."
        raise refuse("date.zone", name, message, "Give the site's local time, without a zone.")
    return moment


def past(container: Container, moment: date) -> bool:
    """Whether a container may no longer be used: a date is usable through its day, a time until then.

    On the day on which it expires at a time, an infusion of that day without a time is not before it.
    """
    expiry = container.expiry
    if not isinstance(expiry, date):
        return False
    if isinstance(expiry, datetime):
        return moment >= expiry if isinstance(moment, datetime) else moment >= expiry.date()
    return (moment.date() if isinstance(moment, datetime) else moment) > expiry


def later_today(container: Container, moment: date) -> bool:
    """Whether a container expires at a time of this very day, whose own time is not stated."""
    expiry = container.expiry
    return isinstance(expiry, datetime) and not isinstance(moment, datetime) and expiry.date() == moment


def usable_until(container: Container, moment: date) -> str:
    """Until when a container is usable, in words; the expiry is a date or a date and time."""
    expiry = container.expiry
    if not isinstance(expiry, datetime):
        return f"usable through {expiry}"
    text = f"usable until {expiry:%Y-%m-%d %H:%M}"
    return f"{text}, and the time of the infusion is not stated" if later_today(container, moment) else text
