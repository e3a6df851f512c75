"""What was put in otherwise: schedule, window, closed days, weight, dose rule, product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date as Date
from itertools import zip_longest
from typing import Any

from msc_dose.courses.course import Course
from msc_dose.courses.difference.sides import Side
from msc_dose.courses.difference.values import AmountChange, WordChange
from msc_dose.courses.plan import Inputs, Plan
from msc_dose.dosing.shapes import Shape
from msc_dose.product.container import Container
from msc_dose.product.use import ProductUse
from msc_dose.protocols.describing import shape_lines
from msc_dose.protocols.visits import VisitRule
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import Closures, day_text

NONE = "none"
_DATED = (("closed", "closed: "), ("away", "the patient cannot come: "), ("full", "full: "))
_RULE = "dose rule"
_Days = dict[tuple[Date, str], str]


def input_changes(one: Side, other: Side) -> tuple[WordChange, ...]:
    """What was put in otherwise, plan by plan; closed days of a date stand for themselves."""
    # A plan stands against the first plan of a course: what a course plans later is no change of an input.
    whole = one.course is not None and other.course is not None
    before, after = (side.plans if whole else side.plans[:1] for side in (one, other))
    found = [
        change
        for block, (old, new) in enumerate(zip_longest(before, after), 1)
        for change in _of_block(old, new, "" if block == 1 else f"block {block}: ")
    ]
    calendars = one.closures, other.closures
    return (*found, *_weekdays(*calendars), *_other_reasons(*calendars))


def _of_block(old: Plan | None, new: Plan | None, lead: str) -> Iterator[WordChange]:
    if old is None or new is None:
        if old is not new:
            yield WordChange(f"{lead}plan", _planned(old), _planned(new))
        return
    for name, before, after in (("protocol", old.protocol, new.protocol), ("status", old.status, new.status)):
        if before != after:
            yield WordChange(lead + name, before, after)
    yield from _changes(old.inputs, new.inputs, lead)
    if old.course_rules != new.course_rules:
        yield from _parts("rules of the course", old.course_rules, new.course_rules, lead)


def _planned(plan: Plan | None) -> str:
    return NONE if plan is None else f"{plan.protocol}, start {day_text(plan.inputs.start)}"


def _changes(old: Inputs, new: Inputs, lead: str) -> Iterator[WordChange]:
    if old.weight != new.weight:
        yield _amounts(f"{lead}weight", old.weight, new.weight)
    if old.basis != new.basis:
        yield WordChange(f"{lead}basis", old.basis or "not stated", new.basis or "not stated")
    for field in fields(Inputs):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or field.name == "closures":
            continue
        match field.name:
            case "patient":
                yield from _parts("patient", before, after, lead, skip=("weight", "basis"))
            case "rule":
                yield from _parts(_RULE, before, after, lead)
            case "product":
                yield from _product(before, after, lead)
            case "minimum_gap" | "maximum_gap":
                yield WordChange(lead + field.name.replace("_", " "), _days(before), _days(after))
            case _:
                yield _words(lead + field.name.replace("_", " "), before, after)


def _days(number: int | None) -> str:
    return NONE if number is None else f"{number} day{'' if number == 1 else 's'}"


def _parts(name: str, before: Any, after: Any, lead: str, skip: tuple[str, ...] = ()) -> Iterator[WordChange]:
    """The fields of a value that differ, each by its name."""
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name not in skip and old != new:
            label = name if field.name == "shape" else f"{name}: {field.name.replace('_', ' ')}"
            yield _words(lead + label, old, new)


def _product(before: ProductUse | None, after: ProductUse | None, lead: str) -> Iterator[WordChange]:
    if before is None or after is None:
        one, other = ("not stated" if each is None else "stated" for each in (before, after))
        yield WordChange(f"{lead}product", one, other)
        return
    yield from _parts("product", before, after, lead, skip=("handling",))
    if before.handling != after.handling:
        yield from _parts("handling", before.handling, after.handling, lead)


def _words(name: str, before: object, after: object) -> WordChange:
    if isinstance(before, Amount) or isinstance(after, Amount):
        one, other = (each if isinstance(each, Amount) else None for each in (before, after))
        return _amounts(name, one, other)
    return WordChange(name, _said(before), _said(after))


def _amounts(name: str, before: Amount | None, after: Amount | None) -> WordChange:
    one, other = (NONE if each is None else briefly(each) for each in (before, after))
    return WordChange(name, one, other, AmountChange(before, after))


def _said(value: Any) -> str:
    """A value in words: amounts, dates and shapes as they are printed elsewhere."""
    match value:
        case None | () | "":
            return NONE
        case bool():
            return "yes" if value else "no"
        case Amount():
            return briefly(value)
        case Date():
            return day_text(value)
        case VisitRule():
            return f"{value.kind} {value.when}, window {value.window}"
        case Container():
            return value.identity
        case tuple() | list():
            return "; ".join(map(_said, value))
    if is_dataclass(value) and type(value).__str__ is object.__str__:
        return _of_fields(value)
    return str(value)


def _of_fields(value: Any) -> str:
    """A value that has no words of its own: a dose's shape by its lines, another by what it holds."""
    if isinstance(value, Shape):
        return "; ".join(shape_lines(value))
    held = ((field.name, getattr(value, field.name)) for field in fields(value))
    return ", ".join(
        f"{name.replace('_', ' ')} {_said(each)}" for name, each in held if each not in (None, ())
    )


