"""The blanks of a preparation sheet: what two people find, measure and do, block by block."""

from __future__ import annotations

import re

from msc_dose.derivation import Step, Term
from msc_dose.product.container import Container
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.dispensing import Drawn
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.shortened import nearly
from msc_dose.product.text import notes_line, place_line
from msc_dose.quantity.page import columns_of
from msc_dose.quantity.writer import briefly

BLANK = "_" * 22
INITIALS = "initials ____/____"
_SIGNS = re.compile(r" ([×÷−+]) ")
_LITERAL = re.compile(r"\d[\d.,]*( [a-zA-Z/]+)?")


def container_block(drawn: Drawn, container: Container | None) -> list[str]:
    """One container: who it is, what is taken from it beside what was taken, its clock, its count."""
    if container is None:
        lines = [
            f"[ ] {drawn.identity}: lot ______________ serial ______________ expiry ______________",
        ]
    else:
        lines = [
            f"[ ] {drawn.identity}: identity and label agree with this sheet",
            f"    {place_line(container)}",
            f"    {notes_line(container)}",
        ]
    target = f"withdraw {briefly(drawn.withdraw.value)}" if drawn.withdraw else "withdraw: volume not stated"
    if drawn.whole:
        target = f"all of it, {briefly(drawn.withdraw.value)}" if drawn.withdraw else "all of it"
    return [
        *lines,
        f"    {target}   withdrawn ________ mL   discarded ________ mL",
        "    out of storage ____:____   thaw complete ____:____",
        f"    START BY ____:____   FINISH BY ____:____   {INITIALS}",
    ]


def measured_lines(preparation: Preparation, handling: Handling) -> list[str]:
    """What is measured, added and thrown away; the diluent's lot where there is one."""
    lines = []
    more = preparation.diluent_volume
    first = handling.diluent_per_container
    if (more is not None and more.numerator) or first is not None or handling.diluent:
        name = handling.diluent or "not stated"
        lines.append(f"[ ] Diluent ({name}): lot ______________ expiry ______________ added ________ mL")
    return [
        *lines,
        "[ ] Final volume measured ________ mL",
        "[ ] Post-thaw count ______________ cells/mL   viability ________ %",
        "[ ] Discarded ________ mL, reason ______________________________________",
        f"    {INITIALS}",
    ]


def label_blocks(preparation: Preparation, recipient: str, which: str) -> list[str]:
    """What the label of each final product container says."""
    total, lines = len(preparation.parts), []
    clock = preparation.clock
    finish = "____:____"
    if clock is not None and clock.finish_by is not None:
        finish = f"{clock.finish_by:%H:%M}"
    for part in preparation.parts:
        strength = preparation.final_concentration
        held = f"{nearly(part.volume)}, {nearly(part.cells)}"
        lines += [
            f"[ ] LABEL, final product container {part.number} of {total}: {held}",
            f"    patient {recipient}, {which}",
            f"    {nearly(strength) if strength is not None else 'concentration not known'};"
            f" FINISH BY {finish}   {INITIALS}",
        ]
    return lines


def step_lines(number: int, step: Step, width: int) -> list[str]:
    """A step with its inputs, in one line where it fits: name, `a × b = c`, how it was rounded."""
    result = f"{step.result} ({step.rounded})" if step.rounded else str(step.result)
    numbers = in_numbers(step)
    if numbers is None:
        given = "; ".join(f"{each.name} {each}" for each in step.inputs)
        said = f"{step.formula}: {given} = {result}" if given else f"{step.formula} = {result}"
    else:
        said = f"{numbers} = {result}"
    line = f"{number}. {step.name}: {said}"
    return [line] if columns_of(line) <= width else [f"{number}. {step.name}:", f"    {said}"]


def in_numbers(step: Step) -> str | None:
    """The formula with its numbers in place of its words; `None` where they cannot be told apart."""
    operands, left = _SIGNS.split(step.formula), list(step.inputs)
    if len(operands) < 2 or any(sign in step.formula for sign in "(,√") or "sum" in step.formula:
        return None
    found = []
    for place, words in enumerate(operands):
        if place % 2 or _LITERAL.fullmatch(words):
            found.append(words)
            continue
        named = _named(words, left)
        if named is None:
            return None
        left.remove(named)
        found.append(str(named))
    return None if left else " ".join(found)


def _named(words: str, inputs: list[Term]) -> Term | None:
    """The input that these words of a formula mean; `None` where it is not one alone."""
    alike = [each for each in inputs if each.name == words]
    alike = alike or [each for each in inputs if each.name.startswith(words)]
    if words == "%":
        alike = [each for each in inputs if each.unit == "%"]
    return alike[0] if len(alike) == 1 else None
