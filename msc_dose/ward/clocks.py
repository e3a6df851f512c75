"""The clock of a thawed product, and stretches of time, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.scheduling import day_text
from msc_dose.ward.staging import Staged, in_utc

if TYPE_CHECKING:
    from msc_dose.ward.brief import SeenInfusion


def clock(made: Staged, local: datetime) -> str:
    """The clock of a thawed product: `FINISH BY 15:40, 1 h 35 min left`, or that it has run out."""
    expires, left = made.infusion.expires, made.minutes
    if expires is None or left is None:
        return "expiry after thaw not stated"
    when = clock_time(expires, local)
    if expired(made.infusion, local):
        return f"EXPIRED {when}, {span(-left)} ago: tell the laboratory"
    return f"FINISH BY {when}, {span(left)} left"


def clock_time(moment: datetime, local: datetime) -> str:
    """The time; of another day also the day."""
    at = in_utc(moment, local).astimezone(local.tzinfo)
    return f"{at:%H:%M}" if at.date() == local.date() else f"{day_text(at.date())} {at:%H:%M}"


def expired(infusion: SeenInfusion, local: datetime) -> bool:
    """Whether the expiry after thaw has passed; it holds to its last moment."""
    return infusion.expires is not None and in_utc(infusion.expires, local) < in_utc(local, local)


def days(number: int) -> str:
    """`1 day`, `3 days`."""
    return f"{number} day{'' if number == 1 else 's'}"


def span(minutes: int) -> str:
    """A stretch of time: `35 min`, `1 h 5 min`, `2 days 3 h`; below a minute it says so."""
    if minutes < 1:
        return "less than 1 min"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{days(hours // 24)} {hours % 24} h" if hours % 24 else days(hours // 24)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest else [])
    return " ".join(parts)
