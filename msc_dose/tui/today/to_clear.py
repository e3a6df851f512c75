"""Whether the infusion of a row can be cleared to thaw, and why it cannot."""

from __future__ import annotations

from msc_dose.tui.today.patients import Patient, number_text
from msc_dose.tui.today.thawing import ToThaw
from msc_dose.ward.stages import OBSERVE, ON_CLOCK, RUNNING

_OUT = (ON_CLOCK, RUNNING, OBSERVE)
_CLEARED = "TO THAW"  # and `TO THAW, LATE`


def why_not(here: Patient | ToThaw | None, patient: Patient | None) -> str:
    """Why nothing can be cleared in this row; empty where it can be tried.

    `patient` is the row of the same infusion among the patients, where there is one: it alone knows whether
    an infusion of a day to come is cleared already.
    """
    if isinstance(here, Patient):
        patient = here
    if patient is not None:
        return _of_patient(patient)
    if isinstance(here, ToThaw) and (here.stage in _OUT or here.word.startswith(_CLEARED)):
        return _beyond(here.recipient, number_text(here.number, here.of), here.word)
    return ""


def _of_patient(patient: Patient) -> str:
    row = patient.row
    if row.number is None:
        return f"{row.recipient} has no infusion to clear to thaw."
    number = number_text(row.number, row.of)
    return "" if patient.planned or patient.rest else _beyond(row.recipient, number, row.word)


def _beyond(recipient: str, number: str, word: str) -> str:
    return f"{recipient} {number} is not to be cleared to thaw: it is {word}. a shows what can be done now."
