"""A site's calendar: public holidays, the site's own days over them, and the days that are full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import Problem, refuse
from msc_dose.scheduling._dates import day_text, require_date, require_int
from msc_dose.scheduling._listed import Listed, read_days, read_listed, read_years
from msc_dose.scheduling.closures import Closures

MOST_SLOTS = 1000


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """The public holidays of a place over some years, as plain data.

    `days` are the holidays with their names; `worked` the days of a weekend that are working days there;
    `provisional` the years of which a part is estimated or not yet announced; `years` all that were looked
    up. All are kept sorted.
    Raises the refusals of Closures.
    """

    days: Listed
    worked: tuple[date, ...] = ()
    provisional: tuple[int, ...] = ()
    years: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Sort and check the days."""
        object.__setattr__(self, "days", read_listed(self.days, "closed"))
        object.__setattr__(self, "worked", read_days(self.worked, "worked"))
        object.__setattr__(self, "provisional", read_years(self.provisional, "provisional"))
        object.__setattr__(self, "years", read_years(self.years, "covered"))


@dataclass(frozen=True, slots=True)
class SiteDays:
    """The site's own list: the days on which it is `closed`, with reasons, and those on which it is `opened`.

    An opened day is open though its weekday is not, or a public holiday falls on it. Raises the refusals
    of Closures; `closures.duplicate-date` for a day that is in both lists.
    """

    closed: Listed = ()
    opened: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Sort and check the days."""
        object.__setattr__(self, "closed", read_listed(self.closed, "closed"))
        object.__setattr__(self, "opened", read_days(self.opened, "closed"))
        for day in sorted({day for day, _ in self.closed} & set(self.opened)):
            message = f"{day_text(day)} is listed both as closed and as open."
            raise refuse("closures.duplicate-date", "closed", message, "Keep one.", day.isoformat())


def merged_closures(
    open: str | Iterable[str] | None = None,
    thaw: str | Iterable[str] | None = None,
    holidays: PublicHolidays | None = None,
    site: SiteDays | None = None,
    away: Mapping[date, str] | Iterable[tuple[date, str]] = (),
    full: Mapping[date, str] | Iterable[tuple[date, str]] = (),
) -> Closures:
    """The closures of a site: a day of its own list replaces what the public holidays say of it.

    A day that the site opens is no public holiday there, and is worked; one that it closes is not worked.
    Raises the refusals of Closures.
    """
    holidays, site = holidays or PublicHolidays(()), site or SiteDays()
    closed = {**dict(holidays.days), **dict(site.closed)}
    closed = {day: reason for day, reason in closed.items() if day not in site.opened}
    worked = {day for day in holidays.worked if day not in closed} | set(site.opened)
    return Closures(
        open, closed, thaw=thaw, away=away, full=full, worked=worked, provisional=holidays.provisional,
        covered=holidays.years,
    )  # fmt: skip


def full_days(booked: Mapping[date, int], slots: int) -> Listed:
    """The days on which every slot is taken, each with its reason (`3 of 3 slots taken`).

    `booked` holds how many slots of a day are taken, `slots` how many a day has (1 to 1000). Raises
    Refusal `slots.invalid`, `date.out-of-range`; TypeError for wrong types.
    """
    if not 1 <= require_int(slots, "slots") <= MOST_SLOTS:
        message = f"{slots} slots a day are outside 1 to {MOST_SLOTS:,}."
        raise refuse("slots.invalid", "slots", message, "Give the number of slots of a day.", str(slots))
    taken = sorted(
        (require_date(day, "booked"), require_int(count, "booked")) for day, count in booked.items()
    )
    return tuple((day, _taken_text(count, slots)) for day, count in taken if count >= slots)


def provisional_notes(closures: Closures, dates: Iterable[date]) -> tuple[Problem, ...]:
    """One NOTE `schedule.provisional-holidays` that names every year of `dates` with estimated holidays."""
    years = sorted({day.year for day in dates} & set(closures.provisional))
    if not years:
        return ()
    *others, last = map(str, years)
    text = f"{', '.join(others)} and {last}" if others else last
    message = f"Public holidays of {text} are estimates, or not all announced."
    fix = "Check the dates again when the public holidays are announced."
    return (Problem("schedule.provisional-holidays", "note", "closures", message, fix, text),)


def uncovered_problems(closures: Closures, dates: Iterable[date]) -> tuple[Problem, ...]:
    """A CHECK `schedule.holidays-not-covered` for dates in years whose public holidays were not looked up.

    Nothing where no place is named: then no public holidays are meant.
    """
    years = sorted({day.year for day in dates} - set(closures.covered)) if closures.covered else []
    if not years:
        return ()
    text = ", ".join(map(str, years))
    message = f"Public holidays of {text} were not looked up: no day of it counts as one."
    fix = "Look them up for every year in which there are dates."
    return (Problem("schedule.holidays-not-covered", "check", "closures", message, fix, text),)


def closure_notes(closures: Closures) -> tuple[Problem, ...]:
    """A NOTE `schedule.thaw-days-not-stated` where the thaw weekdays are not stated."""
    if closures.thaw is not None:
        return ()
    message = "No thaw weekdays are stated: the lab counts as thawing on every open day."
    fix = "State the weekdays on which the lab thaws."
    return (Problem("schedule.thaw-days-not-stated", "note", "thaw", message, fix),)


def _taken_text(count: int, slots: int) -> str:
    return f"{count} of {slots} {'slot' if slots == 1 else 'slots'} taken"
