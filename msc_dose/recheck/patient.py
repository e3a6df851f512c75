"""The patient as entered, beside what the inputs of the calculation say of the same measures."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.problems import Problem
from msc_dose.recheck.differing import disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.exact import Exact
from msc_dose.recheck.number import optional

_KEYS = (
    "weight",
    "weight_says",
    "basis",
    "height",
    "sex",
    "age",
    "below_60_inches",
    "surface_formula",
    "weighed",
    "method",
    "actual",
    "earlier",
    "ordered_on",
)


def compare_patient(inputs: Node) -> Iterator[Problem]:
    """The disagreements of the measures in the inputs with those entered for the patient.

    A basis other than the actual weight is calculated where height and sex are given and the weight's own
    text names no basis; there the weight entered is the actual one. Otherwise it is the dosing weight.
    """
    patient, body = inputs.at("patient").only(*_KEYS), inputs.at("body")
    for key in _KEYS:
        patient.at(key)
    yield from _same(inputs.at("basis"), patient.at("basis"))
    basis, weight = inputs.at("basis").value, optional(patient.at("weight"), "kg")
    measured = not patient.at("height").is_null() and not patient.at("sex").is_null()
    if basis not in (None, "actual") and measured and patient.at("weight_says").is_null():
        if body.is_null():
            yield disagreement(body.path, "null", f"calculates the {basis} weight")
        elif optional(body.at("actual"), "kg") != weight:
            yield disagreement(body.at("actual").path, "another weight", "takes the weight entered")
    elif optional(inputs.at("weight"), "kg") != (weight or _actual(patient, basis)):
        yield disagreement(inputs.at("weight").path, "another weight", "takes the weight entered")
    yield from _same_actual_weight(inputs, patient)
    if not body.is_null():
        keys = ["height", "sex", "below_60_inches"]
        # Where nothing depends on the body surface its formula is not used.
        keys += [] if body.at("surface_formula").is_null() else ["surface_formula"]
        for key in keys:
            yield from _same(body.at(key), patient.at(key))


def _same_actual_weight(inputs: Node, patient: Node) -> Iterator[Problem]:
    """The weight that dimethyl sulphoxide is counted on, beside the actual weight entered."""
    product = inputs.at("preparation")
    if product.is_null() or patient.at("actual").is_null():
        return
    said = product.at("actual_weight")
    if optional(said, "kg") != optional(patient.at("actual"), "kg"):
        yield disagreement(said.path, describe(said.value), "takes the actual weight entered")


def _actual(patient: Node, basis: object) -> Exact | None:
    """The weight entered as the actual one, where that is the basis and no other weight is entered."""
    return optional(patient.at("actual"), "kg") if basis == "actual" else None


def _same(one: Node, other: Node) -> Iterator[Problem]:
    if one.value != other.value:
        yield disagreement(one.path, describe(one.value), f"finds {describe(other.value)} entered")
