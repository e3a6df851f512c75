"""A regimen as a value: dose, schedule, product, sources, and what the source does not state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msc_dose.dosing.components import Component
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import ByVersion
from msc_dose.product.container import Content
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.protocols.decisions import Decision
from msc_dose.protocols.describing import needs_order, needs_weight
from msc_dose.protocols.doubts import Conflict, Doubt
from msc_dose.protocols.example import Example
from msc_dose.protocols.schedule import EveryInterval, Schedule
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Window

STATUSES = ("literature", "label-copy-incomplete", "site-approved")
NOTHING_STATED = Handling()


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
    source prints it. `content` is what one container holds by its label, `handling` what is done with it
    (each with the source that says it, empty where `source` does), `limits` the acceptance limits.
    `conflicts` are what sources print differently, `doubts` what one prints and can hardly mean.
    `notes` is what a source states and no field here holds; `weight_valid_days` is how many days a weight
    may be old. `components` are the parts of a product that is given in several, in their order; `rule` is
    then that of the first. `minimum_gap` and `maximum_gap` are whole days from date to date.

    `requires` (of `consent`, `ethics-approval`) must be on record before the first infusion; a change of
    weight of more than `weight_change_limit` percent needs a new order; `decisions` choose what follows;
    `day_numbering` (0 or 1) is what the source calls the day of the first infusion.
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
    content: Content | None = None
    content_source: str = ""
    handling: Handling = NOTHING_STATED
    handling_source: str = ""
    limits: tuple[Limit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    weight_valid_days: int | None = None
    components: tuple[Component, ...] = ()
    maximum_gap: int | None = None
    day_numbering: int | None = None
    requires: tuple[str, ...] = ()
    weight_change_limit: int | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def rules(self) -> tuple[DoseRule, ...]:
        """The dose rule, or that of each component."""
        return tuple(component.rule for component in self.components) or (self.rule,)

    @property
    def status_text(self) -> str:
        """The status as it stands on every result."""
        return status_text(self.status, (*self.asked_for, *self.missing))

    @property
    def asked_for(self) -> tuple[str, ...]:
        """What the source does not state and every plan is asked for, in words."""
        open_interval = isinstance(self.schedule, EveryInterval) and self.schedule.interval is None
        several = self.schedule.infusions > 1
        questions = (
            ("ordered dose", any(map(needs_order, self.rules))),
            ("label version", isinstance(self.rule.shape, ByVersion)),
            ("height and surface formula", "dose_per_surface" in self.rule.kinds),
            ("weight basis", self.basis is None and needs_weight(self.rule)),
            ("viable or all cells", self.rule.counts is None),
            ("interval kind", open_interval),
            ("window", self.window is None),
            ("minimum gap", self.minimum_gap is None and several),
        )
        return tuple(name for name, not_stated in questions if not_stated)

    def as_document(self) -> Mapping[str, Any]:
        """The protocol as a plain mapping, ready for JSON."""
        from msc_dose.protocols.document import document_of

        return document_of(self)


def status_text(status: str, missing: tuple[str, ...]) -> str:
    """`REFERENCE ONLY – not approved at this site; missing: …` for everything but an approved protocol."""
    if status == "site-approved":
        return "site-approved"
    listed = f"; missing: {', '.join(missing)}" if missing else ""
    return f"REFERENCE ONLY – not approved at this site{listed}"
