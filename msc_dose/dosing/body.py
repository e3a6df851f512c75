"""The patient as a dose sees them: weight and basis, height, sex and age, body surface, and what to look at.

- `patient`: the values, held by `checks`; `weighing`: the dosing weight and the actual one
- `surface`: body surface; `measures`: the formulas
- `plausibility` and `unusual`: what a person should look at before the weight is dosed on
"""

from __future__ import annotations

from msc_dose.dosing.checks import check_basis, check_kind
from msc_dose.dosing.patient import Patient, Weighing
from msc_dose.dosing.plausibility import body_problems, raising_stops
from msc_dose.dosing.surface import body_surface
from msc_dose.dosing.weighing import actual_weight, dosing_weight

__all__ = [
    "Patient",
    "Weighing",
    "actual_weight",
    "body_problems",
    "body_surface",
    "check_basis",
    "check_kind",
    "dosing_weight",
    "raising_stops",
]
