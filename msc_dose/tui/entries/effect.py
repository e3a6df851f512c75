"""What an entry would change, before it is made: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.difference import difference
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.events.kinds import What
from msc_dose.courses.recording import record
from msc_dose.problems import SEVERITIES, Problem, Refusal
from msc_dose.store import clearing
from msc_dose.store.databases.database import Statements
from msc_dose.tui.desk import Desk
from msc_dose.tui.entries.said import moment_words, told_of

_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Effect:
    """What an entry would do: the entry in words, what would change, and what is to be looked at.

    Where it would be refused, `event` and `lines` are empty and `problems` say why.
    """

    event: str = ""
    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether the entry would be refused."""
        return any(problem.severity == "stop" for problem in self.problems)

    @property
    def checks(self) -> tuple[Problem, ...]:
        """What a person must look at."""
        return tuple(problem for problem in self.problems if problem.severity == "check")


def effect_of(desk: Desk, course: Course, what: What, occurred: datetime | None) -> Effect:
    """Apply the entry to the course as it was seen; nothing is written."""
    now = site_now(desk, course)
    by = desk.session.person if desk.session else "nobody"
    try:
        stops = _stops(desk, course, what, now)
        try:
            event, after = record(course.events, occurred or now, now, by, what)
        except Refusal as refusal:
            return Effect(problems=_once((*refusal.problems, *stops)))
        if stops:
            return Effect(problems=_once(stops))
        found = desk.read(lambda statements: tuple(clearing.unchecked(statements, after, event)))
    except Refusal as refusal:  # the record cannot be asked
        return Effect(problems=refusal.problems)
    new = [problem for problem in after.problems if problem not in course.problems]
    return Effect(_words(event, course.zone), _lines(course, after), _once((*new, *found)))


def site_now(desk: Desk, course: Course) -> datetime:
    """The present moment by the clocks of the course."""
    return desk.now().astimezone(ZoneInfo(course.zone))


def _stops(desk: Desk, course: Course, what: What, now: datetime) -> tuple[Problem, ...]:
    """What stock and double check hold against a clearance."""
    if not isinstance(what, Cleared):
        return ()

    def found(statements: Statements) -> tuple[Problem, ...]:
        return tuple(clearing.stops(statements, course, what.infusion, now))

    return desk.read(found)


def _once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda each: SEVERITIES.index(each.severity)))


def _words(event: Event, zone: str) -> str:
    return f"Entry {event.number}, {moment_words(event.occurred, zone)}, by {event.by}: {told_of(event)}"


def _lines(before: Course, after: Course) -> tuple[str, ...]:
    made = difference(before, after)
    lines = ["No date and no dose changes."] if made.empty else made.lines(_WIDTH)
    asked = [each.text for each in after.questions if each not in before.questions]
    return (*lines, *(f"To decide: {text}" for text in asked))
