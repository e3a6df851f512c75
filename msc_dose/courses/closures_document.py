"""Open and closed days as a plain mapping, by the keys of a plan's inputs, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling import Closures

CLOSURE_KEYS = ("open", "closed", "thaw", "away", "full", "worked", "provisional", "covered")
Each = TypeVar("Each")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def closures_document(closures: Closures) -> dict[str, Any]:
    """`open` and `closed` always; the other keys only where there are any.

    What must be open beside an infusion is not written: it follows from the visits of the plan.
    """
    document: dict[str, Any] = {
        "open": None if closures.open is None else list(closures.open),
        "closed": _pairs_document(closures.closed),
    }
    more: dict[str, Any] = {
        "thaw": None if closures.thaw is None else list(closures.thaw),
        "away": _pairs_document(closures.away),
        "full": _pairs_document(closures.full),
        "worked": [day.isoformat() for day in closures.worked],
        "provisional": list(closures.provisional),
        "covered": list(closures.covered),
    }
    return document | {key: value for key, value in more.items() if value}


def closures_of(document: Mapping[str, Any]) -> Closures:
    """The closures of a mapping that has the keys of `closures_document`; other keys are not looked at.

    Raises Refusal `value.missing` without `open` or `closed`, `document.malformed` with the path of what is
    wrong, and those of Closures.
    """
    for key in ("open", "closed"):
        if key not in document:
            raise refuse("value.missing", key, f"{key} is missing.", f"Give {key}.")
    weekdays = document["open"]
    return Closures(
        None if weekdays is None else _list(weekdays, "open", _text),
        _list(document["closed"], "closed", _pair),
        thaw=_list(document["thaw"], "thaw", _text) if "thaw" in document else None,
        away=_list(document.get("away", []), "away", _pair),
        full=_list(document.get("full", []), "full", _pair),
        worked=_list(document.get("worked", []), "worked", _day),
        provisional=_list(document.get("provisional", []), "provisional", _year),
        covered=_list(document.get("covered", []), "covered", _year),
    )


def _pairs_document(pairs: tuple[tuple[date, str], ...]) -> list[dict[str, str]]:
    return [{"date": day.isoformat(), "reason": reason} for day, reason in pairs]


def _list(given: Any, path: str, read: Callable[[Any, str], Each]) -> list[Each]:
    if not isinstance(given, list):
        raise _malformed(path, "a list")
    return [read(each, f"{path}[{at}]") for at, each in enumerate(given)]


def _text(given: Any, path: str) -> str:
    if not isinstance(given, str):
        raise _malformed(path, "text")
    return given


def _year(given: Any, path: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise _malformed(path, "a year")
    return given


def _day(given: Any, path: str) -> date:
    try:
        if _DAY.fullmatch(_text(given, path)):
            return date.fromisoformat(given)
    except ValueError:  # a day that its month does not have
        pass
    raise _malformed(path, "a date such as 2027-03-29")


def _pair(given: Any, path: str) -> tuple[date, str]:
    if not isinstance(given, dict) or set(given) != {"date", "reason"}:
        raise _malformed(path, "a date with its reason")
    return _day(given["date"], f"{path}.date"), _text(given["reason"], f"{path}.reason")


def _malformed(path: str, wanted: str) -> Refusal:
    fix = "Give the document exactly as the program wrote it."
    return refuse("document.malformed", path, f"{path} is not {wanted}.", fix)
