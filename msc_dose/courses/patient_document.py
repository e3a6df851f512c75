"""The patient of a plan as plain mappings: as given, and what was calculated from it; and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msc_dose.courses.product_document import moment_of
from msc_dose.courses.rule_document import weight_of
from msc_dose.dosing.body import Patient, Weighing, body_surface
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import amount_of_document, number_document
from msc_dose.quantity.exact import plain

Document = dict[str, Any]
_SHOWN = 12


def patient_document(patient: Patient) -> Document:
    """The patient as given."""
    return {
        "weight": _number(patient.weight),
        "weight_says": None if patient.weight is None else patient.weight.basis,
        "basis": patient.basis,
        "height": _number(patient.height),
        "sex": patient.sex,
        "age": patient.age,
        "below_60_inches": patient.below_60_inches,
        "surface_formula": patient.surface_formula,
        "weighed": _moment(patient.weighed),
        "method": patient.method,
        "actual": _number(patient.actual),
        "earlier": [
            {"weight": number_document(each.weight), "on": _moment(each.on), "method": each.method}
            for each in patient.earlier
        ],
        "ordered_on": _number(patient.ordered_on),
    }


def patient_of(document: Mapping[str, Any]) -> Patient:
    """The patient that `patient_document` wrote."""
    weight = weight_of(document["weight"])
    if weight is not None and document["weight_says"]:
        weight = Amount("body_weight", weight.numerator, weight.denominator, basis=document["weight_says"])
    height, weighed = document["height"], document["weighed"]
    return Patient(
        weight,
        document["basis"],
        height=None if height is None else amount_of_document(height, "height"),
        sex=document["sex"],
        age=document["age"],
        below_60_inches=document["below_60_inches"],
        surface_formula=document["surface_formula"],
        weighed=None if weighed is None else moment_of(weighed),
        method=document["method"],
        actual=weight_of(document["actual"]),
        earlier=tuple(
            Weighing(amount_of_document(each["weight"], "body_weight"), moment_of(each["on"]), each["method"])
            for each in document["earlier"]
        ),
        ordered_on=weight_of(document["ordered_on"]),
    )


def body_document(patient: Patient, by_surface: bool) -> Document | None:
    """What the dosing weight or the body surface was calculated from; `None` where neither was."""
    if not (patient.calculates_weight or by_surface):
        return None
    actual = patient.actual or (patient.weight if _actual(patient) else None)
    return {
        "actual": None if actual is None else number_document(_plain(actual)),
        "height": _number(patient.height),
        "sex": patient.sex,
        "below_60_inches": patient.below_60_inches,
        "surface_formula": patient.surface_formula if by_surface else None,
        "surface": _surface(patient) if by_surface else None,
    }


def _actual(patient: Patient) -> bool:
    return patient.calculates_weight or patient.basis in ("actual", None)


def _surface(patient: Patient) -> Document:
    """The surface as rounded, beside it as computed, cut to 12 digits."""
    surface, steps = body_surface(patient)
    digits = Decimal(steps[-1].unrounded)
    cut = digits.quantize(Decimal(1).scaleb(digits.adjusted() - _SHOWN + 1), rounding="ROUND_DOWN")
    return {
        **number_document(surface),
        "unrounded": plain(cut),
        "rounding": steps[-1].rounding,
    }


def _plain(weight: Amount) -> Amount:
    return Amount("body_weight", weight.numerator, weight.denominator)


def _number(amount: Amount | None) -> Document | None:
    return None if amount is None else number_document(amount)


def _moment(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()
