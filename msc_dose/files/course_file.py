"""A course file: JSON Lines, one event a line, in the order of recording; lines are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from msc_dose.courses.events.allowed import MOST_EVENTS
from msc_dose.courses.events.documents import event_document, event_of
from msc_dose.courses.events.event import Event
from msc_dose.files.json_lines import read_lines
from msc_dose.files.locked import locked, unwritable
from msc_dose.files.reading import file_text
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.plain_text import shown

LARGEST_COURSE = 50_000_000
_FIELD = "course"
Line = tuple[int, dict[str, Any]]


def load_events(path: str | os.PathLike[str]) -> tuple[Event, ...]:
    """The events of a course file, numbered 1, 2, 3 … without a gap.

    Raises one Refusal that names every bad line (`field` is `line 3` or `line 3, weight.unit`):
    `course.not-json`, `course.torn`, `course.sequence` and those of `event_of`; `course.empty`,
    `course.too-many-events`; `file.unreadable`, `file.too-large` (50 MB), `file.not-utf-8`, `course.busy`.
    """
    name = _name(path)
    with locked(name, os.O_RDONLY, _FIELD):
        text = file_text(name, _FIELD, LARGEST_COURSE)
    lines, problems = _lines(text, name)
    events: list[Event] = []
    for number, document in lines:
        try:
            events.append(event_of(document))
        except Refusal as refusal:
            problems += [_on_line(problem, number) for problem in refusal.problems]
    if problems:
        raise Refusal(problems)
    return tuple(events)


def append_event(path: str | os.PathLike[str], event: Event, expected: int) -> None:
    """Add one event to a file that holds `expected` events; with 0 the file is made, and must not exist.

    The line is written at once and is on the disk when this returns. Where it cannot be written whole,
    nothing of it stays.

    Raises Refusal `course.changed-meanwhile` where the file holds other than `expected` events,
    `course.sequence` where the event is not the next, `course.exists`, `file.unwritable`, and those of
    `load_events` for the file as a whole.
    """
    name = _name(path)
    if event.number != expected + 1:
        message = f"Event {event.number} is not the one after {expected} events."
        raise refuse("course.sequence", "number", message, "Look at the course, then enter again.")
    line = _line(event)
    flags = os.O_RDWR | os.O_APPEND | (0 if expected else os.O_CREAT | os.O_EXCL)
    with locked(name, flags, _FIELD) as descriptor:
        if expected:
            _check_unchanged(descriptor, name, expected)
        _write(descriptor, line, name)
    if not expected:
        _keep_name(name)


def save_events(path: str | os.PathLike[str], events: Sequence[Event]) -> None:
    """Make a course file of all these events at once; it must not exist.

    Raises Refusal `course.exists`, `file.unwritable`; where it cannot be written whole, nothing stays.
    """
    name = _name(path)
    with locked(name, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, _FIELD) as descriptor:
        _write(descriptor, b"".join(_line(event) for event in events), name)
    _keep_name(name)


def _name(path: str | os.PathLike[str]) -> str:
    """The path as text; a dash is a file here, as a course is not read from a stream."""
    name = os.fspath(path)
    return os.path.join(os.curdir, name) if name == "-" else name


def _line(event: Event) -> bytes:
    document = event_document(event)
    try:
        return f"{json.dumps(document, ensure_ascii=False, allow_nan=False)}\n".encode()
    except UnicodeEncodeError:  # half a character, in a reason of a plan: written out, it is kept as it is
        return f"{json.dumps(document, allow_nan=False)}\n".encode()


def _lines(text: str, name: str) -> tuple[list[Line], list[Problem]]:
    if not text:
        message, fix = f"{name} holds no event.", "Begin the course anew; the empty file may be deleted."
        raise refuse("course.empty", _FIELD, message, fix, name)
    if text.count("\n") > MOST_EVENTS:
        message = f"{name} has more than {MOST_EVENTS:,} lines."
        raise refuse("course.too-many-events", _FIELD, message, "Give the file of one course.", name)
    lines, problems = read_lines(text, _FIELD)
    return lines, problems + _out_of_sequence(lines)


def _out_of_sequence(lines: Sequence[Line]) -> list[Problem]:
    """Each line that does not follow the one before it; a line that is none counts by its place."""
    problems: list[Problem] = []
    place, number = 0, 0
    for line, document in lines:
        wanted = number + line - place
        place, number = line, document.get("number", wanted)
        if type(number) is not int:
            number = wanted  # what is no number at all is told with the event
        elif number != wanted:
            message = f"Line {line} holds event {shown(str(number))} where event {wanted} belongs."
            fix = "Compare it with a copy of the file: a line is missing, moved or there twice."
            problems.append(stop("course.sequence", f"line {line}, number", message, fix))
    return problems


def _on_line(problem: Problem, line: int) -> Problem:
    return replace(problem, field=f"line {line}, {problem.field}", message=f"Line {line}: {problem.message}")


def _check_unchanged(descriptor: int, name: str, expected: int) -> None:
    """Hold the locked file to what was read of it before: still the same file, with as many events."""
    lines, problems = _lines(file_text(name, _FIELD, LARGEST_COURSE), name)
    if problems:
        raise Refusal(problems)
    if not os.path.samestat(os.fstat(descriptor), os.stat(name)):
        raise _changed(f"{name} was put in the place of another file")
    if len(lines) < expected:
        raise _changed(f"{expected - len(lines)} of the {expected} events that were read went from the file")
    if len(lines) > expected:
        raise _changed(f"Somebody added {', '.join(_said(document) for _, document in lines[expected:])}")


def _changed(what: str) -> Refusal:
    message = f"{what} meanwhile; nothing was written."
    return refuse("course.changed-meanwhile", _FIELD, message, "Look at the course, then enter again.")


def _said(document: dict[str, Any]) -> str:
    kind, by = (shown(str(document.get(key, "not stated"))) for key in ("type", "by"))
    return f"event {document.get('number')} ({kind}, by {by})"


def _write(descriptor: int, line: bytes, name: str) -> None:
    """Write the line whole and to the disk, or leave the file as it was."""
    before = os.fstat(descriptor).st_size
    try:
        if before + len(line) > LARGEST_COURSE:
            raise OSError(None, f"It would be larger than {LARGEST_COURSE // 1_000_000} MB")
        if os.write(descriptor, line) != len(line):
            raise OSError(None, "The disk took a part of the line only")
        os.fsync(descriptor)
    except OSError as error:
        raise unwritable(name, error, _FIELD, _undone(descriptor, before)) from error


def _undone(descriptor: int, before: int) -> str:
    """Take back what was written of the line; what to do next, in words."""
    try:
        os.ftruncate(descriptor, before)
    except OSError:
        return "Check the disk, then look at the course: the entry may stand there in whole or in part."
    return "Nothing was entered: make room or check the disk, then enter again."


def _keep_name(name: str) -> None:
    """Bring the new file's name to the disk as well, where a folder can be told so; the line is there."""
    if os.name == "posix":
        with suppress(OSError):  # a folder in which one may write and not look
            folder = os.open(os.path.dirname(os.path.abspath(name)), os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
