"""What joins several fields of an infusion as it was given: each rule yields the problems of one value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.problems import Problem, stop
from msc_dose.scheduling import day_text

if TYPE_CHECKING:
    from msc_dose.courses.events.giving import (
        BedsideCheck,
        Cleared,
        Completed,
        Given,
        PartialDecided,
        PostThawCount,
        StoppedEarly,
        Thawed,
    )


def twice(names: Sequence[str], field: str) -> Iterable[Problem]:
    """`event.twice` for each name that stands in the list again."""
    for at, name in enumerate(names):
        if name in names[:at]:
            message = f"{name} stands twice in {field.partition('[')[0]}."
            yield stop("event.twice", field.format(at), message, "Name each once.", name)


def items_differ(cleared: Cleared) -> Iterable[Problem]:
    """Each item of the site's list once."""
    return twice([item.item for item in cleared.items], "items[{}].item")


def containers_differ(thawed: Thawed) -> Iterable[Problem]:
    """At least one container, each once."""
    if not thawed.containers:
        yield stop("value.missing", "containers", "No container is named.", "Name what was thawed.")
    yield from twice(thawed.containers, "containers[{}]")


def given_containers_differ(ended: Completed | StoppedEarly) -> Iterable[Problem]:
    """Each container once."""
    return twice([given.container for given in ended.containers], "containers[{}].container")


def cells_or_viability(count: PostThawCount) -> Iterable[Problem]:
    """At least one of the two was counted."""
    if count.cells is None and count.viability is None:
        message = "The count after thaw has neither cells nor a viability."
        yield stop("value.missing", "cells", message, "Give what was counted.")


def at_least_two_identifiers(check: BedsideCheck) -> Iterable[Problem]:
    """Two different kinds at least, written without digits: a value of the patient has no place here."""
    kinds = {kind.casefold() for kind in check.identifiers}
    if len(kinds) < max(2, len(check.identifiers)):
        message = "Two different identifiers of the patient are compared at the bedside."
        fix = "Name their kinds, such as date of birth and recipient's code."
        yield stop("event.identifiers", "identifiers", message, fix, ", ".join(check.identifiers))
    for at, kind in enumerate(check.identifiers):
        if any(character.isdigit() for character in kind):
            message = "An identifier with digits looks like the patient's own; its kind belongs here."
            yield stop("event.identifiers", f"identifiers[{at}]", message, "Write, say, date of birth.")


def volumes_add_up(given: Given) -> Iterable[Problem]:
    """What was issued went in or was left."""
    if given.issued != given.infused + given.left:
        message = f"{given.infused} infused and {given.left} left are not the {given.issued} issued."
        yield stop("event.volumes", "issued", message, "Correct one of the three.", str(given.issued))


def rest_accounted_for(given: Given) -> Iterable[Problem]:
    """What was left has a fate, and what was not left has none."""
    if bool(given.left.numerator) == (given.remainder != "none"):
        return
    if given.left.numerator:
        message, fix = (
            f"What became of the {given.left} left is not said.",
            "Say wasted or retained-for-testing.",
        )
    else:
        message, fix = (
            f"Nothing was left that could be {given.remainder}.",
            "Say none, or correct the volumes.",
        )
    yield stop("event.remainder", "remainder", message, fix, given.remainder)


def all_went_in(ended: Completed) -> Iterable[Problem]:
    """Of what ended as planned nothing was left; what is known to have ended so is told all the same."""
    for at, given in enumerate(ended.containers):
        yield from went_in(given, f"containers[{at}].left")


def went_in(given: Given, field: str) -> Iterable[Problem]:
    """`event.left-over` where a volume of the container is left."""
    if given.left.numerator:
        message = (
            f"Complete says that all of it went in, but of {given.container} {given.infused} of "
            f"{given.issued} are infused and {given.left} left."
        )
        fix = "Correct infused and left, or record that it was stopped early."
        yield stop("event.left-over", field, message, fix, str(given.left))


def ended_after_started(infusion: Completed | StoppedEarly) -> Iterable[Problem]:
    """The end is later than the start."""
    if infusion.ended <= infusion.started:
        ended, started = moment_said(infusion.ended), moment_said(infusion.started)
        message = f"The end, {ended}, is not after the start, {started}."
        yield stop(
            "event.time-order", "ended", message, "Correct one of the two.", infusion.ended.isoformat()
        )


def moment_said(moment: datetime) -> str:
    """A moment by the clocks of its place, as it stands in a message: `Fri 29-Jan-2027 09:45 (+0100)`."""
    return f"{day_text(moment.date())} {moment:%H:%M} ({moment:%z})"


def made_up_says_how(decided: PartialDecided) -> Iterable[Problem]:
    """Made up: how many cells, within how many days; otherwise neither."""
    made_up = decided.decision == "made-up"
    for field, value in (("within_days", decided.within_days), ("cells", decided.cells)):
        if made_up and value is None:
            message = f"To make up for an infusion, {field.replace('_', ' ')} must be said."
            yield stop("event.made-up", field, message, f"Give {field.replace('_', ' ')}.")
        if not made_up and value is not None:
            message = f"{field.replace('_', ' ')} belongs to an infusion that is made up."
            yield stop("event.made-up", field, message, "Leave it out, or decide made-up.", str(value))
