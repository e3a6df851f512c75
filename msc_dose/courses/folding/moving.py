"""A date that a person changes: of one infusion alone, or of all later ones with it."""

from __future__ import annotations

from datetime import date

from msc_dose.courses.events.dating import (
    Moved,
)
from msc_dose.courses.events.event import Event
from msc_dose.courses.folding.calendar import closures_of, slot_of, slots_of
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.folding.lost import lose_product
from msc_dose.scheduling import day_text
from msc_dose.scheduling.facts import Rebase, Slot
from msc_dose.scheduling.wall_time import local_moment


def moved(ledger: Ledger, event: Event, what: Moved) -> None:
    """An infusion to come takes another day: this one alone, or all later ones with it.

    Refusal `course.not-pending`, `course.held`, `course.undecided`, `course.closed-day`,
    `course.day-passed`, `schedule.short-gap`, `course.move-leaves-no-day`.
    """
    record = _movable(ledger, event, what.infusion)
    if record.time is not None:
        local_moment(what.to, record.time, ledger.zone)  # the day may not have the time, or have it twice
    block, number = ledger.block_of(what.infusion), what.infusion
    before = slots_of(ledger, block)
    slot = before[block.local(number) - 1]
    if slot.state == "undecided" or slot.target is None:
        message = "Its date waits for a decision."
        raise ledger.refused(event, "course.undecided", "infusion", message, "Decide how later dates follow.")
    _check_day(ledger, event, block, what.to)
    if what.later == "all-later" and slot.date is None:
        message = f"Infusion {number} has no date to count from."
        raise ledger.refused(event, "course.undecided", "later", message, "Move this one alone first.")
    record.fixed = what.to
    if what.later == "all-later" and slot.date is not None:
        day = slot.target + (what.to - slot.date)
        block.rebased.append(Rebase(block.local(number), block.local(number), day, "shift"))
    _check_rest(ledger, event, block, before, number)
    _drop_what_the_rule_gives(ledger, block, record, what.to)
    record.cleared = record.cleared and slot.date == what.to
    record.notes.append(f"moved to {day_text(what.to)}: {what.reason}")
    _tell_outside(ledger, event, number, slot)


def _movable(ledger: Ledger, event: Event, number: int) -> Record:
    record = ledger.record(number, event)
    if record.thawed and record.not_begun and ledger.stopped is None:
        lose_product(ledger, event, record)
    if not record.pending or ledger.stopped is not None:
        state = "cancelled" if ledger.stopped is not None else record.state
        message = f"Infusion {number} is {state}: it has no date to change."
        raise ledger.refused(
            event, "course.not-pending", "infusion", message, "Name an infusion that is still to come."
        )
    if ledger.held is not None:
        message = f"The course is held: {ledger.held[1]}."
        raise ledger.refused(event, "course.held", "infusion", message, "Resume it first.")
    return record


def _check_day(ledger: Ledger, event: Event, block: Block, day: date) -> None:
    if (why := closures_of(block).why_closed(day)) is not None:
        message = f"{day_text(day)} cannot be taken: {why}."
        raise ledger.refused(event, "course.closed-day", "to", message, "Choose an open day.")
    if day < event.occurred.date() or (block.not_before is not None and day < block.not_before):
        first = max(event.occurred.date(), block.not_before or day)
        message = f"{day_text(day)} is before {day_text(first)}, the first day that can be taken."
        raise ledger.refused(event, "course.day-passed", "to", message, "Choose a later day.")


def _check_rest(ledger: Ledger, event: Event, block: Block, before: tuple[Slot, ...], number: int) -> None:
    """Refuse a move that is too close to another infusion, or that leaves another without a day."""
    after = slots_of(ledger, block)
    own = after[block.local(number) - 1]
    if own.state == "fixed" and own.why_not:
        raise ledger.refused(event, "schedule.short-gap", "to", own.why_not, "Choose another day.")
    lost = [slot for slot, was in zip(after, before, strict=True) if was.date and slot.state == "no-day"]
    if lost:
        message = f"Infusion {block.first + lost[0].number - 1} would have no day. {lost[0].why_not}"
        raise ledger.refused(
            event, "course.move-leaves-no-day", "to", message, "Choose another day, or move all later ones."
        )


def _drop_what_the_rule_gives(ledger: Ledger, block: Block, record: Record, day: date) -> None:
    """A date that the rule gives by itself is none that a person holds: moving back restores."""
    record.fixed = None
    if slot_of(ledger, record.number).date != day:
        record.fixed = day


def _tell_outside(ledger: Ledger, event: Event, number: int, before: Slot) -> None:
    """Tell a date outside the window that the infusion had, whether later ones go with it or not."""
    day = slot_of(ledger, number).date
    if day is None or before.earliest is None or before.latest is None:
        return
    if not before.earliest <= day <= before.latest:
        message = (
            f"infusion {number} is planned for {day_text(day)}, outside its window of "
            f"{day_text(before.earliest)} to {day_text(before.latest)}."
        )
        ledger.departs(event, "course.out-of-window", "to", message, "Have the departure confirmed.")
