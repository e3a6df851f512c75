"""The site's settings: what a site declares once, in TOML, in a file or in the record."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msc_dose.files.reading import file_text
from msc_dose.files.settings_calendar import CALENDAR_KEYS, read_calendar
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.problems import Problem, Refusal, refuse

if TYPE_CHECKING:
    from msc_dose.product.limits import Limit
    from msc_dose.scheduling.site_calendar import SiteDays

VARIABLE = "MSC_DOSE_SETTINGS"
_KEYS = ("decimal_mark", "limits", "clearance", *CALENDAR_KEYS)
_OF_RECORD = "identity"  # what no file may say of a record


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site has declared; None is not declared.

    `decimal_mark` is `point` or `comma`; `limits` are its acceptance limits; `open` and `thaw_days` its
    weekdays (`mon-fri`); `closed` the path of its own list of days; `holidays` the place whose public
    holidays it keeps (`DE`, `DE-BY`); `slots` how many infusions a day takes; `zone` the time zone of its
    wall clock (`Europe/Berlin`). `clearance` is the site's list of items before thaw. `closed_days` is the
    site's own list itself where a record keeps it: `closed` is then what the list is called.
    """

    decimal_mark: str = "point"
    limits: tuple[Limit, ...] = ()
    open: str | None = None
    thaw_days: str | None = None
    closed: str | None = None
    holidays: str | None = None
    slots: int | None = None
    zone: str | None = None
    clearance: tuple[str, ...] = ()
    closed_days: SiteDays | None = None


_in_force: list[Settings] = []


def use_settings(settings: Settings | None) -> None:
    """Put settings in force for this process, whatever a file says; None leaves the file's in force."""
    _in_force[:] = [] if settings is None else [settings]


def declared_settings() -> Settings:
    """The settings in force: those of a record in use, else of the file that MSC_DOSE_SETTINGS names.

    Without either they are the defaults. Raises the refusals of `load_settings`.
    """
    if _in_force:
        return _in_force[0]
    path = os.environ.get(VARIABLE)
    return load_settings(path) if path else Settings()


def load_settings(path: str | os.PathLike[str]) -> Settings:
    """The settings of a TOML file; what it leaves out keeps its default.

    Raises Refusal `file.unreadable`, `settings.not-toml`, `settings.key-unknown`, `decimal-mark.unknown`,
    and those of `read_calendar`.
    """
    name = os.fspath(path)
    return settings_of_text(file_text(name, "settings"), name)


def settings_of_text(text: str, name: str) -> Settings:
    """The settings of a text in TOML; `name` is what refusals call it, and the path that `closed` is beside.

    Raises the refusals of `load_settings` but those of reading a file.
    """
    table = _table(text, name)
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        message = f"{name} has the key {unknown[0]!r}, which is no setting."
        fix = f"The keys are {', '.join(_KEYS)}."
        if unknown[0] == _OF_RECORD:
            fix = "Leave it out: msc-dose settings identity changes it in the record."
        raise refuse("settings.key-unknown", unknown[0], message, fix, name)
    mark = table.get("decimal_mark", "point")
    site = Conventions(mark if isinstance(mark, str) else repr(mark))
    return Settings(
        site.decimal_mark,
        _limits(table, name, site),
        clearance=_clearance(table, name),
        **read_calendar(table, name),
    )


def _clearance(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The items of the site's list before thaw; Refusal `settings.value`."""
    items = table.get("clearance", [])
    if not isinstance(items, list) or not all(isinstance(each, str) and each.strip() for each in items):
        message = f"{name}: clearance is not a list of texts."
        fix = 'Write it such as clearance = ["arrived", "consent", "IV access"].'
        raise refuse("settings.value", "clearance", message, fix, name)
    return tuple(items)


def _table(text: str, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        message = f"{name} is not TOML: {error or 'nested too deep'}."
        raise refuse("settings.not-toml", "settings", message, "Correct the line.", name) from error


def load_limits(path: str | os.PathLike[str], site: Conventions = DEFAULT) -> tuple[Limit, ...]:
    """The acceptance limits of a TOML file with a table `[limits]`.

    Raises the refusals of `load_settings`; a file without limits is `settings.no-limits`.
    """
    name = os.fspath(path)
    table = _table(file_text(name, "settings"), name)
    if "limits" not in table:
        message = f"{name} has no table [limits]."
        raise refuse("settings.no-limits", "limits", message, "Add it, or leave the file out.", name)
    return _limits({"limits": table["limits"]}, name, site)


def _limits(table: Mapping[str, Any], name: str, site: Conventions) -> tuple[Limit, ...]:
    if "limits" not in table:
        return ()
    from msc_dose.notation.reader import read_amount
    from msc_dose.protocols.building_product import read_limits
    from msc_dose.protocols.keys import Section

    problems: list[Problem] = []
    file = Section(
        {"limits": table["limits"]}, "", problems, lambda text, kind, at: read_amount(text, kind, at, site)
    )
    found = read_limits(file, os.path.basename(name))
    if problems:
        raise Refusal(problems)
    return found
