"""The product of a plan as a plain mapping, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msc_dose.product.container import Container, Content, Dmso, Notes, Recovery
from msc_dose.product.document import (
    container_document,
    content_document,
    handling_document,
    limits_document,
)
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.limits import LIMITED, Limit
from msc_dose.product.use import Exposure, ProductUse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import amount_of_document, number_document

Document = Mapping[str, Any]
_VOLUMES = ("diluent_per_container", "diluent_volume", "final_volume", "step", "hold_up")


def use_of(document: Document | None) -> ProductUse | None:
    """The product use that `product.document` wrote; KeyError or ValueError for another mapping."""
    if document is None:
        return None
    supply = document["supply"]
    stock = supply["kind"] == "stock"
    exposures = [
        Exposure(moment_of(each["when"]), amount_of_document(each["mass"], "mass"))
        for each in document["earlier_dmso"]
    ]
    return ProductUse(
        tuple(container_of(each) for each in supply["containers"])
        if stock
        else content_of(supply["content"]),
        handling_of(document["handling"]),
        tuple(_limit(each) for each in document["limits"]),
        supply["recipient"] if stock else None,
        supply["same"] if stock else None,
        None if not stock or supply["allergies"] is None else tuple(supply["allergies"]),
        tuple(exposures),
        amount_of_document(document["dmso_limit"], "mass_per_weight"),
    )


def use_document(use: ProductUse | None, actual_weight: Amount | None) -> dict[str, Any] | None:
    """The product as it is used, ready for JSON; dimethyl sulphoxide is counted on `actual_weight`."""
    if use is None:
        return None
    exposures = [
        {"when": each.when.isoformat(), "mass": number_document(each.mass)} for each in use.earlier_dmso
    ]
    return {
        "handling": handling_document(use.handling),
        "supply": _supply(use),
        "limits": limits_document(use.limits),
        "actual_weight": None if actual_weight is None else number_document(actual_weight),
        "dmso_limit": number_document(use.dmso_limit),
        "earlier_dmso": exposures,
    }


def _supply(use: ProductUse) -> dict[str, Any]:
    if isinstance(use.supply, Content):
        return {"kind": "nominal", "content": content_document(use.supply)}
    return {
        "kind": "stock",
        "recipient": use.recipient,
        "same": use.same,
        "allergies": None if use.allergies is None else list(use.allergies),
        "containers": [container_document(each) for each in use.supply],
    }


def moment_of(text: str) -> date | datetime:
    """A day, or a day and time, of ISO text."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def _amount(number: Document | None, kind: str) -> Amount | None:
    return None if number is None else amount_of_document(number, kind)


def content_of(document: Document) -> Content:
    """What one container holds."""
    facts = (document["counts"], document["population"], document["moment"])
    recovery, dmso = document["recovery"], document["dmso"]
    cells, concentration = document["cells"], document["concentration"]
    return Content(
        cells and amount_of_document(cells, "cell_count", *facts),
        concentration and amount_of_document(concentration, "cell_concentration", *facts),
        _amount(document["fill"], "volume"),
        _amount(document["nominal"], "volume"),
        _amount(document["withdrawable"], "volume"),
        _amount(document["viability"], "percentage"),
        document["viability_moment"],
        recovery and Recovery(amount_of_document(recovery["percent"], "percentage"), recovery["of"]),
        dmso and Dmso(amount_of_document(dmso["percent"], "percentage"), dmso["of"]),
    )


def container_of(document: Document) -> Container:
    """The container that `product.document.container_document` wrote."""
    expiry = document["expiry"]
    notes = document["notes"]
    return Container(
        content_of(document["content"]),
        document["type"],
        document["donor_type"],
        document["recipient"],
        moment_of(expiry) if expiry[:1].isdigit() else expiry,
        document["status"],
        document["position"],
        document["din"],
        document["product_code"],
        document["lot"],
        document["serial"],
        Notes(**{**notes, "hypersensitivity": tuple(notes["hypersensitivity"])}),
    )


def handling_of(document: Document) -> Handling:
    """How the product is handled."""
    clock = document["clock"]
    return Handling(
        dispense=document["dispense"],
        diluent=document["diluent"],
        rinsed=document["rinsed"],
        split=document["split"],
        drop_factor=document["drop_factor"],
        rate=_amount(document["rate"], "flow_rate"),
        duration=_amount(document["duration"], "duration"),
        highest_rate=_amount(document["highest_rate"], "flow_rate"),
        steps=tuple(_step(step) for step in document["steps"]),
        clock=clock and _clock(clock),
        **{name: _amount(document[name], "volume") for name in _VOLUMES},
    )


def _step(step: Document) -> RateStep:
    return RateStep(amount_of_document(step["rate"], "flow_rate"), _amount(step["duration"], "duration"))


def _clock(clock: Document) -> Clock:
    started = clock["started"] and datetime.fromisoformat(clock["started"])
    return Clock(clock["zero"], amount_of_document(clock["limit"], "duration"), started, clock["source"])


def _limit(document: Document) -> Limit:
    kind = LIMITED[document["what"]]
    low, high = (_amount(document[end], kind) for end in ("low", "high"))
    return Limit(document["what"], low, high, document["origin"])
