"""What a plan may be made from: the protocols to choose among, and the calendar that the site declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from msc_dose.files.protocols import load_protocol, shipped_protocols
from msc_dose.files.settings import Settings
from msc_dose.files.site_closures import closures_of_settings
from msc_dose.protocols.protocol import Protocol
from msc_dose.scheduling import Closures
from msc_dose.scheduling.site_calendar import SiteDays

_YEARS_BEFORE, _YEARS_AFTER = 1, 4  # around the start: what prepares a course, and its last follow-up


@dataclass(frozen=True, slots=True)
class Source:
    """The protocols by name, how one is loaded, and the site's settings."""

    names: Callable[[], tuple[str, ...]] = lambda: tuple(shipped_protocols())
    load: Callable[[str], Protocol] = load_protocol
    settings: Settings = Settings()  # noqa: RUF009  # it is frozen

    def closures(self, opening: str, days: dict[date, str] | None, start: date | None) -> Closures | None:
        """The site's calendar, in which what is typed replaces its part; None where neither states any.

        Raises the refusals of lists of closed days and of public holidays that cannot be read.
        """
        site = replace(self.settings, open=opening or self.settings.open)
        if days is not None:
            site = replace(site, closed=None, closed_days=SiteDays(tuple(days.items())))
        stated = (site.open, site.thaw_days, site.closed, site.closed_days, site.holidays)
        if all(each is None for each in stated):
            return None
        if start is None:
            site = replace(site, holidays=None)  # of which years is not known yet
        year = start.year if start else date.min.year
        return closures_of_settings(site, year - _YEARS_BEFORE, year + _YEARS_AFTER)

    def calendar_text(self) -> str:
        """What the site declares of its calendar, in few words; empty where it declares nothing."""
        site = self.settings
        parts = [site.open or "", site.closed or "", (site.holidays and f"holidays {site.holidays}") or ""]
        return ", ".join(part for part in parts if part)


SHIPPED = Source()
