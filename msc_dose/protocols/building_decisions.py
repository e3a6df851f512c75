"""The `[course]` and `[[decision]]` tables of a protocol file: what governs a course beyond one dose."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from msc_dose.protocols.decisions import REQUIREMENTS, Answer, Decision
from msc_dose.protocols.keys import Section
from msc_dose.protocols.visits import VisitRule

_MOST_PERCENT = 100


class CourseTable(NamedTuple):
    """What the first infusion requires, and the change of weight (%) from which a new order is needed."""

    requires: tuple[str, ...] = ()
    weight_change_limit: int | None = None


def read_course(file: Section) -> CourseTable:
    """The `[course]` table: `requires`, `weight_change_limit = "10 %"`; all of it may be left out."""
    section = file.section("course", required=False)
    if section is None:
        return CourseTable()
    requires = section.texts("requires")
    for i, name in enumerate(requires):
        if name not in REQUIREMENTS or name in requires[:i]:
            message = f"{name!r} is none of {', '.join(REQUIREMENTS)}, or is named twice."
            section.note("protocol.unknown-value", f"requires[{i}]", message, "Name each of them once.")
    limit = _percent(section)
    section.finish()
    # In one order, whichever the file has: equal rules are equal values.
    return CourseTable(tuple(each for each in REQUIREMENTS if each in requires), limit)


def _percent(section: Section) -> int | None:
    key = "weight_change_limit"
    if section.states_nothing(key):
        return None
    amount = section.amount(key, "percentage", required=False)
    if amount is None:
        return None
    whole = amount.exact and amount.value == int(amount.value)
    if not whole or not 1 <= amount.value <= _MOST_PERCENT:
        message = f"{amount} is not a whole percentage from 1 to {_MOST_PERCENT} %."
        section.note("protocol.out-of-range", key, message, 'Write, for instance, "10 %".')
        return None
    return int(amount.value)


def read_decisions(file: Section, visits: tuple[VisitRule, ...]) -> tuple[Decision, ...]:
    """The decision points of the file; each takes place at a kind of visit that the file has."""
    kinds = {visit.kind for visit in visits}
    made = [_decision(section, kinds) for section in file.sections("decision")]
    return tuple(decision for decision in made if decision is not None)


def _decision(section: Section, kinds: set[str]) -> Decision | None:
    name, visit = section.text("name"), section.text("visit")
    answers = [_answer(each) for each in section.sections("answer")]
    section.finish()
    if visit and visit not in kinds:
        message = f"No [[visit]] of this file is of the kind {visit!r}."
        section.note("protocol.unknown-value", "visit", message, "Name the kind of one of its visits.")
    found = tuple(answer for answer in answers if answer is not None)
    if not name or not visit or len(found) < len(answers):
        return None
    return section.attempt("answer", partial(Decision, name, visit, found))


def _answer(section: Section) -> Answer | None:
    name, then = section.text("name"), section.text("then")
    protocol = section.text("protocol", required=False) or None
    section.finish()
    if not name.strip() or not then.strip():
        return None
    return section.attempt("name", partial(Answer, name, then, protocol))
