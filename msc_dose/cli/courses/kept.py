"""Where a course is kept: in a file of its own, or in the record; every action works on either."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from msc_dose.cli.courses.clock import occurred_of, recorded_now
from msc_dose.cli.signing import add_record, banner, proof_of, record_of, session_of
from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import BedsideCheck
from msc_dose.courses.events.kinds import What
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.recording import record as recorded_in
from msc_dose.files.course_file import append_event, load_events
from msc_dose.files.protocols import load_protocol
from msc_dose.library.planned_from import protocol_of, stock_of
from msc_dose.problems import Problem, Refusal, refuse

Entered = tuple[Event, Course, tuple[Problem, ...]]


class Kept(Protocol):
    """A course where it is kept."""

    lines: list[str]
    record: Any
    events: tuple[Event, ...]
    course: Course

    def protocol(self, name: str) -> Any:
        """The protocol that is named, by which a further block is planned."""

    def stock(self, said: str | None) -> Any:
        """The stock that a further block is planned from: a list's path, or the record's own containers."""

    def enter(self, given: argparse.Namespace, what: What) -> Entered:
        """Record one more event: the event, the course after it, and what else was found."""

    def now(self) -> datetime:
        """The present moment in the course's zone, to the second."""


def add_kept(arguments: argparse.ArgumentParser, said: str = "the course") -> None:
    """Add the course: a file, or a code of the record."""
    said = f"{said}: a course file (.jsonl), or a code of the record"
    arguments.add_argument("file", metavar="COURSE", help=said)
    add_record(arguments)


def add_answers(arguments: argparse.ArgumentParser) -> None:
    """Add the reasons by which CHECKs are answered."""
    arguments.add_argument(
        "--override", metavar="CODE=REASON", nargs="+", help="why a CHECK of this code may stand (the record)"
    )


def is_file(name: str) -> bool:
    """Whether a course is named by its file: it ends in .jsonl or .json, has a path, or is there."""
    ends = name.lower().endswith((".jsonl", ".json"))
    return ends or "/" in name or os.sep in name or os.path.exists(name)


def kept(given: argparse.Namespace) -> Kept:
    """The course that is named, read; Refusal as `load_events`, `open_record` and `course_on_record`."""
    return InFile(given.file) if is_file(given.file) else InRecord(given)


class InFile:
    """A course in a file of its own."""

    def __init__(self, path: str) -> None:
        """Read it."""
        self.path = path
        self.record = None
        self.lines: list[str] = []
        self.events = load_events(path)
        self.course = course_of(self.events)

    def protocol(self, name: str) -> Any:
        """A shipped protocol, or a file."""
        return load_protocol(name)

    def stock(self, said: str | None) -> Any:
        """A list's path."""
        return said

    def now(self) -> datetime:
        """The present moment in the course's zone."""
        return recorded_now(self.course)

    def enter(self, given: argparse.Namespace, what: What) -> Entered:
        """Append one more event to the file."""
        recorded = self.now()
        occurred = occurred_of(given, self.course.zone, recorded, what)
        event, after = recorded_in(self.events, occurred, recorded, given.by, what)
        append_event(self.path, event, len(self.events))
        return event, after, ()


class InRecord:
    """A course of the record."""

    def __init__(self, given: argparse.Namespace) -> None:
        """Read it."""
        from msc_dose.store.courses import events_of

        self.record = record_of(given)
        use_site_settings(self.record)
        with self.record.reading() as statements:
            self.events = events_of(statements, given.file)
        self.course = course_of(self.events)
        self.lines = banner(self.record)

    def protocol(self, name: str) -> Any:
        """The protocol of that name which the site has approved; any in a training record."""
        return protocol_of(self.record, name)

    def stock(self, said: str | None) -> Any:
        """A list's path, or what nobody holds of the record's own."""
        return stock_of(self.record, said)

    def now(self) -> datetime:
        """The present moment in the course's zone."""
        return self.record.now().astimezone(ZoneInfo(self.course.zone)).replace(microsecond=0)

    def enter(self, given: argparse.Namespace, what: What) -> Entered:
        """Record one more event by whoever has signed in."""
        from msc_dose.library.record import append_event as append

        session = session_of(self.record, given)
        given.by = by_of(given, session.person)
        occurred = occurred_of(given, self.course.zone, self.now(), what)
        second = self._second(given, what)
        done = append(
            self.record,
            session,
            given.file,
            what,
            len(self.events),
            occurred,
            second,
            answers_of(given),
        )
        return done.event, done.course, done.problems

    def _second(self, given: argparse.Namespace, what: What) -> Any:
        """The proof of the second person whom the event names; at the bedside it may be missing."""
        named = getattr(what, "second", None)
        if named is None:
            return None
        try:
            return proof_of(self.record, given, named)
        except Refusal as refusal:
            if isinstance(what, BedsideCheck) and refusal.codes == ("people.passphrase-missing",):
                return None
            raise


def by_of(given: argparse.Namespace, person: str) -> str:
    """The person who has signed in; Refusal `people.other-person` where --by names another."""
    if given.by not in (None, person):
        message = f"{person} has signed in, and --by names {given.by}."
        raise refuse("people.other-person", "by", message, "Leave out --by, or let that person sign in.")
    return person


def answers_of(given: argparse.Namespace) -> Mapping[str, str]:
    """The reasons given, by code; Refusal `alert.reason-missing` for one without."""
    return dict(_answers(getattr(given, "override", None) or ()))


def _answers(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in texts:
        code, sign, reason = text.partition("=")
        if not sign or not reason.strip():
            message = f"{text!r} gives no reason."
            raise refuse("alert.reason-missing", "override", message, "Write CODE=REASON.", text)
        yield code.strip(), reason.strip()


def use_site_settings(record: Any) -> None:
    """Put the settings of the record in force for this command, where it has any."""
    from msc_dose.files.settings import use_settings
    from msc_dose.library.approved import site_settings

    use_settings(site_settings(record))
