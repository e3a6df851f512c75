"""The options that state the calendar of a site and of a patient, shared by `plan` and `course`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from msc_dose.cli.arguments import Attempts
from msc_dose.cli.product import whole_number
from msc_dose.files.settings import VARIABLE, declared_settings
from msc_dose.notation.dates import read_date
from msc_dose.problems import refuse
from msc_dose.scheduling import Closures
from msc_dose.scheduling.site_calendar import PublicHolidays, SiteDays, full_days, merged_closures

_STATED = ("open", "thaw_days", "closed", "holidays", "slots")  # what a settings file states too
_NONE = "none"  # leaves out the public holidays that the settings file states
_EARLIER = timedelta(days=92)  # how far before the start what prepares it may lie
_YEARS_AHEAD = 3
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def add_calendar(arguments: argparse.ArgumentParser) -> None:
    """Add the options of open, closed and full days, which a site may state in its settings file once."""
    add = arguments.add_argument
    stated = f"else the settings file's ({VARIABLE})"
    add("--open", metavar="DAYS", help=f"open weekdays: mon-fri, or mon,tue,…; {stated}, or every day")
    add("--thaw-days", metavar="DAYS", help=f"weekdays on which the lab thaws; {stated}, or every open day")
    add(
        "--closed",
        metavar="FILE",
        help="the site's own days: CSV with the header date,reason or date,reason,open (yes: not closed)",
    )
    add("--holidays", metavar="PLACE", help="public holidays: DE, or a part of it such as DE-BY; none")
    add(
        "--away",
        metavar="FILE|DATES",
        help="the patient cannot come: CSV like --closed, or dates with commas",
    )
    add("--slots", metavar="N", help="infusions that a day takes; with --booked")
    add("--booked", metavar="FILE", help="slots taken: CSV with the header date,booked")


def years_around(start: date | None) -> tuple[int | None, int | None]:
    """The first and last year whose public holidays a course of this start may need; None without a start."""
    return (None, None) if start is None else ((start - _EARLIER).year, start.year + _YEARS_AHEAD)


def closures_of(given: argparse.Namespace, first_year: int | None, last_year: int | None) -> Closures | None:
    """The closures of these options and of the settings file; None where neither states anything.

    The public holidays are those of the years from first to last; none are looked up where no year is
    known yet. Raises one Refusal naming all that cannot be read.
    """
    site = _stated(given)
    if not site and given.away is None and given.booked is None:
        return None
    attempts = Attempts()
    opened = attempts.get(lambda: Closures(open=_weekdays(site.get("open"))).open)
    thaw = attempts.get(lambda: Closures(thaw=_weekdays(site.get("thaw_days"))).thaw)
    days = attempts.get(lambda: _site_days(given.closed, site.get("closed")))
    holidays = attempts.get(lambda: _holidays(site.get("holidays"), first_year, last_year))
    away = attempts.get(lambda: _away(given.away))
    full = attempts.get(lambda: _full(given, site))
    attempts.settle()
    return merged_closures(opened, thaw, holidays, days, away or (), full or ())


def calendar_echo(given: argparse.Namespace) -> list[str]:
    """What the settings file says of the calendar and no option overrides, said beside the result."""
    site = declared_settings()
    said = [(name, getattr(site, name)) for name in _STATED if getattr(given, name) is None]
    parts = [f"{name.replace('_', ' ')} {value}" for name, value in said if value is not None]
    return [f"as the site's settings file declares: {', '.join(parts)}"] if parts else []


def _stated(given: argparse.Namespace) -> dict[str, str]:
    """What is stated of the site's calendar, by name: by an option, else by the settings file."""
    site = declared_settings()
    both = {name: _first(getattr(given, name), getattr(site, name)) for name in _STATED}
    return {name: value for name, value in both.items() if value is not None}


def _first(option: str | None, setting: str | int | None) -> str | None:
    if option is not None:
        return option
    return None if setting is None else str(setting)


def _weekdays(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def _site_days(option: str | None, path: str | None) -> SiteDays | None:
    """The days of the option's file, else those that a record keeps, else those of the settings file's."""
    kept = declared_settings().closed_days
    if option is None and kept is not None:
        return kept
    from msc_dose.files.closed_days import load_site_days

    return None if path is None else load_site_days(path)


def _holidays(place: str | None, first_year: int | None, last_year: int | None) -> PublicHolidays | None:
    if place is None or place == _NONE or first_year is None or last_year is None:
        return None
    from msc_dose.files.public_holidays import holidays_of

    return holidays_of(place, range(first_year, last_year + 1))


def _away(text: str | None) -> Mapping[date, str] | None:
    """The days of a file, or those of the text itself where it has a date in it, or no letter."""
    if text is None:
        return None
    from msc_dose.files.closed_days import load_days_away

    parts = [part.strip() for part in text.split(",")]
    if any(map(str.isalpha, text)) and not any(map(_DATE.fullmatch, parts)):
        return load_days_away(text)
    attempts = Attempts()
    read = [attempts.get(partial(read_date, part, "away")) for part in parts]
    attempts.settle()
    days = [day for day in read if day is not None]
    return dict(Closures(away=[(day, "") for day in days]).away)


def _full(given: argparse.Namespace, site: Mapping[str, str]) -> tuple[tuple[date, str], ...]:
    """The days on which every slot is taken; the number of slots alone, of the settings file, fills none."""
    if given.booked is None and given.slots is None:
        return ()
    for name, meaning in (("booked", "how many slots are taken"), ("slots", "how many slots a day has")):
        if (given.booked if name == "booked" else site.get("slots")) is None:
            message = f"It is not stated {meaning}."
            raise refuse("value.missing", name, message, f"Give --{name}, or leave out the other.")
    from msc_dose.files.booked import load_booked

    slots = whole_number(argparse.Namespace(**site), "slots")
    return full_days(load_booked(given.booked), slots or 0)
