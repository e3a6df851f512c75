"""Public holidays of a country or a part of it, from the library `holidays` (extra `holidays`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling import day_text
from msc_dose.scheduling.site_calendar import PublicHolidays

_LANGUAGE = "en_US"  # a fixed one: left open, the names would follow the machine's locale
_ESTIMATED = (
    "estimated)"  # how the library ends the name of a day that it calculates ahead of its announcement
)


def holidays_of(place: str, years: Iterable[int]) -> PublicHolidays:
    """The public holidays of a place written `DE` or `DE-BY`; the refusals of `public_holidays`."""
    country, dash, subdivision = place.partition("-")
    return public_holidays(country, subdivision if dash else None, years=years)


def public_holidays(country: str, subdivision: str | None = None, *, years: Iterable[int]) -> PublicHolidays:
    """The public holidays of these years, observed days among them, with English names.

    `country` is an ISO 3166-1 code of two letters, `subdivision` the part of an ISO 3166-2 code after the
    country. A year is provisional where the library marks a day of it as estimated or ends before it, or
    where the place moves working days by a yearly announcement and the library knows none for it yet.

    Raises Refusal `holidays.not-installed`, `holidays.unknown` (with codes that are near),
    `holidays.year-not-known` where the library knows nothing from the first of the years on.
    """
    wanted = sorted(set(years))
    entity = _entity(country, subdivision)
    first, last = entity.start_year, entity.end_year
    if wanted and (wanted[0] < first or wanted[0] > last):
        message = f"The public holidays of {country} are known for {first} to {last}, not for {wanted[0]}."
        raise refuse("holidays.year-not-known", "holidays", message, "Check the year.", str(wanted[0]))
    # What a year takes from its neighbours, such as a December Saturday worked for a day in January.
    around = {year + step for year in wanted for step in (-1, 0, 1) if first <= year + step <= last}
    found = entity(years=around, subdiv=subdivision, **_options(entity))
    days = [(day, _name(found, name)) for day, name in found.items() if day.year in wanted]
    return PublicHolidays(
        tuple(days),
        tuple(day for day in found.weekend_workdays if day.year in wanted),
        tuple(year for year in wanted if _estimated(found, year)),
        tuple(wanted),
    )


def _entity(country: str, subdivision: str | None) -> Any:
    """The library's class for the country, which knows the subdivision."""
    registry = _registry()
    codes = {names[1]: names for names in registry.COUNTRIES.values()}
    if country not in codes:
        raise _unknown(country, "country", _near_countries(country, codes))
    import holidays

    entity = getattr(holidays, country).get_entity()
    if subdivision is not None and subdivision not in entity.subdivisions:
        near = _near_parts(subdivision, country, entity)
        raise _unknown(f"{country}-{subdivision}", f"subdivision of {country}", near)
    return entity


def _registry() -> Any:
    try:
        from holidays import registry
    except ImportError as error:
        message = "Public holidays need the library holidays, which is not installed."
        fix = "Run: pip install 'msc_dose[holidays]'"
        raise refuse("holidays.not-installed", "holidays", message, fix) from error
    return registry


def _options(entity: Any) -> dict[str, Any]:
    """The language of the names, and every mark of an estimate, which some countries leave out."""
    languages: tuple[str, ...] = entity.supported_languages
    english = [language for language in languages if language.startswith("en")]
    language = _LANGUAGE if _LANGUAGE in languages or not english else english[0]
    known = entity.get_supported_options() if hasattr(entity, "get_supported_options") else {}
    return {"language": language, **{name: True for name in known if name.endswith("_show_estimated")}}


def _name(found: Any, name: str) -> str:
    """The holiday's name; the day for which it is taken in place of another is written like every day."""
    return "; ".join(_substituted(found, part) for part in name.split("; "))


def _substituted(found: Any, name: str) -> str:
    if not getattr(found, "has_substituted_holidays", False):
        return name
    before, _, after = found.tr(found.substituted_label).partition("%s")
    written = name.removeprefix(before).removesuffix(after)
    if f"{before}{written}{after}" != name:
        return name
    try:
        day = datetime.strptime(written, found.tr(found.substituted_date_format))  # noqa: DTZ007  # a day only
    except ValueError:
        return name
    return f"{before}{day_text(date(day.year, day.month, day.day))}{after}"


def _estimated(found: Any, year: int) -> bool:
    """Whether a day of the year is an estimate, or the year or its worked days are not announced yet."""
    if year > found.end_year or any(day.year == year and _ESTIMATED in name for day, name in found.items()):
        return True
    announced = list(_announced_years(found))
    return bool(announced) and year > max(announced)


def _announced_years(found: Any) -> Iterator[int]:
    """The years for which the library knows a day off that is worked on another day."""
    if not getattr(found, "has_substituted_holidays", False):
        return
    special: dict[int, tuple[Any, ...]] = getattr(found, "special_public_holidays", {})
    for year, rows in special.items():
        each = rows if rows and isinstance(rows[0], tuple) else (rows,)
        if any(len(row) > 3 for row in each):  # month and day off, month and day worked
            yield year


def _unknown(read: str, what: str, near: list[str]) -> Refusal:
    offer = f" Near: {', '.join(near)}." if near else ""
    fix = f"Give a code such as DE or DE-BY.{offer}"
    return refuse("holidays.unknown", "holidays", f"{read!r} is no {what} that is known.", fix, read)


def _near_countries(read: str, codes: dict[str, tuple[str, ...]]) -> list[str]:
    """The codes whose country has this name or another code of it, or is written much alike."""
    named = {name.lower(): code for code, names in codes.items() for name in (code, *names)}
    return _near(read, named, [])


def _near_parts(read: str, country: str, entity: Any) -> list[str]:
    """The parts written much alike, by code or by name; all of them where there is none."""
    named = {code.lower(): f"{country}-{code}" for code in entity.subdivisions}
    named |= {name.lower(): f"{country}-{code}" for name, code in entity.subdivisions_aliases.items()}
    return _near(read, named, [f"{country}-{code}" for code in entity.subdivisions])


def _near(read: str, named: dict[str, str], otherwise: list[str]) -> list[str]:
    wanted = read.strip().lower()
    if wanted in named:
        return [named[wanted]]
    close = get_close_matches(wanted, named, n=5)
    return list(dict.fromkeys(named[name] for name in close)) or otherwise
