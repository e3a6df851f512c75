"""One infusion or visit of a course on its day: where it stands, in a sign and a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from msc_dose.tui.safe import safe
from msc_dose.ward.stages import (
    DUE,
    HELD,
    IN_WINDOW,
    LATE,
    NEXT,
    OBSERVE,
    ON_CLOCK,
    OUT,
    RUNNING,
    SIGNS,
    WAITING,
)
from msc_dose.ward.staging import staged

if TYPE_CHECKING:
    from msc_dose.ward.brief import Seen, SeenInfusion, SeenVisit

GIVEN = ("completed", "stopped-early")
LEFT_OUT = ("not-needed", "missed", "cancelled")
LATER, EARLIER = "→", "←"
_WORDS = {
    ON_CLOCK: "THAWED",
    RUNNING: "RUNNING",
    OBSERVE: "OBSERVE",
    LATE: "LATE",
    DUE: "DUE",
    OUT: "OUT OF WINDOW",
    HELD: "HELD",
    WAITING: "TO DECIDE",
}
_URGENT = (ON_CLOCK, RUNNING, LATE, OUT)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An infusion or a visit of `course` on `day`, which is its date, or its target while it has no date."""

    day: date
    course: Seen
    infusion: SeenInfusion | None = None
    visit: SeenVisit | None = None

    @property
    def key(self) -> str:
        """What it is known by in a list."""
        number = self.number or 0
        return f"{self.course.course}/{number}/{self.visit.kind if self.visit else ''}/{self.day}"

    @property
    def number(self) -> int | None:
        """The infusion that it is, or belongs to."""
        if self.infusion is not None:
            return self.infusion.number
        return self.visit.infusion if self.visit is not None else None

    @property
    def movable(self) -> bool:
        """Whether it is an infusion that is still to come and has a date."""
        return self.infusion is not None and self.infusion.pending and self.infusion.date is not None

    @property
    def arrow(self) -> str:
        """`→` where it was moved to a later day than its target, `←` to an earlier one; else empty."""
        found = self.infusion or self.visit
        if found is None or found.target is None or found.date is None or found.date == found.target:
            return ""
        return LATER if found.date > found.target else EARLIER

    @property
    def name(self) -> str:
        """`2/4`, or what the visit is."""
        if self.infusion is not None:
            return f"{self.infusion.number}/{self.infusion.of}"
        return safe(self.visit.kind) if self.visit else ""

    @property
    def patient(self) -> str:
        """Whose it is."""
        return safe(self.course.recipient)

    def stage(self, local: datetime) -> str:
        """Its stage on the ward; empty for visits, and where nothing is left to do."""
        made = self.infusion and staged(self.course, self.infusion, local)
        return made.stage if made else ""

    def word(self, local: datetime) -> str:
        """Where it stands: `PLANNED`, `LATE`, `GIVEN`, `VISIT`."""
        if self.infusion is None:
            return "VISIT"
        stage, state = self.stage(local), self.infusion.state
        if state in GIVEN and stage != OBSERVE:
            return "GIVEN" if state == "completed" else "STOPPED EARLY"
        if stage in ("", IN_WINDOW, NEXT):
            return state.upper().replace("-", " ")
        return _WORDS[stage]

    def sign(self, local: datetime) -> str:
        """One sign for a narrow cell: what is urgent or held, given `✓`, left out `-`, else the arrow."""
        if self.infusion is None:
            return self.arrow
        stage, state = self.stage(local), self.infusion.state
        if stage in (*_URGENT, HELD, WAITING):
            return SIGNS[stage]
        if state in GIVEN:
            return "✓" if state == "completed" else "/"
        return "-" if state in LEFT_OUT else self.arrow

    def style(self, local: datetime) -> str:
        """How it is painted: by what a person has to do."""
        if self.infusion is None:
            return "bold $note-ink"
        stage = self.stage(local)
        if stage in _URGENT:
            return "bold $stop-ink"
        if stage in (HELD, WAITING):
            return "bold $check-ink"
        if not self.infusion.pending:
            return "$quiet-ink"
        return "bold $infusion-ink on $infusion-ground"
