"""What holds, moves and decisions do to the ledger: each moves exactly what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msc_dose.courses.events.dating import (
    Arranged,
    BlockChosen,
    CourseStopped,
    Held,
    LaterDecided,
    Missed,
    NotNeeded,
    Resumed,
)
from msc_dose.courses.events.event import Event
from msc_dose.courses.folding.calendar import slot_of, slots_of
from msc_dose.courses.folding.ledger import Block, LaterDates, Ledger, named
from msc_dose.courses.folding.lost import lose_product
from msc_dose.problems import Refusal, refuse
from msc_dose.protocols.decisions import Decision
from msc_dose.scheduling import day_text
from msc_dose.scheduling.facts import Rebase
from msc_dose.scheduling.wall_time import local_moment


def held(ledger: Ledger, event: Event, what: Held) -> None:
    """No infusion to come has a date, and none is cleared, until the course is resumed."""
    _not_stopped(ledger, event)
    if ledger.held is not None:
        message = f"The course is held already, since {day_text(ledger.held[0])}: {ledger.held[1]}."
        raise ledger.refused(event, "course.held", "type", message, "Resume it first.")
    ledger.held = (event.occurred.date(), what.reason)
    for record in ledger.pending:
        record.cleared = False  # whether it may be thawed is looked at anew


def resumed(ledger: Ledger, event: Event, what: Resumed) -> None:
    """Infusions have dates again, from a day on; where a target has passed, a person decides what follows."""
    if ledger.held is None:
        message = "The course is not held."
        raise ledger.refused(event, "course.not-held", "type", message, "Nothing is to be resumed.")
    since, _ = ledger.held
    if what.from_date < since:
        message = f"{day_text(what.from_date)} is before the hold, which began on {day_text(since)}."
        raise ledger.refused(event, "course.not-held", "from_date", message, "Give a later day.")
    ledger.held = None
    for block in ledger.blocks:
        block.not_before = max(what.from_date, block.not_before or what.from_date)
        _ask_after_hold(ledger, block, what.from_date)


def _ask_after_hold(ledger: Ledger, block: Block, day: date) -> None:
    waiting = [number for number in block.numbers if ledger.records[number].pending]
    if not waiting or block.open_later:
        return
    slot = slots_of(ledger, block)[block.local(waiting[0]) - 1]
    if slot.target is not None and slot.target < day:
        text = (
            f"The hold outlasted the target of infusion {waiting[0]}, {day_text(slot.target)}; "
            f"the course goes on from {day_text(day)}."
        )
        block.open_later.append(LaterDates(None, waiting[0], day, text))


def not_needed(ledger: Ledger, event: Event, what: NotNeeded) -> None:
    """An infusion will not be given, for it is not needed."""
    _leave_out(ledger, event, what.infusion, "not-needed", what.reason)


def missed(ledger: Ledger, event: Event, what: Missed) -> None:
    """An infusion was not given although it was needed."""
    _leave_out(ledger, event, what.infusion, "missed", what.reason)


def _leave_out(ledger: Ledger, event: Event, number: int, state: str, reason: str) -> None:
    record = ledger.record(number, event)
    if (record.attempts and not record.is_repeated) or record.dropped is not None:
        message = f"Infusion {number} is {record.state} already."
        fix = "Name an infusion that is still to come."
        raise ledger.refused(event, "course.not-pending", "infusion", message, fix)
    if record.thawed and record.not_begun:
        lose_product(ledger, event, record)
    record.dropped, record.fixed, record.cleared = state, None, False
    record.notes.append(f"{state.replace('-', ' ')}: {reason}")
    for block in ledger.blocks:
        _pass_on(ledger, block)


def _pass_on(ledger: Ledger, block: Block) -> None:
    """A question that waits at an infusion which is left out waits at the next one, if there is one."""
    for question in list(block.open_later):
        waiting = [n for n in block.numbers if n >= question.first and ledger.records[n].pending]
        if waiting:
            question.first = waiting[0]
        else:
            block.open_later.remove(question)


def stopped(ledger: Ledger, event: Event, what: CourseStopped) -> None:
    """No further infusion is given."""
    _not_stopped(ledger, event)
    ledger.stopped, ledger.held = what.reason, None
    for record in ledger.pending:
        record.dropped, record.fixed = "cancelled", None
        record.notes.append(f"the course was stopped: {what.reason}")
    for block in ledger.blocks:
        block.open_later = []


def _not_stopped(ledger: Ledger, event: Event) -> None:
    if ledger.stopped is not None:
        message = f"The course is stopped already: {ledger.stopped}."
        raise ledger.refused(event, "course.stopped", "type", message, "Nothing is to be held or stopped.")


def later_decided(ledger: Ledger, event: Event, what: LaterDecided) -> None:
    """A person says how later dates follow. Refusal `course.nothing-to-decide`, `value.missing`."""
    block, question = _question(ledger, event, what)
    rules = block.plan.course_rules
    if not rules.minimum_gap_stated and what.minimum_gap is None:
        message = f"{named(event)}: The protocol states no minimum gap, and later dates are moved."
        fix = "State the smallest number of days between two infusions."
        raise refuse("value.missing", "minimum_gap", message, fix)
    if what.minimum_gap is not None:
        block.minimum_gap = max(what.minimum_gap, block.minimum_gap)
    block.open_later.remove(question)
    if what.follow != "keep-targets":
        how = "count" if what.follow == "count-from-actual" else "shift"
        first = block.local(question.first)
        anchor = first if what.after is None else block.local(what.after)
        block.rebased.append(Rebase(first, anchor, question.day, how))
    for number in block.numbers:
        if number >= question.first and ledger.records[number].pending:
            ledger.records[number].fixed = None
            ledger.records[number].notes.append(f"{what.follow.replace('-', ' ')}: {what.reason}")


def _question(ledger: Ledger, event: Event, what: LaterDecided) -> tuple[Block, LaterDates]:
    open_ones = [(block, q) for block in ledger.blocks for q in block.open_later]
    found = [(block, q) for block, q in open_ones if q.after == what.after]
    if found:
        return found[0]
    about = "a hold" if what.after is None else f"infusion {what.after}"
    asked = [("a hold" if q.after is None else f"infusion {q.after}") for _, q in open_ones]
    message = f"No question is open about the dates after {about}."
    fix = f"Open: after {', '.join(asked)}." if asked else "Nothing is to be decided."
    raise ledger.refused(event, "course.nothing-to-decide", "after", message, fix)


def block_chosen(ledger: Ledger, event: Event, what: BlockChosen) -> None:
    """A decision point of the protocol has its answer."""
    decisions = {d.name: d for block in ledger.blocks for d in block.plan.course_rules.decisions}
    decision = decisions.get(what.decision)
    if decision is None or what.answer not in [answer.name for answer in decision.answers]:
        raise _no_such_answer(ledger, event, what, decisions)
    if ledger.pending:
        message = f"decided while infusion {ledger.pending[0].number} is still to come."
        ledger.departs(event, "course.decided-early", "decision", message, "Look at the decision again.")
    if ledger.answers.get(what.decision, what.answer) != what.answer:
        message = f"it was {ledger.answers[what.decision]} before."
        ledger.departs(event, "course.decided-again", "answer", message, "Retract the answer that was wrong.")
    ledger.answers[what.decision] = what.answer


def _no_such_answer(
    ledger: Ledger, event: Event, what: BlockChosen, decisions: Mapping[str, Decision]
) -> Refusal:
    known = "; ".join(map(str, decisions.values())) or "none"
    message = f"The protocol has no answer {what.answer!r} at a decision {what.decision!r}."
    fix = f"Its decisions: {known}."
    return ledger.refused(event, "course.no-such-decision", "decision", message, fix)


def arranged(ledger: Ledger, event: Event, what: Arranged) -> None:
    """An infusion has a start time, a place, and what it needs; the latest entry holds.

    Refusal `time.does-not-exist`, `time.repeats`.
    """
    record = ledger.record(what.infusion, event)
    day = slot_of(ledger, what.infusion).date
    if what.time is not None and day is not None:
        local_moment(day, what.time, ledger.zone)  # refuses a time that the day does not have, or has twice
    record.time, record.place, record.needs = what.time, what.place, what.needs
