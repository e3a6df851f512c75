"""A course: a patient's treatment as its events have left it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Any

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Given, Reaction
from msc_dose.courses.plan import Plan
from msc_dose.derivation import Derivation
from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures

NOTHING_WORKED = Derivation()


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can decide or do, in words, with the answers there are.

    `code` is one of `course.later-dates`, `course.partial`, `course.make-up`, `course.new-order`,
    `course.decision`, `course.next-block`, `course.no-day`, `course.review-reaction`.
    """

    code: str
    infusion: int | None
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseInfusion:
    """Infusion `number` of `of`: where it stands, its dates, its dose, and what went in.

    `state` is `planned`, `cleared`, `thawed`, `checked`, `started`, `paused`, `completed`,
    `stopped-early`, `not-needed`, `missed` or `cancelled`; an infusion to come of a course that is held
    has `held` True. `date` is None where it is to be decided (`why_no_date` says why). `dose` is what is
    calculated now, or was when it was given; `ordered_dose` another one that waits for an order.
    """

    number: int
    of: int
    state: str
    target: Date | None
    earliest: Date | None
    latest: Date | None
    date: Date | None
    dose: Amount
    working: Derivation
    held: bool = False
    why_no_date: str = ""
    why_this_date: tuple[str, ...] = ()
    new_dose: Amount | None = None
    infused: Amount | None = None
    infused_working: Derivation = NOTHING_WORKED
    given: tuple[Given, ...] = ()
    started: datetime | None = None
    ended: datetime | None = None
    observed: bool = False
    line_rinsed: bool | None = None
    thawed: tuple[str, ...] = ()
    expires: datetime | None = None
    time: str | None = None
    place: str | None = None
    needs: tuple[str, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    partial: str | None = None
    make_up: Amount | None = None
    make_up_by: Date | None = None

    @property
    def pending(self) -> bool:
        """Whether it is still to come: no product has been thawed for it, and it is not left out."""
        return self.state in ("planned", "cleared")

    @property
    def was_given(self) -> bool:
        """Whether product went in."""
        return self.state in ("started", "paused", "completed", "stopped-early")


@dataclass(frozen=True, slots=True)
class CourseVisit:
    """A dated visit that is no infusion; `infusion` is the one it belongs to, if any.

    Without a date, `why_no_date` says why.
    """

    kind: str
    date: Date | None
    target: Date | None
    earliest: Date | None
    latest: Date | None
    infusion: int | None = None
    when: str = ""
    detail: str = ""
    why_no_date: str = ""


@dataclass(frozen=True, slots=True)
class WeightOnRecord:
    """A body weight and the moment it was taken; `event` is the entry."""

    weight: Amount
    taken: datetime
    event: int
    method: str = "measured"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in the record: `struck_by` is the entry that says it was made in error."""

    event: Event
    struck_by: int | None = None
    late: bool = False  # recorded on a later day than it occurred


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that the events of one course come to; equal events give an equal course.

    `plans` are the plans of its blocks, in order. `infused` is the sum of what went in; `questions` wait
    for a person; `problems` are departures from the rules and what to look at. `containers` says of each
    container named by an event what became of it (`thawed`, `infused`, `wasted`). The inventory is not
    checked here: a container's state is known to the record of the stock. `requires` is what the protocol
    requires before the first infusion and is not on record.
    """

    course: str
    recipient: str
    zone: str
    entries: tuple[Entry, ...]
    plans: tuple[Plan, ...] = ()
    infusions: tuple[CourseInfusion, ...] = ()
    visits: tuple[CourseVisit, ...] = ()
    infused: Amount | None = None
    weights: tuple[WeightOnRecord, ...] = ()
    held_since: Date | None = None
    held_reason: str = ""
    stopped: str | None = None
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    containers: tuple[tuple[str, str], ...] = ()
    requires: tuple[str, ...] = ()
    training: bool = False
    closures: Closures | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events in the order of recording, those entered in error among them."""
        return tuple(entry.event for entry in self.entries)

    def as_document(self) -> dict[str, Any]:
        """The course as a plain mapping, ready for JSON (schema `msc-dose/course/1`)."""
        from msc_dose.courses.course_document import course_document

        return course_document(self)

    def lines(self) -> list[str]:
        """Where the course stands, in lines of at most 80 columns: what a person must decide among them."""
        from msc_dose.courses.course_text import course_lines

        return course_lines(self)

    def explain(self) -> str:
        """Where the course stands in words, and every entry in the order of recording."""
        from msc_dose.courses.course_text import entry_lines

        return "\n".join([*self.lines(), "", "ENTRIES", *entry_lines(self)])
