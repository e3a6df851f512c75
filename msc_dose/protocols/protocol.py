"""A regimen as a value: dose, schedule, sources, and what the source does not state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msc_dose.dosing.rules import DoseRule
from msc_dose.protocols.example import Example
from msc_dose.protocols.schedule import EveryInterval, Schedule, VisitRule
from msc_dose.scheduling import Window

STATUSES = ("literature", "label-copy-incomplete", "site-approved")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the regimen is written: citation, address, and what was read."""

    citation: str
    address: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """A regimen. `None` in `basis`, `counts`, `window`, `minimum_gap` or an interval means "not stated".

    `status` is `literature`, `label-copy-incomplete` or `site-approved`; `missing` lists in words what
    else the source does not state, beyond what a plan asks for; `printed` is the dose exactly as the
    source prints it.
    """

    id: str
    title: str
    status: str
    source: Source
    rule: DoseRule
    schedule: Schedule
    printed: str = ""
    basis: str | None = None
    window: Window | None = None
    minimum_gap: int | None = None
    visits: tuple[VisitRule, ...] = ()
    missing: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def status_text(self) -> str:
        """The status as it stands on every result."""
        return status_text(self.status, (*self.asked_for, *self.missing))

    @property
    def asked_for(self) -> tuple[str, ...]:
        """What the source does not state and every plan is asked for, in words."""
        open_interval = isinstance(self.schedule, EveryInterval) and self.schedule.interval is None
        questions = (
            ("weight basis", self.basis is None),
            ("viable or all cells", self.rule.counts is None),
            ("interval kind", open_interval),
            ("window", self.window is None),
            ("minimum gap", self.minimum_gap is None),
        )
        return tuple(name for name, not_stated in questions if not_stated)

    def as_document(self) -> Mapping[str, Any]:
        """The protocol as a plain mapping, ready for JSON."""
        maximum = self.rule.maximum
        return {
            "id": self.id,
            "title": self.title,
            "status": self.status,
            "status_text": self.status_text,
            "source": {
                "citation": self.source.citation,
                "address": self.source.address,
                "read": self.source.read,
            },
            "population": self.rule.dose.population,
            "product": self.rule.product,
            "dose": {
                "printed": self.printed,
                "dose_per_weight": {"value": f"{self.rule.dose.value:f}", "unit": self.rule.dose.unit},
                "maximum": {"value": f"{maximum.value:f}", "unit": maximum.unit} if maximum else None,
                "counts": self.rule.counts or "not stated",
                "basis": self.basis or "not stated",
            },
            "schedule": str(self.schedule),
            "infusions": self.schedule.infusions,
            "minimum_gap": self.minimum_gap or "not stated",
            "window": str(self.window) if self.window else "not stated",
            "visits": [
                {"kind": v.kind, "days": v.days, "window": str(v.window), "detail": v.detail}
                for v in self.visits
            ],
            "missing": list(self.missing),
            "examples": len(self.examples),
        }


def status_text(status: str, missing: tuple[str, ...]) -> str:
    """`REFERENCE ONLY – not approved at this site; missing: …` for everything but an approved protocol."""
    if status == "site-approved":
        return "site-approved"
    listed = f"; missing: {', '.join(missing)}" if missing else ""
    return f"REFERENCE ONLY – not approved at this site{listed}"
