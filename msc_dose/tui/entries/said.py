"""What the form of an entry says back: values in words, and in one line why nothing can be recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course
from msc_dose.courses.entry_text import told
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.fields import Field
from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.answers.asking import Asked
from msc_dose.tui.entries.words import label_of

IS_MISSING = "value.missing"
_NUMBERS = ("infusion", "from_infusion", "after")


def words_of(field: Field, course: Course) -> Callable[[Any], str]:
    """A value in words, to stand beside its line; nothing beside what is words already."""

    def words(value: Any) -> str:
        match value:
            case bool() | str():
                return ""
            case Amount():
                return briefly(value)
            case datetime():
                return moment_words(value, course.zone)
            case date():
                return day_text(value)
            case int() if field.name in _NUMBERS:
                return f"of {len(course.infusions)} infusions"
            case int() if field.name == "event" and 1 <= value <= len(course.events):
                return told_of(course.events[value - 1])
        return str(value)

    return words


def told_of(event: Event) -> str:
    """An entry in words."""
    return told(event)


def moment_words(moment: datetime, zone: str) -> str:
    """A moment as the clocks of the zone show it: `Thu 29-Feb-2024 09:45 CET`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date())} {local:%H:%M} {local.tzname()}"


def headline_of(asked: Asked) -> str:
    """Why nothing can be recorded, in one line; empty where nothing is in the way."""
    stops = [problem for problem in asked.problems if problem.severity == "stop"]
    missing = [label_of(problem.field) for problem in stops if problem.code == IS_MISSING]
    others = [_reason(problem, asked) for problem in stops if problem.code != IS_MISSING]
    if missing:
        *most, last = dict.fromkeys(missing)
        listed = " and ".join(part for part in (", ".join(most), last) if part)
        others.append(f"{listed} {'are' if most else 'is'} missing")
    return f"cannot record: {'; '.join(dict.fromkeys(others))}" if others else ""


def _reason(problem: Problem, asked: Asked) -> str:
    count = len(asked.readings_of(problem.field))
    name = label_of(problem.field.partition("[")[0])
    if not count:
        return f"{name} refused"
    return f"{name} has {count} reading{'s' if count > 1 else ''} to choose from"


def worded(problem: Problem) -> Problem:
    """The problem, its field called as the form calls it."""
    return replace(problem, field=label_of(problem.field.partition("[")[0]))
