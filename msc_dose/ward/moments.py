"""Now, by the clocks of the ward and of each course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msc_dose.problems import refuse

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen


@dataclass(frozen=True, slots=True)
class Moments:
    """Now in each zone that a course has, and as the ward's clocks show it: by the zone that all share."""

    ward: datetime
    zones: dict[str, datetime]

    @classmethod
    def at(cls, now: datetime, zones: Iterable[str]) -> Moments:
        """The moments of now; Refusal `ward.zone-unknown`."""
        local = {zone: _local(now, zone) for zone in zones}
        return cls(next(iter(local.values())) if len(local) == 1 else now, local)

    @property
    def ward_day(self) -> Date:
        """The ward's day."""
        return self.ward.date()

    @property
    def one_zone(self) -> bool:
        """Whether every course has the ward's own clocks."""
        return len(self.zones) <= 1

    def of(self, course: Seen) -> datetime:
        """Now by the clocks of the course."""
        return self.zones[course.zone]

    def same_clocks(self, course: Seen) -> bool:
        """Whether the clocks of the course show what the ward's show."""
        return self.one_zone or self.zones[course.zone].utcoffset() == self.ward.utcoffset()

    @property
    def days(self) -> tuple[object, ...]:
        """What days and clocks there are: while it stays the same, only minutes have passed."""
        each = ((zone, at.date(), at.utcoffset()) for zone, at in self.zones.items())
        return (self.ward.date(), self.ward.utcoffset(), self.one_zone, *sorted(each))


def _local(now: datetime, zone: str) -> datetime:
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message, fix = f"{zone!r} is no time zone that is known here.", "Give an IANA name: Europe/Berlin."
        raise refuse("ward.zone-unknown", "zone", message, fix, zone) from None
