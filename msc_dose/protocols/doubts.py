"""Where sources contradict each other, or print what can hardly be meant: said, never smoothed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msc_dose.problems import refuse


@dataclass(frozen=True, slots=True)
class Printed:
    """What one source prints, verbatim, and which source that is."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two or more sources print differently, which of them this protocol follows, and why.

    Raises Refusal `protocol.conflict-one-source` where fewer than two sources are named.
    """

    what: str
    readings: tuple[Printed, ...]
    follows: str

    def __post_init__(self) -> None:
        """Hold a conflict to two sources."""
        if len({reading.source for reading in self.readings}) < 2:
            message = "A conflict is between two sources, and fewer are named."
            fix = "Name each source with what it prints, or write a [[doubt]]."
            raise refuse("protocol.conflict-one-source", "reading", message, fix)

    def __str__(self) -> str:
        """The conflict on one line."""
        printed = "; ".join(f"“{reading.text}” ({reading.source})" for reading in self.readings)
        return f"{self.what}: {printed}; followed: {self.follows}"

    def as_document(self) -> Mapping[str, Any]:
        """The conflict as a plain mapping, ready for JSON."""
        readings = [{"printed": reading.text, "source": reading.source} for reading in self.readings]
        return {"what": self.what, "readings": readings, "follows": self.follows}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one source prints and can hardly mean, and why; it is not used."""

    printed: str
    source: str
    why: str

    def __str__(self) -> str:
        """The doubt on one line."""
        return f"“{self.printed}” ({self.source}): {self.why}"

    def as_document(self) -> Mapping[str, Any]:
        """The doubt as a plain mapping, ready for JSON."""
        return {"printed": self.printed, "source": self.source, "why": self.why}
