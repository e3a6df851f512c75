"""A patient at a glance: dose, dose per kg, what is counted, dosing weight and its date, what is reserved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.courses.order_text import order_lines
from msc_dose.dosing.dose import what_is_counted
from msc_dose.problems import Refusal
from msc_dose.protocols.describing import shape_lines
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text, days_text
from msc_dose.store.stock import reserved_for
from msc_dose.store.verifications import verification_of
from msc_dose.tui.today.patients import Patient, detail_of
from msc_dose.tui.today.volumes import infusion_of
from msc_dose.verification.resting import resting

if TYPE_CHECKING:
    from msc_dose.courses.course import Course, WeightOnRecord
    from msc_dose.courses.plan import Inputs
    from msc_dose.quantity.amount import Amount
    from msc_dose.store.databases.database import Statements

Facts = tuple[tuple[str, str], ...]
_FIRST, _ASKED = ("Patient", "NAME ALERT", "DOSE", "VOLUME"), "decide: "
_CHECKED = {
    "calculated": "not yet: nobody has double-checked the dose",
    "mismatch": "NO: a re-entry differed from the first entry",
    "disagreed-twice": "NO: two re-entries differed from the first entry",
    "verified": "yes",
    "void": "NO: what was signed has changed since",
    "urgent": "declared urgent; a co-signature is owed",
}


def facts_of(statements: Statements, course: Course, patient: Patient, now: datetime) -> Facts:
    """Everything of the row, the dose and what it rests on, and what is reserved."""
    shown = list(detail_of(patient))
    number = patient.row.number
    first = [fact for fact in shown if fact[0] in _FIRST]
    rest = [fact for fact in shown if fact not in first and not fact[1].startswith(_ASKED)]
    asked = [("Decide", question.text) for question in course.questions]
    return (
        *first, *_dose(course, number, now), *rest, *asked, *_product(statements, course, number, now),
        *_ordered(course, number),
    )  # fmt: skip


def _dose(course: Course, number: int | None, now: datetime) -> Iterator[tuple[str, str]]:
    """What the dose is calculated from."""
    inputs = _inputs(course, number)
    if inputs is not None:
        yield "Dose per kg", "; ".join(_per_kg(inputs))
        yield "Counted", what_is_counted(inputs.rule)
        yield "Weight", weight_text(inputs, course, now)


def _ordered(course: Course, number: int | None) -> Iterator[tuple[str, str]]:
    """The orders word for word, the window, the protocol."""
    for text in order_lines(course):
        yield "Order", text
    infusion = infusion_of(course, number)
    if infusion is not None and infusion.pending and infusion.earliest and infusion.latest:
        yield "Window", f"{day_text(infusion.earliest)} to {day_text(infusion.latest)}"
    for plan in course.plans[-1:]:
        status = "" if plan.status == "site-approved" else f". {plan.status_text}"
        yield "Protocol", f"{plan.title} ({plan.protocol}){status}"


def _inputs(course: Course, number: int | None) -> Inputs | None:
    """What the dose of the infusion is calculated from now; of no infusion, the last plan's."""
    if number is not None:
        try:
            return resting(course, number).inputs
        except Refusal:  # thawed before it was planned: the plan is all there is
            pass
    return course.plans[-1].inputs if course.plans else None


def _per_kg(inputs: Inputs) -> Iterator[str]:
    if inputs.ordered:
        yield f"ordered {', then '.join(map(briefly, inputs.ordered))}"
    else:
        yield from shape_lines(inputs.rule.shape)


def weight_text(inputs: Inputs, course: Course, now: datetime) -> str:
    """The dosing weight with its basis and date, and the latest weight where that is another."""
    if inputs.weight is None:
        return "the dose depends on none"
    basis = f"basis {inputs.basis}" if inputs.basis else "basis not stated"
    dosing = f"dosing weight {briefly(inputs.weight)}, {basis}, {_taken(inputs, course, now)}"
    latest = course.weights[-1] if course.weights else None
    if latest is None or same_weight(latest.weight, inputs.weight):
        return dosing
    return f"{dosing}. LATEST weight {briefly(latest.weight)}, {_ago(_day_of(latest), now)}"


def _taken(inputs: Inputs, course: Course, now: datetime) -> str:
    """When it was taken: as the plan says, else as the same weight stands on record."""
    stated = inputs.patient.weighed
    if stated is not None:
        return f"weighed {_ago(stated.date() if isinstance(stated, datetime) else stated, now)}"
    for weight in reversed(course.weights):
        if inputs.weight is not None and same_weight(weight.weight, inputs.weight):
            return f"{weight.method} {_ago(_day_of(weight), now)}"
    return "its date is not stated"


def same_weight(one: Amount, other: Amount) -> bool:
    """Whether two weights are the same number of kilograms, whatever they say of their basis."""
    return one.kind == other.kind and one.value == other.value


def _day_of(weight: WeightOnRecord) -> Date:
    return weight.taken.date()


def _ago(day: Date, now: datetime) -> str:
    days = (now.date() - day).days
    return f"{day_text(day)} ({'today' if not days else f'{days_text(days)} ago'})"


def _product(
    statements: Statements, course: Course, number: int | None, now: datetime
) -> Iterator[tuple[str, str]]:
    infusion = infusion_of(course, number)
    if number is None or infusion is None:
        return
    found = verification_of(statements, course, number, now)
    who = "" if found.signature is None else f" ({found.signature.person})"
    yield "Verified", f"{_CHECKED.get(found.state, found.state)}{who}"
    held = reserved_for(statements, course.course, number)
    for each in held:
        release = ", EXCEPTIONAL RELEASE" if each.exceptional else ""
        yield "Container", f"{each.identity}, {each.state}{release}, at {each.container.position}"
    if not held and infusion.pending:
        yield "Container", "none reserved"
