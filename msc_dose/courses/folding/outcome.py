"""The ledger as a Course: each infusion with its date, its dose and its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import reduce

from msc_dose.courses.course import Course, CourseInfusion, Entry
from msc_dose.courses.folding.asking import make_up_by, questions_of
from msc_dose.courses.folding.calendar import slots_of
from msc_dose.courses.folding.cumulated import cumulative_problems
from msc_dose.courses.folding.doses import doses_on, weight_differs
from msc_dose.courses.folding.gates import missing_requirements
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.folding.recorded import clock_problems
from msc_dose.courses.folding.visits import visits_of
from msc_dose.derivation import Derivation
from msc_dose.dosing.counted import counted_by
from msc_dose.problems import Problem, Refusal
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import day_text
from msc_dose.scheduling.facts import Slot
from msc_dose.scheduling.site_calendar import provisional_notes, uncovered_problems
from msc_dose.scheduling.wall_time import local_moment


def course_from(ledger: Ledger, entries: tuple[Entry, ...]) -> Course:
    """The course that the ledger has come to."""
    slots = [slots_of(ledger, block) for block in ledger.blocks]
    infusions = tuple(
        infusion
        for block, placed in zip(ledger.blocks, slots, strict=True)
        for infusion in _infusions(ledger, block, placed)
    )
    return Course(
        ledger.course, ledger.recipient, ledger.zone, entries,
        plans=tuple(block.plan for block in ledger.blocks),
        infusions=infusions,
        visits=visits_of(ledger, slots),
        infused=_infused(ledger),
        weights=tuple(ledger.weights),
        held_since=ledger.held[0] if ledger.held else None,
        held_reason=ledger.held[1] if ledger.held else "",
        stopped=ledger.stopped,
        questions=questions_of(ledger, infusions),
        problems=(
            *ledger.problems,
            *cumulative_problems(ledger),
            *clock_problems(entries),
            *_calendar_problems(ledger, slots),
            *_time_problems(infusions, ledger.zone),
        ),
        containers=tuple(sorted(ledger.containers.items())),
        requires=missing_requirements(ledger),
        training=ledger.training,
        closures=ledger.blocks[-1].closures if ledger.blocks else None,
    )  # fmt: skip


def _time_problems(infusions: Sequence[CourseInfusion], zone: str) -> Iterator[Problem]:
    """A CHECK for a start time that the day of an infusion does not have, or has twice."""
    for infusion in infusions:
        if infusion.pending and infusion.time is not None and infusion.date is not None:
            try:
                local_moment(infusion.date, infusion.time, zone)
            except Refusal as refusal:
                yield from (replace(problem, severity="check") for problem in refusal.problems)


def _calendar_problems(ledger: Ledger, slots: Sequence[Sequence[Slot]]) -> Iterator[Problem]:
    """What is told of the public holidays of the dates to come."""
    for block, placed in zip(ledger.blocks, slots, strict=True):
        days = [slot.date for slot in placed if slot.date is not None and slot.state != "given"]
        yield from provisional_notes(block.closures, days)
        yield from uncovered_problems(block.closures, days)


def _infusions(ledger: Ledger, block: Block, slots: Sequence[Slot]) -> Iterator[CourseInfusion]:
    weight = weight_differs(ledger, block)
    new_doses = doses_on(block, weight) if weight is not None else None
    for number, slot in zip(block.numbers, slots, strict=True):
        record = ledger.records[number]
        to_come = not record.attempts and record.dropped is None
        new = new_doses[slot.number - 1] if new_doses and to_come else None
        yield _infusion(ledger, record, slot, new)


def _infusion(ledger: Ledger, record: Record, slot: Slot, new: Amount | None) -> CourseInfusion:
    last = record.attempts[-1] if record.attempts else None
    return CourseInfusion(
        record.number, len(ledger.records), record.state,
        slot.target, slot.earliest, slot.latest, slot.date,
        record.dose, record.working,
        held=ledger.held is not None and record.pending,
        why_no_date=_why_no_date(ledger, record, slot),
        why_this_date=_why_this_date(record, slot),
        new_dose=new,
        infused=_sum([attempt.infused for attempt in record.attempts]),
        infused_working=last.infused_working if last else Derivation(),
        given=tuple(given for attempt in record.attempts for given in attempt.containers),
        started=last.started if last else None,
        ended=last.ended if last else None,
        observed=record.observed,
        line_rinsed=last.line_rinsed if last else None,
        thawed=record.thawed,
        expires=record.expires,
        time=record.time,
        place=record.place,
        needs=record.needs,
        reactions=tuple(record.reactions),
        partial=record.partial.decision if record.partial else None,
        make_up=record.partial.cells if record.awaits_make_up and record.partial else None,
        make_up_by=make_up_by(record),
    )  # fmt: skip


def _why_no_date(ledger: Ledger, record: Record, slot: Slot) -> str:
    if slot.date is not None or not record.pending:
        return ""
    if slot.state == "no-day":
        return slot.why_not
    if ledger.held is not None:
        return f"held since {day_text(ledger.held[0])}: {ledger.held[1]}"
    return "to be decided: how later dates follow"


def _why_this_date(record: Record, slot: Slot) -> tuple[str, ...]:
    reasons = [f"{day_text(day)}: {why}" for day, why in slot.passed_over]
    wrong = (slot.why_not,) if slot.state == "fixed" and slot.why_not else ()
    return (*reasons, *record.notes, *wrong)


def _sum(amounts: Sequence[Amount | None]) -> Amount | None:
    known = [amount for amount in amounts if amount is not None]
    return reduce(lambda total, each: total + each, known) if known else None


def _infused(ledger: Ledger) -> Amount | None:
    """The sum of what went in, as far as it is known.

    None where nothing is known, or where blocks count different cells, which have no sum.
    """
    given = [attempt.infused for record in ledger.records.values() for attempt in record.attempts]
    if len({counted_by(record.dose) for record in ledger.records.values() if record.attempts}) > 1:
        return None
    if given or not ledger.records:
        return _sum(given)
    like = next(iter(ledger.records.values())).dose
    return Amount("cell_count", Decimal(0), 1, like.counts, like.population, like.moment)
