"""Values of a covered document in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msc_dose.quantity.documents import amount_of_document
from msc_dose.quantity.kinds import KINDS
from msc_dose.quantity.writer import briefly

_KINDS = {
    KINDS[name].unit: name
    for name in (
        "percentage",
        "body_weight",
        "height",
        "dose_per_weight",
        "dose_per_surface",
        "cell_count",
        "cell_concentration",
        "volume",
        "mass",
        "mass_per_weight",
        "body_surface",
    )
}


def said(value: Any) -> str:
    """The value in words: amounts with their unit, lists with commas, what is absent as `none`."""
    if value is None or value == []:
        return "none"
    if isinstance(value, Mapping):
        if "value" in value and "unit" in value:
            return _amount(value)
        return "; ".join(f"{name.replace('_', ' ')} {said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(said, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _amount(number: Mapping[str, Any]) -> str:
    kind = _KINDS.get(number["unit"])
    if kind is None or Decimal(number["value"]) < 0:
        return f"{number['value']} {number['unit']}"
    return briefly(amount_of_document(number, kind))
