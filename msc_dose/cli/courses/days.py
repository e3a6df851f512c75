"""Which days are open to a course: what an option states of them anew, and otherwise what the course has."""

from __future__ import annotations

import argparse
from datetime import date

from msc_dose.cli.arguments import Attempts
from msc_dose.cli.calendar import closures_of
from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling import Closures, day_text
from msc_dose.scheduling.site_calendar import PublicHolidays, SiteDays, merged_closures

_OPTIONS = ("open", "thaw_days", "closed", "holidays", "away", "slots", "booked")
_NONE = "none"  # states that no public holidays are kept
_SHOWN = 3


def states_days(given: argparse.Namespace) -> bool:
    """Whether any option of the calendar is given."""
    return any(getattr(given, name) is not None for name in _OPTIONS)


def days_of(
    given: argparse.Namespace, first_year: int | None, last_year: int | None, present: Closures
) -> Closures:
    """The present closures, each part of them replaced where its option is given; days away are added.

    The settings file replaces nothing: what a course has is on record. Raises one Refusal naming all that
    cannot be read; `value.missing` where the site's list or the public holidays alone would open days that
    the other closes.
    """
    if not states_days(given):
        return present.with_beside(())
    attempts = Attempts()
    stated = attempts.get(lambda: closures_of(_without_closed(given), None, None)) or Closures()
    closed = attempts.get(lambda: _closed(given, first_year, last_year, present))
    attempts.settle()
    days = closed or present
    return Closures(
        present.open if given.open is None else stated.open,
        days.closed,
        thaw=present.thaw if given.thaw_days is None else stated.thaw,
        away={**dict(present.away), **dict(stated.away)},
        full=present.full if given.booked is None else stated.full,
        worked=days.worked, provisional=days.provisional, covered=days.covered,
    )  # fmt: skip


def _without_closed(given: argparse.Namespace) -> argparse.Namespace:
    """The same options without closed days, which are read with those of the course in sight."""
    return argparse.Namespace(**{**vars(given), "closed": None, "holidays": _NONE})


def _closed(
    given: argparse.Namespace, first_year: int | None, last_year: int | None, present: Closures
) -> Closures | None:
    """The closed days that the options state; None where they state none, and those of the course stay."""
    if given.closed is None and given.holidays is None:
        return None
    attempts = Attempts()
    site = attempts.get(lambda: _site_days(given.closed))
    holidays = attempts.get(lambda: _holidays(given.holidays, first_year, last_year, present))
    attempts.settle()
    found = merged_closures(holidays=holidays, site=site)
    if given.closed is None or given.holidays is None:
        _hold_open(found, present, "holidays" if given.holidays is None else "closed")
    return found


def _site_days(path: str | None) -> SiteDays | None:
    from msc_dose.files.closed_days import load_site_days

    return None if path is None else load_site_days(path)


def _holidays(
    place: str | None, first_year: int | None, last_year: int | None, present: Closures
) -> PublicHolidays | None:
    """Those of the years asked for, and of all that were looked up for the course before."""
    years = [*(year for year in (first_year, last_year) if year is not None), *present.covered]
    if place is None or place == _NONE or not years:
        return None
    from msc_dose.files.public_holidays import holidays_of

    return holidays_of(place, range(min(years), max(years) + 1))


def _hold_open(found: Closures, present: Closures, other: str) -> None:
    """Refuse to open a closed day by leaving out the option that states it."""
    closed = dict(found.closed)
    opened = [day for day, _ in present.closed if day not in closed and day not in found.worked]
    lost = [day for day in present.worked if day not in found.worked and day not in closed]
    if opened or lost:
        raise _other_needed([*opened, *lost], other)


def _other_needed(days: list[date], other: str) -> Refusal:
    more = f" and {len(days) - _SHOWN} more" if len(days) > _SHOWN else ""
    listed = ", ".join(day_text(day) for day in days[:_SHOWN])
    message = f"Without --{other} these days would not stay as the course has them: {listed}{more}."
    fix = f"Give --{other} too{'; --holidays none where none are kept' if other == 'holidays' else ''}."
    return refuse("value.missing", other, message, fix)
