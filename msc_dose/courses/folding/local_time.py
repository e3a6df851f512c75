"""Moments as the site's clocks show them: an infusion at 23:30 UTC is on the next day in Berlin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.courses.events.event import Event

_MOMENTS = ("started", "ended", "onset", "expires")


def at_site(event: Event, zone: str) -> Event:
    """The event with its moments at the offset of the site's zone; itself where they are so already."""
    told = {name: getattr(event.what, name, None) for name in _MOMENTS}
    moved = {
        name: local
        for name, moment in told.items()
        if isinstance(moment, datetime) and (local := local_time(moment, zone)).tzinfo != moment.tzinfo
    }
    occurred = local_time(event.occurred, zone)
    if not moved and occurred.tzinfo == event.occurred.tzinfo:
        return event
    what: Any = event.what
    return replace(event, occurred=occurred, what=replace(what, **moved) if moved else what)


def local_time(moment: datetime, zone: str) -> datetime:
    """The moment at the offset that the zone has then."""
    offset = moment.astimezone(_zone(zone)).utcoffset()
    return moment if offset == moment.utcoffset() or offset is None else moment.astimezone(timezone(offset))


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
