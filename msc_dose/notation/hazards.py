"""A hazard: why a text must be confirmed by a person before it is an amount."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hazard:
    """The code of what makes the text unsafe, in words, and how to write it safely.

    `taken` says how the readings offered have taken it, where they all take it alike.
    """

    code: str
    message: str
    fix: str
    taken: str = ""
