"""A dose rule in words for a person, and as a plain mapping for a machine."""

from __future__ import annotations

from typing import Any

from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import (
    Band,
    ByVersion,
    ByWeight,
    Choice,
    Shape,
    SiteEntered,
    Span,
    Steps,
    spans_of,
)
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document
from msc_dose.quantity.kinds import kind_of

_PER = {
    "dose_per_weight": "per kg of body weight",
    "dose_per_surface": "per m² of body surface",
    "cell_count": "as a number of cells",
}


def number(amount: Amount | None) -> dict[str, Any] | None:
    """The amount as a plain mapping, or null."""
    return None if amount is None else number_document(amount)


def shape_document(shape: Shape) -> dict[str, Any]:
    """The shape as a plain mapping, its `kind` first."""
    match shape:
        case Span():
            return {"kind": "span", **_ends(shape)}
        case Choice():
            return {"kind": "choice", "options": [_ends(option) for option in shape.options]}
        case ByWeight():
            return {"kind": "by-weight", "bands": [_band(band) for band in shape.bands]}
        case ByVersion():
            versions = [{"name": each.name, **_ends(each.gives)} for each in shape.versions]
            return {"kind": "by-version", "versions": versions}
        case Steps():
            return {"kind": "steps", "steps": [_ends(step) for step in shape.steps]}
    return {"kind": "site-entered", "unit": kind_of(shape.kind).unit}


def _ends(span: Span) -> dict[str, Any]:
    return {"low": number(span.low), "high": number(span.high)}


def _band(band: Band) -> dict[str, Any]:
    return {
        **_ends(band.gives),
        "above": number(band.above),
        "above_included": band.above_included,
        "up_to": number(band.up_to),
        "up_to_included": band.up_to_included,
        "volume": number(band.volume),
    }


def shape_lines(shape: Shape) -> list[str]:
    """The shape in words: one line, or one for each option, band, version or step."""
    match shape:
        case Span():
            return [str(shape.low) if shape.single else str(shape)]
        case Choice():
            return [f"{'or ' if n else ''}{option}" for n, option in enumerate(shape.options)]
        case ByWeight():
            return [f"{band}, in {band.volume}" if band.volume else str(band) for band in shape.bands]
        case ByVersion():
            return [f"{version.name}: {version.gives}" for version in shape.versions]
        case Steps():
            return [f"infusion {n}: {step}" for n, step in enumerate(shape.steps, 1)]
    return [f"entered by the site, {_PER[shape.kind]}"]


def limit_lines(rule: DoseRule) -> list[str]:
    """The limits around the shape in words, one line for each that is stated."""
    limits = (
        ("at least", rule.minimum),
        ("at most", rule.maximum),
        ("on one day less than", rule.daily_ceiling),
        ("over the course at most", rule.cumulative_limit),
    )
    return [f"{words} {amount}" for words, amount in limits if amount is not None]


def needs_weight(rule: DoseRule) -> bool:
    """Whether the dose depends on a body weight: by its amounts, or by its bands."""
    limits = (rule.minimum, rule.daily_ceiling, rule.cumulative_limit)
    kinds = rule.kinds | {limit.kind for limit in limits if limit is not None}
    return isinstance(rule.shape, ByWeight) or bool(kinds - {"cell_count"})


def needs_order(rule: DoseRule) -> bool:
    """Whether the order must say the dose: a range, a choice, or a dose that the site enters."""
    ordered = isinstance(rule.shape, Choice | SiteEntered)
    return ordered or any(not span.single for span in spans_of(rule.shape))
