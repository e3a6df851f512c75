"""The preparation sheet of one infusion: the volume first, then containers, steps, clock, signatures.

Two people write on it: what each container, label and step asks for is in `worksheet_blanks`.
"""

from __future__ import annotations

from msc_dose.courses.plan import Infusion, Plan
from msc_dose.courses.text import remarks, weight_text
from msc_dose.exports.worksheet_blanks import (
    BLANK,
    INITIALS,
    container_block,
    label_blocks,
    measured_lines,
    step_lines,
)
from msc_dose.problems import Problem, refuse
from msc_dose.product.container import Container
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.text import clock_lines, container_lines, given_lines, verdict_lines, volume_line
from msc_dose.product.use import LABEL_LIMIT
from msc_dose.quantity.page import WIDTH, fitted
from msc_dose.scheduling import day_text

_RULE = "-" * WIDTH
_SIGNS = ("Prepared by", "Checked by (another person)")


def worksheet(plan: Plan, number: int) -> list[str]:
    """The sheet of infusion `number`, 80 columns wide, with blanks for what is done and who did it.

    Raises Refusal `infusion.unknown`, or `preparation.missing` where the plan says nothing of a product.
    """
    infusion = _infusion(plan, number)
    preparation = infusion.preparation
    if preparation is None:
        message = (
            f"Nothing is prepared for infusion {number}: no product is named, or the stock does not serve."
        )
        fix = "Give the product: --container with --dispense, or --stock."
        raise refuse("preparation.missing", "worksheet", message, fix)
    parts = (
        _heading(plan, infusion, preparation),
        _containers(plan, infusion, preparation),
        _given(plan, preparation),
        label_blocks(preparation, _recipient(plan), _labelled(plan, infusion)),
        _found(plan, infusion, preparation),
        _working(infusion, preparation),
        _clock(preparation),
        [*_signatures(), plan.status_text],
    )
    return [line for part in parts if part for line in (*_wrapped(part), _RULE)][:-1]


def _wrapped(lines: list[str]) -> list[str]:
    """The lines within the width, also where a printer writes their signs in ASCII."""
    return [each for line in lines for each in fitted(line)]


def _infusion(plan: Plan, number: int) -> Infusion:
    for infusion in plan.infusions:
        if infusion.number == number:
            return infusion
    message = f"The plan has infusions 1 to {len(plan.infusions)}; {number} is none of them."
    raise refuse("infusion.unknown", "worksheet", message, "Give the number of an infusion.", str(number))


def _recipient(plan: Plan) -> str:
    recipient = plan.inputs.product.recipient if plan.inputs.product else None
    return recipient or BLANK


def _which(plan: Plan, infusion: Infusion) -> str:
    """Which infusion it is, of how many, and the day; of a split dose, that each day has the same sheet."""
    days = len(infusion.dose.days)
    text = f"infusion {infusion.number} of {len(plan.infusions)}, {day_text(infusion.date)}"
    return text if days == 1 else f"{text}, day 1 of {days}: the sheet is the same for each day"


def _labelled(plan: Plan, infusion: Infusion) -> str:
    """The same for a label; which day of a split dose it is, is written on it."""
    days = len(infusion.dose.days)
    text = f"infusion {infusion.number} of {len(plan.infusions)}"
    return f"{text}, {day_text(infusion.date)}" if days == 1 else f"{text}, day ____ of {days}"


def _heading(plan: Plan, infusion: Infusion, preparation: Preparation) -> list[str]:
    from msc_dose import __version__

    days, number = len(infusion.dose.days), preparation.containers_to_thaw
    dose = f"DOSE {infusion.dose.cells}"
    if days > 1:
        dose += f", over {days} days; each day {preparation.need}"
    unknown = f"VOLUME not known; containers to thaw: {number or 'not known'}"
    return [
        volume_line(preparation, days) or (unknown if days == 1 else f"{unknown}, each of {days} days"),
        plan.status_text,
        dose,
        f"PREPARATION SHEET: {_which(plan, infusion)}",
        f"Patient: {_recipient(plan)}   second identifier: {BLANK}",
        weight_text(plan) or "Dose without a weight",
        f"Order as written: {'_' * 58}",
        f"{plan.title} ({plan.protocol})",
        *remarks(plan),
        f"msc-dose {__version__}; self-test passed: a second calculation agrees; it is no person's check",
    ]


def _handling(plan: Plan) -> Handling:
    return plan.inputs.product.handling if plan.inputs.product else Handling()


def _containers(plan: Plan, infusion: Infusion, preparation: Preparation) -> list[str]:
    """What is taken from each container, its place and expiry, and blanks for what is found."""
    stock = _stock(plan)
    lines = list(container_lines(preparation, _handling(plan), len(infusion.dose.days)))
    for each in preparation.containers:
        lines += container_block(each, stock.get(each.identity))
    if len(preparation.containers) > 1:
        lines.append(f"{len(preparation.containers)} containers, {len(preparation.containers)} clocks:")
        lines[-1] += " the earliest START BY and FINISH BY govern."
    return lines


def _stock(plan: Plan) -> dict[str, Container]:
    supply = plan.inputs.product.supply if plan.inputs.product else ()
    return {each.identity: each for each in supply} if isinstance(supply, tuple) else {}


def _given(plan: Plan, preparation: Preparation) -> list[str]:
    """Final volume, rate, dimethyl sulphoxide and limits, and blanks for what is measured."""
    limit = plan.inputs.product.dmso_limit if plan.inputs.product else LABEL_LIMIT
    return [
        *given_lines(preparation, _handling(plan), limit),
        *measured_lines(preparation, _handling(plan)),
        *verdict_lines(preparation),
    ]


def _found(plan: Plan, infusion: Infusion, preparation: Preparation) -> list[str]:
    """Every CHECK of the dose and the preparation, with a blank for who looked at it; then the NOTEs."""
    others = {
        problem for each in plan.infusions if each.preparation for problem in each.preparation.problems
    } - set(preparation.problems)
    found: tuple[Problem, ...] = (*infusion.dose.problems, *preparation.problems, *plan.problems)
    told = [each for each in dict.fromkeys(found) if each not in others]
    checks = [
        f"[ ] CHECK {each.message} [{each.code}] {INITIALS}" for each in told if each.severity == "check"
    ]
    notes = [f"NOTE {each.message} [{each.code}]" for each in told if each.severity == "note"]
    return [*checks, *notes]


def _working(infusion: Infusion, preparation: Preparation) -> list[str]:
    steps = [*infusion.dose.derivation.steps, *preparation.derivation.steps]
    lines = ["Steps (sources: --explain)"]
    for number, step in enumerate(steps, 1):
        lines += step_lines(number, step, WIDTH)
    return [*lines, f"Steps done again by another person: {INITIALS}"]


def _clock(preparation: Preparation) -> list[str]:
    lines = list(clock_lines(preparation)) or ["Clock: how long the product may be kept is NOT STATED"]
    return [*lines, "START BY ____:____  started ____:____    FINISH BY ____:____  finished ____:____"]


def _signatures() -> list[str]:
    return [f"{who + ':':<29}{BLANK} date, time ____________" for who in _SIGNS]
