"""An event as a flat plain mapping, one line of a course file, and back.

Which keys there are, and of what kind, is read off the fields of the event; a field that has its default
is left out. `event_of` takes nothing on trust, and names everything wrong at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import MISSING, replace
from datetime import date, datetime
from typing import Any

from msc_dose.courses.closures_document import CLOSURE_KEYS, closures_document, closures_of
from msc_dose.courses.events.allowed import Of
from msc_dose.courses.events.amount_documents import amount_document, amount_of
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.fields import Field, Valid, fields_of
from msc_dose.courses.events.kinds import KINDS
from msc_dose.courses.plan import Plan
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.plain_text import shown
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures

_FRAME = ("number", "occurred", "recorded", "by")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{6})?)?"
    r"([+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def event_document(event: Event) -> dict[str, Any]:
    """The event as a mapping ready for JSON: number, type, occurred, recorded, by, then its own fields."""
    frame = {name: _written(getattr(event, name)) for name in _FRAME}
    return {"number": frame.pop("number"), "type": event.type, **frame, **_document(event.what)}


def event_of(document: Any) -> Event:
    """The event of a mapping that `event_document` wrote; a plan in it is calculated a second time.

    Raises one Refusal that names everything wrong by its path (`containers[0].issued`):
    `event.unknown-type`, `event.unknown-key`, `event.wrong-type`, `value.missing`; those of the values, of
    Plan.from_document and of Closures.
    """
    if not isinstance(document, dict):
        raise _wrong("event", "an object", document)
    kind = _kind(document)
    frame = [field for field in fields_of(Event) if field.name in _FRAME]
    given = {key: value for key, value in document.items() if key != "type"}
    problems = [*_unknown(given, [*frame, *fields_of(kind)])]
    values = _values(frame, given, problems)
    for field in frame:
        problems += field.problems(values[field.name]) if field.name in values else ()
    what = _made(kind, given, problems)
    if problems:
        raise Refusal(problems)
    return Event(**values, what=what)


def _kind(document: dict[str, Any]) -> type[Any]:
    if "type" not in document:
        raise refuse("value.missing", "type", "The event does not say its type.", f"Say {_listed(KINDS)}.")
    name = document["type"]
    if isinstance(name, str) and name in KINDS:
        kind: type[Any] = KINDS[name]
        return kind
    text = shown(str(name))
    message = f"{text} is no type of event that this version knows, and no event is passed over."
    raise refuse("event.unknown-type", "type", message, f"The types are {_listed(KINDS)}.", text)


# Writing


def _document(value: Valid) -> dict[str, Any]:
    pairs = ((field, getattr(value, field.name)) for field in fields_of(type(value)))
    return {field.name: _written(each) for field, each in pairs if not _left_out(field, each)}


def _left_out(field: Field, value: Any) -> bool:
    return field.default is not MISSING and value == field.default


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Amount):
        return amount_document(value)
    if isinstance(value, Plan):
        return value.as_document()
    if isinstance(value, Closures):
        return closures_document(value)
    return _document(value) if isinstance(value, Valid) else value


# Reading


def _unknown(given: dict[str, Any], known: Iterable[Field]) -> Iterable[Problem]:
    names = [field.name for field in known]
    for key in given:
        if key not in names:
            message = f"{shown(key)} is no field here."
            yield stop("event.unknown-key", shown(key), message, f"The fields are {_listed(names)}.")


def _values(known: Iterable[Field], given: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The values of those fields that are given; what is wrong is added to the problems."""
    values: dict[str, Any] = {}
    for field in known:
        if field.name not in given:
            if field.default is MISSING:
                message = f"{field.name} is missing."
                problems.append(stop("value.missing", field.name, message, f"Give {field.name}."))
            continue
        try:
            values[field.name] = _read(field, given[field.name])
        except Refusal as refusal:
            problems += refusal.problems
    return values


def _read(field: Field, given: Any) -> Any:
    if not field.many:
        return _one(field, given, field.name)
    if not isinstance(given, list):
        raise _wrong(field.name, "a list", given)
    read: list[Any] = []
    problems: list[Problem] = []
    for at, each in enumerate(given):
        try:
            read.append(_one(field, each, f"{field.name}[{at}]"))
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(problems)
    return tuple(read)


def _one(field: Field, given: Any, path: str) -> Any:
    if isinstance(field.allowed, Of):
        return amount_of(given, field.allowed.kinds, path)
    reader = _READERS.get(field.type, _nested)
    return reader(field.type, given, path)


def _made(kind: type[Any], given: dict[str, Any], problems: list[Problem]) -> Any:
    """The value of those keys that are its fields; None where it cannot be, and why is added."""
    found: list[Problem] = []
    values = _values(fields_of(kind), given, found)
    try:
        return None if found else kind(**values)
    except Refusal as refusal:
        found += refusal.problems
        return None
    finally:
        problems += found


def _nested(kind: type, given: Any, path: str) -> Any:
    if not isinstance(given, dict):
        raise _wrong(path, "an object", given)
    problems = [*_unknown(given, fields_of(kind))]
    made = _made(kind, given, problems)
    if problems:
        raise _under(path, problems)
    return made


def _plain(kind: type, given: Any, path: str) -> Any:
    # A bool is an int to Python; type() tells them apart.
    if type(given) is not kind:
        raise _wrong(path, {str: "text", int: "a whole number", bool: "true or false"}[kind], given)
    return given


def _day(kind: type, given: Any, path: str) -> date:
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:  # a day that its month does not have
        pass
    raise _wrong(path, "a date such as 2027-01-29", given)


def _moment(kind: type, given: Any, path: str) -> datetime:
    try:
        if isinstance(given, str) and _MOMENT.fullmatch(given):
            return datetime.fromisoformat(given)
    except ValueError:  # a day that its month does not have
        pass
    raise _wrong(path, "a date and time such as 2027-01-28T09:10+01:00", given)


def _plan(kind: type, given: Any, path: str) -> Plan:
    if not isinstance(given, dict):
        raise _wrong(path, "the document of a plan", given)
    try:
        return Plan.from_document(given)
    except Refusal as refusal:
        raise _under(path, refusal.problems) from refusal


def _closures(kind: type, given: Any, path: str) -> Closures:
    if not isinstance(given, dict):
        raise _wrong(path, "an object", given)
    unknown = [key for key in given if key not in CLOSURE_KEYS]
    try:
        if unknown:
            fix = f"The keys are {_listed(CLOSURE_KEYS)}."
            raise Refusal(stop("event.unknown-key", shown(key), "This is no key.", fix) for key in unknown)
        return closures_of(given)
    except Refusal as refusal:
        raise _under(path, refusal.problems) from refusal


_READERS: dict[type, Callable[[type, Any, str], Any]] = {
    str: _plain,
    int: _plain,
    bool: _plain,
    date: _day,
    datetime: _moment,
    Plan: _plan,
    Closures: _closures,
}


def _under(path: str, problems: Iterable[Problem]) -> Refusal:
    return Refusal(replace(problem, field=f"{path}.{problem.field}") for problem in problems)


def _wrong(path: str, wanted: str, read: Any) -> Refusal:
    text = shown(str(read))
    return refuse("event.wrong-type", path, f"{text} is not {wanted}.", f"Give {wanted}.", text)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
