"""The keys of the settings file that state a site's calendar."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from msc_dose.problems import Problem, Refusal, refuse, stop

CALENDAR_KEYS = ("open", "thaw_days", "closed", "holidays", "slots", "zone")
# Names of files beside those of the time zones: what they mean differs from machine to machine.
_NO_ZONES = ("localtime", "posixrules", "Factory")


def read_calendar(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The values of the calendar's keys that the table states, by key; `name` is the file's path.

    `closed` is a path, from the settings file's own folder where it is relative. Raises one Refusal naming
    every bad value: `settings.value`, `settings.zone`, `closures.open-weekdays`,
    `closures.thaw-weekdays`, `slots.invalid`.
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for key in CALENDAR_KEYS:
        if key in table:
            try:
                found[key] = _value(key, table[key], name)
            except Refusal as refusal:
                problems += [_in_file(problem, name) for problem in refusal.problems]
    if problems:
        raise Refusal(problems)
    return found


def zone_named(name: str) -> str:
    """The name of a time zone of the IANA list that this machine knows, such as `Europe/Berlin`.

    Raises Refusal `settings.zone`.
    """
    from zoneinfo import ZoneInfo

    try:
        known = name not in _NO_ZONES and ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):  # unknown; no name of a zone at all; the folder of several
        known = False
    if known:
        return name
    message = f"{name!r} is no time zone that is known here."
    fix = "Write a name of the IANA list, such as Europe/Berlin; on Windows, install tzdata."
    raise refuse("settings.zone", "zone", message, fix, name)


def _value(key: str, given: Any, name: str) -> Any:
    """The value of this key, checked as far as it can be without another file or library."""
    from msc_dose.scheduling import Closures
    from msc_dose.scheduling.site_calendar import full_days

    if not _is_of_its_kind(key, given):
        what = "a whole number" if key == "slots" else "a text in quotes"
        raise refuse("settings.value", key, f"{key} is {given!r}.", f"Give it {what}.", repr(given))
    if key == "open":
        Closures(open="".join(given.split()))
    if key == "thaw_days":
        Closures(thaw="".join(given.split()))
    if key == "slots":
        full_days({}, given)
    if key == "zone":
        return zone_named(given)
    return os.path.join(os.path.dirname(name), given) if key == "closed" else given


def _is_of_its_kind(key: str, given: Any) -> bool:
    if key == "slots":
        return isinstance(given, int) and not isinstance(given, bool)
    return isinstance(given, str) and given != ""


def _in_file(problem: Problem, name: str) -> Problem:
    field = "thaw_days" if problem.field == "thaw" else problem.field
    return stop(problem.code, field, f"{name}: {problem.message}", problem.fix, problem.read)
