"""The days on which a site gives no infusion, as its settings state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.scheduling import Closures
from msc_dose.scheduling.site_calendar import merged_closures

if TYPE_CHECKING:
    from msc_dose.files.settings import Settings


def closures_of_settings(settings: Settings, first_year: int, last_year: int) -> Closures:
    """Open weekdays, thaw days, the site's own days and the public holidays from the first to the last year.

    Raises the refusals of a list of closed days and of public holidays that cannot be read.
    """
    from msc_dose.files.closed_days import load_site_days
    from msc_dose.files.public_holidays import holidays_of

    days = settings.closed_days
    if days is None and settings.closed is not None:
        days = load_site_days(settings.closed)
    years = range(first_year, last_year + 1)
    holidays = None if settings.holidays is None else holidays_of(settings.holidays, years)
    opened, thaw = _weekdays(settings.open), _weekdays(settings.thaw_days)
    return merged_closures(opened, thaw, holidays, days, (), ()) or Closures()


def _weekdays(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())
