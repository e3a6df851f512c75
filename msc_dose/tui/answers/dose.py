"""The dose form: what was entered, and the core's answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.dosing.dose import Dose
from msc_dose.library.prescribing import DoseRule, Patient, calculate_dose
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.problems import stop
from msc_dose.tui.answers.asking import Answer, Asked

KINDS = {"dose": "dose_per_weight", "weight": "body_weight", "maximum": "cell_count"}


@dataclass(frozen=True, slots=True)
class DoseEntry:
    """The fields of the dose form as they stand; None in a choice is "not stated"."""

    dose: str = ""
    weight: str = ""
    maximum: str = ""
    basis: str | None = None
    counts: str | None = None
    product: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing has been typed yet."""
        return not (self.dose.strip() or self.weight.strip() or self.maximum.strip())


def answer_dose(entry: DoseEntry, conventions: Conventions = DEFAULT) -> Answer[Dose]:
    """The dose of this form, read as the site declares, or everything that keeps it from being computed."""
    if entry.blank:
        return Answer()
    asked = Asked(KINDS, replace(conventions, product=entry.product))
    asked.knows("weight", entry.weight)
    rule, patient = _rule(entry, asked), _patient(entry, asked)
    if asked.stopped or rule is None or patient is None:
        return asked.answer(None, "cannot compute")
    dose = asked.ask(lambda: calculate_dose(rule, patient))
    return asked.answer(dose, "cannot compute", dose.problems if dose else ())


def _rule(entry: DoseEntry, asked: Asked) -> DoseRule | None:
    per_kg = asked.amount("dose", entry.dose)
    maximum = asked.amount("maximum", entry.maximum)
    if not entry.dose.strip():
        fix = "Give it with its unit, for instance 2 million cells/kg."
        asked.problems.append(stop("value.missing", "dose", "The dose per kg is missing.", fix))
    # A maximum that is not read must not be left out silently: the rule waits for it.
    if per_kg is None or (maximum is None and entry.maximum.strip()):
        return None
    return asked.ask(lambda: DoseRule.per_weight(per_kg, maximum, entry.counts, entry.product))


def _patient(entry: DoseEntry, asked: Asked) -> Patient | None:
    weight = asked.amount("weight", entry.weight)
    if not entry.weight.strip():
        fix = "Give the weight with its unit, for instance 60 kg."
        asked.problems.append(stop("value.missing", "weight", "The dosing weight is missing.", fix))
    return asked.ask(lambda: Patient(weight, entry.basis)) if weight is not None else None
