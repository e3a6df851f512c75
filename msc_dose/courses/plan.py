"""A plan: dated, dosed infusions and visits, with everything they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from msc_dose.courses.course_rules import CourseRules
from msc_dose.derivation import Derivation
from msc_dose.dosing.body import Patient, dosing_weight
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, require_text
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.use import ProductUse
from msc_dose.protocols.protocol import status_text
from msc_dose.protocols.schedule import Schedule
from msc_dose.protocols.visits import VisitRule
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures, Window

NOTHING_STATED = CourseRules()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a plan is calculated from; a plan with the same inputs is the same plan.

    `minimum_gap` and `maximum_gap` are whole days from one infusion's date to the next.
    """

    patient: Patient
    rule: DoseRule
    start: Date
    schedule: Schedule
    minimum_gap: int
    window: Window
    closures: Closures
    visits: tuple[VisitRule, ...] = ()
    ordered: tuple[Amount, ...] = ()
    version: str | None = None
    product: ProductUse | None = None
    maximum_gap: int | None = None

    @property
    def weight(self) -> Amount | None:
        """The dosing weight: as it was given, or calculated; `None` where the dose depends on none."""
        stated = self.patient.weight or (self.patient.actual if self.basis == "actual" else None)
        known = stated is not None or self.patient.calculates_weight
        return dosing_weight(self.patient)[0] if known else None

    @property
    def basis(self) -> str:
        """Whose weight the dosing weight is; empty where there is none."""
        return self.patient.basis or ""


@dataclass(frozen=True, slots=True)
class Infusion:
    """Infusion `number` of a course: its target, the permitted days, the date, and the dose.

    `date` is the open day nearest to `target` from `earliest` to `latest`; `derivation` is its working.
    `preparation` is what is thawed, drawn and given for it, where a product is named and the stock serves.
    """

    number: int
    target: Date
    earliest: Date
    latest: Date
    date: Date
    dose: Dose
    derivation: Derivation
    preparation: Preparation | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A dated visit that is no infusion, such as an assessment; `infusion` is the one it belongs to."""

    kind: str
    target: Date
    earliest: Date
    latest: Date
    date: Date
    derivation: Derivation
    detail: str = ""
    infusion: int | None = None

    def __post_init__(self) -> None:
        """Hold what is shown to text."""
        require_text(self.kind, self.detail)


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned course. It exists only when the second calculation agrees with it exactly.

    `protocol` is the protocol's id and `status` its standing; `missing` what its source does not state;
    `printed` is the dose as the source prints it; `remarks` are the protocol's notes, conflicts, doubts
    and decision points; `course_rules` what else governs its course; `problems` are notes and checks.
    `Plan.from_document(plan.as_document()) == plan`.
    """

    protocol: str
    title: str
    status: str
    missing: tuple[str, ...]
    inputs: Inputs
    infusions: tuple[Infusion, ...]
    visits: tuple[Visit, ...]
    total_cells: Amount
    problems: tuple[Problem, ...]
    printed: str = ""
    remarks: tuple[str, ...] = ()
    course_rules: CourseRules = NOTHING_STATED

    def __post_init__(self) -> None:
        """Hold what is shown to text."""
        require_text(self.protocol, self.title, self.status, self.printed, *self.missing, *self.remarks)

    @property
    def status_text(self) -> str:
        """The status as it stands on every result."""
        return status_text(self.status, self.missing)

    def as_document(self) -> dict[str, Any]:
        """The plan as a plain mapping, ready for JSON (schema `msc-dose/plan/2`)."""
        from msc_dose.courses.document import document_of

        return {**document_of(self), "recheck": "agrees"}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Plan:
        """The plan of a document that `as_document` wrote, checked a second time.

        Raises Refusal `document.malformed`, `document.schema`, or `recheck.disagrees` with every path.
        """
        from msc_dose.courses.document import plan_of

        return plan_of(document)

    def rows(self) -> list[dict[str, str]]:
        """One row of plain text for each infusion and visit, in order of date, for a table."""
        from msc_dose.courses.text import rows_of

        return rows_of(self)

    def explain(self) -> str:
        """The whole plan in words: what it was made from, each dose and each date with its working."""
        from msc_dose.courses.text import explained

        return explained(self)
