"""What is known of a course while its events are read in turn; a Course is made of it at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from msc_dose.courses.course import NOTHING_WORKED, WeightOnRecord
from msc_dose.courses.events.dating import LaterDecided
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Given, PartialDecided, Reaction
from msc_dose.courses.plan import Plan
from msc_dose.derivation import Derivation
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures, day_text
from msc_dose.scheduling.facts import Facts, Rebase, Slot


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


@dataclass(slots=True)
class LaterDates:
    """A question that is open: how dates follow infusion `after`, or a hold where it is None.

    `first` is the first infusion that waits for the answer; `day` the day that the answer may count from.
    """

    after: int | None
    first: int
    day: date
    text: str


@dataclass(slots=True)
class Block:
    """A planned series of infusions: its plan, and what has moved its dates since.

    `dosing` is the plan by which doses to come are calculated: another than `plan` after a change of dose.
    """

    plan: Plan
    dosing: Plan
    first: int
    closures: Closures
    minimum_gap: int
    rebased: list[Rebase] = field(default_factory=list)
    not_before: date | None = None
    calendars: list[tuple[date, Closures]] = field(default_factory=list)  # from which day each holds
    open_later: list[LaterDates] = field(default_factory=list)
    # The dates as they were placed last, and what they were placed from: most events change neither.
    placed: tuple[tuple[Facts, Closures, int], tuple[Slot, ...]] | None = None

    @property
    def numbers(self) -> range:
        """The numbers of its infusions in the course."""
        return range(self.first, self.first + len(self.plan.infusions))

    def local(self, number: int) -> int:
        """The number of an infusion within the block, from 1."""
        return number - self.first + 1


@dataclass(slots=True)
class Ledger:
    """Everything that the events read so far have said."""

    course: str = ""
    recipient: str = ""
    zone: str = ""
    training: bool = False
    opened: bool = False
    blocks: list[Block] = field(default_factory=list)
    records: dict[int, Record] = field(default_factory=dict)
    consent: datetime | None = None
    ethics: datetime | None = None
    orders: dict[str, bool] = field(default_factory=dict)  # by number: whether it stands
    order_weights: dict[str, Amount] = field(default_factory=dict)
    weights: list[WeightOnRecord] = field(default_factory=list)
    held: tuple[date, str] | None = None
    stopped: str | None = None
    answers: dict[str, str] = field(default_factory=dict)  # of decision points
    decisions: list[LaterDecided] = field(default_factory=list)
    unreviewed: list[int] = field(default_factory=list)  # infusions with reactions nobody has reviewed
    containers: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def block_of(self, number: int) -> Block:
        """The block that an infusion belongs to."""
        return next(block for block in self.blocks if number in block.numbers)

    def record(self, number: int, event: Event) -> Record:
        """The infusion of that number; Refusal `course.no-such-infusion`."""
        if number in self.records:
            return self.records[number]
        of = f"The course has {len(self.records)}" if self.records else "Nothing is planned"
        message = f"There is no infusion {number}. {of}."
        raise self.refused(event, "course.no-such-infusion", "infusion", message, "Correct the number.")

    @property
    def pending(self) -> list[Record]:
        """The infusions that are still to come, in order."""
        return [record for record in self.records.values() if record.pending]

    def void_clearances(self, why: str, first: int = 1) -> None:
        """What was cleared is looked at anew: something that it rested on is another now."""
        for record in self.records.values():
            if record.number >= first and record.cleared and not record.thawed and not record.running:
                record.cleared = False
                record.notes.append(f"cleared no more: {why}")

    def same_container(self, name: str) -> str | None:
        """The name under which this container is on record, in whatever case and with whatever signs."""
        return next((known for known in self.containers if _bare(known) == _bare(name)), None)

    def refused(self, event: Event, code: str, field: str, message: str, fix: str) -> Refusal:
        """A Refusal that names the event."""
        return refuse(code, field, f"{named(event)}: {message}", fix)

    def departs(self, event: Event, code: str, field: str, message: str, fix: str) -> None:
        """Keep a CHECK: what was done is recorded, and that it departs from a rule is told."""
        self.problems.append(Problem(code, "check", field, f"{named(event)}: {message}", fix))


def _bare(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def named(event: Event) -> str:
    """The event as a message names it: `Event 7 (started, Mon 1-Mar-2027)`."""
    return f"Event {event.number} ({event.type}, {day_text(event.occurred.date())})"
