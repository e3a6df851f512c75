"""The fields of an event, read off its annotations, and the base that holds a new value to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime, timezone
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msc_dose.courses.events.allowed import Allowed
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.scheduling import FIRST_DAY, LAST_DAY, day_text


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the types it may have, what is allowed of them, whether it may be None or holds many.

    `default` is `dataclasses.MISSING` where a value must be given.
    """

    name: str
    types: tuple[type, ...]
    allowed: Allowed | None
    many: bool
    optional: bool
    default: Any

    @property
    def type(self) -> type:
        """The one type of a field that has one."""
        return self.types[0]

    def problems(self, value: Any) -> Iterator[Problem]:
        """What is wrong with a value of this field; TypeError where its type is another."""
        if value is None and self.optional:
            return
        if not self.many:
            yield from self._problems(value, self.name)
            return
        if not isinstance(value, tuple):
            raise TypeError(f"{self.name} is a tuple, not {type(value).__name__}")
        for at, each in enumerate(value):
            yield from self._problems(each, f"{self.name}[{at}]")

    def _problems(self, value: Any, path: str) -> Iterable[Problem]:
        if not isinstance(value, self.types) or type(value) in _NOT.get(self.type, ()):
            wanted = self.type.__name__ if len(self.types) == 1 else "one of the events"
            raise TypeError(f"{path} is {wanted}, not {type(value).__name__}")
        if isinstance(value, datetime):
            return _moment_problems(value, path)
        if isinstance(value, date):
            return _day_problems(value, path)
        return self.allowed.problems(value, path) if self.allowed else ()


# A bool is an int to Python, and a datetime a date; to a record they are not.
_NOT: dict[type, tuple[type, ...]] = {int: (bool,), date: (datetime,)}


def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of a dataclass, in order."""
    return _fields(kind)


@cache
def _fields(kind: type) -> tuple[Field, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_field(each.name, hints[each.name], each.default) for each in fields(kind))


def _field(name: str, hint: Any, default: Any) -> Field:
    choices, allowed = _members(hint), None
    optional = NoneType in choices
    choices = [each for each in choices if each is not NoneType]
    many = get_origin(choices[0]) is tuple
    if many:
        choices = [get_args(choices[0])[0]]
    if get_origin(choices[0]) is Annotated:
        base, allowed = get_args(choices[0])
        choices = [base]
    return Field(name, tuple(choices), allowed, many, optional, default)


def _members(hint: Any) -> list[Any]:
    return list(get_args(hint)) if get_origin(hint) in (Union, UnionType) else [hint]


class Valid:
    """A dataclass of this base checks its fields when it is made; its moments keep their offset alone."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """TypeError for a wrong type; one Refusal that names every wrong field, else every broken rule."""
        known = fields_of(type(self))
        problems = [problem for field in known for problem in field.problems(getattr(self, field.name))]
        if problems:
            raise Refusal(problems)
        for field in known:
            if field.type is datetime and getattr(self, field.name) is not None:
                _keep_offset(self, field.name)
        # Moments of one zone compare by its wall clock, which runs through an hour of autumn twice.
        if problems := list(self.joint_problems()):
            raise Refusal(problems)

    def joint_problems(self) -> Iterable[Problem]:
        """What is wrong between fields, each of which is right by itself."""
        return ()


def joint_problems_of(kind: type[Valid], values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong between those fields of a kind that are known; what needs another one is passed over."""
    part = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(part, name, value)
    for field in fields_of(kind):
        if field.type is datetime and values.get(field.name) is not None:
            _keep_offset(part, field.name)
    found: list[Problem] = []
    with suppress(AttributeError):  # a field that is not known has no value; what was found before it stays
        for problem in part.joint_problems():
            found.append(problem)
    return found


def _keep_offset(value: Any, name: str) -> None:
    """A zone's moments do not compare equal to an offset's in the hour that clocks repeat."""
    moment: datetime = getattr(value, name)
    offset = moment.utcoffset()
    if offset is not None and type(moment.tzinfo) is not timezone:
        fixed = moment.replace(tzinfo=timezone(offset), fold=0)
        object.__setattr__(value, name, fixed)


def _moment_problems(moment: datetime, path: str) -> Iterable[Problem]:
    offset = moment.utcoffset()
    if offset is None:
        message = f"{moment.isoformat(' ')} does not say its offset from UTC."
        fix = "Add it, such as +01:00."
        return (stop("event.offset", path, message, fix, moment.isoformat()),)
    if offset.total_seconds() % 60:
        message = f"{moment.isoformat(' ')} has an offset from UTC that is no whole minutes."
        return (stop("event.offset", path, message, "Give the offset, such as +01:00.", moment.isoformat()),)
    return _day_problems(moment.date(), path)


def _day_problems(day: date, path: str) -> Iterable[Problem]:
    if FIRST_DAY <= day <= LAST_DAY:
        return ()
    message = f"{day_text(day)} lies outside {day_text(FIRST_DAY)} to {day_text(LAST_DAY)}."
    return (stop("date.out-of-range", path, message, "Check the year.", day.isoformat()),)
