"""`msc-dose dose --at-hand`: what dose per kg the cells at hand would be."""

from __future__ import annotations

import argparse
from typing import cast

from msc_dose.cli.answer import Answer
from msc_dose.cli.arguments import Attempts
from msc_dose.cli.patient import patient_of
from msc_dose.cli.product import stated
from msc_dose.cli.site import conventions_of
from msc_dose.dosing.body import Patient
from msc_dose.library.amounts import amount_of
from msc_dose.library.prescribing import dose_at_hand
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document

# What says how a dose is prescribed; none of it belongs beside what is at hand.
_DOSES = (
    *("per_kg", "per_m2", "flat", "ordered", "min", "max", "daily_ceiling", "reduce", "increase", "reason"),
    *("counts", "population", "product"),
)


def answer_at_hand(given: argparse.Namespace) -> Answer:
    """The cells at hand divided by the dosing weight, with its working."""
    attempts = Attempts()
    if stated(given) or any(getattr(given, name) is not None for name in _DOSES):
        message = "What dose the cells at hand are is asked; a dose, or what is prepared, is stated too."
        attempts.get(lambda: _refused(message))
    cells = attempts.get(lambda: amount_of(given.at_hand, "cell_count", "at_hand", conventions_of(given)))
    patient = patient_of(given, attempts)
    attempts.settle()
    per_kg, steps = dose_at_hand(cast(Amount, cells), cast(Patient, patient))
    document = {
        "schema": "msc-dose/dose-at-hand/1",
        "per_weight": number_document(per_kg),
        "steps": steps.as_document(),
    }
    return Answer([f"DOSE at hand: {per_kg}", "", *str(steps).splitlines()], document)


def _refused(message: str) -> None:
    raise refuse("value.twice", "at_hand", message, "Give --at-hand with the weight alone, or leave it out.")
