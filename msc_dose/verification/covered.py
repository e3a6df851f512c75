"""Everything that a signature under a dose covers, as one plain document; a change of any of it voids it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msc_dose.courses.course import Course
from msc_dose.courses.patient_document import body_document
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import ByWeight
from msc_dose.product.container import Container
from msc_dose.product.document import container_document, limits_document
from msc_dose.product.plain_text import container_key
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document
from msc_dose.verification.resting import Rests, resting

SCHEMA = "msc-dose/covered-dose/1"
Document = dict[str, Any]
# Where a container stands and how far it has come is the stock's, and no part of what was checked.
_NOT_COVERED = ("status", "position")
NOTHING: Mapping[str, str] = MappingProxyType({})


def covered(
    course: Course,
    infusion: int,
    containers: Sequence[Container],
    exceptional: Mapping[str, str] = NOTHING,
    site_limits: str | None = None,
) -> Document:
    """What a signature under this infusion's dose covers, ready for JSON; equal facts, equal documents.

    Recipient, orders (verbatim), ordered dose, what is counted, weight and basis, calculated cells, the
    containers reserved, volumes (mL) and limits. Date, time and place are not among it, but a date outside
    the window is. `exceptional` says of each container (by its key) that goes by exceptional release what
    was released; `site_limits` is the hash of the settings that hold the site's limits. Raises Refusal
    `course.no-such-infusion`.
    """
    return document_of(course, infusion, resting(course, infusion), containers, exceptional, site_limits)


def document_of(
    course: Course,
    infusion: int,
    rests: Rests,
    containers: Sequence[Container],
    exceptional: Mapping[str, str] = NOTHING,
    site_limits: str | None = None,
) -> Document:
    """The same, of what the dose is known to rest on."""
    inputs = rests.inputs
    rule = inputs.rule
    return {
        "schema": SCHEMA,
        "course": course.course,
        "infusion": infusion,
        "recipient": course.recipient,
        "orders": [
            {"number": each.number, "text": each.text, "prescriber": each.prescriber} for each in rests.orders
        ],
        "ordered_dose": number_document(rests.ordered),
        "change": _change(rule),
        "population": rule.population,
        "counts": rule.counts,
        "moment": rule.moment,
        "depends_on": _depends_on(rule, rests.ordered),
        "weight_basis": inputs.basis or None,
        "dosing_weight": _number(inputs.weight),
        "body": body_document(inputs.patient, "dose_per_surface" in rule.kinds),
        "calculated_dose": number_document(rests.dose.cells),
        "days": [number_document(day) for day in rests.dose.days] if len(rests.dose.days) > 1 else [],
        "make_up": _number(rests.make_up),
        "containers": sorted(
            (_container(each, exceptional) for each in containers),
            key=lambda each: container_key(each["identity"]),
        ),
        "volumes": _volumes(rests.preparation),
        "limits": _limits(rests, site_limits),
        # A move within the window leaves it None; one out of it is looked at anew.
        "outside_window": rests.outside and rests.outside.isoformat(),
    }


def _number(amount: Amount | None) -> Document | None:
    return None if amount is None else number_document(amount)


def _change(rule: DoseRule) -> Document | None:
    if rule.change is None:
        return None
    change = rule.change
    return {"direction": change.direction, "percent": _number(change.percent), "reason": change.reason}


def _depends_on(rule: DoseRule, ordered: Amount) -> str:
    if ordered.kind == "dose_per_weight" or isinstance(rule.shape, ByWeight):
        return "body weight"
    return "body surface" if ordered.kind == "dose_per_surface" else "neither weight nor surface"


def _container(container: Container, exceptional: Mapping[str, str]) -> Document:
    facts = {name: value for name, value in container_document(container).items() if name not in _NOT_COVERED}
    return {**facts, "exceptional_release": exceptional.get(container_key(container.identity))}


def _volumes(made: Preparation | None) -> Document | None:
    if made is None:
        return None
    withdrawal = made.withdrawal_volume
    return {
        "withdrawal": _number(withdrawal.value if withdrawal else None),
        "diluent": _number(made.diluent_volume),
        "final": _number(made.final_volume),
    }


def _limits(rests: Rests, site: str | None) -> Document:
    rule, product = rests.inputs.rule, rests.plan.inputs.product
    return {
        "minimum": _number(rule.minimum),
        "maximum": _number(rule.maximum),
        "daily_ceiling": _number(rule.daily_ceiling),
        "cumulative": _number(rule.cumulative_limit),
        "acceptance": limits_document(product.limits) if product else [],
        "dmso": _number(product.dmso_limit) if product else None,
        "site": site,
    }
