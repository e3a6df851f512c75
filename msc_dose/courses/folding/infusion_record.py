"""What is known of one infusion: each time that it was started, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from msc_dose.courses.course import NOTHING_WORKED
from msc_dose.courses.events.giving import Given, PartialDecided, Reaction
from msc_dose.derivation import Derivation
from msc_dose.quantity.amount import Amount


@dataclass(slots=True)
class Attempt:
    """One time that an infusion was started: from its start to its end, and what went in."""

    started: datetime
    ended: datetime | None = None
    paused: bool = False
    stopped_early: bool = False
    containers: tuple[Given, ...] = ()
    line_rinsed: bool | None = None
    infused: Amount | None = None
    infused_working: Derivation = NOTHING_WORKED


@dataclass(slots=True)
class Record:
    """What is known of one infusion; `number` counts through the whole course."""

    number: int
    dose: Amount
    working: Derivation
    prepared: Amount
    cleared: bool = False
    thawed: tuple[str, ...] = ()
    thawed_on: date | None = None
    expires: datetime | None = None
    matched: bool | None = None
    attempts: list[Attempt] = field(default_factory=list)
    dropped: str | None = None
    partial: PartialDecided | None = None
    attempts_decided: int = 0
    counted: dict[str, Amount] = field(default_factory=dict)  # cells after thaw, by container
    counts_from: int = 0  # the attempt that it counts as given by; the ones before it were repeated
    reactions: list[Reaction] = field(default_factory=list)
    observed: bool = False
    time: str | None = None
    place: str | None = None
    needs: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    fixed: date | None = None

    @property
    def not_begun(self) -> bool:
        """Whether nothing of it has begun that counts: what is repeated begins anew."""
        return len(self.attempts) == self.counts_from

    @property
    def is_repeated(self) -> bool:
        """Whether it is to be given once more in whole, and that has not begun."""
        return self.not_begun and self.counts_from > 0

    @property
    def awaits_make_up(self) -> bool:
        """Whether the rest of it is to be made up, and that has not begun."""
        made_up = self.partial is not None and self.partial.decision == "made-up"
        return made_up and len(self.attempts) == self.attempts_decided

    @property
    def brought(self) -> Amount:
        """The cells brought for the attempt that is running: of what is made up, those decided."""
        rest = self.partial.cells if self.partial is not None else None
        return rest if rest is not None and len(self.attempts) > self.attempts_decided else self.prepared

    @property
    def undecided(self) -> bool:
        """Whether it stopped early, and nobody has decided what becomes of it."""
        if self.running is not None or not self.attempts or not self.attempts[-1].stopped_early:
            return False
        return self.partial is None or self.attempts_decided < len(self.attempts)

    @property
    def running(self) -> Attempt | None:
        """The attempt that has begun and not ended."""
        return self.attempts[-1] if self.attempts and self.attempts[-1].ended is None else None

    @property
    def state(self) -> str:
        """Where it stands, in the words of CourseInfusion."""
        if self.running is not None:
            return "paused" if self.running.paused else "started"
        if self.awaits_make_up and (self.cleared or self.thawed):
            return "checked" if self.matched else "thawed" if self.thawed else "cleared"
        if self.attempts and not self.is_repeated:
            return "stopped-early" if self.attempts[-1].stopped_early else "completed"
        if self.dropped is not None:
            return self.dropped
        if self.matched:
            return "checked"
        return "thawed" if self.thawed else "cleared" if self.cleared else "planned"

    @property
    def pending(self) -> bool:
        """Whether it is still to come and nothing was thawed for it; what is only made up has come."""
        return self.state in ("planned", "cleared") and not self.awaits_make_up

    @property
    def given_on(self) -> date | None:
        """The day it counts as given on: of a repeated infusion, the day it was repeated."""
        if not self.attempts or self.is_repeated:
            return None
        return self.attempts[self.counts_from].started.date()
