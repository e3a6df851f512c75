"""A hazard: why a text must be confirmed by a person before it is an amount."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hazard:
    """The code of what makes the text unsafe, in words, and how to write it safely."""

    code: str
    message: str
    fix: str
