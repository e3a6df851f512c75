"""A protocol as a plain mapping, ready for JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from msc_dose.dosing.components import Component
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import Span
from msc_dose.product.container import Content, Dmso, Recovery
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.limits import Limit
from msc_dose.protocols.describing import number, shape_document
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import schedule_in_words
from msc_dose.protocols.visits import OPEN_DAY, VisitRule
from msc_dose.quantity.amount import Amount

_NOT_STATED = "not stated"


def document_of(protocol: Protocol) -> dict[str, Any]:
    """Everything the protocol states; what its source leaves open is "not stated" or null."""
    source = protocol.source
    return {
        "id": protocol.id,
        "title": protocol.title,
        "status": protocol.status,
        "status_text": protocol.status_text,
        "source": {"citation": source.citation, "address": source.address, "read": source.read},
        "population": protocol.rule.population,
        "product": protocol.rule.product,
        "dose": _dose(protocol),
        "components": [_component(component) for component in protocol.components],
        "conflicts": [conflict.as_document() for conflict in protocol.conflicts],
        "doubts": [doubt.as_document() for doubt in protocol.doubts],
        "container": _container(protocol.content, protocol.content_source),
        "handling": _handling(protocol.handling, protocol.handling_source),
        "limits": [_limit(limit) for limit in protocol.limits],
        "schedule": schedule_in_words(protocol.schedule, protocol.day_numbering),
        "infusions": protocol.schedule.infusions,
        "minimum_gap": protocol.minimum_gap or _NOT_STATED,
        "window": str(protocol.window) if protocol.window else _NOT_STATED,
        "visits": [_visit(visit) for visit in protocol.visits],
        **_course(protocol),
        "notes": list(protocol.notes),
        "asked_for": list(protocol.asked_for),
        "missing": list(protocol.missing),
        "examples": len(protocol.examples),
    }


def _visit(visit: VisitRule) -> dict[str, Any]:
    """The rule of a visit; what it does on closed days, and its minutes, only where they are not as usual."""
    minutes = {} if visit.minutes is None else {"minutes": visit.minutes}
    closed_days = {} if visit.closed_days == OPEN_DAY else {"closed_days": visit.closed_days}
    return {
        "kind": visit.kind,
        "days": visit.days,
        "months": visit.months,
        "after": visit.origin,
        "window": str(visit.window),
        "detail": visit.detail,
        **minutes,
        **closed_days,
    }


def _course(protocol: Protocol) -> dict[str, Any]:
    """What governs a course beyond its doses and dates; keys only for what is stated."""
    stated = {
        "maximum_gap": protocol.maximum_gap,
        "day_numbering": protocol.day_numbering,
        "requires": list(protocol.requires) or None,
        "weight_change_limit": protocol.weight_change_limit,
        "decisions": [decision.as_document() for decision in protocol.decisions] or None,
    }
    return {key: value for key, value in stated.items() if value is not None}


def _dose(protocol: Protocol) -> dict[str, Any]:
    shape, days = protocol.rule.shape, protocol.weight_valid_days
    single = isinstance(shape, Span) and shape.single and shape.low.kind == "dose_per_weight"
    return {
        "printed": protocol.printed,
        "dose_per_weight": number(shape.low) if single and isinstance(shape, Span) else None,
        **_rule(protocol.rule),
        "basis": protocol.basis or _NOT_STATED,
        "weight_valid_days": _NOT_STATED if days is None else days,
    }


def _rule(rule: DoseRule) -> dict[str, Any]:
    return {
        "shape": shape_document(rule.shape),
        "minimum": number(rule.minimum),
        "maximum": number(rule.maximum),
        "daily_ceiling": number(rule.daily_ceiling),
        "cumulative_limit": number(rule.cumulative_limit),
        "counts": rule.counts or _NOT_STATED,
        "moment": rule.moment or _NOT_STATED,
    }


def _component(component: Component) -> dict[str, Any]:
    facts = {"name": component.name, "population": component.rule.population}
    return {**facts, "within": number(component.within), "dose": _rule(component.rule)}


def _container(content: Content | None, source: str) -> dict[str, Any] | None:
    if content is None:
        return None
    counted = content.cells or content.concentration
    facts = {
        "population": counted.population if counted else None,
        "counts": counted.counts if counted else None,
        "moment": counted.moment if counted else None,
    }
    return {**facts, **_fields(content), "source": source}


def _handling(handling: Handling, source: str) -> dict[str, Any]:
    return {**_fields(handling), "source": source}


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "what": limit.what,
        "low": number(limit.low),
        "high": number(limit.high),
        "origin": limit.origin,
    }


def _fields(value: Any) -> dict[str, Any]:
    """The fields of a frozen value, amounts as numbers, values inside it as mappings of their own."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Amount):
        return number(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Recovery | Dmso | Clock | RateStep):
        return _fields(value)
    return value