def closed_days(
    before: Closures, after: Closures
) -> tuple[tuple[tuple[Date, str], ...], tuple[tuple[Date, str], ...]]:
    """The days closed newly and those opened newly, with why they are or were closed."""
    old, new = _dated(before), _dated(after)
    return _only_in(new, old), _only_in(old, new)


def _only_in(days: _Days, other: _Days) -> tuple[tuple[Date, str], ...]:
    return tuple(sorted((day, reason) for (day, name), reason in days.items() if (day, name) not in other))


def _dated(closures: Closures) -> _Days:
    """Each closed day, by the list that closes it, with its reason as it is printed."""
    return {
        (day, name): lead + (reason.strip() or "no reason given")
        for name, lead in _DATED
        for day, reason in getattr(closures, name)
    }


def _other_reasons(before: Closures, after: Closures) -> Iterator[WordChange]:
    """Days that are closed on both sides, each for another reason."""
    old, new = _dated(before), _dated(after)
    for key in sorted(old.keys() & new.keys()):
        if old[key] != new[key]:
            yield WordChange(day_text(key[0]), old[key], new[key])


def _weekdays(before: Closures, after: Closures) -> Iterator[WordChange]:
    if before.open_text() != after.open_text():
        yield WordChange("open weekdays", before.open_text(), after.open_text())
    if before.thaw != after.thaw:
        yield WordChange("thaw weekdays", _thaw(before), _thaw(after))
    for name, label in (("worked", "days worked"), ("provisional", "provisional years")):
        old, new = (getattr(each, name) for each in (before, after))
        if old != new:
            yield WordChange(label, _said(old), _said(new))


def _thaw(closures: Closures) -> str:
    return "not stated" if closures.thaw is None else closures.thaw_text()


def course_changes(before: Course | None, after: Course | None) -> tuple[WordChange, ...]:
    """What else became of the course: held, stopped; and whether it is another course."""
    if before is None and after is None:
        return ()
    pairs = [("held", _held(before), _held(after)), ("stopped", _stopped(before), _stopped(after))]
    if before is not None and after is not None:
        names = ("course", "recipient", "zone")
        pairs += [(name, getattr(before, name), getattr(after, name)) for name in names]
        pairs.append(("training", _training(before), _training(after)))
    return tuple(WordChange(name, old, new) for name, old, new in pairs if old != new)


def _training(course: Course) -> str:
    return "yes" if course.training else "no"


def _held(course: Course | None) -> str:
    if course is None or course.held_since is None:
        return "no"
    return f"since {day_text(course.held_since)}: {course.held_reason}"


def _stopped(course: Course | None) -> str:
    return "no" if course is None or course.stopped is None else course.stopped
