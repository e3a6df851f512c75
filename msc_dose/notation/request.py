"""What is asked of a text."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.notation.conventions import Conventions
from msc_dose.quantity.kinds import Kind


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a text: its kind, its name in problems, the site's conventions, whether one amount."""

    kind: Kind
    field: str
    conventions: Conventions
    one: bool
