"""What only a person can decide: each open question with its answers, none taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce

from msc_dose.courses.course import CourseInfusion, Question
from msc_dose.courses.folding.calendar import slots_of
from msc_dose.courses.folding.doses import weight_differs
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

FOLLOW = ("keep-targets", "count-from-actual", "shift-later")
PARTIAL = ("counts", "made-up", "repeated")


def questions_of(ledger: Ledger, infusions: tuple[CourseInfusion, ...]) -> tuple[Question, ...]:
    """Every open question of the course, in the order in which they are to be answered."""
    found = [
        *_partial(ledger),
        *_later_dates(ledger),
        *_no_day(infusions),
        *_wrong_day(ledger),
        *_new_order(ledger, infusions),
        *_reaction(ledger),
        *_next_block(ledger),
    ]
    return tuple(found)


def _partial(ledger: Ledger) -> Iterator[Question]:
    for record in ledger.records.values():
        if record.undecided:
            text = (
                f"Infusion {record.number} stopped early: {_went_in(record)} went in. Does it count as "
                f"infusion {record.number}, is the rest made up, or is it repeated?"
            )
            yield Question("course.partial", record.number, text, PARTIAL)
        elif record.awaits_make_up:
            yield _make_up(record)


def _make_up(record: Record) -> Question:
    partial, last = record.partial, make_up_by(record)
    assert partial is not None
    assert partial.cells is not None
    assert last is not None
    text = f"Infusion {record.number}: {briefly(partial.cells)} are made up by {day_text(last)}."
    return Question("course.make-up", record.number, text)


def make_up_by(record: Record) -> date | None:
    """The last day on which the rest of an infusion may be made up; None where nothing is."""
    if not record.awaits_make_up or record.partial is None or record.partial.within_days is None:
        return None
    return record.attempts[-1].started.date() + timedelta(days=record.partial.within_days)


def _went_in(record: Record) -> str:
    """What went in by the attempts that count, the last of which stopped early."""
    infused = [attempt.infused for attempt in record.attempts[record.counts_from :]]
    known = [amount for amount in infused if amount is not None]
    if len(known) < len(infused):
        return "an unknown part"
    return f"{briefly(reduce(lambda total, each: total + each, known))} of {briefly(record.prepared)}"


def _later_dates(ledger: Ledger) -> Iterator[Question]:
    for block in ledger.blocks:
        for question in block.open_later:
            text = f"{question.text} How do later dates follow? Until then they are to be decided."
            yield Question("course.later-dates", question.after, text, FOLLOW)


def _no_day(infusions: tuple[CourseInfusion, ...]) -> Iterator[Question]:
    for infusion in infusions:
        if infusion.date is None and infusion.why_no_date.startswith(("Infusion", "Week")):
            way = "Move it, change the calendar, or record that it is missed or not needed."
            yield Question("course.no-day", infusion.number, f"{infusion.why_no_date} {way}")


def _wrong_day(ledger: Ledger) -> Iterator[Question]:
    """Dates that a person chose, and that cannot stand any more: each is to be moved."""
    for block in ledger.blocks:
        for number, slot in zip(block.numbers, slots_of(ledger, block), strict=True):
            if slot.state == "fixed" and slot.why_not and ledger.records[number].pending:
                text = f"Infusion {number} cannot stay on its date. {slot.why_not}. Move it."
                yield Question("course.no-day", number, text)


def _new_order(ledger: Ledger, infusions: tuple[CourseInfusion, ...]) -> Iterator[Question]:
    for block in ledger.blocks:
        latest = weight_differs(ledger, block)
        waiting = [i for i in infusions if i.number in block.numbers and i.new_dose is not None]
        if latest is None or not waiting:
            continue
        yield Question("course.new-order", waiting[0].number, _order_text(block, latest.value, waiting[0]))


def _order_text(block: Block, latest: object, infusion: CourseInfusion) -> str:
    weight = block.dosing.inputs.weight
    new = "another dose" if infusion.new_dose is None else briefly(infusion.new_dose)
    return (
        f"New order needed from infusion {infusion.number} on: the weight is {latest} kg, the dose is for "
        f"{weight}. Dose now {briefly(infusion.dose)}; on the new weight {new}. It stays until it is ordered."
    )


def _reaction(ledger: Ledger) -> Iterator[Question]:
    if ledger.unreviewed and ledger.pending:
        number, next_one = ledger.unreviewed[-1], ledger.pending[0].number
        text = f"Review before infusion {next_one}: there was a reaction to infusion {number}."
        yield Question("course.review-reaction", next_one, text)


def _next_block(ledger: Ledger) -> Iterator[Question]:
    for place, block in enumerate(ledger.blocks):
        if ledger.stopped is not None or any(ledger.records[n].pending for n in block.numbers):
            continue
        for decision in block.plan.course_rules.decisions:
            answer = ledger.answers.get(decision.name)
            if answer is None:
                choices = tuple(each.name for each in decision.answers)
                text = f"{decision.name}: what was found at the {decision.visit}?"
                yield Question("course.decision", None, text, choices)
            elif (protocol := decision.answer(answer).protocol) and place + 1 == len(ledger.blocks):
                text = f"{decision.name}: {answer}. Plan the next block by {protocol}."
                yield Question("course.next-block", None, text)
