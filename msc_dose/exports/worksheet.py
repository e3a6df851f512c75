"""The preparation sheet of one infusion: the volume first, then containers, steps, clock, signatures."""

from __future__ import annotations

from datetime import date
from textwrap import wrap

from msc_dose.courses.plan import Infusion, Plan
from msc_dose.problems import Problem, refuse
from msc_dose.product.container import Container
from msc_dose.product.preparation import Preparation
from msc_dose.product.text import clock_lines, container_lines, given_lines, verdict_lines, volume_line
from msc_dose.scheduling import day_text

WIDTH = 80
_RULE = "-" * WIDTH
_BLANK = "_" * 22
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
        _containers(plan, preparation),
        [*given_lines(preparation, _diluent(plan)), *verdict_lines(preparation)],
        _checks(plan, infusion, preparation),
        _working(infusion, preparation),
        _clock(preparation),
        _signatures(),
    )
    return [line for part in parts if part for line in (*_wrapped(part), _RULE)][:-1]


def _wrapped(lines: list[str]) -> list[str]:
    """The lines within the width, what does not fit indented on the next."""
    found = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        found += wrap(
            line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return found


def _infusion(plan: Plan, number: int) -> Infusion:
    for infusion in plan.infusions:
        if infusion.number == number:
            return infusion
    message = f"The plan has infusions 1 to {len(plan.infusions)}; {number} is none of them."
    raise refuse("infusion.unknown", "worksheet", message, "Give the number of an infusion.", str(number))


def _heading(plan: Plan, infusion: Infusion, preparation: Preparation) -> list[str]:
    recipient = plan.inputs.product.recipient if plan.inputs.product else None
    weight = plan.inputs.weight
    weighed = f"Dosing weight {weight}, basis {plan.inputs.basis}" if weight else "Dose without a weight"
    number = preparation.containers_to_thaw
    return [
        volume_line(preparation) or f"VOLUME not known; containers to thaw: {number or 'not known'}",
        f"DOSE {infusion.dose.cells}",
        f"PREPARATION SHEET: infusion {infusion.number} of {len(plan.infusions)}, {day_text(infusion.date)}",
        f"Patient: {recipient or _BLANK}   {weighed}",
        f"{plan.title} ({plan.protocol})",
        plan.status_text,
    ]


def _containers(plan: Plan, preparation: Preparation) -> list[str]:
    """What is taken from each container, its place and expiry, and blanks for what is found."""
    stock = _stock(plan)
    lines = list(container_lines(preparation))
    for each in preparation.containers:
        lines.append(f"[ ] {each.identity}: identity and label agree with this sheet")
        if container := stock.get(each.identity):
            lines.append(f"    {container.type}, position {container.position}, {_expiry(container)}")
            lines.append(f"    {_notes(container)}")
        lines.append("    out of storage ____:____   thaw complete ____:____   withdrawn ________ mL")
    return lines


def _diluent(plan: Plan) -> str | None:
    return plan.inputs.product.handling.diluent if plan.inputs.product else None


def _stock(plan: Plan) -> dict[str, Container]:
    supply = plan.inputs.product.supply if plan.inputs.product else ()
    return {each.identity: each for each in supply} if isinstance(supply, tuple) else {}


def _notes(container: Container) -> str:
    """What must be known before it is used; what is unknown says so."""
    known = [f"{name.replace('_', ' ')}: {text}" for name, text in container.notes.texts()]
    return "; ".join([*known, f"contains: {', '.join(container.notes.hypersensitivity)}"])


def _expiry(container: Container) -> str:
    expiry = container.expiry
    return f"expires {expiry}" if isinstance(expiry, date) else f"expiry: {expiry}"


def _checks(plan: Plan, infusion: Infusion, preparation: Preparation) -> list[str]:
    """Every CHECK of the dose and the preparation, with a blank for who looked at it."""
    others = {
        problem for each in plan.infusions if each.preparation for problem in each.preparation.problems
    } - set(preparation.problems)
    found: tuple[Problem, ...] = (*infusion.dose.problems, *preparation.problems, *plan.problems)
    checks = dict.fromkeys(each for each in found if each.severity == "check" and each not in others)
    return [f"[ ] CHECK {each.message} [{each.code}]" for each in checks]


def _working(infusion: Infusion, preparation: Preparation) -> list[str]:
    steps = [*infusion.dose.derivation.steps, *preparation.derivation.steps]
    lines = ["Steps (inputs and sources: --explain)"]
    for number, step in enumerate(steps, 1):
        lines.append(f"{number}. {step.name}: {step.formula} = {step.result}")
    return lines


def _clock(preparation: Preparation) -> list[str]:
    lines = list(clock_lines(preparation)) or ["Clock: how long the product may be kept is NOT STATED"]
    return [*lines, "START BY ____:____  started ____:____    FINISH BY ____:____  finished ____:____"]


def _signatures() -> list[str]:
    return [f"{who + ':':<29}{_BLANK} date, time ____________" for who in _SIGNS]
