"""What one states of a product or its handling, completed by what another states: never contradicted."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.container import Content
from msc_dose.product.handling import Handling

T = TypeVar("T", Handling, Content)
_FIELDS = {
    "duration": "time",
    "steps": "rate_steps",
    "step": "round_volume",
    "drop_factor": "drops",
    "clock": "keep",
    "cells": "container",
    "fill": "volume",
}


def completed(stated: T, given: T, who: str = "The protocol") -> T:
    """The handling or the content stated, with what it leaves open taken from the one given.

    Raises Refusal `protocol.conflict` where both state a thing and differ.
    """
    changes: dict[str, Any] = {}
    wrong: list[Problem] = []
    empty = type(stated)()
    for field in fields(stated):
        own, other = getattr(stated, field.name), getattr(given, field.name)
        nothing = getattr(empty, field.name)
        if other in (nothing, own):
            continue
        if own != nothing and not _only_stricter(field.name, own, other):
            name = _FIELDS.get(field.name, field.name)
            message = f"{who} states another {name.replace('_', ' ')} than the one given."
            wrong.append(stop("protocol.conflict", name, message, "Leave it out, or change the protocol."))
            continue
        changes[field.name] = other
    if wrong:
        raise Refusal(wrong)
    return replace(stated, **changes)


def _only_stricter(name: str, own: Any, other: Any) -> bool:
    """Whether a clock counts from the same moment and allows no longer: a site may be stricter."""
    return name == "clock" and other.zero == own.zero and other.limit <= own.limit
