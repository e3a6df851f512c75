"""The visits of a course: each dated anew from the infusion it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msc_dose.courses.course import CourseVisit
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.placing_visits import place_visits
from msc_dose.problems import Refusal
from msc_dose.protocols.visits import EACH, VisitRule
from msc_dose.scheduling import Placement
from msc_dose.scheduling.facts import Slot


def visits_of(ledger: Ledger, slots: Sequence[Sequence[Slot]]) -> tuple[CourseVisit, ...]:
    """Every visit of every block, in the order of its plan; one without a day says why in `why_no_date`."""
    return tuple(
        visit
        for block, placed in zip(ledger.blocks, slots, strict=True)
        for rule in block.plan.inputs.visits
        for visit in _visits(ledger, block, rule, placed)
    )


def _visits(ledger: Ledger, block: Block, rule: VisitRule, slots: Sequence[Slot]) -> Iterator[CourseVisit]:
    taking_place = [slot for slot in slots if slot.state != "dropped"]
    if rule.origin == EACH:
        for slot in taking_place:
            number = block.first + slot.number - 1
            yield _visit(block, rule, slot.date, number, "its infusion has no date yet")
    elif taking_place:
        slot = taking_place[-1 if rule.origin == "last" else 0]
        yield _visit(block, rule, _counted_from(slot), None, f"the {rule.origin} infusion has no date yet")


def _counted_from(slot: Slot) -> date | None:
    """The target of an infusion, or the day of one that was given outside its window."""
    if slot.target is None or slot.state == "undecided":
        return None
    if slot.state == "given" and slot.earliest is not None and slot.latest is not None:
        inside = slot.date is not None and slot.earliest <= slot.date <= slot.latest
        return slot.target if inside else slot.date
    return slot.target


def _visit(
    block: Block, rule: VisitRule, origin: date | None, number: int | None, why_not: str
) -> CourseVisit:
    nothing = CourseVisit(rule.kind, None, None, None, None, number, rule.when, rule.detail, why_not)
    if origin is None:
        return nothing
    try:
        made = _placed(block, rule, origin)
    except Refusal as refusal:
        why = refusal.problems[0].message
        return CourseVisit(
            rule.kind, None, rule.target(origin), None, None, number, rule.when, rule.detail, why
        )
    return CourseVisit(
        rule.kind, made.date, made.target, made.earliest, made.latest, number, rule.when, rule.detail
    )


def _placed(block: Block, rule: VisitRule, origin: date) -> Placement:
    """The day by the calendar that holds: a later one changes no day that had passed when it came."""
    made: Placement | None = None
    for since, closures in block.calendars:
        if made is not None and made.date < since:
            break
        (visit,) = place_visits((rule,), (_alone(origin),), closures)
        made = visit.placement
    if made is None:
        raise TypeError("a block has a calendar from its beginning")
    return made


def _alone(day: date) -> Placement:
    """The infusion that a visit counts from, by the one day of it that matters."""
    return Placement(day, day, day, day)
