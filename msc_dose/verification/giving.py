"""The giving of an infusion that counts: when its product was first taken out, and when it began to go in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msc_dose.courses.course import Course
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import Completed, PartialDecided, Started, StoppedEarly, Thawed
from msc_dose.courses.folding.fold import folded
from msc_dose.product.plain_text import container_key

_IN = (Started, Completed, StoppedEarly)


@dataclass(frozen=True, slots=True)
class Giving:
    """`before` are the events that the dose was given by, all of them while nothing has begun.

    `begun` is the first thaw or start of what is given, `went_in` the first event that tells of product in
    the patient; both None where nothing is known. `thawed` are the keys of the containers thawed for it,
    `named` of all that its events name.
    """

    before: tuple[Event, ...]
    begun: Event | None = None
    went_in: Event | None = None
    thawed: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


NOT_BEGUN = Giving(())


def giving_of(course: Course, number: int) -> Giving:
    """The giving of infusion `number` that counts now: what is repeated, or made up, begins anew.

    So does what is thawed once more after its product was lost.
    """
    events = [entry.event for entry in course.entries if entry.struck_by is None]
    begun, went_in = _bounds(events, number)
    if begun is None:
        return Giving(tuple(events))
    own = [event for event in events[begun:] if getattr(event.what, "infusion", None) == number]
    thawed = frozenset(key for event in own for key in _thawed(event))
    given = frozenset(key for event in own for key in _given(event))
    first = None if went_in is None else events[went_in]
    return Giving(tuple(events[:begun]), events[begun], first, thawed, thawed | given)


def _bounds(events: Sequence[Event], number: int) -> tuple[int | None, int | None]:
    """The places of the first event of the giving that counts, and of the first by which product is in."""
    begun: int | None = None
    went_in: int | None = None
    for place, event in enumerate(events):
        what = event.what
        if isinstance(what, PartialDecided) and what.infusion == number and what.decision != "counts":
            begun = went_in = None
        elif isinstance(what, Thawed | Started | Completed | StoppedEarly) and what.infusion == number:
            if begun is None or (went_in is None and _to_come(events[:place], number)):
                begun = place
            if went_in is None and isinstance(what, _IN):
                went_in = place
    if begun is not None and went_in is None and _to_come(events, number):
        return None, None
    return begun, went_in


def _to_come(events: Sequence[Event], number: int) -> bool:
    """Whether nothing is thawed for it after these events: what was thawed is lost."""
    return folded(events).records[number].pending


def _thawed(event: Event) -> Iterator[str]:
    if isinstance(event.what, Thawed):
        yield from map(container_key, event.what.containers)


def _given(event: Event) -> Iterator[str]:
    if isinstance(event.what, Completed | StoppedEarly):
        yield from (container_key(each.container) for each in event.what.containers)
