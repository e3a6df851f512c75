"""The dose of infusions to come: after a change by an order, and as another weight would make it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from msc_dose.courses.document import document_of
from msc_dose.courses.doses import course_doses, total_of
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.folding.ledger import Block, Ledger
from msc_dose.courses.plan import Plan
from msc_dose.dosing.body import Patient
from msc_dose.dosing.counted import taking_over
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import Span
from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.recheck import recheck_plan

DEFAULT_CHANGE_LIMIT = 10  # % of the dosing weight; policy, where the protocol states none


def change_doses(ledger: Ledger, event: Event, what: DoseChanged) -> None:
    """Calculate the doses from an infusion on again: by another dose, on another weight, or both."""
    block = ledger.block_of(what.from_infusion)
    inputs = block.dosing.inputs
    rule = inputs.rule if what.ordered is None else _rule(inputs.rule, what.ordered)
    patient = inputs.patient if what.dosing_weight is None else weighing(inputs.patient, what.dosing_weight)
    block.dosing = dosed_again(
        block.dosing, patient, rule, () if what.ordered is not None else inputs.ordered
    )
    _take_over(ledger, block, what.from_infusion, what.reason)


def _rule(rule: DoseRule, ordered: Amount) -> DoseRule:
    """The rule with the dose ordered in place of its own; its limits and its guards stay.

    Refusal `count.mixed` where the order counts other cells.
    """
    return replace(
        rule, shape=Span.of(taking_over(ordered, rule.counted, "ordered", "dose")), source="as ordered"
    )


def weighing(patient: Patient, weight: Amount) -> Patient:
    """The patient with another dosing weight of the same basis."""
    return replace(patient, weight=replace(weight, basis=None))


def dosed_again(plan: Plan, patient: Patient, rule: DoseRule, ordered: tuple[Amount, ...]) -> Plan:
    """The plan with its doses calculated anew, and a second time; nothing is prepared for them yet."""
    inputs = replace(plan.inputs, patient=patient, rule=rule, ordered=ordered, product=None)
    doses, problems = course_doses(inputs, len(plan.infusions))
    infusions = tuple(
        replace(infusion, dose=dose, preparation=None)
        for infusion, dose in zip(plan.infusions, doses, strict=True)
    )
    made = replace(
        plan, inputs=inputs, infusions=infusions, total_cells=total_of(doses), problems=tuple(problems)
    )
    return agreed(made)


def agreed(plan: Plan) -> Plan:
    """The plan itself, when the second calculation agrees; Refusal `recheck.disagrees`."""
    disagreements = recheck_plan(document_of(plan))
    if disagreements:
        defect = "The second calculation disagrees: this is a defect of msc_dose, not of the inputs."
        first = refuse("recheck.disagrees", "plan", defect, "Do not use this course; report it.")
        raise Refusal([*first.problems, *disagreements])
    return plan


def _take_over(ledger: Ledger, block: Block, first: int, reason: str) -> None:
    for number, infusion in zip(block.numbers, block.dosing.infusions, strict=True):
        record = ledger.records[number]
        if number >= first and record.pending:
            record.dose, record.working = infusion.dose.cells, infusion.dose.derivation
            record.prepared = infusion.dose.cells
            record.notes.append(f"dose changed: {reason}")


def weight_differs(ledger: Ledger, block: Block, at: datetime | None = None) -> Amount | None:
    """The latest weight (of those taken by then), where it is beyond the limit; exactly at it, it is not.

    Only an actual weight is compared with a dosing weight whose basis is actual; a dose that is the same on
    both weights waits for no order.
    """
    dosing = block.dosing.inputs.weight
    taken = [weight for weight in ledger.weights if at is None or weight.taken <= at]
    if dosing is None or block.dosing.inputs.basis != "actual" or not taken:
        return None
    latest = taken[-1].weight
    if not far_apart(dosing, latest, change_limit(block)):
        return None
    ordered = tuple(infusion.dose.cells for infusion in block.dosing.infusions)
    return None if doses_on(block, latest) == ordered else latest


def change_limit(block: Block) -> int:
    """The change of weight (%) beyond which a new order is needed: the protocol's, else our policy's."""
    return block.plan.course_rules.weight_change_limit or DEFAULT_CHANGE_LIMIT


def far_apart(then: Amount, now: Amount, limit: int) -> bool:
    """Whether a weight differs from an earlier one by more than so many percent of that one; exactly."""
    return abs(_fraction(now) - _fraction(then)) * 100 > limit * _fraction(then)


def equal(one: Amount, other: Amount) -> bool:
    """Whether two weights are the same number, whosever they are said to be."""
    return _fraction(one) == _fraction(other)


def _fraction(amount: Amount) -> Fraction:
    return Fraction(*amount.numerator.as_integer_ratio()) / amount.denominator


def doses_on(block: Block, weight: Amount) -> tuple[Amount, ...] | None:
    """The doses of the block's infusions as this weight would make them; None where the rule gives none.

    A weight is recorded whatever follows from it.
    """
    inputs = block.dosing.inputs
    try:
        again = replace(inputs, patient=weighing(inputs.patient, weight), product=None)
        doses, _ = course_doses(again, len(block.plan.infusions))
    except Refusal:
        return None
    return tuple(dose.cells for dose in doses)
