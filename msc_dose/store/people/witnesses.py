"""The second person of an event: known to the record, and there in person where containers are freed."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.results import EnteredInError
from msc_dose.problems import Problem, refuse
from msc_dose.store.change import Change
from msc_dose.store.people.recognition import row_of
from msc_dose.store.people.signatures import sign
from msc_dose.store.record import Proof

MEANING = "second person"


def witnessed(change: Change, event: Event, second: Proof | None, course: str) -> Iterator[Problem]:
    """Hold the second person whom an event names to the record, and keep their signature.

    An entry in error is agreed to in person: Refusal `signature.second-missing`. What two people did at
    the bedside is recorded also when the second one cannot sign at once, with a CHECK of that code.
    Raises Refusal `signature.other-person` where another one gave the passphrase, `people.unknown`.
    """
    named = getattr(event.what, "second", None)
    if named is None:
        return
    known = row_of(change.statements, named)
    if known is None:
        message = f"{named} is not among the people of this record."
        raise refuse("people.unknown", "second", message, "Give the code of a person, or add them.", named)
    if second is None:
        yield from _without(event, named)
        return
    if second.person != known["code"]:
        message = f"The event names {named}, and {second.person} gave the passphrase."
        raise refuse("signature.other-person", "second", message, "Let the person who is named sign.")
    from msc_dose.store.courses.reading import event_text

    sign(change, second, MEANING, f"event {course} {event.number}", event_text(event))


def _without(event: Event, named: str) -> Iterator[Problem]:
    message = f"{named} has not signed as the second person of event {event.number}."
    if isinstance(event.what, EnteredInError):
        fix = "Let them give their passphrase: what concerns product or dose is taken back by two."
        raise refuse("signature.second-missing", "second", message, fix, named)
    fix = "Have them sign on the paper record, and keep it."
    yield Problem("signature.second-missing", "check", "second", message, fix)
