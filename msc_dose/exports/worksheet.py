"""The preparation sheet of one infusion: the volume first, then containers, steps, clock, signatures."""

from __future__ import annotations

from msc_dose.courses.plan import Infusion, Plan
from msc_dose.problems import refuse
from msc_dose.product.preparation import Preparation
from msc_dose.product.text import clock_lines, preparation_lines, volume_line
from msc_dose.scheduling import day_text

WIDTH = 80
_RULE = "-" * WIDTH
_BLANK = "_" * 24
_SIGNS = ("Prepared by", "Checked by (another person)")


def worksheet(plan: Plan, number: int) -> list[str]:
    """The sheet of infusion `number`, 80 columns wide, with blanks for what is done and who did it.

    Raises Refusal `infusion.unknown`, or `preparation.missing` where the plan says nothing of a product.
    """
    infusion = _infusion(plan, number)
    preparation = infusion.preparation
    if preparation is None:
        message = f"Infusion {number} has no preparation: the plan names no product for it."
        fix = "Give the product: --container with --dispense, or --stock."
        raise refuse("preparation.missing", "worksheet", message, fix)
    return [
        volume_line(preparation)
        or f"Containers to thaw: {preparation.containers_to_thaw}; VOLUME not stated",
        *_heading(plan, infusion),
        *_results(preparation),
        *_containers(preparation),
        *_clock(preparation),
        *_working(infusion, preparation),
        *_signatures(),
    ]


def _infusion(plan: Plan, number: int) -> Infusion:
    for infusion in plan.infusions:
        if infusion.number == number:
            return infusion
    message = f"The plan has infusions 1 to {len(plan.infusions)}; {number} is none of them."
    raise refuse("infusion.unknown", "worksheet", message, "Give the number of an infusion.", str(number))


def _heading(plan: Plan, infusion: Infusion) -> list[str]:
    recipient = plan.inputs.product.recipient if plan.inputs.product else None
    return [
        f"DOSE   {infusion.dose.cells}",
        f"PREPARATION SHEET  infusion {infusion.number} of {len(plan.infusions)}, {day_text(infusion.date)}",
        f"Patient: {recipient or _BLANK}   Dosing weight {plan.inputs.weight}, basis {plan.inputs.basis}",
        f"{plan.title} ({plan.protocol})",
        plan.status_text,
        _RULE,
    ]


def _results(preparation: Preparation) -> list[str]:
    return [*preparation_lines(preparation)[1:], _RULE]


def _containers(preparation: Preparation) -> list[str]:
    lines = ["Containers: tick when identity and label agree with this sheet"]
    for each in preparation.containers:
        lines.append(f"[ ] {each.identity}")
        lines.append("      out of storage ______  thaw complete ______  volume found ______ mL")
    return [*lines, _RULE]


def _clock(preparation: Preparation) -> list[str]:
    lines = list(clock_lines(preparation)) or ["Clock: how long the product may be kept is NOT STATED"]
    return [
        *lines,
        "Started ____:____   START BY ____:____   FINISH BY ____:____   Finished ____:____",
        _RULE,
    ]


def _working(infusion: Infusion, preparation: Preparation) -> list[str]:
    steps = [*infusion.dose.derivation.steps, *preparation.derivation.steps]
    lines = ["Steps"]
    for number, step in enumerate(steps, 1):
        lines += [f"{number}. {step.name}: {step.formula}", f"   = {step.result}"]
    return [*lines, _RULE]


def _signatures() -> list[str]:
    return [f"{who + ':':<30}{_BLANK}  date, time ____________" for who in _SIGNS]
