"""An infusion given on another day than planned: told, and where a person must decide, asked."""

from __future__ import annotations

from datetime import date

from msc_dose.courses.events.event import Event
from msc_dose.courses.folding.calendar import rhythm_of, slot_of
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import LaterDates, Ledger
from msc_dose.scheduling import day_text, days_text
from msc_dose.scheduling.facts import Slot


def tell_day(ledger: Ledger, event: Event, record: Record, day: date) -> None:
    """Tell what is irregular about giving this infusion on this day, before it is kept as given."""
    _tell_state(ledger, event, record, "given")
    _tell_turn(ledger, event, record, "given")
    if record.awaits_make_up:
        _tell_make_up(ledger, event, record, day)
        return
    _tell_gap(ledger, event, record, day)
    slot = slot_of(ledger, record.number)
    if record.thawed_on is None:
        _tell_another_day(ledger, event, slot, day, "given")
    _ask_outside(ledger, event, record, slot, day)


def tell_thaw(ledger: Ledger, event: Event, record: Record) -> None:
    """Tell what is irregular about thawing for this infusion now, for thawing is one-way."""
    _tell_state(ledger, event, record, "thawed")
    _tell_turn(ledger, event, record, "thawed")
    if record.pending:
        _tell_another_day(ledger, event, slot_of(ledger, record.number), event.occurred.date(), "thawed")


def tell_alike(ledger: Ledger, event: Event, name: str) -> None:
    """Tell a container whose name differs from one on record by its signs alone: it may be that one."""
    if (other := ledger.alike_container(name)) is not None:
        message = f"{name} is written almost as {other}, which was {ledger.containers[other]}."
        _departs(ledger, event, "course.container-alike", message)


def tell_early(ledger: Ledger, event: Event, record: Record) -> None:
    """Tell a clearance more than a day before the infusion: much can change until then."""
    day = slot_of(ledger, record.number).date if record.pending else None
    if day is not None and (day - event.occurred.date()).days > 1:
        message = f"cleared {(day - event.occurred.date()).days} days before its date, {day_text(day)}."
        _departs(ledger, event, "course.cleared-early", message)


def _tell_gap(ledger: Ledger, event: Event, record: Record, day: date) -> None:
    """Tell an infusion closer to another one that was given than the minimum gap."""
    gap = ledger.block_of(record.number).minimum_gap
    for other in ledger.records.values():
        on = other.given_on
        if on is None or other.number == record.number:
            continue
        apart = abs((day - on).days)
        if apart < gap:
            message = f"given {days_text(apart)} from infusion {other.number}; the minimum gap is {gap}."
            _departs(ledger, event, "schedule.short-gap", message)


def _tell_turn(ledger: Ledger, event: Event, record: Record, done: str) -> None:
    earlier = [other.number for other in ledger.pending if other.number < record.number]
    if earlier:
        _departs(ledger, event, "course.not-next", f"{done} before infusion {earlier[0]}.")


def _tell_state(ledger: Ledger, event: Event, record: Record, done: str) -> None:
    """Tell that this was done (`thawed`, `given`) although nothing was to be."""
    if ledger.held is not None or ledger.stopped is not None:
        why = f"held: {ledger.held[1]}" if ledger.held else f"stopped: {ledger.stopped}"
        _departs(ledger, event, "course.held", f"{done} while the course is {why}.")
    elif (record.given_on is not None and not record.awaits_make_up) or record.dropped is not None:
        _departs(
            ledger,
            event,
            "course.not-pending",
            f"{done} although infusion {record.number} is {record.state}.",
        )


def _tell_make_up(ledger: Ledger, event: Event, record: Record, day: date) -> None:
    assert record.partial is not None
    assert record.partial.within_days is not None
    days = (day - record.attempts[-1].started.date()).days
    if days > record.partial.within_days:
        message = f"made up after {days} days; {record.partial.within_days} were decided."
        _departs(ledger, event, "course.out-of-window", message)


def _tell_another_day(ledger: Ledger, event: Event, slot: Slot, day: date, done: str) -> None:
    if slot.date is not None and slot.date != day:
        message = f"{done} on {day_text(day)}; planned for {day_text(slot.date)}."
        _departs(ledger, event, "course.another-day", message)


def _ask_outside(ledger: Ledger, event: Event, record: Record, slot: Slot, day: date) -> None:
    """Outside its window a person decides how later dates follow, unless the date had been decided."""
    if slot.earliest is None or slot.latest is None or slot.earliest <= day <= slot.latest:
        return
    block = ledger.block_of(record.number)
    window = f"{day_text(slot.earliest)} to {day_text(slot.latest)}"
    message = f"infusion {record.number} on {day_text(day)} is outside its window of {window}."
    if rhythm_of(block).from_previous_date:
        message += " Later dates count from this day, as the protocol says."
    _departs(ledger, event, "course.out-of-window", message)
    later = [n for n in block.numbers if n > record.number and ledger.records[n].pending]
    if not later or rhythm_of(block).from_previous_date or record.fixed == day:
        return
    text = f"Infusion {record.number} was given on {day_text(day)}, outside its window of {window}."
    block.open_later.append(LaterDates(record.number, later[0], day, text))


def _departs(ledger: Ledger, event: Event, code: str, message: str) -> None:
    ledger.departs(event, code, "infusion", message, "A deviation says why.")
