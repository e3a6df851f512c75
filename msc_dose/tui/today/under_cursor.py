"""What the row under the cursor stands for: a patient, a container to thaw, or a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msc_dose.tui.today import loads, patients, thaws, to_clear
from msc_dose.tui.today.patients import Patient
from msc_dose.tui.today.thawing import ToThaw

if TYPE_CHECKING:
    from msc_dose.tui.today.facts import Facts
    from msc_dose.tui.today.finding import Found

View = Literal["today", "thaws", "load"]


@dataclass(frozen=True, slots=True)
class UnderCursor:
    """The row with this key, in this view of what was found."""

    view: View
    key: str
    found: Found | None

    @property
    def row(self) -> Patient | ToThaw | None:
        """What stands in it, where it is of a patient."""
        if self.found is None or not self.key or self.view == "load":
            return None
        if self.view == "today":
            return next((each for each in self.found.patients if each.row.recipient == self.key), None)
        return next((each for each in self.found.thaws if each.key == self.key), None)

    @property
    def patient(self) -> Patient | None:
        """The patient of the row; of a container, the one that it is for."""
        row, found = self.row, self.found
        if isinstance(row, ToThaw) and found is not None:
            return next((each for each in found.patients if each.row.recipient == row.recipient), None)
        return row if isinstance(row, Patient) else None

    @property
    def infusion(self) -> tuple[str, int | None] | None:
        """Course and number of the infusion."""
        return _infusion_of(self.row)

    @property
    def uncleared(self) -> str:
        """Why the infusion cannot be cleared to thaw; empty where it can."""
        patient = self.patient
        same = patient is not None and self.infusion == _infusion_of(patient)
        return to_clear.why_not(self.row, patient if same else None)

    @property
    def detail(self) -> Facts:
        """The row whole."""
        row, found = self.row, self.found
        if isinstance(row, Patient):
            return tuple(patients.detail_of(row))
        if isinstance(row, ToThaw):
            return tuple(thaws.detail_of(row))
        if self.view != "load" or found is None:
            return ()
        days = [load for load in found.ward.load if load.day.isoformat() == self.key]
        return tuple(fact for load in days for fact in loads.detail_of(load, found.ward))


def _infusion_of(row: Patient | ToThaw | None) -> tuple[str, int | None] | None:
    if isinstance(row, Patient):
        return row.row.course, row.row.number
    return (row.course, row.number) if row is not None else None
