"""Amounts as plain mappings for JSON, and back: exact always, by a fraction where decimals do not end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from msc_dose.quantity.amount import Amount, Counts
from msc_dose.quantity.exact import plain
from msc_dose.quantity.rounded import Rounded


def number_document(amount: Amount) -> dict[str, Any]:
    """`{"value", "unit"}`; a quotient that does not end is cut to 12 digits, with its fraction beside it."""
    document: dict[str, Any] = {"value": plain(amount.shown_value), "unit": amount.unit}
    return document | fraction_document(amount)


def fraction_document(amount: Amount) -> dict[str, Any]:
    """What stands beside a number cut short: that it is, and the fraction that it is; else nothing."""
    if amount.exact:
        return {}
    top, bottom = amount.numerator.as_integer_ratio()
    return {"exact": False, "fraction": f"{top}/{bottom * amount.denominator}"}


def rounded_document(rounded: Rounded) -> dict[str, Any]:
    """The rounded number, the number before rounding, and the rule."""
    return {
        "value": plain(rounded.value.shown_value),
        "unit": rounded.value.unit,
        "unrounded": plain(rounded.unrounded.shown_value),
        "rounding": rounded.rule,
        **fraction_document(rounded.unrounded),
    }


def amount_of_document(
    document: Mapping[str, Any],
    kind: str,
    counts: Counts | None = None,
    population: str | None = None,
    moment: str | None = None,
) -> Amount:
    """The amount that `number_document` wrote; what cells it counts stands elsewhere in a document.

    Raises ValueError or KeyError for a mapping that it did not write.
    """
    if "fraction" not in document:
        return Amount(kind, Decimal(document["value"]), 1, counts, population, moment)
    top, _, bottom = document["fraction"].partition("/")
    return Amount(kind, Decimal(int(top)), int(bottom), counts, population, moment)


def same_cells(amount: Amount, like: Amount) -> Amount:
    """The amount, said to count what another counts."""
    return replace(amount, counts=like.counts, population=like.population, moment=like.moment)
