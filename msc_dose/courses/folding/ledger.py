"""What is known of a course while its events are read in turn; a Course is made of it at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from msc_dose.courses.course import WeightOnRecord
from msc_dose.courses.events.event import Event
from msc_dose.courses.folding.infusion_record import Record
from msc_dose.courses.plan import Plan
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.plain_text import in_one_writing
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures, day_text
from msc_dose.scheduling.facts import Facts, Rebase, Slot


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
        """The name under which this container is on record, in whatever case."""
        return next((known for known in self.containers if known.casefold() == name.casefold()), None)

    def alike_container(self, name: str) -> str | None:
        """Another container on record whose name is the same but for its signs: it may be a slip."""
        alike = in_one_writing(name, "")
        others = (known for known in self.containers if known.casefold() != name.casefold())
        return next((known for known in others if in_one_writing(known, "") == alike), None)

    def refused(self, event: Event, code: str, field: str, message: str, fix: str) -> Refusal:
        """A Refusal that names the event."""
        return refuse(code, field, f"{named(event)}: {message}", fix)

    def departs(self, event: Event, code: str, field: str, message: str, fix: str) -> None:
        """Keep a CHECK: what was done is recorded, and that it departs from a rule is told."""
        self.problems.append(Problem(code, "check", field, f"{named(event)}: {message}", fix))


def named(event: Event) -> str:
    """The event as a message names it: `Event 7 (started, Mon 1-Mar-2027)`."""
    return f"Event {event.number} ({event.type}, {day_text(event.occurred.date())})"
