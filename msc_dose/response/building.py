"""A parsed criteria file into Criteria, a parsed grading file into a Grading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from msc_dose.problems import Problem, Refusal
from msc_dose.quantity.kinds import KINDS
from msc_dose.response.criteria import Condition, Criteria, Cycle, ResponseClass
from msc_dose.response.ctcae import Grade, Grading
from msc_dose.response.keys import Read, Table
from msc_dose.response.reaching import unreachable

T = TypeVar("T")
_RELATIONS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
_LONGEST_FACTOR = 6
LOWER_LIMIT = "lower limit of normal"


def build_criteria(parsed: Mapping[str, Any], read: Read) -> Criteria:
    """The Criteria that a parsed file states; `read` turns (text, kind, field) into an Amount.

    Raises one Refusal naming every mistake by its key: `criteria.missing-key`, `criteria.wrong-type`,
    `criteria.unknown-key`, `criteria.unknown-kind`, `criteria.out-of-range`, `criteria.factor`,
    `criteria.no-condition`, `criteria.no-class`, `criteria.class-twice`, `criteria.unreachable`, and the
    codes of the reader.
    """
    return _built(parsed, read, _criteria)


def build_grading(parsed: Mapping[str, Any], read: Read) -> Grading:
    """The Grading that a parsed file states; refusals as in `build_criteria`, and `grade.order`."""
    return _built(parsed, read, _grading)


def _built(parsed: Mapping[str, Any], read: Read, make: Callable[[Table], T | None]) -> T:
    problems: list[Problem] = []
    table = Table(parsed, "", problems, read)
    made = make(table)
    table.finish()
    if problems or made is None:
        raise Refusal(problems)
    return made


def _criteria(table: Table) -> Criteria | None:
    name, title, source = (table.text(key) for key in ("id", "title", "source"))
    kind = _kind(table)
    classes = [_class(each, kind) for each in table.tables("class")]
    otherwise = table.table("otherwise")
    last = None if otherwise is None else _otherwise(otherwise)
    loss, remarks, cycle = table.days("loss_confirmed_after"), table.texts("remarks"), _cycle(table)
    found = [each for each in classes if each is not None]
    if table.problems or last is None:
        return None
    made = table.attempt(
        "class",
        lambda: Criteria(name, title, source, kind, tuple(found), last, loss, cycle, remarks),
    )
    if made is not None:
        _note_unreachable(table, made)
    return made


def _note_unreachable(table: Table, criteria: Criteria) -> None:
    """Note every class that no count can be of: it would be silently absent from every answer."""
    for place, possible in unreachable(criteria):
        name = criteria.classes[place].name
        message = f"No count meets all limits of {name!r}."
        fix = "Correct its limits."
        if possible:
            message = f"Every count within the limits of {name!r} is of a class that stands before it."
            fix = "Put the better class first, or correct the limits."
        table.note("criteria.unreachable", f"class[{place}]", message, fix)


def _kind(table: Table) -> str:
    kind = table.text("counts")
    if kind and kind not in KINDS:
        fix = f"Use one of {', '.join(KINDS)}."
        table.note("criteria.unknown-kind", "counts", f"{kind!r} is no kind of amount.", fix)
    return kind


def _class(table: Table, kind: str) -> ResponseClass | None:
    name, title = table.text("name"), table.text("title")
    conditions = _conditions(table, kind) if kind in KINDS else ()
    bleeding, after = table.take("without_bleeding", bool), table.days("confirmed_after")
    if kind in KINDS and not conditions and not table.problems:
        message = "The class has no condition, so that every count would be of it."
        table.note("criteria.no-condition", "at_least", message, f"Give one of {', '.join(_RELATIONS)}.")
    table.finish()
    return table.attempt(
        "confirmed_after", lambda: ResponseClass(name, title, conditions, bool(bleeding), after)
    )


def _conditions(table: Table, kind: str) -> tuple[Condition, ...]:
    found = []
    for key, relation in _RELATIONS.items():
        limit = table.amount(key, kind)
        factor = _factor(table, f"{key}_of_baseline")
        found += [Condition(relation, each) for each in (limit, factor) if each is not None]
    return tuple(found)


def _factor(table: Table, key: str) -> Decimal | None:
    """How many times the baseline, as digits in quotation marks, for TOML's own decimals are not exact."""
    text = table.take(key, str, required=False)
    if text is None:
        return None
    whole, point, part = text.partition(".")
    digits = whole + part
    short = len(digits) <= _LONGEST_FACTOR and bool(whole) and bool(part) == bool(point)
    if not (short and digits.isascii() and digits.isdigit() and int(digits)):
        message = f"{text!r} is no factor of the baseline."
        table.note("criteria.factor", key, message, 'Write a number above zero, as "2" or "1.5".')
        return None
    return Decimal(text)


def _otherwise(table: Table) -> ResponseClass | None:
    name, title, after = table.text("name"), table.text("title"), table.days("confirmed_after")
    table.finish()
    return table.attempt("confirmed_after", lambda: ResponseClass(name, title, confirmed_after=after))


def _cycle(table: Table) -> Cycle | None:
    own = table.table("cycle", required=False)
    if own is None:
        return None
    shortest, longest, source = own.take("shortest", int), own.take("longest", int), own.text("source")
    own.finish()
    if shortest is None or longest is None:
        return None
    return own.attempt("shortest", lambda: Cycle(shortest, longest, source))


def _grading(table: Table) -> Grading | None:
    name, title, source = (table.text(key) for key in ("id", "title", "source"))
    kind = _kind(table)
    grades = [_grade(each, kind) for each in table.tables("grade")] if kind in KINDS else []
    if table.problems:
        return None
    return table.attempt(
        "grade",
        lambda: Grading(name, title, source, kind, tuple(each for each in grades if each is not None)),
    )


def _grade(table: Table, kind: str) -> Grade | None:
    number = table.take("grade", int)
    below = None if table.states("below", LOWER_LIMIT) else table.required_amount("below", kind)
    table.finish()
    return None if number is None else Grade(number, below)
