"""One event of a course: who recorded what, when it occurred and when it was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from msc_dose.courses.events.allowed import EventNumber, Identifier
from msc_dose.courses.events.fields import Valid
from msc_dose.courses.events.given_rules import moment_said
from msc_dose.courses.events.giving import BedsideCheck
from msc_dose.courses.events.kinds import NAMES, What
from msc_dose.courses.events.results import EnteredInError, RescueGiven
from msc_dose.problems import Problem, stop
from msc_dose.product.plain_text import in_one_writing

# What these fields tell has happened; an expiry or a date to come is not among them.
_HAPPENED = ("started", "ended", "onset")


@dataclass(frozen=True, slots=True)
class Event(Valid):
    """Event `number` (1, 2, 3 … in the order of recording) of a course.

    `occurred` and `recorded` carry their offset from UTC; an entry made later than what it tells is
    normal. `by` is who recorded it.

    Raises TypeError; Refusal of every wrong field, else `event.time-order` (something happened after the
    entry occurred, or that after it was recorded), `event.same-person`, `event.not-earlier` (an entry in
    error is an earlier one).
    """

    number: EventNumber
    occurred: datetime
    recorded: datetime
    by: Identifier
    what: What

    @property
    def type(self) -> str:
        """The name of the event's kind, as it stands in a course file."""
        return NAMES[type(self.what)]

    def joint_problems(self) -> Iterable[Problem]:
        """What is wrong between who, when and what."""
        yield from self._moments()
        if isinstance(self.what, RescueGiven):
            yield from self._rescue(self.what)
        if isinstance(self.what, BedsideCheck | EnteredInError) and _same_person(self.what.second, self.by):
            message = f"{self.by} recorded it; the second person is another one."
            yield stop("event.same-person", "second", message, "Name the other person.", self.by)
        if isinstance(self.what, EnteredInError) and self.what.event >= self.number:
            message = f"Event {self.what.event} is not earlier than event {self.number}, which strikes it."
            yield stop("event.not-earlier", "event", message, "Name an earlier event.", str(self.what.event))

    def _moments(self) -> Iterable[Problem]:
        occurred = moment_said(self.occurred)
        if self.occurred > self.recorded:
            recorded = moment_said(self.recorded)
            message = f"What happened {occurred} cannot have been recorded {recorded}."
            yield _out_of_order("occurred", self.occurred, message)
        for field in _HAPPENED:
            moment = getattr(self.what, field, None)
            if moment is not None and moment > self.occurred:
                message = f"{field}, {moment_said(moment)}, is after the entry occurred, {occurred}."
                yield _out_of_order(field, moment, f"{message[:1].upper()}{message[1:]}")

    def _rescue(self, rescue: RescueGiven) -> Iterable[Problem]:
        if rescue.until is None or self.occurred.date() <= rescue.until <= self.recorded.date():
            return
        message = f"{rescue.until} is not between the day it began and the day it was recorded."
        fix = "Give the last day on which it was given; record more of it when it was."
        yield stop("event.time-order", "until", message, fix, rescue.until.isoformat())


def _out_of_order(field: str, moment: datetime, message: str) -> Problem:
    return stop("event.time-order", field, message, "Correct one of the two.", moment.isoformat())


def _same_person(one: str | None, other: str) -> bool:
    """Whether two codes name one person, in whatever case and with whatever signs."""
    return one is not None and in_one_writing(one) == in_one_writing(other)
