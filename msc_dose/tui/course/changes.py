"""What is another now than it was when a dose was last signed for, or first planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from msc_dose.courses.course import Course
from msc_dose.courses.difference import Difference, difference
from msc_dose.courses.entry_text import moment_text
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Planned
from msc_dose.courses.folding.local_time import local_time
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.verification.states import CHECK, COSIGN, URGENT, Signed, Verification


@dataclass(frozen=True, slots=True)
class Changes:
    """`since` says in words what the course is compared with; `made` is None where nothing was planned yet.

    `void` holds, for each dose whose signature holds no more, the signature in words and what has changed;
    `urgent`, for each dose that was declared urgent and that nobody has co-signed, the declaration in words.
    """

    since: str
    made: Difference | None
    void: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    urgent: tuple[tuple[int, str], ...] = ()


def changes_of(
    course: Course,
    checked: Mapping[int, Verification],
    fold: Callable[[Iterable[Event]], Course],
) -> Changes:
    """The course against itself as it was when one of its doses was verified last, else its first plan.

    A declaration of urgency verifies nothing. `fold` makes a course of its events.
    """
    begun = course.events[0].recorded
    signed = [
        each
        for one in checked.values()
        for each in one.signatures
        # A clock that was set back signs before the course began.
        if each.meaning in (CHECK, COSIGN) and _moment(each) >= begun
    ]
    void = tuple(_void(number, each) for number, each in checked.items() if each.state == "void")
    urgent = tuple(_urgent(number, each, course.zone) for number, each in checked.items() if each.owed)
    if signed:
        last = max(signed, key=_moment)
        at = _moment(last)
        before = fold(takewhile(lambda event: event.recorded <= at, course.events))
        told = moment_text(local_time(at, course.zone))
        since = f"the course as it was when last verified: {last.meaning} by {last.person}, {told}"
        return Changes(since, difference(before, course), void, urgent)
    plans = [event.what.plan for event in course.events if isinstance(event.what, Planned)]
    if not plans:
        return Changes("", None, void, urgent)
    since = "its first plan (no dose has been verified yet)"
    return Changes(since, difference(plans[0], course), void, urgent)


def _moment(signed: Signed) -> datetime:
    """When it was signed: two texts of one moment may differ."""
    return datetime.fromisoformat(signed.at)


def _urgent(number: int, checked: Verification, zone: str) -> tuple[int, str]:
    """The declaration that waits for a co-signature, in words."""
    last = next(each for each in reversed(checked.signatures) if each.meaning == URGENT)
    told = moment_text(local_time(_moment(last), zone))
    return number, f"declared by {last.person}, {told}: {last.reason}"


def _void(number: int, checked: Verification) -> tuple[int, str, tuple[str, ...]]:
    signed = checked.signature
    who = "" if signed is None else f"{signed.meaning} by {signed.person}"
    return number, who, checked.changes or ("what it covers is another",)


def change_lines(changes: Changes, width: int) -> list[str]:
    """The changes in lines: first what voids a signature, then what differs."""
    lines = []
    for number, who, changed in changes.void:
        lines += [f"■ Infusion {number}: VOID, to be verified anew ({who}):"]
        lines += [f"    {each}" for each in changed]
    for number, declared in changes.urgent:
        said = f"▲ Infusion {number}: URGENT, not double-checked; a co-signature is owed ({declared})"
        lines += fitted_whole(said, width)
    if lines:
        lines.append("")
    if changes.made is None:
        return [*lines, "Nothing is planned yet: there is nothing to compare."]
    compared = fitted_whole(f"Compared with {changes.since}:", width)
    return [*lines, *compared, "", *changes.made.lines(width)]
