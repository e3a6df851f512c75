"""What opening, consent, approval, planning and a changed calendar do to the ledger."""

from __future__ import annotations

from datetime import date

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import CalendarChanged, Consent, EthicsApproval, Opened, Planned
from msc_dose.courses.folding.calendar import slots_of
from msc_dose.courses.folding.doses import change_limit, far_apart
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.folding.ordering import tell_order_weight
from msc_dose.courses.plan import Infusion, Plan
from msc_dose.scheduling import day_text
from msc_dose.scheduling.facts import Slot


def opened(ledger: Ledger, event: Event, what: Opened) -> None:
    """The course begins; once."""
    if ledger.opened:
        message = f"The course {ledger.course} is open already."
        raise ledger.refused(event, "course.open-already", "type", message, "Keep one course in a file.")
    ledger.opened, ledger.training = True, what.training
    ledger.course, ledger.recipient, ledger.zone = what.course, what.recipient, what.zone


def consented(ledger: Ledger, event: Event, what: Consent) -> None:
    """Consent is on record."""
    ledger.consent = min(ledger.consent or event.occurred, event.occurred)


def approved(ledger: Ledger, event: Event, what: EthicsApproval) -> None:
    """Ethics approval is on record."""
    ledger.ethics = min(ledger.ethics or event.occurred, event.occurred)


def planned(ledger: Ledger, event: Event, what: Planned) -> None:
    """A first plan, one that replaces it before anything was done, or one that follows it.

    Refusal `course.not-approved`, `course.begun-already`, `course.no-first-block`,
    `course.before-last-infusion`, `course.stopped`.
    """
    if what.plan.status != "site-approved" and not ledger.training:
        message = f"{what.plan.protocol} is {what.plan.status_text}."
        fix = 'Plan by a protocol of the site with status = "site-approved", or open a training course.'
        raise ledger.refused(event, "course.not-approved", "plan", message, fix)
    if what.block == "next":
        _next_block(ledger, event, what.plan)
        return
    if any(not record.pending or record.cleared for record in ledger.records.values()):
        message = "Infusions of the first plan were cleared, given or left out already."
        fix = "Move dates, change the dose, or plan the next block."
        raise ledger.refused(event, "course.begun-already", "block", message, fix)
    ledger.blocks, ledger.records = [], {}
    _add(ledger, what.plan)
    for number in ledger.order_weights:
        tell_order_weight(ledger, event, number)


def _next_block(ledger: Ledger, event: Event, plan: Plan) -> None:
    if ledger.stopped is not None:
        message = f"The course is stopped: {ledger.stopped}."
        raise ledger.refused(event, "course.stopped", "block", message, "Open a new course.")
    if not ledger.blocks:
        message = "There is no block before this one."
        raise ledger.refused(event, "course.no-first-block", "block", message, "Plan the first block.")
    if ledger.pending:
        message = f"the next block is planned while infusion {ledger.pending[0].number} is still to come."
        ledger.departs(event, "course.decided-early", "block", message, "Give it, or say why it is left out.")
    dated = (slot.date for block in ledger.blocks for slot in slots_of(ledger, block))
    last = max(filter(None, dated), default=None)
    first = plan.infusions[0].date
    if last is not None and (first - last).days < plan.inputs.minimum_gap:
        message = f"Its first infusion, {day_text(first)}, is too soon after that of {day_text(last)}."
        fix = f"Start at least {plan.inputs.minimum_gap} days after it."
        raise ledger.refused(event, "course.before-last-infusion", "plan", message, fix)
    _tell_other_block(ledger, event, plan)
    _add(ledger, plan)


def _tell_other_block(ledger: Ledger, event: Event, plan: Plan) -> None:
    """Tell a block that the decision did not choose, and a weight far from that of the block before."""
    before = ledger.blocks[-1]
    decisions = {decision.name: decision for decision in before.plan.course_rules.decisions}
    chosen = [decisions[name].answer(answer) for name, answer in ledger.answers.items() if name in decisions]
    if any(answer.protocol != plan.protocol for answer in chosen):
        said = "; ".join(map(str, chosen))
        message = f"{plan.protocol} is planned; the decision was: {said}."
        ledger.departs(event, "course.other-block", "plan", message, "A deviation says why.")
    old, new = before.dosing.inputs.weight, plan.inputs.weight
    if old is not None and new is not None and far_apart(old, new, change_limit(before)):
        message = f"its dosing weight is {new}; that of the block before was {old}."
        ledger.departs(event, "course.weight-far", "plan", message, "Check the weight.")


def _add(ledger: Ledger, plan: Plan) -> None:
    inputs, first = plan.inputs, len(ledger.records) + 1
    block = Block(plan, plan, first, inputs.closures, inputs.minimum_gap)
    block.calendars.append((date.min, inputs.closures))
    ledger.blocks.append(block)
    for number, infusion in enumerate(plan.infusions, first):
        ledger.records[number] = _record(number, infusion)


def _record(number: int, infusion: Infusion) -> Record:
    made, cells = infusion.preparation, infusion.dose.cells
    prepared = made.delivered if made is not None and made.delivered is not None else cells
    return Record(number, cells, infusion.dose.derivation, prepared)


def calendar_changed(ledger: Ledger, event: Event, what: CalendarChanged) -> None:
    """Infusions that are still to come follow other closed days."""
    if not ledger.blocks:
        message = "Nothing is planned yet."
        raise ledger.refused(event, "course.no-plan", "type", message, "Plan with these closed days.")
    today = event.occurred.date()
    for block in ledger.blocks:
        before = slots_of(ledger, block)
        for number, slot in zip(block.numbers, before, strict=True):
            # What is past is past: an infusion that is late stays on its day until a person moves it.
            if ledger.records[number].pending and slot.date is not None and slot.date < today:
                ledger.records[number].fixed = slot.date
        block.closures = what.closures
        block.calendars.append((today, what.closures))
        block.not_before = max(today, block.not_before or today)
        _look_anew(ledger, block, before)


def _look_anew(ledger: Ledger, block: Block, before: tuple[Slot, ...]) -> None:
    """An infusion that was cleared for a day that it has no more is not cleared."""
    for number, was, slot in zip(block.numbers, before, slots_of(ledger, block), strict=True):
        if was.date != slot.date:
            record = ledger.records[number]
            record.cleared = record.cleared and bool(record.thawed)
