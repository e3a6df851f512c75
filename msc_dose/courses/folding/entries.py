"""Which events of a course count: an entry made in error is answered by another, and both stay visible."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.courses.course import Entry
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.results import EnteredInError
from msc_dose.problems import refuse


def entries_of(events: Sequence[Event]) -> tuple[Entry, ...]:
    """Every event as an entry, struck where a later one says that it was entered in error.

    An entry in error can itself be entered in error: what it struck then counts again. Raises Refusal
    `course.sequence` for numbers that do not run 1, 2, 3 …; `course.struck-already` where two entries
    strike the same event.
    """
    struck: dict[int, int] = {}
    for place, event in reversed(list(enumerate(events, 1))):
        if event.number != place:
            message = f"Event {event.number} stands in place {place}: events run 1, 2, 3 …"
            raise refuse("course.sequence", "number", message, "Restore the file as it was written.")
        if isinstance(event.what, EnteredInError) and event.number not in struck:
            _strike(struck, event.what.event, event.number)
    return tuple(Entry(event, struck.get(event.number), _is_late(event)) for event in events)


def _strike(struck: dict[int, int], number: int, by: int) -> None:
    if number in struck:
        first, second = sorted((by, struck[number]))
        message = f"Events {first} and {second} both say that event {number} was entered in error."
        raise refuse("course.struck-already", "event", message, "One is enough.", str(number))
    struck[number] = by


def _is_late(event: Event) -> bool:
    """Whether it was recorded on a later day than the one it tells of."""
    return event.recorded.astimezone(event.occurred.tzinfo).date() > event.occurred.date()
