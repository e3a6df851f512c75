"""A blind re-entry: what was typed, and the core's reading of it. The first entry is not known here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.library.prescribing import dose_amount
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.problems import Problem, refuse, stop
from msc_dose.quantity.amount import COUNTS, Amount
from msc_dose.tui.answers.asking import Answer, Asked
from msc_dose.verification.comparison import Reentry

# A dose ordered may be per kg, per m² or in cells; this kind is tried first.
KINDS = {"ordered": "dose_per_weight", "weight": "body_weight"}


@dataclass(frozen=True, slots=True)
class ReentryEntry:
    """The fields of a re-entry as they stand; None in a choice is "not stated"."""

    infusion: str = ""
    ordered: str = ""
    weight: str = ""
    basis: str | None = None
    counts: str | None = None
    containers: tuple[str, ...] = ()


def answer_reentry(entry: ReentryEntry, conventions: Conventions = DEFAULT) -> Answer[Reentry]:
    """The re-entry that the core compares, or everything that keeps it from being one."""
    asked = Asked(KINDS, conventions)
    asked.knows("weight", entry.weight)
    number = _number(entry.infusion, asked)
    dose = _dose(entry.ordered, asked)
    weight = asked.amount("weight", entry.weight)
    counts = entry.counts or (dose.counts if dose else None)
    if dose is not None and counts is None:
        message = "It is not said which cells are counted."
        fix = f"Choose {' or '.join(COUNTS)}, as the order says."
        asked.problems.append(stop("value.missing", "counts", message, fix))
    made = None
    if not asked.stopped and dose is not None and number is not None and counts is not None:
        containers = tuple(text.strip() for text in entry.containers if text.strip())
        made = asked.ask(lambda: Reentry(dose, counts, entry.basis, weight, number, containers))
    asked.problems = [_of_the_form(problem) for problem in asked.problems]
    # A total for another weight misleads, and that on record is not known here.
    asked.readings = [replace(reading, at_60_kg=None) for reading in asked.readings]
    return asked.answer(made, "cannot compare")


def _number(text: str, asked: Asked) -> int | None:
    if not text.strip():
        fix = "Type the number of the infusion that the order is for."
        asked.problems.append(stop("value.missing", "infusion", "The infusion is missing.", fix))
        return None
    return asked.value("infusion", lambda: _whole(text), lambda number: f"infusion {number}")


def _whole(text: str) -> int:
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 9:
        return int(plain)
    raise refuse("event.number", "infusion", f"{text!r} is not a whole number.", "Give a whole number.", text)


def _dose(text: str, asked: Asked) -> Amount | None:
    if not text.strip():
        fix = "Type it as the order says it, with its unit."
        asked.problems.append(stop("value.missing", "ordered", "The dose ordered is missing.", fix))
        return None
    return asked.value("ordered", lambda: dose_amount(text, "ordered", asked.conventions), str)


def _of_the_form(problem: Problem) -> Problem:
    """The core calls the dose of a re-entry `dose`; this form has it as the dose ordered."""
    return replace(problem, field="ordered") if problem.field == "dose" else problem
